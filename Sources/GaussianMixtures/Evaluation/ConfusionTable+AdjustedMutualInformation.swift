internal import Elementary

extension ConfusionTable {
  /// The mutual information of the two labelings, corrected for chance.
  ///
  /// `(I - E[I]) / ((H + H') / 2 - E[I])` with the mutual information `I`, the entropies `H` and `H'` in nats, and the
  /// expectation over all labelings with the same class sizes. It is 1 where the labelings are the same up to the names of
  /// classes, 0 in expectation for random ones, and negative for less agreement than by chance; unlike
  /// ``normalizedMutualInformation`` it does not rise with the number of classes alone. Two labelings of one class each
  /// give 1, and so do two in which every item is a class of its own.
  ///
  /// ```swift
  /// let table = try ConfusionTable([0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 1, 2])
  /// print(table.adjustedMutualInformation)
  /// ```
  ///
  /// Source: N. X. Vinh, J. Epps and J. Bailey, Information theoretic measures for clusterings comparison, Journal of
  /// Machine Learning Research 11 (2010) 2837-2854, with the arithmetic mean of the entropies.
  ///
  /// - Complexity: O(R C √N) for R rows, C columns and N items, at most.
  public var adjustedMutualInformation: Double {
    let mean = (entropy(rowTotals) + entropy(columnTotals)) / 2
    guard mean > 0, !isBijection else { return 1 }
    let expected = expectedMutualInformation
    return (mutualInformation - expected) / (mean - expected)
  }

  /// Whether every class of the one labeling is a class of the other: then nothing is left to chance, and the quotient above
  /// may be 0/0.
  private var isBijection: Bool {
    let pairs = counts.count { $0 > 0 }
    return pairs == rowTotals.count { $0 > 0 } && pairs == columnTotals.count { $0 > 0 }
  }

  /// The mean of the mutual information over all labelings with these class sizes, in nats.
  ///
  /// How many items two classes share then is hypergeometric; classes of the same sizes are computed once.
  private var expectedMutualInformation: Double {
    let (rows, columns) = (Self.multiplicities(rowTotals), Self.multiplicities(columnTotals))
    return rows.reduce(0) { sum, row in
      columns.reduce(sum) { $0 + Double(row.count * $1.count) * expectedTerm(row.size, $1.size) }
    }
  }

  /// The distinct sizes above 0, rising, and how many classes have each.
  private static func multiplicities(_ sizes: [Int]) -> [(size: Int, count: Int)] {
    let groups = Dictionary(grouping: sizes.filter { $0 > 0 }) { $0 }
    return groups.map { (size: $0.key, count: $0.value.count) }.sorted { $0.size < $1.size }
  }

  /// The mean of `n/N ln(N n / (a b))` for the number `n` of items that classes of `a` and `b` items share by chance.
  ///
  /// Probabilities follow from their neighbours, beginning at the most probable number, and are divided by their sum at last:
  /// no factorial is computed, whose rounding would grow with N.
  private func expectedTerm(_ a: Int, _ b: Int) -> Double {
    let (lowest, highest) = (max(1, a + b - total), min(a, b))
    let mode = min(max((a + 1) * (b + 1) / (total + 2), max(0, a + b - total)), highest)
    var (mass, mean) = (0.0, 0.0)
    func add(_ n: Int, _ probability: Double) {
      mass += probability
      guard n >= lowest else { return }
      let share = Double(n) / Double(total)
      mean += probability * share * naturalLogarithm(Double(total) / Double(a) * (Double(n) / Double(b)))
    }
    var (n, probability) = (mode, 1.0)
    while n <= highest, probability > Self.negligible {
      add(n, probability)
      probability *=
        Double(a - n) / Double(n + 1) * (Double(b - n) / Double(total - a - b + n + 1))
      n += 1
    }
    (n, probability) = (mode, 1.0)
    while n > max(0, a + b - total), probability > Self.negligible {
      probability *= Double(n) / Double(a - n + 1) * (Double(total - a - b + n) / Double(b - n + 1))
      n -= 1
      add(n, probability)
    }
    return mean / mass
  }

  /// A probability, of the largest, below which the rest of a sum changes no digit.
  private static let negligible = 0x1p-70
}
