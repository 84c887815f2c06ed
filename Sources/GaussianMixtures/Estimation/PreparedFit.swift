/// All that runs of one fit have in common: checked options, prepared points, the pass, and the maximization.
struct PreparedFit: Sendable {
  let configuration: ValidatedFitConfiguration
  /// What EM passes over.
  private(set) var source: any StatisticsSource
  /// All points, one by one: what an approximate fit is judged by at its end.
  let exactSource: any StatisticsSource
  /// What starts look at, in memory.
  private(set) var points: PreparedPoints
  let pass: ExpectationPass
  let maximization: Maximization
  /// The uniform component that runs begin with, where there is any.
  let noise: (density: UniformDensity, startWeight: Double)?
  /// A hierarchy of the points that was made beforehand; nil where a start makes its own.
  private let tree: MergeTree?

  var options: FitConfiguration { configuration.options }

  /// - Parameters:
  ///   - runCount: how many runs there will be at the same time.
  ///   - shared: what was prepared for several fits of these points.
  ///   - stopping: whether to leave off; nil for never.
  ///   - dividing: how EM sees the points, where not as they are.
  /// - Throws: ``FitError`` where an option is out of range, there are fewer distinct points than
  ///   components, a column cannot be squared, the noise has no region, or there is not enough memory.
  init(
    _ observations: Observations, _ configuration: FitConfiguration, engine: Engine, runCount: Int = 1,
    sharing shared: SharedPreparation? = nil, stopping: StopQuestion? = nil,
    dividing: (PreparedPoints) -> any StatisticsSource = { $0 }
  ) throws(FitError) {
    _ = try configuration.validated()
    let shares = observations.shares
    let engine = shares?.engine(engine) ?? engine
    let stopping = shares?.stopping(stopping) ?? stopping
    try configuration.approximation?.check(observations, configuration)
    try observations.requireDistinctPoints(configuration.componentCount)
    try FitMemory(
      configuration, pointCount: observations.count, dimension: observations.dimension, runCount: runCount,
      needsGroups: observations.needsGroups, isShared: shares != nil, storage: engine.pointStorage,
      precision: observations.coordinates.allSatisfy(\.isSingle) ? .single : engine.precision
    ).check()
    let pass = ExpectationPass(engine: engine, stopping: stopping)
    let prepared: PreparedPoints =
      if let known = shared?.points(for: configuration) { known } else {
        try Self.prepared(observations, configuration, engine, stopping)
      }
    tree = shared?.tree(for: configuration)
    let configuration = try Self.resolved(configuration, for: prepared)
    self.configuration = try configuration.validated()
    self.pass = pass
    self.points = prepared
    let divided = dividing(prepared)
    exactSource = divided
    source = configuration.approximation.map { dividing(prepared.inCells($0, engine: engine)) } ?? divided
    noise = try configuration.noise.map { noise throws(FitError) in
      (try NoiseRegion(noise, divided).density, noise.startWeight)
    }
    let floor = CovarianceFloor(
      factor: configuration.covarianceFloor,
      resolution: configuration.maximumEigenvalueRatio == nil ? configuration.resolution : .none,
      structure: configuration.structure, hasOneUnit: !configuration.admitsColumnScaling, points: prepared.summary)
    maximization = Maximization(
      configuration.freedom, floor: floor,
      regularization: try .of(configuration, prepared.summary, floor: floor), engine: engine)
  }

  private static func prepared(
    _ observations: Observations, _ configuration: FitConfiguration, _ engine: Engine,
    _ stopping: StopQuestion?
  ) throws(FitError) -> PreparedPoints {
    try PreparedPoints(
      observations, hasOneUnit: !configuration.admitsColumnScaling, componentCount: configuration.componentCount,
      isApproximated: configuration.approximation != nil,
      moments: configuration.momentsOfAllPoints(dimension: observations.dimension), engine: engine,
      stopping: stopping)
  }

  /// The options with what was left to the fit.
  ///
  /// - Throws: ``FitError`` where the points do not suit them.
  private static func resolved(
    _ configuration: FitConfiguration, for points: PreparedPoints
  ) throws(FitError) -> FitConfiguration {
    let isComplete = points.expectations.allSatisfy { $0.coordinates == nil }
    guard configuration.shrinkage.amount != .ledoitWolf || isComplete else {
      throw FitError(
        .configuration,
        "The shrinkage ledoit-wolf needs fourth moments, which points with missing coordinates do not have. Take oas, or "
          + "a number.")
    }
    return configuration.resolvingShrinkage(mass: points.mass, dimension: points.dimension)
  }

  /// The same for some of the points, drawn without replacement.
  func sampled(_ size: Int, _ random: inout RandomStream) -> PreparedFit {
    var sampled = self
    sampled.points = source.sample(size, &random, engine: pass.engine)
    sampled.source = sampled.points
    return sampled
  }

  func startingPoints() -> StartingPoints {
    StartingPoints(
      points: points, pass: pass, maximization: maximization, componentCount: options.componentCount,
      hasNoise: noise != nil, tree: tree)
  }
}

extension Observations {
  /// - Throws: ``FitError`` where there are fewer than `required` distinct points.
  fileprivate func requireDistinctPoints(_ required: Int) throws(FitError) {
    guard let distinct = distinctCount(below: required) else { return }
    throw FitError(
      .tooFewPoints,
      "\(count) points, \(distinct) of them distinct, cannot be shared by \(required) components; "
        + "ask for at most \(distinct).")
  }
}
