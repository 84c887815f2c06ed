/// How often each class of one labeling of N items meets each class of another.
///
/// All comparisons of two labelings need these counts and nothing else, so a table can be made once, from
/// labels or from counts gathered elsewhere.
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

  /// Counts the pairs of labels.
  ///
  /// A class without items is allowed: it is an empty row or column.
  ///
  /// - Parameters:
  ///   - rows: the class of each item in the first labeling, from 0.
  ///   - columns: the class of each item in the second labeling, from 0; as many as `rows`.
  ///   - rowCount: the number of classes of the first labeling.
  ///   - columnCount: the number of classes of the second labeling.
  /// - Precondition: the labelings have the same length, and every label is below its number of classes.
  /// - Complexity: O(N + R C) for R rows and C columns.
  public init(rows: [Int], columns: [Int], rowCount: Int, columnCount: Int) {
    precondition(rows.count == columns.count, "two labelings of the same items are needed")
    var counts = [Int](repeating: 0, count: rowCount * columnCount)
    for (row, column) in zip(rows, columns) {
      precondition((0..<rowCount).contains(row), "a label of the first labeling is out of range")
      precondition((0..<columnCount).contains(column), "a label of the second labeling is out of range")
      counts[row * columnCount + column] += 1
    }
    self.init(counts: counts, rowCount: rowCount, columnCount: columnCount)
  }

  /// Counts the pairs of labels of the points that both labelings give to a group.
  ///
  /// - Parameters:
  ///   - rows: the first labeling.
  ///   - columns: the second labeling; of as many points.
  ///   - rowCount: the number of groups of the first labeling; nil for as many as its largest number says.
  ///   - columnCount: the same of the second.
  /// - Precondition: the labelings have the same length, and every label is below its number of groups.
  /// - Complexity: O(N + R C) for R rows and C columns.
  public init(
    rows: PointLabels, columns: PointLabels, rowCount: Int? = nil, columnCount: Int? = nil
  ) {
    precondition(rows.count == columns.count, "two labelings of the same items are needed")
    func groupCount(_ labels: PointLabels) -> Int { 1 + (labels.lazy.compactMap(\.self).max() ?? -1) }
    let both = zip(rows, columns).compactMap { row, column in
      row.flatMap { row in column.map { (row: row, column: $0) } }
    }
    self.init(
      rows: both.map(\.row), columns: both.map(\.column), rowCount: rowCount ?? groupCount(rows),
      columnCount: columnCount ?? groupCount(columns))
  }

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
    precondition(rowCount >= 0 && columnCount >= 0, "a table cannot have fewer than no rows or columns")
    precondition(counts.count == rowCount * columnCount, "a count for every row and column is needed")
    precondition(counts.allSatisfy { $0 >= 0 }, "a count cannot be negative")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.counts = counts
    rowTotals = (0..<rowCount).map { row in
      counts[(row * columnCount)..<((row + 1) * columnCount)].reduce(0, +)
    }
    columnTotals = (0..<columnCount).map { column in
      stride(from: column, to: counts.count, by: columnCount).reduce(0) { $0 + counts[$1] }
    }
    total = rowTotals.reduce(0, +)
    precondition(Int64(total) <= 1 << 32, "a table holds at most 2^32 items")
  }

  /// The number of items of class `row` in the first labeling and of class `column` in the second.
  ///
  /// - Parameters:
  ///   - row: a class of the first labeling, from 0.
  ///   - column: a class of the second labeling, from 0.
  public subscript(row: Int, column: Int) -> Int { counts[row * columnCount + column] }
}
