extension ConfusionTable {
  /// The one-to-one matching of classes under which the most items agree.
  ///
  /// None is no name that may be exchanged for another: items of no class agree with items of no class alone.
  ///
  /// - Complexity: O(S² L) for the smaller side S and the larger side L of the table.
  public var matching: Assignment {
    let (rows, columns) = (noneRow ?? rowCount, noneColumn ?? columnCount)
    let classes = Assignment(rowCount: rows, columnCount: columns, sign: -1) { Double(self[$0, $1]) }
    return classes.appending(
      row: noneRow, column: noneColumn,
      entry: noneRow.flatMap { row in noneColumn.map { Double(self[row, $0]) } } ?? 0)
  }

  /// The share of items that do not agree under the best ``matching`` of classes.
  ///
  /// Items in a class that is left without a partner count as errors, and so do items that one labeling gives to no class
  /// and the other to one. A table without items has no error.
  ///
  /// - Complexity: as ``matching``.
  public var errorRate: Double { errorRate(under: matching) }

  /// The share of items that do not agree under a matching of classes that is there already.
  ///
  /// - Parameter matching: of the table's rows with its columns, as ``matching`` is.
  /// - Returns: the share, 0 for a table without items.
  /// - Complexity: O(S) for the smaller side S of the table.
  public func errorRate(under matching: Assignment) -> Double {
    guard total > 0 else { return 0 }
    let matched = matching.pairs.reduce(0) { $0 + self[$1.row, $1.column] }
    return Double(total - matched) / Double(total)
  }
}
