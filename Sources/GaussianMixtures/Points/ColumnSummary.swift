internal import Elementary
internal import Parallel

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
    let ranges = parts(of: points, engine) { _, values in
      var range = (lowest: values[0], highest: values[0])
      engine.kernels.widen(&range, by: values)
      return range
    }
    var summaries = ranges.map { parts in
      ColumnSummary(
        smallest: parts.reduce(.infinity) { min($0, $1.lowest) },
        largest: parts.reduce(-.infinity) { max($0, $1.highest) })
    }
    let known = summaries
    let sums = parts(of: points, engine) { column, values in
      engine.kernels.powerSums(
        of: values, origin: known[column].origin, exponent: known[column].exponent ?? 0)
    }
    for column in summaries.indices {
      summaries[column].finish(
        sum: sums[column].reduce(0) { $0 + $1.sum }, squares: sums[column].reduce(0) { $0 + $1.squares },
        count: Double(points.count))
    }
    return summaries
  }

  /// What `work` answers for each run of values of each column, in order; the runs depend on the number of
  /// points alone.
  private static func parts<Part: Sendable>(
    of points: PointSet, _ engine: Engine,
    _ work: @Sendable (_ column: Int, _ values: UnsafeBufferPointer<Double>) -> Part
  ) -> [[Part]] {
    let size = 1 << 12
    // Where columns stand between one another in memory, a run of all of them stays in a cache.
    let parts = ParallelLoop.map(count: (points.count + size - 1) / size, threadCount: engine.threads) {
      run in
      points.coordinates.indices.map { column in
        points.coordinates[column].withRun((run * size)..<min((run + 1) * size, points.count)) {
          work(column, $0)
        }
      }
    }
    return points.coordinates.indices.map { column in parts.map { $0[column] } }
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
