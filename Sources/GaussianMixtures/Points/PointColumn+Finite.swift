internal import Parallel

extension PointColumn {
  /// The columns that have a coordinate which is not finite.
  ///
  /// Rows that stand one after the other are looked through as they stand, and by column only where something is odd.
  ///
  /// - Parameters:
  ///   - columns: of one length.
  ///   - threadCount: how many look at once.
  /// - Complexity: O(N D).
  static func notFinite(_ columns: [PointColumn], threadCount: Int = 1) -> [Int] {
    let (count, size, dimension) = (columns.first?.count ?? 0, 1 << 12, columns.count)
    let rows = wholeRows(columns)
    @Sendable func points(_ run: Int) -> Range<Int> { (run * size)..<min((run + 1) * size, count) }
    let isOdd = ParallelLoop.map(count: (count + size - 1) / size, threadCount: threadCount) { run in
      let points = points(run)
      guard let rows else { return columns.contains { $0.withRun(points, \.holdsNotFinite) } }
      return rows.withRun(
        (points.lowerBound * dimension)..<(points.upperBound * dimension), \.holdsNotFinite)
    }
    let odd = isOdd.indices.filter { isOdd[$0] }
    return columns.indices.filter { d in
      odd.contains { columns[d].withRun(points($0), \.holdsNotFinite) }
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// Whether NaN or infinity is among the numbers, whose exponents alone have all bits: 1 more overflows, and nothing branches.
  fileprivate var holdsNotFinite: Bool {
    reduce(0) { $0 | ($1.exponentBitPattern &+ 1) } > Double.infinity.exponentBitPattern
  }
}
