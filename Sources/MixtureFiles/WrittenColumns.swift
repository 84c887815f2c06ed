internal import Tables

/// The columns of a table that gmm wrote itself: not all that bear such a name, for `density`, `probability` or
/// `uncertainty` may have been measured.
///
/// Results are written side by side. They are taken for such where the set that is written together is there:
/// log_density beside another of them, probability and uncertainty, or a label and what follows it; the shape of a
/// point's component only behind one of these. The columns
/// label and truth are judged by what they hold, since both are written alone too: component numbers.
struct WrittenColumns {
  /// The columns, from 0.
  private(set) var columns: Set<Int> = []

  init(of table: PointTable) {
    let sets = ResultSet.all(among: table.columnNames)
    guard !sets.isEmpty else { return }
    let sample = ResultSample(
      of: table, labels: sets.flatMap(\.labels).filter { table.kind(of: $0) == .numeric },
      densities: sets.filter(\.isWrittenTogether).flatMap(\.densities))
    for set in sets {
      columns.formUnion(set.labels.filter { sample.mayBeLabels($0) })
      guard set.isWrittenTogether else { continue }
      for member in set.members where !member.name.isLabel {
        // What was measured of a point's surroundings may stand right before the results.
        if member.name.isShape, !set.hasResult(before: member.column) { continue }
        // A density that was measured may stand right before the results, which are written in any order.
        if member.name.isDensity,
          !(sample.isOfItsLogarithm(member.column) ?? set.hasResult(before: member.column))
        {
          continue
        }
        columns.insert(member.column)
      }
    }
  }
}

/// Columns side by side with names of results, all of one suffix.
private struct ResultSet {
  typealias Member = (column: Int, name: WrittenName)

  /// In the order of the columns; at least one.
  let members: [Member]
  /// Whether results of these names, in this order, are what gmm writes together.
  let isWrittenTogether: Bool
  /// The first column of what gmm writes of a point; the truth is written of points that are drawn.
  private let firstResult: Int?

  private init(_ members: [Member]) {
    self.members = members
    isWrittenTogether = Self.areWrittenTogether(members.map(\.name.stem))
    firstResult = members.first { $0.name.stem != ResultColumn.truthName && !$0.name.isShape }?.column
  }

  static func all(among names: [String]) -> [ResultSet] {
    var sets: [ResultSet] = []
    var run: [Member] = []
    func endRun() {
      // Results of an earlier run have another suffix: label_input, probability_input.
      sets += Dictionary(grouping: run, by: \.name.suffix).values.map(ResultSet.init)
      run = []
    }
    for (column, name) in names.enumerated() {
      if let name = WrittenName(name) { run.append((column, name)) } else { endRun() }
    }
    endRun()
    return sets
  }

  var labels: [Int] { members.filter(\.name.isLabel).map(\.column) }

  /// The densities, each with the column of logarithms that belongs to it.
  var densities: [(density: Int, logarithm: Int)] {
    guard let logarithm = members.first(where: { $0.name.stem == ResultColumn.logDensity.rawValue }) else {
      return []
    }
    return members.filter(\.name.isDensity).map { ($0.column, logarithm.column) }
  }

  /// Whether what gmm writes of a point stands before a column.
  func hasResult(before column: Int) -> Bool { firstResult.map { $0 < column } ?? false }

  private static func areWrittenTogether(_ stems: [String]) -> Bool {
    let names = Set(
      stems.map { $0.hasPrefix(ResultColumn.responsibilityStem) ? ResultColumn.responsibilityStem : $0 })
    if names.contains("log_density") {
      return !names.isDisjoint(with: ["label", "probability", "uncertainty", ResultColumn.responsibilityStem])
    }
    if names.isSuperset(of: ["probability", "uncertainty"]) { return true }
    guard let label = stems.firstIndex(of: "label"), label + 1 < stems.count else { return false }
    return ["probability", "uncertainty", ResultColumn.clusterName].contains(stems[label + 1])
      || names.contains(ResultColumn.responsibilityStem)
      || ComponentShape.allColumnNames.contains(stems[label + 1])
  }
}

/// A name that gmm gives to a column, taken apart.
private struct WrittenName {
  /// Such as `label` of `label_input2`.
  let stem: String
  /// Such as `_input2`.
  let suffix: String

  var isLabel: Bool { stem == ResultColumn.label.rawValue || stem == ResultColumn.truthName }
  var isDensity: Bool { stem == ResultColumn.density.rawValue }
  var isShape: Bool { ComponentShape.allColumnNames.contains(stem) }

  init?(_ name: String) {
    guard DerivedNames.results.containsOriginal(of: name) else { return nil }
    stem = DerivedNames.results.contains(name) ? name : ColumnRename.original(of: name)
    suffix = String(name.dropFirst(stem.count))
  }
}
