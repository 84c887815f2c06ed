internal import Elementary

/// The range and the spread of one column, free of overflow whatever the units.
struct ColumnSummary: Sendable {
  /// What is subtracted from the column: a value in its middle where that is exact for all of its
  /// values, else 0.
  let origin: Double
  /// The binary exponent of the largest distance from the origin; nil where the column is constant.
  let exponent: Int?
  /// The mean less the origin, in the units of the column.
  private(set) var mean = 0.0
  /// The standard deviation (divisor N), in the units of the column; 0 where it is constant.
  private(set) var spread = 0.0
  /// The largest magnitude.
  let magnitude: Double
  /// From the smallest value to the largest.
  let range: ClosedRange<Double>

  /// The summaries of all columns.
  ///
  /// - Complexity: O(N D).
  static func summaries(of points: PointSet, engine: Engine) -> [ColumnSummary] {
    let ranges = ColumnQuestion(engine: engine).pairs(of: points.coordinates, engine: engine)
    var summaries = points.coordinates.indices.map { column in
      ColumnSummary(
        smallest: ranges.reduce(.infinity) { min($0, $1[column].first) },
        largest: ranges.reduce(-.infinity) { max($0, $1[column].second) })
    }
    let axes = summaries.map { (origin: $0.origin, exponent: $0.exponent ?? 0) }
    let sums = ColumnQuestion(axes: axes, engine: engine).pairs(of: points.coordinates, engine: engine)
    for column in summaries.indices {
      summaries[column].finish(
        sum: sums.reduce(0) { $0 + $1[column].first }, squares: sums.reduce(0) { $0 + $1[column].second },
        count: Double(points.count))
    }
    return summaries
  }

  private init(smallest: Double, largest: Double) {
    origin = CoordinateFrame.origin(smallest, largest)
    magnitude = max(abs(smallest), abs(largest))
    range = smallest...max(smallest, largest)
    // Halved first: the distance between values of opposite sign may overflow. Half of the smallest number is 0.
    let reach = max(abs(largest / 2 - origin / 2), abs(smallest / 2 - origin / 2), .leastNonzeroMagnitude)
    exponent = smallest < largest ? Int(reach.exponent) + 2 : nil
  }

  /// Takes sums of the values less the origin, and of their squares, in units of `2^exponent`.
  ///
  /// Where the mean is far from the origin beside the spread, the difference loses digits, but at most as
  /// many as N has: the value farthest from the mean alone makes the spread that wide.
  private mutating func finish(sum: Double, squares: Double, count: Double) {
    guard let exponent else { return }
    let mean = sum / count
    self.mean = scaled(mean, byPowerOfTwo: exponent)
    let spread = scaled(
      max(squares / count - mean * mean, 0x1p-100).squareRoot(), byPowerOfTwo: exponent)
    // Values that differ have a spread, be it one that no number is small enough for.
    self.spread = max(spread, .leastNonzeroMagnitude)
  }
}
