/// How many components there are, by one test after another: K of them against K + 1.
///
/// ```swift
/// let test = ComponentCountTest(FitConfiguration(componentCount: 1, structure: .full), componentCounts: 1...5)
/// let outcome = try test.outcome(for: points)
/// for step in outcome.steps { print(step.componentCount, step.statistic, step.pValue) }
/// print(outcome.componentCount, "components")
/// ```
///
/// The statistic is twice the logarithm of the ratio of likelihoods, `2 (ln L(K + 1) - ln L(K))`. It has no chi-squared
/// distribution, as K components are on the edge of what K + 1 can be; so its distribution under K components is that of
/// points drawn from the mixture of K, to which both are fitted in the same way as to the data. The p-value of R replicates is
/// `(1 + c) / (1 + R)` where c of them are no lower than the data's. The first test that is not significant ends the series: so
/// many components are enough.
///
/// Source: G. J. McLachlan, On bootstrapping the likelihood ratio test statistic for the number of components in a normal
/// mixture, Applied Statistics 36 (1987) 318-324, https://doi.org/10.2307/2347790.
public struct ComponentCountTest: Sendable {
  /// The options of all fits, but for the number of components.
  public let configuration: FitConfiguration
  /// Where EM starts, with the data and with every replicate.
  public let start: Start
  /// From the first number of components that is tested to the largest that is fitted.
  public let componentCounts: ClosedRange<Int>
  /// The largest p-value that is significant.
  public let significance: Double
  /// How many replicates a test has.
  public let replicateCount: Int
  /// How the work is done.
  public let engine: Engine

  /// Takes the options; a test checks them.
  ///
  /// - Parameters:
  ///   - configuration: the options of all fits; the number of components in it has no effect, and its seed is that of the
  ///     replicates too.
  ///   - start: where EM starts; one that needs nothing but points.
  ///   - componentCounts: from the first number of components that is tested, at least 1, to the largest that is fitted.
  ///   - significance: the largest p-value that is significant, between 0 and 1.
  ///   - replicateCount: how many replicates a test has: at least as many as can be significant, 19 for 0.05.
  ///   - engine: how the work is done.
  public init(
    _ configuration: FitConfiguration, start: Start = .auto, componentCounts: ClosedRange<Int> = 1...9,
    significance: Double = 0.05, replicateCount: Int = 999, engine: Engine = Engine()
  ) {
    self.configuration = configuration
    self.start = start
    self.componentCounts = componentCounts
    self.significance = significance
    self.replicateCount = replicateCount
    self.engine = engine
  }

  /// One test.
  ///
  /// ```swift
  /// let test = ComponentCountTest(FitConfiguration(componentCount: 1), componentCounts: 1...2, replicateCount: 99)
  /// if let step = try test.outcome(for: points).steps.first { print(step.statistic, step.replicates.max() ?? 0) }
  /// ```
  public struct Step: Sendable, Hashable {
    /// The number of components that are taken to be enough, K; tested against one more.
    public let componentCount: Int
    /// Twice the logarithm of the ratio of likelihoods of the data.
    public let statistic: Double
    /// The same of every replicate that could be fitted, in the order of their numbers.
    public let replicates: [Double]
    /// How many replicates could not be fitted, or are accidents of equal values.
    public let failedCount: Int
    /// How often a mixture of K components has so large a statistic.
    public let pValue: Double
    /// Whether that is too rare for K to be enough.
    public let isSignificant: Bool
  }

  /// What the tests yield.
  ///
  /// ```swift
  /// let outcome = try ComponentCountTest(FitConfiguration(componentCount: 1), replicateCount: 99).outcome(for: points)
  /// print(outcome.isEnough ? "\(outcome.componentCount) are enough" : "more than \(outcome.componentCount) were not tried")
  /// ```
  public struct Outcome: Sendable, Hashable {
    /// The tests, by rising number of components.
    public let steps: [Step]
    /// The number of components that the tests lead to.
    public let componentCount: Int
    /// Whether a test was not significant; else the largest number that was tried may be too small.
    public let isEnough: Bool
    /// The fit of that many components.
    public let best: FitResult
    /// Wall time, in seconds.
    public let seconds: Double
  }

  /// Tests for points.
  ///
  /// - Parameter points: the points.
  /// - Returns: the tests and what they lead to.
  /// - Throws: ``FitError``, as ``outcome(for:resuming:stopping:observing:)``.
  /// - Complexity: that of so many fits.
  public func outcome(for points: PointSet) throws(FitError) -> Outcome {
    try outcome(for: Observations(points))
  }

  /// Tests for observations, also from where an interrupted series had come.
  ///
  /// - Parameters:
  ///   - observations: points without missing coordinates and known labels.
  ///   - checkpoint: how far an interrupted series had come; nil to begin.
  ///   - observer: is told of every replicate, on any thread, but never of two at once.
  /// - Returns: the tests and what they lead to.
  /// - Throws: ``FitError``, as ``outcome(for:resuming:stopping:observing:)``.
  /// - Complexity: that of two fits for each replicate of each test.
  public func outcome(
    for observations: Observations, resuming checkpoint: BootstrapCheckpoint? = nil,
    observing observer: @escaping @Sendable (BootstrapProgress) -> MixtureEstimator.Directive = { _ in
      .proceed
    }
  ) throws(FitError) -> Outcome {
    try outcome(for: observations, resuming: checkpoint, stopping: nil, observing: observer)
  }

