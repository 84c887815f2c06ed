extension ConfusionTable {
  /// The geometric mean of two shares: of the pairs of items that are together in the first labeling, those that are together in
  /// the second as well, and the other way round.
  ///
  /// It runs from 0 (no pair is together in both) to 1 (the same up to the names of classes), is 0 where either labeling has
  /// no pair together, and is not corrected for chance.
  ///
  /// ```swift
  /// let table = try ConfusionTable([0, 0, 1, 1], [0, 0, 1, 2])
  /// print(table.fowlkesMallowsIndex)    // 0.7071067811865476
  /// ```
  ///
  /// Source: E. B. Fowlkes and C. L. Mallows, A method for comparing two hierarchical clusterings, Journal of the American
  /// Statistical Association 78 (1983) 553-569, https://doi.org/10.1080/01621459.1983.10478008.
  ///
  /// - Complexity: O(R C) for R rows and C columns.
  public var fowlkesMallowsIndex: Double {
    let inBoth = Double(pairCount(counts))
    guard inBoth > 0 else { return 0 }
    return (inBoth / Double(pairCount(rowTotals))).squareRoot()
      * (inBoth / Double(pairCount(columnTotals))).squareRoot()
  }
}
