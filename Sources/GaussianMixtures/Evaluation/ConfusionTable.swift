/// How often each class of one labeling of N items meets each class of another.
///
/// ```swift
/// let table = try ConfusionTable(model.labels(of: points), truth)
/// print(table)                               // the counts, row by row
/// print(table.errorRate)                     // the share of points not in the class that matches their component
/// print(table.adjustedRandIndex, table.normalizedMutualInformation)
/// ```
///
/// All comparisons of two labelings need these counts and nothing else, so a table can be made once, from
/// labels (``init(_:_:rowCount:columnCount:)``) or from counts gathered elsewhere. A class without items is allowed: it is
/// an empty row or column.
public struct ConfusionTable: Sendable, Hashable {
  /// The number of classes of the first labeling.
  public let rowCount: Int
  /// The number of classes of the second labeling.
  public let columnCount: Int
  /// The counts, row by row.
  public let counts: [Int]
  /// The number of items in each class of the first labeling.
  public let rowTotals: [Int]
  /// The number of items in each class of the second labeling.
  public let columnTotals: [Int]
  /// The number of items, N.
  public let total: Int
  /// The row of the items that the first labeling gives to no class, the last one; nil where there are none.
  public let noneRow: Int?
  /// The column of the items that the second labeling gives to no class, the last one; nil where there are none.
  public let noneColumn: Int?

  /// Takes counts that were gathered elsewhere, for instance block by block from a file.
  ///
  /// - Parameters:
  ///   - counts: R x C counts, row by row.
  ///   - rowCount: the number of rows, R.
  ///   - columnCount: the number of columns, C.
  /// - Precondition: there are R C counts, none is negative, and they sum to at most 2³², up to which the
  ///   indices below are computed from exact integers.
  /// - Complexity: O(R C).
  public init(counts: [Int], rowCount: Int, columnCount: Int) {
    self.init(
      counts: counts, rowCount: rowCount, columnCount: columnCount, hasNoneRow: false, hasNoneColumn: false)
  }

  init(counts: [Int], rowCount: Int, columnCount: Int, hasNoneRow: Bool, hasNoneColumn: Bool) {
    precondition(rowCount >= 0 && columnCount >= 0, "a table cannot have fewer than no rows or columns")
    precondition(counts.count == rowCount * columnCount, "a count for every row and column is needed")
    precondition(counts.allSatisfy { $0 >= 0 }, "a count cannot be negative")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.counts = counts
    noneRow = hasNoneRow ? rowCount - 1 : nil
    noneColumn = hasNoneColumn ? columnCount - 1 : nil
    rowTotals = (0..<rowCount).map { row in
      counts[(row * columnCount)..<((row + 1) * columnCount)].reduce(0, +)
    }
    columnTotals = (0..<columnCount).map { column in
      stride(from: column, to: counts.count, by: columnCount).reduce(0) { $0 + counts[$1] }
    }
    total = rowTotals.reduce(0, +)
    precondition(Int64(total) <= Self.largestTotal, "a table holds at most 2^32 items")
  }

  /// Up to it the indices are computed from exact integers.
  static let largestTotal: Int64 = 1 << 32

  /// The number of items of class `row` in the first labeling and of class `column` in the second.
  ///
  /// - Parameters:
  ///   - row: a class of the first labeling, from 0.
  ///   - column: a class of the second labeling, from 0.
  public subscript(row: Int, column: Int) -> Int { counts[row * columnCount + column] }
}
