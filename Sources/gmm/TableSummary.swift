import GaussianMixtures
import PointFiles

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

  init(_ table: PointTable) {
    source = table.source
    rowCount = table.rowCount
    var notes: [String] = []
    columns = table.columnNames.indices.map { Self.column($0, of: table, &notes) }
    self.notes = notes
  }

  private static func column(_ index: Int, of table: PointTable, _ notes: inout [String]) -> Column {
    switch table.kind(of: index) {
    case .text:
      let labels = table.labels(of: index)
      return Column(
        number: index + 1, name: table.columnNames[index], kind: "text",
        invalidCount: labels.indices.count { $0 == nil }, minimum: nil, maximum: nil, mean: nil,
        standardDeviation: nil, distinctCount: labels.names.count, problem: nil)
    case .numeric:
      do {
        let numbers = try table.numbers(in: [index], invalid: .skipRows)
        let moments = ColumnMoments(numbers.columns[0])
        notes += numbers.notes
        return Column(
          number: index + 1, name: table.columnNames[index], kind: "number",
          invalidCount: numbers.skipped.count, minimum: moments.minimum, maximum: moments.maximum,
          mean: moments.mean, standardDeviation: moments.standardDeviation, distinctCount: nil, problem: nil)
      } catch {
        return Column(
          number: index + 1, name: table.columnNames[index], kind: "number", invalidCount: 0, minimum: nil,
          maximum: nil, mean: nil, standardDeviation: nil, distinctCount: nil, problem: error.message)
      }
    }
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
    return "\(source): \(NumberFormat.grouped(rowCount)) rows, \(columns.count) columns\n\n\(table.text)"
      + (shown.count < columns.count
        ? "  … and \(NumberFormat.grouped(columns.count - shown.count)) more columns: --all shows them\n" : "")
  }

  func json() throws -> String { try ModelFile.text(ofEncodable: self) }
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
