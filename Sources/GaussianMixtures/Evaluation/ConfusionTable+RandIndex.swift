extension ConfusionTable {
  /// The Rand index of the two labelings, corrected for chance.
  ///
  /// It is 1 where the labelings are the same up to the names of classes, 0 in expectation for random
  /// labelings with the same class sizes, and negative for less agreement than by chance. Two labelings of
  /// one class each give 1, and so do two in which every item is a class of its own.
  ///
  /// With the four numbers of pairs of items, `a` together in both labelings, `b` only in the first, `c`
  /// only in the second, `d` in neither: `2 (a d - b c) / ((a + b)(b + d) + (a + c)(c + d))`. The products
  /// are exact in 128 bits, so the subtraction loses nothing.
  ///
  /// Source: L. Hubert and P. Arabie, Comparing partitions, Journal of Classification 2 (1985) 193-218,
  /// https://doi.org/10.1007/BF01908075.
  ///
  /// - Complexity: O(R C) for R rows and C columns.
  public var adjustedRandIndex: Double {
    let inBoth = pairCount(counts)
    let onlyFirst = pairCount(rowTotals) - inBoth
    let onlySecond = pairCount(columnTotals) - inBoth
    let inNeither = pairCount([total]) - inBoth - onlyFirst - onlySecond
    // Without this the quotient is 0/0 where both labelings are trivial.
    guard onlyFirst > 0 || onlySecond > 0 else { return 1 }
    let numerator = 2 * (inBoth * inNeither - onlyFirst * onlySecond)
    let denominator =
      (inBoth + onlyFirst) * (onlyFirst + inNeither) + (inBoth + onlySecond) * (onlySecond + inNeither)
    return Double(numerator) / Double(denominator)
  }

  /// The number of pairs of items within the same class, below 2⁶³ for 2³² items.
  func pairCount(_ classSizes: [Int]) -> Int128 {
    classSizes.reduce(0) { $0 + Int128($1) * Int128($1 - 1) / 2 }
  }
}
