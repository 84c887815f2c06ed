/// How sure the numbers of a mixture are: its estimation is repeated on many sets of points like its own.
///
/// ```swift
/// let distribution = try MixtureBootstrap(of: result).distribution(of: points)
/// for interval in distribution.intervals(level: 0.95) {
///   print(interval.parameter, interval.estimate, interval.standardError, interval.lower, interval.upper)
/// }
/// ```
///
/// Every replicate is a fit that begins with the mixture's own parameters, so that component j stays component j; where it does
/// not, components are matched by ``MixtureDivergence/matching``. Points are resampled by their weights, and never copied.
/// Replicate i is the same whatever the number of replicates and threads.
public struct MixtureBootstrap: Sendable {
  /// The mixture whose parameters are asked about.
  public let model: GaussianMixture
  /// The options that it was fitted with, and that replicates are fitted with.
  public let configuration: FitConfiguration
  /// How sets of points are made.
  public var method: BootstrapMethod
  /// How many there are; of the jackknife there are as many as points, whatever this says.
  public var replicateCount: Int
  /// From which all random numbers come.
  public var seed: UInt64
  /// How the work is done.
  public var engine: Engine

  /// Asks about a mixture.
  ///
  /// - Parameters:
  ///   - model: the mixture.
  ///   - configuration: the options that it was fitted with; its number of components and its structure are those of the mixture
  ///     anyway. Nil for the usual ones.
  ///   - method: how sets of points are made.
  ///   - replicateCount: how many there are, at least 2; 999 for intervals of 95 %.
  ///   - seed: any number.
  ///   - engine: how the work is done.
  public init(
    of model: GaussianMixture, configuration: FitConfiguration? = nil,
    method: BootstrapMethod = .nonparametric,
    replicateCount: Int = 999, seed: UInt64 = 1, engine: Engine = Engine()
  ) {
    self.model = model
    var options = configuration ?? FitConfiguration(componentCount: model.componentCount)
    options.componentCount = model.componentCount
    options.structure = model.structure
    // Where a mixture has noise, so have its replicates, and the other way round.
    options.noise = model.noise == nil ? nil : options.noise ?? NoiseConfiguration()
    self.configuration = options
    self.method = method
    self.replicateCount = replicateCount
    self.seed = seed
    self.engine = engine
  }

  /// Asks about the mixture of a fit.
  ///
  /// - Parameters:
  ///   - result: the fit.
  ///   - method: how sets of points are made.
  ///   - replicateCount: how many there are, at least 2.
  ///   - seed: any number.
  ///   - engine: how the work is done.
  public init(
    of result: FitResult, method: BootstrapMethod = .nonparametric, replicateCount: Int = 999,
    seed: UInt64 = 1,
    engine: Engine = Engine()
  ) {
    self.init(
      of: result.model, configuration: result.configuration, method: method, replicateCount: replicateCount,
      seed: seed,
      engine: engine)
  }

  /// Repeats the estimation.
  ///
  /// - Parameter points: the points that the mixture was fitted to.
  /// - Returns: what came of every replicate.
  /// - Throws: ``FitError``, as ``distribution(of:resuming:stopping:observing:)``.
  /// - Complexity: that of so many fits.
  public func distribution(of points: PointSet) throws(FitError) -> BootstrapDistribution {
    try distribution(of: Observations(points))
  }

  /// Repeats the estimation, also from where an interrupted one had come.
  ///
  /// - Parameters:
  ///   - observations: the points that the mixture was fitted to.
  ///   - checkpoint: how far an interrupted one had come; nil to begin.
  ///   - observer: is told of every replicate, on any thread, but never of two at once.
  /// - Returns: what came of every replicate.
  /// - Throws: ``FitError``, as ``distribution(of:resuming:stopping:observing:)``.
  /// - Complexity: that of so many fits.
  public func distribution(
    of observations: Observations, resuming checkpoint: BootstrapCheckpoint? = nil,
    observing observer: @escaping @Sendable (BootstrapProgress) -> MixtureEstimator.Directive = { _ in
      .proceed
    }
  ) throws(FitError) -> BootstrapDistribution {
    try distribution(of: observations, resuming: checkpoint, stopping: nil, observing: observer)
  }

