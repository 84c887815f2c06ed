/// What becomes of rows in which a used cell is no finite number but empty, NA, NaN, inf or the like.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let complete = try table.numbers(in: [0, 1], invalid: .skipRows)    // rows with an empty cell or NA are left out
/// let all = try table.numbers(in: [0, 1], invalid: .missing)          // such cells are NaN
/// ```
public enum InvalidCellPolicy: Sendable, Hashable {
  /// They are an error.
  case refuse
  /// They are left out, and counted.
  case skipRows
  /// They stay, and the cell's number is NaN.
  case missing
}

/// A cell, located for a message.
///
/// ```swift
/// let numbers = try PointTable(contentsOf: "points.csv").numbers(in: [0, 1], invalid: .skipRows)
/// for cell in numbers.skipped.first { print(cell) }    // the line, the column, and what stands there
/// ```
public struct CellLocation: Sendable, Hashable, CustomStringConvertible {
  /// The file, where the table is of several.
  public let source: String?
  /// The line, from 1, where the cell's row starts (of an array: the row, from 1).
  public let line: Int
  /// The column, from 1, in that file.
  public let column: Int
  /// The column's name.
  public let columnName: String
  /// What was found.
  public let found: String

  /// The place and what was found, such as `line 17, column 3 (z): «NA»`.
  public var description: String {
    (source.map { "\($0), " } ?? "")
      + "line \(line), \(ColumnTitle(number: column, name: columnName)): \(MessageText.quoted(found))"
  }
}

/// Rows that were left out because a used cell is invalid.
///
/// ```swift
/// let skipped = try PointTable(contentsOf: "points.csv").numbers(in: [0, 1], invalid: .skipRows).skipped
/// if skipped.count > 0 { print("\(skipped.count) rows are left out, such as for \(skipped.first[0])") }
/// ```
public struct SkippedRows: Sendable, Hashable {
  /// How many.
  public let count: Int
  /// The first invalid cell of each of the first few.
  public let first: [CellLocation]
}

/// The numbers of some columns of a table, column by column.
///
/// ```swift
/// let table = try PointTable(contentsOf: "points.csv")
/// let numbers = try table.numbers(in: table.selectColumns("x,y"), invalid: .skipRows)
/// let (x, y) = (numbers.columns[0], numbers.columns[1])
/// let rows = numbers.keptRows ?? Array(0..<table.rowCount)    // that x and y come from
/// ```
public struct NumericColumns: Sendable, Hashable {
  /// `columns[c][i]` is the number of the c-th chosen column in the i-th row kept.
  public let columns: [[Double]]
  /// The rows kept, from 0, in rising order; nil where all are.
  public let keptRows: [Int]?
  /// The rows left out.
  public let skipped: SkippedRows
  /// How many of the numbers are NaN, for a cell that is missing.
  public let missingCount: Int
  /// What was taken for granted, or looks odd, for the user to know: sentences without a full stop.
  public let notes: [String]
}
