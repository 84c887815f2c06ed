extension PointTable {
  /// The text of a column's cells, unquoted and without blanks around it.
  ///
  /// - Parameter column: The column, from 0.
  /// - Returns: A text for each row; none for a column that does not exist.
  /// - Complexity: O(bytes).
  public func text(of column: Int) -> [String] {
    guard column >= 0, column < columnCount else { return [] }
    return contents.texts(of: column, in: 0..<rowCount)
  }

  /// How many cells of each column are invalid, and how many distinct texts the others are.
  ///
  /// - Parameter columns: Columns of text, from 0, each once.
  /// - Complexity: O(bytes), however many columns.
  package func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] {
    contents.textCounts(of: columns)
  }

  /// What is wrong with the numbers of some columns, for those with which something is.
  ///
  /// - Parameter columns: The columns, from 0, each once.
  /// - Complexity: O(bytes), however many columns.
  package func faults(of columns: [Int]) -> [Int: TableError] {
    let doubts = columns.compactMap { column in doubt(of: column).map { (column, $0) } }
    return contents.faults(of: columns).merging(doubts) { $1 }
  }

  /// The distinct texts of a column, and which of them each row has.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "iris.csv")
  /// let species = table.categories(of: 4)
  /// print(species.names)    // each once, sorted
  /// ```
  ///
  /// - Parameter column: The column, from 0.
  /// - Returns: No name and no row for a column that does not exist.
  /// - Complexity: O(bytes + names log names).
  public func categories(of column: Int) -> CategoryColumn {
    guard column >= 0, column < columnCount else { return CategoryColumn(names: [], indices: []) }
    return contents.categories(of: column)
  }
}
