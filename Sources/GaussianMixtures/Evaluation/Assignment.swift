/// The best one-to-one assignment between the rows and the columns of a matrix.
///
/// ```swift
/// let costs = [[4.0, 1], [2, 3]]
/// let cheapest = Assignment(minimizing: costs)
/// print(cheapest.columnOfRow, cheapest.sum)    // [Optional(1), Optional(0)] 3.0
/// for pair in cheapest.pairs { print(pair.row, pair.column) }
/// ```
///
/// Every row, or every column where there are fewer of them, gets a partner of its own such that the sum of
/// the chosen entries is the smallest (or largest) possible. The classes of a table are paired in this way,
/// and so are the components of an estimated mixture with those of the true one.
///
/// Among assignments of equal sum, the choice depends on the matrix alone: rows are entered in their order,
/// and of equally short augmenting paths the one to a free column of the lowest index is taken. A matrix of
/// equal entries pairs each index with itself.
public struct Assignment: Sendable, Hashable {
  /// For each row its column, or nil where it has none.
  public let columnOfRow: [Int?]
  /// For each column its row, or nil where it has none.
  public let rowOfColumn: [Int?]
  /// The sum of the chosen entries.
  public let sum: Double

  /// The pairs, by rising row.
  public var pairs: [(row: Int, column: Int)] {
    columnOfRow.indices.compactMap { row in columnOfRow[row].map { (row, $0) } }
  }

  /// Finds the assignment of the smallest sum.
  ///
  /// - Parameter costs: rows of equal length.
  /// - Precondition: the rows have equal length and all entries are finite.
  /// - Complexity: O(S² L) for the smaller side S and the larger side L.
  public init(minimizing costs: [[Double]]) {
    self.init(costs, sign: 1)
  }

  /// Finds the assignment of the largest sum.
  ///
  /// - Parameter gains: rows of equal length.
  /// - Precondition: the rows have equal length and all entries are finite.
  /// - Complexity: O(S² L) for the smaller side S and the larger side L.
  public init(maximizing gains: [[Double]]) {
    self.init(gains, sign: -1)
  }

  private init(_ entries: [[Double]], sign: Double) {
    let columnCount = entries.first?.count ?? 0
    precondition(entries.allSatisfy { $0.count == columnCount }, "rows of equal length are needed")
    self.init(rowCount: entries.count, columnCount: columnCount, sign: sign) { entries[$0][$1] }
  }

  /// Finds the assignment of the smallest sum of `sign` times an entry.
  init(rowCount: Int, columnCount: Int, sign: Double, entry: (_ row: Int, _ column: Int) -> Double) {
    // The paths need no more rows than columns, so a tall matrix is solved lying on its side.
    let isTall = rowCount > columnCount
    let (small, large) = isTall ? (columnCount, rowCount) : (rowCount, columnCount)
    var costs: [Double] = []
    costs.reserveCapacity(small * large)
    for i in 0..<small {
      for j in 0..<large { costs.append(sign * (isTall ? entry(j, i) : entry(i, j))) }
    }
    precondition(costs.allSatisfy(\.isFinite), "finite entries are needed")
    let paths = ShortestAugmentingPaths(costs: costs, rowCount: small, columnCount: large)
    let ofSmall = paths.columnOfRow
    let ofLarge = paths.rowOfColumn
    columnOfRow = isTall ? ofLarge : ofSmall
    rowOfColumn = isTall ? ofSmall : ofLarge
    var sum = 0.0
    for (row, column) in columnOfRow.enumerated() {
      if let column { sum += entry(row, column) }
    }
    self.sum = sum
  }

  /// The same with a last row, a last column, or both, which then are each other's partners.
  ///
  /// - Parameters:
  ///   - row: the row's number, or nil for none.
  ///   - column: the column's number, or nil for none.
  ///   - entry: where they meet.
  func appending(row: Int?, column: Int?, entry: Double) -> Assignment {
    Assignment(
      columnOfRow: columnOfRow + (row == nil ? [] : [column]),
      rowOfColumn: rowOfColumn + (column == nil ? [] : [row]),
      sum: sum + (row == nil || column == nil ? 0 : entry))
  }

  private init(columnOfRow: [Int?], rowOfColumn: [Int?], sum: Double) {
    self.columnOfRow = columnOfRow
    self.rowOfColumn = rowOfColumn
    self.sum = sum
  }
}
