#if Command

/// How many points are worked on at a time where all of them need not fit into memory.
enum RunLength {
  /// Whole blocks of all sums, and of the boxes by which components are skipped.
  static let points = 1 << 18

  /// The runs of so many points.
  static func runs(of count: Int) -> some Sequence<Range<Int>> {
    stride(from: 0, to: count, by: points).lazy.map { $0..<min($0 + points, count) }
  }
}

#endif
