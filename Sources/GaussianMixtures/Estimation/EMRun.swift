internal import Elementary

/// One run of EM, step by step: a synchronous stepper, so that whoever drives it decides what happens
/// between two iterations.
///
/// ```swift
/// var run = try EMRun(points, start: model, configuration: FitConfiguration(componentCount: model.componentCount))
/// while run.termination == nil {
///   let iteration = try run.step()
///   print(iteration.iteration, iteration.logLikelihood)
/// }
/// let fitted = run.model
/// ```
///
/// Source: A. Dempster, N. Laird and D. Rubin, Maximum likelihood from incomplete data via the EM
/// algorithm, Journal of the Royal Statistical Society B 39 (1977) 1-38. With ``Acceleration/squarem``, some
/// iterations are no steps of EM but extrapolations, which are kept where they end no lower than the plain
/// steps that they are made from.
public struct EMRun: Sendable {
  /// The iterations so far.
  public internal(set) var history: [EMIteration] = []
  /// What had to be done on the way; components are numbered from 1 as the start has them.
  public internal(set) var events: [FitEvent] = []
  /// Why the run is over, or nil as long as it goes on.
  public internal(set) var termination: Termination?
  /// The log-likelihood of the current model over all points, in nats, in the precision that the run is computed in; with an
  /// ``Approximation`` the bound below it.
  public var logLikelihood: Double {
    (ownLogLikelihood ?? statistics.logLikelihood) - points.logLikelihoodShift
  }
  /// The log-likelihood with the distances of a fixed shrinkage, of which no iteration lowers it; nil without one.
  public var shrunkLogLikelihood: Double? {
    ownLogLikelihood.map { _ in statistics.logLikelihood - points.logLikelihoodShift }
  }
  /// The logarithm of the prior's density at the current model, but for a constant; nil without a prior.
  public var logPrior: Double? { maximization.logPrior(of: parameters) }
  /// What EM makes large: the log-likelihood, and the logarithm of the prior's density where there is one.
  var objective: Double { (shrunkLogLikelihood ?? logLikelihood) + (logPrior ?? 0) }
  /// Whether it was stopped before it knew how likely its start is.
  private(set) var isUnknown = false
  /// The current model, components in the run's order.
  public var model: GaussianMixture {
    parameters.model(in: points.frame, structure: maximization.structure)
  }

  let setting: RunSetting
  /// What EM passes over.
  var source: any StatisticsSource { setting.source }
  /// What is known of it as a whole.
  var points: DataSummary { setting.points }
  private var pass: ExpectationPass { setting.pass }
  var maximization: Maximization { setting.maximization }
  var collapse: Collapse { setting.collapse }
  /// What passes compute in: double from some iteration on.
  var precision: Engine.Precision
  var policy: CollapsePolicy
  var convergence: Convergence
  /// Nil in plain EM.
  var accelerator: Accelerator?

  var parameters: MixtureParameters
  var statistics: SufficientStatistics
  /// The log-likelihood in the frame's units, where that of the statistics is one with shrunk distances.
  var ownLogLikelihood: Double?
  /// For each component of the run, its number at the start: components that are removed leave gaps.
  package internal(set) var origins: [Int]
  var floorAxes: [[ColumnDirection]]
  var holds: [CovarianceFloor.Hold?]
  var reseeds: [Int]
  /// The run as it was before its first reseed, with the policy `keep`; at most one.
  ///
  /// It ends where the reseeds must not end lower.
  var unreseeded: [EMRun] = []

  /// How many iterations there will be, where that is certain.
  var certainIterationCount: Int? { setting.runsToLimit ? setting.maximumIterations : nil }

  /// Whether the floor binds somewhere.
  var isOnFloor: Bool { floorAxes.contains { !$0.isEmpty } }
  /// Whether the floor binds where nothing but equal numbers make a component flat: a maximum that is an accident of
  /// the data.
  var isAccident: Bool { holds.contains { $0?.cause == .equalValues } }

  /// A start that is given, by whomever, may be below the floor, and is raised to it.
  ///
  /// - Parameters:
  ///   - policy: what happens to collapsed components; nil for what the options say.
  ///   - precision: what passes compute in until the last iterations; nil for that of the engine.
  init(
    _ fit: PreparedFit, start: MixtureParameters, isGiven: Bool, policy: CollapsePolicy? = nil,
    precision: Engine.Precision? = nil
  ) {
    let options = fit.options
    let setting = RunSetting(fit)
    let (points, pass, maximization) = (setting.points, setting.pass, setting.maximization)
    self.setting = setting
    self.policy = policy ?? options.collapsePolicy
    self.precision = options.maximumIterations > 1 ? precision ?? pass.engine.precision : .double
    let start = fit.noise.map { start.with($0.density, weight: $0.startWeight) } ?? start
    let raised = isGiven ? maximization.raised(start) : .untouched(start)
    parameters = raised.parameters
    floorAxes = raised.floorAxes
    holds = raised.holds
    origins = Array(start.means.indices)
    reseeds = start.means.map { _ in 0 }
    statistics = setting.statistics(under: raised.parameters, in: self.precision)
    ownLogLikelihood = setting.ownLogLikelihood(of: raised.parameters, in: self.precision)
    convergence = Convergence(
      options.stopping, pointCount: points.mass,
      initial: statistics.logLikelihood + (maximization.logPrior(of: raised.parameters) ?? 0),
      isMonotone: options.hasObjective)
    accelerator = options.resolvedAcceleration == .squarem ? Accelerator() : nil
    for k in start.means.indices {
      let isRaised = !floorAxes[k].isEmpty
      guard isRaised || raised.parameters.covariances[k] != start.covariances[k] else { continue }
      events.append(
        FitEvent(isRaised ? .startRaised : .startBounded, component: k + 1, direction: holds[k]?.axis))
    }
    if pass.isStopped {
      isUnknown = true
      stop()
    }
  }

