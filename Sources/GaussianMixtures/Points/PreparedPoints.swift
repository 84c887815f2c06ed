/// Points made ready for estimation: their blocks in a frame that suits a structure, and what the
/// estimation has to know of the data as a whole.
struct PreparedPoints: Sendable {
  let blocks: PointBlocks
  /// The standard deviation of every column, in the frame; a column without spread has one all the same.
  let spreads: [Double]
  /// The columns without spread.
  let constantColumns: [Int]
  /// The mean of all points, in the frame.
  let mean: [Double]
  /// The covariance of all points (divisor N), in the frame.
  let covariance: [Double]

  var count: Int { blocks.count }
  var dimension: Int { blocks.dimension }
  var frame: CoordinateFrame { blocks.frame }

  /// Binary exponents of spreads whose squares, and these times the floor, are still normal numbers.
  private static let exponents = -470...480

  /// Whether an order in space is worth its cost: some twenty iterations have to save more than it takes, which
  /// they did with 32 components on a surface, and did not with 16 (decision 0011).
  static func isOrdered(_ points: PointSet, componentCount: Int) -> Bool {
    componentCount >= 32 && points.count >= 1 << 13 && points.count <= SpatialOrder.largestCount
      && points.dimension <= SpatialOrder.largestDimension
  }

  /// - Parameter componentCount: the number of components that the points are prepared for.
  /// - Throws: ``FitError`` where a column's spread is too large or too small to be squared.
  init(
    _ points: PointSet, structure: CovarianceStructure, componentCount: Int, pass: ExpectationPass
  ) throws(FitError) {
    let summaries = ColumnSummary.summaries(of: points, pass: pass)
    let spreads = Self.spreads(summaries)
    for (column, spread) in spreads.enumerated() where !Self.exponents.contains(Int(spread.exponent)) {
      throw FitError(
        .scale,
        "The spread of column \(column + 1) is \(spread): its square leaves the range of numbers. "
          + "Rescale the column, between 1e-140 and 1e140.", column: column)
    }
    var exponents = zip(summaries, spreads).map { summary, spread in
      summary.exponent ?? Int(spread.exponent)
    }
    if !structure.admitsColumnScaling {
      exponents = [Int](repeating: exponents.max() ?? 0, count: exponents.count)
    }
    let frame = CoordinateFrame(origins: summaries.map(\.origin), exponents: exponents)
    self.spreads = zip(spreads, exponents).map { scaled($0, byPowerOfTwo: -$1) }
    if Self.isOrdered(points, componentCount: componentCount) {
      blocks = PointBlocks(
        ordering: points, frame: frame,
        centres: zip(summaries, exponents).map { scaled($0.mean, byPowerOfTwo: -$1) },
        spreads: self.spreads, pass: pass)
    } else {
      blocks = PointBlocks(points, frame: frame, threadCount: pass.threadCount)
    }
    constantColumns = summaries.indices.filter { summaries[$0].spread == 0 }
    let whole = Self.wholeMoments(of: blocks, pass: pass)
    mean = whole.mean
    covariance = whole.covariance
  }

  /// Some of the points, drawn without replacement, in the same frame and with what is known of all.
  ///
  /// - Parameter size: how many; the points themselves where there are no more.
  /// - Complexity: O(n D + n log n) for n points.
  func sampled(_ size: Int, _ random: inout RandomStream, pass: ExpectationPass) -> PreparedPoints {
    guard size < count else { return self }
    return PreparedPoints(
      self, blocks: PointBlocks(blocks, places: random.sample(size, of: count), pass: pass))
  }

  private init(_ other: PreparedPoints, blocks: PointBlocks) {
    self.blocks = blocks
    spreads = other.spreads
    constantColumns = other.constantColumns
    mean = other.mean
    covariance = other.covariance
  }

  /// A column without spread takes the smallest of the others, or one that rounding would give it.
  private static func spreads(_ summaries: [ColumnSummary]) -> [Double] {
    let smallest = summaries.map(\.spread).filter { $0 > 0 }.min()
    return summaries.map { summary in
      if summary.spread > 0 { return summary.spread }
      return smallest ?? max(summary.magnitude, 1) * 0x1p-26
    }
  }

  /// One component about the origin holds all: its moments are those of the data.
  private static func wholeMoments(
    of blocks: PointBlocks, pass: ExpectationPass
  ) -> (mean: [Double], covariance: [Double]) {
    let dimension = blocks.dimension
    let single = MixtureParameters.unitSpheres(
      at: [[Double](repeating: 0, count: dimension)], scales: [Double](repeating: 1, count: dimension))
    let moments = pass.statistics(of: blocks, under: single).moments(of: 0, about: single.means[0])
    return (moments.mean, moments.scatter.map { $0 / moments.mass })
  }
}
