internal import Elementary

extension PreparedPoints {
  /// The ridge that a cell as wide as the distance of a column's neighbouring values has, in squared units of the data.
  ///
  /// With it, equal numbers are no more alike than neighbours are, and a component of them is not flat.
  ///
  /// - Returns: nil where the column has fewer than two values, or they differ by less than has a square.
  /// - Complexity: O(n log n) for at most 20,000 of the points.
  func ridge(separating column: Int) -> Double? {
    let places = ValueSample.places(count: 20_000, of: count)
    let values = Set(places.map { blocks.point($0)[column] }).sorted()
    let gaps = zip(values.dropFirst(), values).map { $0 - $1 }.sorted()
    guard !gaps.isEmpty else { return nil }
    let gap = scaled(gaps[gaps.count / 2], byPowerOfTwo: frame.exponents[column])
    // It is added in all columns, and must not drown another one.
    let spread = zip(spreads, frame.exponents).map { scaled($0, byPowerOfTwo: $1) }.min() ?? gap
    let ridge = min(gap * gap / 12, spread * spread / 100)
    // Of values this near to each other the square is none, or has lost its digits.
    return ridge.isNormal ? ridge : nil
  }
}
