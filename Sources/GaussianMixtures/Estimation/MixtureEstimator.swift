/// Fits a mixture to points: starts, EM runs, and the choice of the best.
///
/// ```swift
/// let estimator = MixtureEstimator(componentCount: 3)
/// let result = try estimator.fit(points)
/// print(result)
/// ```
public struct MixtureEstimator: Sendable {
  /// The options.
  public let configuration: FitConfiguration
  /// Where EM starts.
  public let start: Start
  /// How the work is done.
  public let engine: Engine

  /// Takes the options; a fit checks them.
  ///
  /// - Parameters:
  ///   - configuration: the options.
  ///   - start: where EM starts; ``Start/auto`` is what finds the best maxima.
  ///   - engine: how the work is done.
  public init(_ configuration: FitConfiguration, start: Start = .auto, engine: Engine = Engine()) {
    self.configuration = configuration
    self.start = start
    self.engine = engine
  }

  /// Takes the usual options, of all that are in ``FitConfiguration``; a fit checks them.
  ///
  /// - Parameters:
  ///   - componentCount: K, at least 1.
  ///   - structure: what the covariances share.
  ///   - start: where EM starts.
  ///   - seed: from which all random numbers come.
  ///   - engine: how the work is done.
  public init(
    componentCount: Int, structure: CovarianceStructure = .full, start: Start = .auto, seed: UInt64 = 1,
    engine: Engine = Engine()
  ) {
    self.init(
      FitConfiguration(componentCount: componentCount, structure: structure, seed: seed), start: start,
      engine: engine)
  }

  /// What an observer is told after each iteration.
  ///
  /// ```swift
  /// let result = try MixtureEstimator(componentCount: 3).fit(points) { progress in
  ///   let iteration = progress.iteration
  ///   print("start \(progress.restart), iteration \(iteration.iteration): \(iteration.logLikelihood)")
  ///   return .proceed
  /// }
  /// ```
  public struct Progress: Sendable, Hashable {
    /// The number of the start, from 1.
    public let restart: Int
    /// How many starts there will be.
    public let restartCount: Int
    /// Whether the run is one of several that ``Start/auto`` looks for a start with; of many points a sample takes
    /// part in these. The run that wins may be over before the search is.
    public let isSearching: Bool
    /// The iteration.
    public let iteration: EMIteration
    /// Whether the run is over.
    public let termination: Termination?
    /// How much of all iterations is done, from 0 to 1, where their number is known: every run goes to the limit because
    /// its rule has the tolerance 0. Else nil, as a rule decides when a run is over.
    public let fractionCompleted: Double?
    /// About how many iterations the run has to go, as the last ones tell, and at most so many as the limit leaves; nil
    /// where they do not tell, and while a start is searched for.
    ///
    /// What the stopping rule watches is taken to shrink on at its last pace, as it does near a maximum: early in a run
    /// it may be off by much.
    public let remainingIterationEstimate: Int?
    let state: RunState

    /// What the fit goes on from if it ends here; made when its bytes are asked for.
    ///
    /// While a start is searched for, it holds the starts before that are over.
    public var checkpoint: FitCheckpoint { state.kept.value }

    /// The model after the iteration, its components in the run's order; computed when it is asked for.
    ///
    /// - Complexity: O(K D²).
    public var model: GaussianMixture {
      state.parameters.model(in: state.frame, structure: state.structure)
    }
  }

  /// The parameters of a run as they are between two iterations; no more than references are copied.
  struct RunState: Sendable, Hashable {
    let parameters: MixtureParameters
    let frame: CoordinateFrame
    let structure: CovarianceStructure
    let kept: Aside<FitCheckpoint>
  }

  /// What an observer answers.
  ///
  /// ```swift
  /// let end = ContinuousClock.now + .seconds(2)
  /// let result = try MixtureEstimator(componentCount: 3).fit(points) { _ in
  ///   ContinuousClock.now < end ? .proceed : .stop
  /// }
  /// print(result.termination == .stopped ? "the best so far" : "done")
  /// ```
  public enum Directive: Sendable, Hashable {
    /// Go on.
    case proceed
    /// End here and keep the best model so far.
    case stop
  }

  /// Fits a mixture on the calling thread and helpers, and returns when it is done.
  ///
  /// ```swift
  /// let result = try MixtureEstimator(componentCount: 3).fit(points)
  /// for component in result.model.components { print(component.weight, component.mean) }
  /// ```
  ///
  /// The same points, options and instruction set give the same bits, whatever the number of threads.
  ///
  /// - Parameters:
  ///   - points: at least K distinct points.
  ///   - observer: is told of every iteration, on the calling thread.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError`` where an option is out of range, the points do not suffice or cannot be
  ///   squared, a given start does not suit, or the task is cancelled.
  /// - Complexity: O(N K D²) time an iteration, O(N D + K D²) memory.
  public func fit(
    _ points: PointSet, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(Observations(points), observing: observer)
  }