  /// Repeats the estimation, asked also in the middle of a fit whether to leave off.
  ///
  /// - Parameters:
  ///   - observations: the points that the mixture was fitted to.
  ///   - checkpoint: how far an interrupted one had come; nil to begin.
  ///   - stopping: is asked whether to leave off; nil for never.
  ///   - observer: is told of every replicate, as without the question.
  /// - Returns: what came of every replicate.
  /// - Throws: ``FitError`` where an option is out of range, the points do not suit the mixture or the method, no replicate
  ///   could be fitted, the checkpoint is of something else, or it was stopped.
  /// - Complexity: that of so many fits: O(R N K D²) an iteration for R replicates.
  public func distribution(
    of observations: Observations, resuming checkpoint: BootstrapCheckpoint?, stopping: StopQuestion?,
    observing observer: @escaping @Sendable (BootstrapProgress) -> MixtureEstimator.Directive
  ) throws(FitError) -> BootstrapDistribution {
    try check(observations)
    let store = try ReplicateStore(identity(observations), resuming: checkpoint)
    let sets = ResampledPoints(observations, method, model, seed: seed)
    let replicates = Replicates(
      store: store, engine: engine, pointCount: observations.count, stopping: stopping, observer: observer)
    let parameters = MixtureParameter.all(of: model)
    let outcomes = try replicates.outcomes(
      ofSeries: 0, count: sets.certainCount ?? replicateCount, componentCount: model.componentCount
    ) { number, engine, directive throws(Replicates.Failure) in
      let points: Observations
      do throws(FitError) { points = try sets.set(number) } catch { throw .fit(error) }
      let estimator = MixtureEstimator(configuration, start: .model(model), engine: engine)
      let found = matched(try replicates.fit(estimator, points, directive).model)
      return parameters.map { $0.value(in: found) }
    }
    let all = method == .jackknife ? sets.multiplicities : []
    return try BootstrapDistribution(
      of: model, method, parameters, outcomes, multiplicities: all, seconds: store.seconds)
  }

  private func check(_ observations: Observations) throws(FitError) {
    guard observations.dimension == model.dimension else {
      throw FitError(
        .observations,
        "The points have \(observations.dimension) coordinates, and the mixture has \(model.dimension); give those that it "
          + "was fitted to.")
    }
    guard method == .jackknife || replicateCount >= 2 else {
      throw FitError(.configuration, "The number of replicates is \(replicateCount); it must be at least 2.")
    }
    guard method != .parametric || !observations.needsGroups else {
      throw FitError(
        .observations,
        "The parametric bootstrap draws whole points of unknown groups, and of these points more is known, or less. Take "
          + "another method.")
    }
    _ = try configuration.validated()
  }

  /// A replicate's mixture, its components in the places of those that they correspond to.
  private func matched(_ other: GaussianMixture) -> GaussianMixture {
    guard model.componentCount > 1,
      let matches = try? MixtureDivergence(from: model, to: other).matching,
      matches.contains(where: { $0.first != $0.second })
    else { return other }
    let places = matches.sorted { $0.first < $1.first }.map(\.second)
    return GaussianMixture(
      trusting: places.map { other[$0] }, structure: other.structure, noise: other.noise)
  }

  private func identity(_ observations: Observations) -> CheckpointIdentity {
    CheckpointIdentity(of: observations, engine: engine) {
      configuration.checkpointOptions + Start.model(model).checkpointOptions + [
        CheckpointOption("the method", method.rawValue), CheckpointOption("the seed of the bootstrap", seed),
      ]
    }
  }
}
