import GaussianMixtures
import PointFiles

/// What a file of points holds, column by column.
struct TableSummary: Encodable {
  let source: String
  let rowCount: Int
  let columns: [Column]

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
    let numeric = table.columnNames.indices.filter { table.kind(of: $0) == .numeric }
    var columns = Self.numericColumns(numeric[...], of: table)
    for index in table.columnNames.indices where columns[index] == nil {
      columns[index] = Self.textColumn(index, of: table)
    }
    self.columns = table.columnNames.indices.compactMap { columns[$0] }
  }

  /// All at once: going through the rows for each column would take as many times as long as there are columns. Where
  /// one cannot be read they are halved, until it stands alone.
  private static func numericColumns(_ indices: ArraySlice<Int>, of table: PointTable) -> [Int: Column] {
    guard let first = indices.first else { return [:] }
    do {
      let numbers = try table.numbers(in: Array(indices), invalid: indices.count == 1 ? .skipRows : .missing)
      return Dictionary(
        uniqueKeysWithValues: zip(indices, numbers.columns).map { index, values in
          (index, numericColumn(index, of: table, values))
        })
    } catch {
      guard indices.count > 1 else {
        return [
          first: Column(
            number: first + 1, name: table.columnNames[first], kind: "number", invalidCount: 0, minimum: nil,
            maximum: nil, mean: nil, standardDeviation: nil, distinctCount: nil, problem: error.message)
        ]
      }
      let middle = indices.startIndex + indices.count / 2
      return numericColumns(indices[..<middle], of: table).merging(
        numericColumns(indices[middle...], of: table)) { left, _ in left }
    }
  }

  /// - Parameter values: of all rows, NaN where a cell is invalid, or of those that are left without.
  private static func numericColumn(_ index: Int, of table: PointTable, _ values: [Double]) -> Column {
    let valid = values.contains(where: \.isNaN) ? values.filter { !$0.isNaN } : values
    // A column of nothing but invalid cells says so itself.
    if valid.isEmpty, let alone = numericColumns([index], of: table)[index] { return alone }
    let moments = ColumnMoments(valid)
    return Column(
      number: index + 1, name: table.columnNames[index], kind: "number",
      invalidCount: table.rowCount - valid.count, minimum: moments.minimum, maximum: moments.maximum,
      mean: moments.mean, standardDeviation: moments.standardDeviation, distinctCount: nil, problem: nil)
  }

  private static func textColumn(_ index: Int, of table: PointTable) -> Column {
    let labels = table.labels(of: index)
    return Column(
      number: index + 1, name: table.columnNames[index], kind: "text",
      invalidCount: labels.indices.count { $0 == nil }, minimum: nil, maximum: nil, mean: nil,
      standardDeviation: nil, distinctCount: labels.names.count, problem: nil)
  }

  var text: String {
    var table = AlignedTable(["column", "name", "kind", "invalid", "minimum", "maximum", "mean", "sd"])
    for column in columns {
      let numbers = [column.minimum, column.maximum, column.mean, column.standardDeviation]
      let rest =
        column.problem.map { [$0] } ?? column.distinctCount.map { ["\($0) distinct"] }
        ?? numbers.map { $0.map(NumberFormat.short) ?? "" }
      table.append(["\(column.number)", column.name, column.kind, "\(column.invalidCount)"] + rest)
    }
    return "\(source): \(NumberFormat.grouped(rowCount)) rows, \(columns.count) columns\n\n\(table.text)"
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