  /// Fits a mixture to observations, of which more may be known than coordinates, or less.
  ///
  /// ```swift
  /// let observations = try Observations(columns: [[1.2, 0.9, 4.1, 3.8], [0.5, .nan, 2.2, 2.4]], weights: [2, 1, 1, 3])
  /// let result = try MixtureEstimator(componentCount: 1).fit(observations)
  /// ```
  ///
  /// A point of weight 2 counts as two where weights are frequencies; of weights by importance only ratios count.
  /// Missing coordinates are integrated out: the likelihood is that of what was observed. A point whose group is
  /// known belongs to its component wholly; these points make the start.
  ///
  /// - Parameters:
  ///   - observations: at least K distinct points that count.
  ///   - observer: is told of every iteration, on the calling thread.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError``, as with points, and where weights, labels, missing coordinates, noise and start do not
  ///   suit each other.
  /// - Complexity: O(N K D²) time an iteration and O(K D³) for each pattern of missing coordinates; O(N D + K D²)
  ///   memory. With structures without correlations all is linear in D.
  public func fit(
    _ observations: Observations, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(observations, announcing: { _ in }, observing: observer)
  }

  /// Fits a mixture to observations, and tells what it is at also where that is no iteration.
  ///
  /// - Parameters:
  ///   - observations: at least K distinct points that count.
  ///   - announce: is told of every phase as it begins, on the calling thread.
  ///   - stopping: is asked whether to leave off in the middle of an iteration, which is then undone; nil for never.
  ///   - observer: is told of every iteration, on the calling thread.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError``, as ``fit(_:observing:)-(Observations,_)``, and with the code `stopped` where it was to
  ///   leave off before there was a model.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fit(
    _ observations: Observations, announcing announce: (Phase) -> Void, stopping: StopQuestion? = nil,
    observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(observations, resuming: nil, announcing: announce, stopping: stopping, observing: observer)
  }

  /// The same with what was prepared for several fits of these points.
  ///
  /// - Parameters:
  ///   - state: how far the fit has come already; nil for one that begins.
  ///   - dividing: how EM sees the points, where not as they are.
  func fit(
    _ observations: Observations, sharing shared: SharedPreparation? = nil, from state: SearchState? = nil,
    stopping: StopQuestion? = nil, dividing: (PreparedPoints) -> any StatisticsSource = { $0 },
    observing observer: RunDriver.Observer
  ) throws(FitError) -> FitResult {
    let clock = FitClock(after: state?.seconds ?? 0)
    _ = observer(.phase(.preparation))
    let search = try search(observations, shared, clock, stopping, dividing)
    let runs = try search.run(resuming: state, observer)
    return try search.result(of: runs, elapsed: { clock.seconds })
  }

  /// A better fit than there is, from the best of some models; nil where they lead to none.
  func improve(
    _ result: FitResult, from models: [GaussianMixture], _ observations: Observations,
    sharing shared: SharedPreparation?, from state: SearchState?, stopping: StopQuestion?,
    observing observer: RunDriver.Observer
  ) throws(FitError) -> FitResult? {
    let clock = FitClock(after: state?.seconds ?? 0)
    let search = try search(observations, shared, clock, stopping)
    guard let run = try search.run(from: models, above: FitLevel(result), resuming: state, observer) else {
      return nil
    }
    var better = try search.result(of: [run], elapsed: { clock.seconds })
    better.startName = "related"
    return better.settingAside(whatWas: result)
  }

  /// Makes the runs of a fit and nothing of them: an observer hears how far they have come.
  ///
  /// - Parameter models: where they begin and what has to be surpassed, for a fit that is to be better than another one.
  func search(
    _ observations: Observations, from models: (models: [GaussianMixture], level: FitLevel)?,
    sharing shared: SharedPreparation?, from state: SearchState?, stopping: StopQuestion?,
    observing observer: RunDriver.Observer
  ) throws(FitError) {
    let search = try search(observations, shared, FitClock(after: state?.seconds ?? 0), stopping)
    if let models {
      _ = try search.run(from: models.models, above: models.level, resuming: state, observer)
    } else {
      _ = try search.run(resuming: state, observer)
    }
  }

  private func search(
    _ observations: Observations, _ shared: SharedPreparation?, _ clock: FitClock, _ stopping: StopQuestion?,
    _ dividing: (PreparedPoints) -> any StatisticsSource = { $0 }
  ) throws(FitError) -> RestartSearch {
    try RestartSearch(
      self, observations, sharing: shared, stopping: stopping, dividing: dividing,
      recorder: SearchRecorder(identity: identity(observations), clock: clock))
  }
}