  /// Tests for observations, asked also in the middle of a fit whether to leave off.
  ///
  /// - Parameters:
  ///   - observations: points without missing coordinates and known labels.
  ///   - checkpoint: how far an interrupted series had come; nil to begin.
  ///   - stopping: is asked whether to leave off; nil for never.
  ///   - observer: is told of every replicate, as without the question.
  /// - Returns: the tests and what they lead to.
  /// - Throws: ``FitError`` where an option is out of range, the points do not suffice for one of the numbers of components, no
  ///   replicate could be fitted, the checkpoint is of something else, or it was stopped.
  /// - Complexity: that of two fits for each replicate of each test: O(R N K D²) an iteration for R replicates.
  public func outcome(
    for observations: Observations, resuming checkpoint: BootstrapCheckpoint?, stopping: StopQuestion?,
    observing observer: @escaping @Sendable (BootstrapProgress) -> MixtureEstimator.Directive
  ) throws(FitError) -> Outcome {
    try check(observations)
    let store = try ReplicateStore(identity(observations), resuming: checkpoint)
    let replicates = Replicates(
      store: store, engine: engine, pointCount: observations.count, stopping: stopping, observer: observer)
    var best = try fitted(componentCounts.lowerBound, observations, stopping)
    var steps: [Step] = []
    for count in componentCounts.dropLast() {
      let larger = try fitted(count + 1, observations, stopping)
      let step = try step(from: best, to: larger, replicates)
      steps.append(step)
      guard step.isSignificant else { break }
      best = larger
    }
    return Outcome(
      steps: steps, componentCount: best.configuration.componentCount,
      isEnough: steps.last?.isSignificant == false,
      best: best, seconds: store.seconds)
  }

  // MARK: Fits

  private func estimator(_ componentCount: Int, _ engine: Engine) -> MixtureEstimator {
    var options = configuration
    options.componentCount = componentCount
    return MixtureEstimator(options, start: start, engine: engine)
  }

  private func fitted(
    _ componentCount: Int, _ observations: Observations, _ stopping: StopQuestion?
  ) throws(FitError) -> FitResult {
    let result = try estimator(componentCount, engine).fit(
      observations, announcing: { _ in }, stopping: stopping)
    guard result.termination != .stopped else { throw .stoppedEarly }
    return result
  }

  private static func statistic(_ smaller: FitResult, _ larger: FitResult) -> Double {
    2 * (larger.logLikelihood - smaller.logLikelihood)
  }

  private func step(
    from smaller: FitResult, to larger: FitResult, _ replicates: Replicates
  ) throws(FitError) -> Step {
    let count = smaller.configuration.componentCount
    let pointCount = max(1, Int(smaller.totalWeight.rounded()))
    let outcomes = try replicates.outcomes(ofSeries: count, count: replicateCount, componentCount: count) {
      number, engine, directive throws(Replicates.Failure) in
      let points: Observations
      do throws(FitError) {
        // Those of another number of components have nothing in common.
        var random = RandomStream(seed: configuration.seed, purpose: .bootstrap, index: count << 32 | number)
        points = try smaller.model.drawn(pointCount, &random)
      } catch {
        throw .fit(error)
      }
      return [
        Self.statistic(
          try replicates.fit(estimator(count, engine), points, directive),
          try replicates.fit(estimator(count + 1, engine), points, directive))
      ]
    }
    return try Step(
      componentCount: count, statistic: Self.statistic(smaller, larger), outcomes: outcomes,
      significance: significance)
  }

  // MARK: Checks

  private func check(_ observations: Observations) throws(FitError) {
    guard componentCounts.lowerBound >= 1, componentCounts.count >= 2 else {
      throw FitError(
        .configuration,
        "The numbers of components are \(componentCounts.lowerBound) to \(componentCounts.upperBound); a test needs two at "
          + "least, from 1 on.")
    }
    guard significance > 0, significance < 1, Double(replicateCount + 1) * significance >= 1 - 1e-9 else {
      throw FitError(
        .configuration,
        "With \(replicateCount) replicates no p-value can be as small as \(significance); take more replicates."
      )
    }
    guard start.isFree else {
      throw FitError(
        .configuration,
        "The start \(start.name) has a number of components of its own; test from auto, hierarchical, kmeans or random."
      )
    }
    guard !observations.needsGroups else {
      throw FitError(
        .observations,
        "Replicates are whole points of unknown groups, and of these points more is known, or less; leave out what is "
          + "incomplete, and the labels.")
    }
  }

  private func identity(_ observations: Observations) -> CheckpointIdentity {
    CheckpointIdentity(of: observations, engine: engine) {
      var options = configuration
      // The numbers of components are those of the replicates.
      options.componentCount = 1
      return options.checkpointOptions + start.checkpointOptions + [CheckpointOption("the method", "test")]
    }
  }
}

extension ComponentCountTest.Step {
  /// - Throws: ``FitError`` where no replicate came about.
  fileprivate init(
    componentCount: Int, statistic: Double, outcomes: [[Double]?], significance: Double
  ) throws(FitError) {
    let values = outcomes.compactMap { $0?.first }
    guard !values.isEmpty else {
      throw FitError(
        .tooFewPoints,
        "None of \(outcomes.count) replicates with \(componentCount) and \(componentCount + 1) components could be fitted; "
          + "test fewer components.")
    }
    let atLeast = values.count { $0 >= statistic }
    let pValue = Double(1 + atLeast) / Double(1 + values.count)
    self.init(
      componentCount: componentCount, statistic: statistic, replicates: values,
      failedCount: outcomes.count - values.count, pValue: pValue, isSignificant: pValue <= significance)
  }
}
