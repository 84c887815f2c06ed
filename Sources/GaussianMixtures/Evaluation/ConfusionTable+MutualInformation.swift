internal import Elementary

extension ConfusionTable {
  /// The mutual information of the two labelings, divided by the arithmetic mean of their entropies.
  ///
  /// It runs from 0 (knowing one labeling says nothing of the other) to 1 (the same up to the names of
  /// classes). Two labelings of one class each give 1; one class against several gives 0.
  ///
  /// Source: L. Danon, A. Díaz-Guilera, J. Duch and A. Arenas, Comparing community structure
  /// identification, Journal of Statistical Mechanics (2005) P09008,
  /// https://doi.org/10.1088/1742-5468/2005/09/P09008.
  ///
  /// - Complexity: O(R C log(R C)) for R rows and C columns.
  public var normalizedMutualInformation: Double {
    let first = entropy(rowTotals)
    let second = entropy(columnTotals)
    guard first + second > 0 else { return 1 }
    // Rounding can lead out of the range by an ulp or two.
    return min(2 * mutualInformation / (first + second), 1)
  }

  /// What one labeling tells of the other, in nats.
  ///
  /// ```swift
  /// let table = try ConfusionTable([0, 0, 1, 1], [0, 0, 1, 1])
  /// print(table.mutualInformation)    // ln 2
  /// ```
  ///
  /// - Complexity: O(R C log(R C)) for R rows and C columns.
  public var mutualInformation: Double {
    max(entropy(rowTotals) + entropy(columnTotals) - entropy(counts), 0)
  }

  /// The entropy of class sizes in nats, to full relative accuracy even where one class holds nearly all.
  ///
  /// The terms are added in the order of size: the same sizes under other names then give the same bits,
  /// and labelings that agree give exactly 1 above.
  func entropy(_ classSizes: [Int]) -> Double {
    classSizes.filter { $0 > 0 }.sorted().reduce(0) { sum, size in
      let rest = Double(total - size) / Double(size)  // N/n = 1 + rest, where 1 - n/N would cancel
      return sum + Double(size) / Double(total) * logarithmOfOnePlus(rest)
    }
  }
}