  /// Maximizes under the statistics of the current model, then passes over the points under the new one; or
  /// passes over them under an extrapolated model, and keeps it where it is no lower.
  ///
  /// - Returns: what the iteration did; `termination` tells whether it was the last.
  /// - Throws: ``FitError`` with code `cancelled` where the task is cancelled.
  /// - Complexity: O(N K D²).
  public mutating func step() throws(FitError) -> EMIteration {
    guard let iteration = try advance() else { throw .stoppedEarly }
    return iteration
  }

  /// The same; nil where it was broken off: then the run is as it was before, and over.
  mutating func advance() throws(FitError) -> EMIteration? {
    guard !Task.isCancelled else { throw FitError(.cancelled, "The fit was cancelled.") }
    let clock = ContinuousClock()
    let began = clock.now
    var saved = pass.canStop ? self : nil
    var before = parameters
    let extrapolation = extrapolate()
    if extrapolation == nil { maximize(&before) }
    if pass.isStopped, let saved {
      self = saved
      stop()
      return nil
    }
    // What nobody shares is not copied where it changes.
    saved = nil
    let changes = parameters.changes(from: before, in: points.frame)
    // Only steps of EM say whether the rule is met: how far an extrapolation went, and what it gained, says nothing about
    // what is left.
    var isMet =
      extrapolation == nil
      && convergence.isMet(
        logLikelihood: statistics.logLikelihood + (logPrior ?? 0), meanChange: changes.mean,
        weightChange: changes.weight)
    if precision == .single, isMet || isSettled(after: extrapolation) {
      goOnInDouble()
      isMet = false
    }
    let iteration = EMIteration(
      iteration: history.count + 1, logLikelihood: logLikelihood, logPrior: logPrior,
      shrunkLogLikelihood: shrunkLogLikelihood, meanChange: changes.mean,
      weightChange: changes.weight, covarianceChange: changes.covariance,
      seconds: (clock.now - began).seconds, extrapolation: extrapolation)
    history.append(iteration)
    decide(isMet: isMet)
    return iteration
  }

  /// A step of EM.
  ///
  /// - Parameter before: the parameters until now; components that are dropped go from it as well.
  private mutating func maximize(_ before: inout MixtureParameters) {
    // A run that begins far from the maximum begins with it; later iterations go on from where they are.
    var outcome = maximization(statistics, from: parameters, effort: history.isEmpty ? .full : .step)
    noteFloor(outcome)
    let isRepaired = repair(&outcome, before: &before)
    take(outcome, statistics: statistics(under: outcome.parameters))
    if isRepaired {
      convergence.restart()
      accelerator?.restart()
    } else {
      accelerator?.record(parameters)
    }
  }

  func statistics(under parameters: MixtureParameters) -> SufficientStatistics {
    setting.statistics(under: parameters, in: precision)
  }

  mutating func take(_ outcome: Maximization.Outcome, statistics: SufficientStatistics) {
    floorAxes = outcome.floorAxes
    holds = outcome.holds
    parameters = outcome.parameters
    self.statistics = statistics
    ownLogLikelihood = setting.ownLogLikelihood(of: parameters, in: precision)
  }

  /// The run without reseeds, if there is one; it is given away once.
  mutating func takeUnreseeded() -> EMRun? { unreseeded.popLast() }

  /// Ends the run where it is.
  mutating func stop() { termination = .stopped }

  private mutating func decide(isMet: Bool) {
    guard termination == nil else { return }
    if isMet {
      termination = .converged
    } else if history.count >= setting.maximumIterations {
      termination = .iterationLimit
    }
  }

  /// An event for every component that the floor begins to hold up.
  private mutating func noteFloor(_ outcome: Maximization.Outcome) {
    for k in outcome.floorAxes.indices where !outcome.floorAxes[k].isEmpty && floorAxes[k].isEmpty {
      note(.floor, k, outcome)
    }
  }

  /// Adds an event that no single component is the cause of.
  mutating func note(_ event: FitEvent) { events.append(event) }

  mutating func note(
    _ kind: FitEvent.Kind, _ k: Int, _ outcome: Maximization.Outcome, donor: Int? = nil
  ) {
    events.append(
      FitEvent(
        kind, iteration: history.count + 1, component: origins[k] + 1, donor: donor.map { origins[$0] + 1 },
        effectivePoints: outcome.masses[k], direction: outcome.holds[k]?.axis,
        floorCause: outcome.holds[k]?.cause,
        value: outcome.holds[k].map(value)))
  }

  /// Where a component is held, in the units of the column; what rounding leaves of 0 is 0.
  private func value(of hold: CovarianceFloor.Hold) -> Double {
    let value = points.frame.leave(hold.place, column: hold.column)
    let spread = scaled(points.spreads[hold.column], byPowerOfTwo: points.frame.exponents[hold.column])
    return abs(value) <= 1e-9 * spread ? 0 : value
  }

  /// By how many nats a point this run is higher than another one, be it of a sample of the same points.
  func lead(over other: EMRun) -> Double {
    logLikelihood / points.mass - other.logLikelihood / other.points.mass
  }

  /// What to say of this run where it is set aside as an accident, but for what it gains; nil where it is none.
  var setAsideEvent: FitEvent? {
    guard let k = holds.firstIndex(where: { $0?.cause == .equalValues }), let hold = holds[k] else { return nil }
    return FitEvent(
      .setAside, effectivePoints: parameters.weights[k] * points.mass, direction: hold.axis,
      floorCause: hold.cause, value: value(of: hold))
  }
}
