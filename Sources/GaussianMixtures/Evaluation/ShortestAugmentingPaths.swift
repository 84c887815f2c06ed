/// Gives every row of a matrix, with no more rows than columns, a column of its own at the smallest sum.
///
/// Rows enter one after another. Each follows the shortest path of reassignments to a free column, measured
/// in costs less the potentials of row and column, which keep all these lengths from being negative. With
/// integer costs below 2⁵³ all arithmetic is exact.
///
/// Source: R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems, Computing 38 (1987) 325-340, https://doi.org/10.1007/BF02278710; in the form of
/// D. F. Crouse, On implementing 2D rectangular assignment algorithms, IEEE Transactions on Aerospace and
/// Electronic Systems 52 (2016) 1679-1696, https://doi.org/10.1109/TAES.2016.140952.
struct ShortestAugmentingPaths {
  private let costs: [Double]
  private let columnCount: Int
  private var rowPotentials: [Double]
  private var columnPotentials: [Double]
  private(set) var columnOfRow: [Int?]
  private(set) var rowOfColumn: [Int?]

  /// Solves the problem.
  ///
  /// - Complexity: O(R² C) for R rows and C columns.
  init(costs: [Double], rowCount: Int, columnCount: Int) {
    self.costs = costs
    self.columnCount = columnCount
    rowPotentials = [Double](repeating: 0, count: rowCount)
    columnPotentials = [Double](repeating: 0, count: columnCount)
    columnOfRow = [Int?](repeating: nil, count: rowCount)
    rowOfColumn = [Int?](repeating: nil, count: columnCount)
    for row in 0..<rowCount { enter(row) }
  }

  /// What the search from one row has found so far.
  private struct Search {
    /// For each column the length of the shortest path to it, and the last row on that path.
    var lengths: [Double]
    var lastRows: [Int]
    var isSettled: [Bool]
    /// The length of the path to the column settled last.
    var length = 0.0

    init(columnCount: Int) {
      lengths = [Double](repeating: .infinity, count: columnCount)
      lastRows = [Int](repeating: 0, count: columnCount)
      isSettled = [Bool](repeating: false, count: columnCount)
    }
  }

  private mutating func enter(_ start: Int) {
    var search = Search(columnCount: columnCount)
    var row = start
    var free = settleNearest(&search, from: row)
    while let owner = rowOfColumn[free] {
      row = owner
      free = settleNearest(&search, from: row)
    }
    updatePotentials(search, start: start)
    reassign(along: search.lastRows, from: start, to: free)
  }

  /// Lengthens the paths over one row, and settles the column that is then nearest.
  private func settleNearest(_ search: inout Search, from row: Int) -> Int {
    var nearest: Int?
    for column in 0..<columnCount where !search.isSettled[column] {
      let length =
        search.length + costs[row * columnCount + column] - rowPotentials[row] - columnPotentials[column]
      if length < search.lengths[column] {
        search.lengths[column] = length
        search.lastRows[column] = row
      }
      if isNearer(column, than: nearest, in: search.lengths) { nearest = column }
    }
    guard let nearest else { preconditionFailure("there are more rows than columns") }
    search.length = search.lengths[nearest]
    search.isSettled[nearest] = true
    return nearest
  }

  /// Of equally near columns a free one comes first, since it ends the search; then the lowest index.
  private func isNearer(_ column: Int, than other: Int?, in lengths: [Double]) -> Bool {
    guard let other else { return true }
    if lengths[column] != lengths[other] { return lengths[column] < lengths[other] }
    return rowOfColumn[column] == nil && rowOfColumn[other] != nil
  }

  private mutating func updatePotentials(_ search: Search, start: Int) {
    rowPotentials[start] += search.length
    for column in 0..<columnCount where search.isSettled[column] {
      let slack = search.length - search.lengths[column]
      columnPotentials[column] -= slack
      if let owner = rowOfColumn[column] { rowPotentials[owner] += slack }
    }
  }

  private mutating func reassign(along lastRows: [Int], from start: Int, to free: Int) {
    var column: Int? = free
    while let taken = column {
      let row = lastRows[taken]
      column = row == start ? nil : columnOfRow[row]
      columnOfRow[row] = taken
      rowOfColumn[taken] = row
    }
  }
}
