internal import Elementary
internal import Parallel

/// Observations made ready for estimation: their blocks in a frame that suits a structure, and what the
/// estimation has to know of the data as a whole.
struct PreparedPoints: Sendable {
  /// All points; where a coordinate is missing it is the mean of its column, which is good enough for starts.
  let blocks: PointBlocks
  /// What EM passes over.
  private(set) var groups: [PointGroup]
  /// The observations that the points are, where they are more than points; nil otherwise.
  private let details: Observations?
  /// The rows of the caller's observations that count, in order; nil for all.
  let rows: [Int]?
  /// How many observations were given, those that do not count included.
  let givenCount: Int
  /// What is known of all data; of points that are a sample, of what they were drawn from, but for their number.
  let summary: DataSummary

  var count: Int { blocks.count }
  var mass: Double { summary.mass }
  var dimension: Int { blocks.dimension }
  var spreads: [Double] { summary.spreads }
  var atoms: Atoms { summary.atoms }
  var mean: [Double] { summary.mean }
  var covariance: SymmetricMatrix { summary.covariance }
  /// The known groups of the points, if any.
  var knownLabels: ClassLabels? { details?.knownLabels }
  var frame: CoordinateFrame { blocks.frame }

  /// Binary exponents of spreads whose squares, and these times the floor, are still normal numbers.
  private static let squaredExponents = -470...480

  /// Whether an order in space is worth its cost: some twenty iterations have to save more than it takes, which
  /// they did with 32 components on a surface, and did not with 16 (decision 0011).
  ///
  /// - Parameter isApproximated: whether there will be cells of the points, which take an order.
  static func isOrdered(_ observations: Observations, componentCount: Int, isApproximated: Bool) -> Bool {
    (isApproximated || componentCount >= 32 && observations.count >= 1 << 13)
      && observations.count <= SpatialOrder.largestCount
      && observations.dimension <= SpatialOrder.largestDimension && !observations.needsGroups
  }

  /// - Parameters:
  ///   - given: to be prepared.
  ///   - hasOneUnit: whether all columns are scaled alike.
  ///   - componentCount: the number of components that the points are prepared for.
  ///   - isApproximated: whether there will be cells of them.
  ///   - moments: which second moments of all points are asked for.
  ///   - engine: how the work is done.
  ///   - stopping: is asked between the steps of this whether to leave off; nil for never.
  /// - Throws: ``FitError`` where a column's spread is too large or too small to be squared, a column has no value, there
  ///   is no room for the points where they are to be kept, or it was to leave off.
  init(
    _ given: Observations, hasOneUnit: Bool, componentCount: Int, isApproximated: Bool = false,
    moments: MomentKind,
    engine: Engine, stopping: StopQuestion? = nil
  ) throws(FitError) {
    func goOn() throws(FitError) { if stopping?() ?? false { throw .stoppedEarly } }
    let common = given.shares?.engine(engine) ?? engine
    try goOn()
    (rows, givenCount) = (given.countingRows, given.count)
    let observations = given.counting(rows)
    let points = try observations.filled()
    let weights = observations.weights
    try goOn()
    let summaries = ColumnSummary.summaries(of: points, engine: common)
    try goOn()
    let (frame, exponents, unweighted) = try Self.frame(summaries, hasOneUnit: hasOneUnit)
    let engine = common.with(precision: Self.precision(of: points, spreads: unweighted, engine))
    // What other processes have, they keep.
    let space = given.shares == nil ? try Self.space(for: points, hasWeights: weights != nil, engine) : nil
    let isOrdered = Self.isOrdered(
      observations, componentCount: componentCount, isApproximated: isApproximated)
    // Where an order is made, it begins at the columns' middles.
    let centres = isOrdered ? zip(summaries, exponents).map { scaled($0.mean, byPowerOfTwo: -$1) } : nil
    blocks = Self.blocks(points, weights, frame, centres: centres, spreads: unweighted, in: space, engine)
    try goOn()
    details = observations.needsGroups ? observations : nil
    groups = Self.groups(details, blocks, engine: engine)
    try goOn()
    let whole = Self.wholeMoments(of: blocks, moments, engine: engine)
    try goOn()
    summary = DataSummary(
      count: blocks.count, mass: groups.mass, frame: frame,
      spreads: weights == nil ? unweighted : Self.spreads(of: whole.covariance, orElse: unweighted),
      constantColumns: summaries.indices.filter { summaries[$0].spread == 0 },
      steps: Self.steps(of: observations, summaries, frame, engine),
      atoms: Atoms(of: observations, spreads: summaries.map(\.spread)).entering(frame), mean: whole.mean,
      covariance: whole.covariance, logLikelihoodShift: groups.logLikelihoodShift,
      hasMissing: details?.hasMissing ?? false)
  }

  /// The points in blocks, in an order in space where its centres are given.
  private static func blocks(
    _ points: PointSet, _ weights: [Double]?, _ frame: CoordinateFrame, centres: [Double]?,
    spreads: [Double], in space: ScratchSpace?, _ engine: Engine
  ) -> PointBlocks {
    PointBlocks.blocks(
      of: points, weights: weights, frame: frame, order: centres.map { ($0, spreads) }, in: space, engine: engine)
  }

