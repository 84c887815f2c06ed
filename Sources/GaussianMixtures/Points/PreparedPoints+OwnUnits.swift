internal import Elementary

extension PreparedPoints {
  /// So many binary places apart columns are at most: beyond that the narrow ones say nothing anyway.
  private static let mostPlaces = 60

  /// What columns are divided by to be as wide beside each other as in the caller's units, in the frame; near their spreads
  /// on average.
  var ownUnits: [Double] {
    let widths = zip(frame.exponents, spreads).map { $0 + Int($1.exponent) }
    let middle = widths.reduce(0, +) / widths.count
    return frame.exponents.map { exponent in
      scaled(1, byPowerOfTwo: max(-Self.mostPlaces, min(Self.mostPlaces, middle - exponent)))
    }
  }

  /// Whether some columns are much wider than others in the caller's units.
  var hasUnequalColumns: Bool {
    let widths = zip(spreads, ownUnits).map { $0 / $1 }
    guard let narrowest = widths.min(), let widest = widths.max() else { return false }
    return widest > Self.noticeable * narrowest
  }

  private static let noticeable = 1.25
}
