internal import Elementary
internal import Tables

/// The columns of a table that gmm wrote itself: not all that bear such a name, for `density`, `probability` or
/// `uncertainty` may have been measured.
///
/// Results are written side by side. They are taken for such where the set that is written together is there:
/// log_density beside another of them, probability and uncertainty, or a label and what follows it. The columns
/// label and truth are judged by what they hold, since both are written alone too: component numbers.
struct WrittenColumns {
  /// The columns, from 0.
  private(set) var columns: Set<Int> = []

  /// The rows that are looked at.
  private static let sampleSize = 1024

  init(of table: PointTable) {
    let results = table.columnNames.enumerated().compactMap { column, name in
      WrittenName(name).map { (column: column, name: $0) }
    }
    guard !results.isEmpty else { return }
    var run: [(column: Int, name: WrittenName)] = []
    for result in results {
      if let last = run.last, last.column + 1 != result.column {
        judge(run, of: table)
        run = []
      }
      run.append(result)
    }
    judge(run, of: table)
  }

  /// Takes what belongs together of columns that stand side by side.
  private mutating func judge(_ run: [(column: Int, name: WrittenName)], of table: PointTable) {
    // Results of an earlier run have another suffix: label_input, probability_input.
    for suffix in Set(run.map(\.name.suffix)) {
      let members = run.filter { $0.name.suffix == suffix }
      for member in members where member.name.isLabel {
        if holdsLabels(member.column, of: table) { columns.insert(member.column) }
      }
      guard Self.isSet(members.map(\.name.stem)) else { continue }
      for member in members where !member.name.isLabel {
        if member.name.stem == "density", !isWrittenDensity(member.column, members, of: table) { continue }
        columns.insert(member.column)
      }
    }
  }

  /// Whether results of these names, in this order, are what gmm writes together.
  private static func isSet(_ stems: [String]) -> Bool {
    let names = Set(
      stems.map { $0.hasPrefix(ResultColumn.responsibilityStem) ? ResultColumn.responsibilityStem : $0 })
    if names.contains("log_density") {
      return !names.isDisjoint(with: ["label", "probability", "uncertainty", ResultColumn.responsibilityStem])
    }
    if names.isSuperset(of: ["probability", "uncertainty"]) { return true }
    guard let label = stems.firstIndex(of: "label"), label + 1 < stems.count else { return false }
    return stems[label + 1] == "probability" || stems[label + 1] == "uncertainty"
      || names.contains(ResultColumn.responsibilityStem)
  }

  /// A density that was measured may stand right before the results, which are written in any order.
  private func isWrittenDensity(
    _ column: Int, _ members: [(column: Int, name: WrittenName)], of table: PointTable
  ) -> Bool {
    let logarithm = members.first { $0.name.stem == "log_density" }
    let sample =
      logarithm.map { table.sampledNumbers(in: [column, $0.column], limit: Self.sampleSize) } ?? []
    // A row or two prove nothing.
    guard sample.count == 2, sample[0].count > 2 else {
      return members.contains { $0.column < column && $0.name.stem != "truth" }
    }
    return zip(sample[0], sample[1]).allSatisfy { density, logarithm in
      guard density.isFinite, logarithm.isFinite, density > 0 else { return true }
      return abs(naturalLogarithm(density) - logarithm) <= 1e-6 * max(1, abs(logarithm))
    }
  }

  /// Whether the numbers of a column can be those of components.
  private func holdsLabels(_ column: Int, of table: PointTable) -> Bool {
    guard table.kind(of: column) == .numeric else { return true }
    let cells = table.sampledNumbers(in: [column], limit: Self.sampleSize).first ?? []
    let numbers = cells.filter { !$0.isNaN }
    guard numbers.allSatisfy({ $0 == $0.rounded() && $0 >= -1 }) else { return false }
    let distinct = Set(numbers).count
    return distinct <= 20 || distinct * 4 <= numbers.count
  }
}

/// A name that gmm gives to a column, taken apart.
private struct WrittenName {
  /// Such as `label` of `label_input2`.
  let stem: String
  /// Such as `_input2`.
  let suffix: String

  var isLabel: Bool { stem == "label" || stem == "truth" }

  init?(_ name: String) {
    guard DerivedNames.results.containsOriginal(of: name) else { return nil }
    stem = DerivedNames.results.contains(name) ? name : ColumnRename.original(of: name)
    suffix = String(name.dropFirst(stem.count))
  }
}