  /// The frame by what is known of the columns, its exponents, and the spreads in it.
  private static func frame(
    _ summaries: [ColumnSummary], hasOneUnit: Bool
  ) throws(FitError) -> (CoordinateFrame, exponents: [Int], spreads: [Double]) {
    let spreads = Self.spreads(summaries)
    try requireSquares(of: spreads)
    let exponents = exponents(summaries, spreads, hasOneUnit: hasOneUnit)
    return (
      CoordinateFrame(origins: summaries.map(\.origin), exponents: exponents), exponents,
      zip(spreads, exponents).map { scaled($0, byPowerOfTwo: -$1) }
    )
  }

  /// Spreads in a frame, scaled alike, whose squares single precision has digits for.
  private static let singleSpreads = 0x1p-40...0x1p40

  /// What points are kept in: in single precision also where they are of no other. In the frame they lose nothing, since it
  /// takes no digit from a double that has no more of them than a float.
  private static func precision(
    of points: PointSet, spreads: [Double], _ engine: Engine
  ) -> Engine.Precision {
    guard spreads.allSatisfy(singleSpreads.contains) else { return .double }
    return points.coordinates.allSatisfy(\.isSingle) ? .single : engine.precision
  }

  private static func space(
    for points: PointSet, hasWeights: Bool, _ engine: Engine
  ) throws(FitError) -> ScratchSpace? {
    try space(for: points.count, of: points.dimension, hasWeights: hasWeights, engine)
  }

  /// Room for blocks outside of memory, where that is asked for.
  static func space(
    for pointCount: Int, of dimension: Int, hasWeights: Bool, _ engine: Engine
  ) throws(FitError) -> ScratchSpace? {
    guard case .scratch(let folder, let residentBytes) = engine.pointStorage else { return nil }
    do throws(ScratchSpace.Failure) {
      return try ScratchSpace(
        in: folder,
        byteCount: PointBlocks.byteCount(
          of: pointCount, dimension: dimension, hasWeights: hasWeights, precision: engine.precision),
        residentLimit: residentBytes)
    } catch {
      throw FitError(
        .memory,
        "There is no room for the points outside of memory: \(error.cause); \(error.cure), or name another folder."
      )
    }
  }

  private static func requireSquares(of spreads: [Double]) throws(FitError) {
    for (column, spread) in spreads.enumerated() where !squaredExponents.contains(Int(spread.exponent)) {
      throw FitError(
        .scale,
        "The spread of column \(column + 1) is \(spread): its square leaves the range of numbers. "
          + "Rescale the column, between 1e-140 and 1e140.", column: column)
    }
  }

  /// Of the frame: those of the columns, or the largest for all.
  private static func exponents(
    _ summaries: [ColumnSummary], _ spreads: [Double], hasOneUnit: Bool
  ) -> [Int] {
    let own = zip(summaries, spreads).map { summary, spread in summary.exponent ?? Int(spread.exponent) }
    return hasOneUnit ? [Int](repeating: own.max() ?? 0, count: own.count) : own
  }

  private static func steps(
    of observations: Observations, _ summaries: [ColumnSummary], _ frame: CoordinateFrame, _ engine: Engine
  ) -> [Double] {
    let threadCount = engine.threads(points: observations.count, operations: summaries.count)
    return ParallelLoop.map(count: summaries.count, threadCount: threadCount) { column in
      let grid = ValueGrid.grid(
        of: observations.coordinates[column], range: summaries[column].range, spread: summaries[column].spread
      )
      return grid.map { scaled($0.step, byPowerOfTwo: -frame.exponents[column]) } ?? 0
    }
  }

  /// Weights change spreads, but a column that has one keeps one, whose square is no rounding.
  private static func spreads(of covariance: SymmetricMatrix, orElse unweighted: [Double]) -> [Double] {
    zip(covariance.diagonal, unweighted).map { $0 > 0 ? max($0.squareRoot(), 0x1p-50 * $1) : $1 }
  }

  private static func groups(
    _ details: Observations?, _ blocks: PointBlocks, engine: Engine
  ) -> [PointGroup] {
    details.map { PointGroup.groups(of: $0, frame: blocks.frame, engine: engine) }
      ?? [PointGroup(blocks)]
  }

  /// Some of the points of others, in the same frame and with what is known of all.
  ///
  /// - Complexity: O(n D) for n points.
  init(_ other: PreparedPoints, places: [Int], engine: Engine) {
    blocks = PointBlocks(other.blocks, places: places, engine: engine)
    details = other.details?.selecting(places).inMemory
    groups = Self.groups(details, blocks, engine: engine)
    rows = nil
    givenCount = places.count
    summary = other.summary.sample(
      count: places.count, groups: groups, hasMissing: details?.hasMissing ?? false)
  }

  /// The same points, in the place of which EM sees cells of neighbours.
  ///
  /// - Parameter approximation: says how many a cell has.
  /// - Complexity: O(N D²).
  func inCells(_ approximation: Approximation, engine: Engine) -> PreparedPoints {
    var other = self
    let cells = Cells(blocks.here, pointsPerCell: approximation.pointsPerCell, engine: engine)
    other.groups = [PointGroup(PointBlocks(cells, of: blocks.here, engine: engine), mass: mass)]
    return other
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
    of blocks: PointBlocks, _ kind: MomentKind, engine: Engine
  ) -> (mean: [Double], covariance: SymmetricMatrix) {
    let dimension = blocks.dimension
    let single = MixtureParameters.unitSpheres(
      at: [[Double](repeating: 0, count: dimension)], scales: [Double](repeating: 1, count: dimension))
    let moments = ExpectationPass(engine: engine).statistics(of: blocks, under: single, moments: kind)
      .moments(
        of: 0, about: single.means[0])
    return (moments.mean, moments.scatter.map { $0 / moments.mass })
  }
}
