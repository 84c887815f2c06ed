#if Command

import GaussianMixtures
import MixtureFiles
import Tables

extension PointTable {
  /// The groups in a column, of the rows kept.
  ///
  /// - Parameters:
  ///   - keptRows: rows that were left out may have taken the last of a label with them; nil for all rows.
  ///   - unknown: the label that says that a group is not known, where one does.
  ///   - console: is told of labels that look as if they said so.
  func groups(
    in column: Int, keptRows: [Int]?, unknown: String?, console: Console
  ) throws(CommandFailure) -> ClassLabels {
    var groups = classes(in: column, keptRows: keptRows)
    let name = columnNames[column]
    if let unknown {
      guard let rest = groups.without(unknown) else {
        let found = TerminalText.list(groups.names)
        throw CommandFailure(
          .badData,
          "\(source): --unknown-label \(unknown) is no label of «\(name)», which has "
            + "\(found.isEmpty ? "none" : found); leave it out or name one of these.")
      }
      groups = rest
    }
    guard !groups.names.isEmpty else {
      throw CommandFailure(.badData, "\(source): the column «\(name)» has no labels.")
    }
    for label in groups.names.indices {
      if let note = note(on: label, of: groups, in: column) { console.note(note) }
    }
    return groups
  }

  /// What is to be known of a label that elsewhere says that there is no group.
  private func note(on label: Int, of groups: ClassLabels, in column: Int) -> String? {
    let name = groups.names[label]
    let isNoise = name == ResultColumn.noiseLabel && isWrittenLabel(column)
    guard isNoise || LabelText.looksUnknown(name) else { return nil }
    let count = groups.indices.count { $0 == label }
    return
      "the label \(name) of «\(columnNames[column])» (\(CountText.grouped(count)) of "
      + "\(CountText.of(groups.indices.count, "point"))) is taken for a group like any other; if it says that "
      + "\(isNoise ? "a point belongs to none, as where gmm writes it" : "the group is not known"), add "
      + "--unknown-label \(name)"
  }

  /// Whether the column is the one that gmm writes, where 0 is the noise.
  private func isWrittenLabel(_ column: Int) -> Bool {
    columnNames[column] == ResultColumn.label.rawValue
      && columnNames.contains(ResultColumn.probability.rawValue)
      && columnNames.contains(ResultColumn.uncertainty.rawValue)
  }
}

/// What labels say by their text alone.
private enum LabelText {
  private static let words: Set<String> = [
    "unknown", "unlabeled", "unlabelled", "unassigned", "unclassified", "undefined", "undetermined", "none",
    "null",
    "nil", "missing", "?", "??", "-", "--", ".", "n/a", "<na>", "#n/a", "not known",
  ]

  /// Whether other programs write this for a group that is not known: -1, as scikit-learn has it, and its like.
  static func looksUnknown(_ label: String) -> Bool {
    if let number = NumberText.number(label) { return [-1, -9, -99, -999, -9999].contains(number) }
    return words.contains(label.lowercased())
  }
}

#endif
