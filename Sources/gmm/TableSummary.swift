#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// What a file of points holds, column by column.
struct TableSummary: Encodable {
  let source: String
  let rowCount: Int
  let columns: [Column]
  /// What was taken for granted when the numbers were read, for standard error.
  let notes: [String]

  private enum CodingKeys: CodingKey {
    case source, rowCount, columns
  }

  struct Column: Encodable {
    let number: Int
    let name: String
    let kind: String
    /// Cells that are empty, NA, NaN or infinite; of text columns, that are empty or NA.
    let invalidCount: Int
    let minimum: Double?
    let maximum: Double?
    let mean: Double?
    let standardDeviation: Double?
    /// The number of distinct texts of a text column.
    let distinctCount: Int?
    /// What is wrong with a numeric column.
    let problem: String?
  }

  init(_ table: PointTable) throws(TableError) {
    source = table.source
    rowCount = table.rowCount
    let numeric = table.columnNames.indices.filter { table.kind(of: $0) == .numeric }
    var read = try NumericSummaries(of: numeric, in: table)
    let texts = table.columnNames.indices.filter { read.columns[$0] == nil }
    for (index, counts) in zip(texts, table.textCounts(of: texts)) {
      read.columns[index] = Column(
        number: index + 1, name: table.columnNames[index], kind: "text", invalidCount: counts.invalid, minimum: nil,
        maximum: nil, mean: nil, standardDeviation: nil, distinctCount: counts.distinct, problem: nil)
    }
    columns = table.columnNames.indices.compactMap { read.columns[$0] }
    notes = read.notes
  }

  /// What a terminal can bear.
  private static let mostColumns = 60

  /// - Parameter isWhole: whether all columns are shown, however many.
  func text(isWhole: Bool) -> String {
    let shown = isWhole ? columns[...] : columns.prefix(Self.mostColumns)
    var table = AlignedTable(["column", "name", "kind", "invalid", "minimum", "maximum", "mean", "sd"])
    for column in shown {
      let format = ColumnNumbers(spread: column.standardDeviation)
      let numbers = [column.minimum, column.maximum, column.mean, column.standardDeviation]
      let rest =
        column.problem.map { [$0] } ?? column.distinctCount.map { ["\($0) distinct"] }
        ?? numbers.map { $0.map(format.text) ?? "" }
      table.append(["\(column.number)", column.name, column.kind, "\(column.invalidCount)"] + rest)
    }
    return "\(source): \(CountText.of(rowCount, "row")), \(CountText.of(columns.count, "column"))\n\n\(table.text)"
      + (shown.count < columns.count
        ? "  … and \(CountText.of(columns.count - shown.count, "more column")): --all shows \(columns.count - shown.count == 1 ? "it" : "them")\n" : "")
  }

  func json() throws -> String { try ModelFile.text(ofEncodable: self) }
}

/// The summaries of columns of numbers, all read at once: going through the rows for each column would take as many
/// times as long as there are columns.
private struct NumericSummaries {
  var columns: [Int: TableSummary.Column] = [:]
  private(set) var notes: [String] = []

  init(of indices: [Int], in table: PointTable) throws(TableError) {
    guard !indices.isEmpty else { return }
    let numbers: NumericColumns
    var sound = indices
    do {
      numbers = try table.numbers(in: indices, invalid: .missing)
    } catch {
      // Those that cannot be read are told why, and the others are read.
      let faults = table.faults(of: indices)
      guard error.code == .badData, !faults.isEmpty else { throw error }
      for (index, fault) in faults { addProblem(fault.message, index, of: table) }
      sound = indices.filter { faults[$0] == nil }
      guard !sound.isEmpty else { return }
      numbers = try table.numbers(in: sound, invalid: .missing)
    }
    notes = numbers.notes
    for (index, values) in zip(sound, numbers.columns) { summarize(index, of: table, values) }
  }

  private mutating func addProblem(_ problem: String, _ index: Int, of table: PointTable) {
    columns[index] = TableSummary.Column(
      number: index + 1, name: table.columnNames[index], kind: "number", invalidCount: 0, minimum: nil, maximum: nil,
      mean: nil, standardDeviation: nil, distinctCount: nil, problem: problem)
  }

  /// - Parameter values: of all rows, NaN where a cell is invalid.
  private mutating func summarize(_ index: Int, of table: PointTable, _ values: [Double]) {
    let valid = values.contains(where: \.isNaN) ? values.filter { !$0.isNaN } : values
    guard !valid.isEmpty else { return addProblem(table.noRowLeft.message, index, of: table) }
    let moments = ColumnMoments(valid)
    columns[index] = TableSummary.Column(
      number: index + 1, name: table.columnNames[index], kind: "number",
      invalidCount: table.rowCount - valid.count, minimum: moments.minimum, maximum: moments.maximum,
      mean: moments.mean, standardDeviation: moments.standardDeviation, distinctCount: nil, problem: nil)
  }
}

/// Range, mean and standard deviation (divisor N - 1), each nil where it leaves the range of numbers.
private struct ColumnMoments {
  let minimum: Double?
  let maximum: Double?
  let mean: Double?
  let standardDeviation: Double?

  init(_ values: [Double]) {
    minimum = values.min()
    maximum = values.max()
    // Scaled by the largest magnitude, so that squares neither overflow nor vanish.
    let scale = max(abs(minimum ?? 0), abs(maximum ?? 0))
    guard scale > 0, !values.isEmpty else {
      mean = 0
      standardDeviation = values.count > 1 ? 0 : nil
      return
    }
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / scale } / count
    let squares = values.reduce(0) { $0 + ($1 / scale - mean) * ($1 / scale - mean) }
    self.mean = mean * scale
    standardDeviation = values.count > 1 ? (squares / (count - 1)).squareRoot() * scale : nil
  }
}

#endif
