/// What becomes of rows in which a used cell is no finite number but empty, NA, NaN, inf or the like.
public enum InvalidCellPolicy: Sendable, Hashable {
  /// They are an error.
  case refuse
  /// They are left out, and counted.
  case skipRows
}

/// A cell, located for a message.
public struct CellLocation: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1, where the cell's row starts (of an array: the row, from 1).
  public let line: Int
  /// The column, from 1.
  public let column: Int
  /// The column's name.
  public let columnName: String
  /// What was found.
  public let found: String

  /// The place and what was found, such as `line 17, column 3 (z): «NA»`.
  public var description: String {
    "line \(line), \(ColumnLabel(number: column, name: columnName)): \(MessageText.quoted(found))"
  }
}

/// Rows that were left out because a used cell is invalid.
public struct SkippedRows: Sendable, Hashable {
  /// How many.
  public let count: Int
  /// The first invalid cell of each of the first few.
  public let first: [CellLocation]
}

/// The numbers of some columns of a table, column by column.
public struct NumericColumns: Sendable, Hashable {
  /// `columns[c][i]` is the number of the c-th chosen column in the i-th row kept.
  public let columns: [[Double]]
  /// The rows kept, from 0, in rising order; nil where all are.
  public let keptRows: [Int]?
  /// The rows left out.
  public let skipped: SkippedRows
}

/// Collects rows of numbers into columns: in blocks, so that a value costs one store.
struct NumberCollector {
  private static let blockSize = 1024

  private(set) var columns: [[Double]]
  private(set) var keptRows: [Int]?
  private var block: [Double]
  private var filled = 0
  private var nextRow = 0
  private(set) var skippedCount = 0

  init(width: Int, rowCount: Int) {
    columns = Array(repeating: [], count: width)
    for column in columns.indices { columns[column].reserveCapacity(rowCount) }
    block = Array(repeating: 0, count: width * Self.blockSize)
  }

  /// Sets a value of the row that is being collected.
  @inline(__always)
  mutating func set(_ column: Int, _ value: Double) { block[column * Self.blockSize + filled] = value }

  /// Ends the row and keeps it.
  @inline(__always)
  mutating func keepRow() {
    keptRows?.append(nextRow)
    nextRow += 1
    filled += 1
    if filled == Self.blockSize { flush() }
  }

  /// Ends the row and forgets it.
  mutating func skipRow() {
    if keptRows == nil { keptRows = Array(0..<nextRow) }
    nextRow += 1
    skippedCount += 1
  }

  mutating func flush() {
    for column in columns.indices {
      let start = column * Self.blockSize
      columns[column].append(contentsOf: block[start..<start + filled])
    }
    filled = 0
  }
}
