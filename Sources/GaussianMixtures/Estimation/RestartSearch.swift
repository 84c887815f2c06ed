internal import Elementary

/// Several EM runs from different starts, of which the best counts.
struct RestartSearch: Sendable {
  let fit: PreparedFit
  let start: Start
  private let restartCount: Int
  private let weightMeaning: WeightMeaning?
  private let recorder: SearchRecorder
  /// Of the points that count; they bring their own start.
  var knownLabels: ClassLabels? { fit.points.knownLabels }

  private var points: DataSummary { fit.source.summary }
  private var pass: ExpectationPass { fit.pass }
  private var isApproximate: Bool { fit.options.approximation != nil }

  /// A run, and where it came from.
  struct Run: Sendable {
    var run: EMRun
    var origin: RunOrigin
  }

  init(
    _ estimator: MixtureEstimator, _ observations: Observations, sharing shared: SharedPreparation? = nil,
    stopping: StopQuestion?, dividing: (PreparedPoints) -> any StatisticsSource = { $0 }, recorder: SearchRecorder
  ) throws(FitError) {
    self.recorder = recorder
    try estimator.start.check(besides: observations.knownLabels)
    fit = try PreparedFit(
      observations, estimator.configuration, engine: estimator.engine,
      runCount: estimator.start.runCount(
        estimator.configuration, pointCount: observations.count, dimension: observations.dimension),
      sharing: shared, stopping: stopping, dividing: dividing)
    start = estimator.start
    weightMeaning = observations.weightMeaning
    restartCount = fit.configuration.restartCount(of: start, pointCount: fit.points.count)
  }

  /// - Parameter state: how far the fit has come already; nil for one that begins.
  /// - Throws: ``FitError`` where a start does not suit or the task is cancelled.
  func run(resuming state: SearchState?, _ observer: RunDriver.Observer) throws(FitError) -> [Run] {
    let state = state ?? SearchState()
    var driver = RunDriver(restart: 0, restartCount: restartCount, recorder: recorder)
    driver.recorder.ended = state.ended
    var runs = try state.ended.map { record throws(FitError) in try Run(record, fit) }
    var current = try state.current.map { record throws(FitError) in try Run(record, fit) }
    guard runs.count + (current == nil ? 0 : 1) <= restartCount else { throw .damagedCheckpoint }
    for restart in runs.count..<restartCount {
      driver.restart = restart
      var run: Run
      if let known = current.take() { run = known } else { run = try begin(driver, observer) }
      driver.recorder.origin = run.origin
      try driver.conclude(&run.run, isSearching: false, observer)
      runs.append(run)
      if run.run.termination == .stopped { break }
      driver.recorder.end(run)
      _ = observer(.ended(driver.recorder.stateBetweenStarts))
    }
    return runs
  }

  /// After so many steps of EM models of other structures are compared, and so many of them are followed, those that
  /// end in an accident of the data not counted.
  private static let stepsToCompare = 5
  private static let followedCount = 3

  /// A run from the best of some models, if it ends higher than another one.
  ///
  /// - Parameter state: what came of it already, one start that is over or none; nil for what begins.
  /// - Throws: ``FitError`` where the task is cancelled.
  func run(
    from models: [GaussianMixture], above level: FitLevel, resuming state: SearchState?,
    _ observer: RunDriver.Observer
  ) throws(FitError) -> Run? {
    if let state { return try state.ended.first.map { record throws(FitError) in try Run(record, fit) } }
    let best = try best(from: models, above: level, observer)
    var recorder = recorder
    if let best { recorder.end(best) }
    _ = observer(.ended(recorder.stateBetweenStarts))
    return best
  }

  private func best(
    from models: [GaussianMixture], above level: FitLevel, _ observer: RunDriver.Observer
  ) throws(FitError) -> Run? {
    let driver = RunDriver(restart: 0, restartCount: 1, recorder: recorder)
    let starts = fit.startingPoints()
    var runs: [Run] = []
    for model in models {
      let start = try starts.parameters(model)
      var run = Run(run: EMRun(fit, start: start, isGiven: true, precision: .double), origin: RunOrigin(start: start))
      try driver.advance(&run.run, by: Self.stepsToCompare, observer)
      if run.run.termination == .stopped { return nil }
      runs.append(run)
    }
    runs.sort { $0.run.ranks(before: $1.run) }
    var best: Run?
    var soundCount = 0
    for var run in runs where soundCount < Self.followedCount {
      try driver.settle(&run.run, against: level, observer)
      if !run.run.isAccident { soundCount += 1 }
      guard run.run.level.ranks(before: level, by: RunDriver.margin * points.mass) else { continue }
      try driver.conclude(&run.run, isSearching: false, observer)
      if run.run.level.ranks(before: level), best.map({ run.run.ranks(before: $0.run) }) ?? true {
        best = run
      }
      if run.run.termination == .stopped { break }
    }
    return best
  }

  private func begin(_ driver: RunDriver, _ observer: RunDriver.Observer) throws(FitError) -> Run {
    let starts = fit.startingPoints()
    var random = RandomStream(seed: fit.options.seed, purpose: .start, index: driver.restart)
    switch start {
    case .auto(let effort):
      if let knownLabels { return run(from: try starts.parameters(known: knownLabels, &random)) }
      return try searched(effort, driver, &random, observer)
    case .hierarchical: return run(.hierarchical, starts, &random, observer)
    case .kMeans: return run(.kMeans, starts, &random, observer)
    case .random: return run(.random, starts, &random, observer)
    case .model(let model): return run(from: try starts.parameters(model))
    case .labels(let labels): return run(from: try starts.parameters(labels))
    }
  }

  private func run(
    _ method: StartMethod, _ starts: StartingPoints, _ random: inout RandomStream,
    _ observer: RunDriver.Observer
  ) -> Run {
    _ = observer(.phase(method.phase))
    return run(from: starts.parameters(method, &random))
  }

  private func run(from parameters: MixtureParameters) -> Run {
    Run(run: EMRun(fit, start: parameters, isGiven: start.isModel), origin: RunOrigin(start: parameters))
  }

  /// Where all points were searched, the run that won the search goes on.
  private func searched(
    _ effort: SearchEffort, _ driver: RunDriver, _ random: inout RandomStream, _ observer: RunDriver.Observer
  ) throws(FitError) -> Run {
    let search = StartSearch(fit, effort: effort, driver: driver, &random)
    var found = try search.run(&random, observer)
    if search.isSample { try refine(&found.run, driver, &random, observer) }
    var run =
      search.isSample
      ? run(from: found.run.parameters) : Run(run: found.run, origin: RunOrigin(start: found.start))
    run.origin.choice = found.choice
    run.origin.passedOver = found.passedOver
    run.origin.setAside = found.accident.flatMap { SetAsideRun($0, lead: $0.lead(over: found.run)) }
    if found.run.termination == .stopped { run.run.stop() }
    return run
  }

  /// Brings what was found in a sample to its maximum in a larger one, where that is still little beside all points: these
  /// need fewer passes then, a third fewer for ten million in three dimensions. Passes over cells are cheaper than that.
  private func refine(
    _ found: inout EMRun, _ driver: RunDriver, _ random: inout RandomStream, _ observer: RunDriver.Observer
  ) throws(FitError) {
    let size = min(fit.points.count / Self.partRefined, Self.mostRefined)
    let known = StartSearch.sampleSize(componentCount: fit.options.componentCount)
    guard found.termination != .stopped, size >= 4 * known, !isApproximate else { return }
    found = EMRun(fit.sampled(size, &random), start: found.parameters, isGiven: false, policy: .keep)
    try driver.conclude(&found, isSearching: true, observer)
  }

  /// One of so many points, and no more than stay in memory whatever there are.
  private static let partRefined = 16
  private static let mostRefined = 1 << 22

  /// - Parameters:
  ///   - runs: at least one.
  ///   - elapsed: the seconds since the fit began.
  /// - Returns: the best of the runs, its components in their canonical order.
  /// - Throws: ``FitError`` with the code `range` where its parameters are no mixture, and `stopped` where there is
  ///   none yet.
  func result(of runs: [Run], elapsed: () -> Double) throws(FitError) -> FitResult {
    let (index, passedOver) = fit.preferred(among: runs.map(\.run))
    let best = runs[index]
    let run = best.run
    guard !run.isUnknown else { throw .stoppedEarly }
    let gone = best.origin.start.means.indices.filter { !run.origins.contains($0) }
    let startOrder = run.origins + gone
    let model = run.parameters.model(
      in: points.frame, structure: fit.options.structure,
      names: names.map { all in run.origins.map { all[$0] } })
    let logLikelihood = finalLogLikelihood(run, model)
    var options = fit.options
    options.restartCount = restartCount
    let result = FitResult(
      model: model, logLikelihood: logLikelihood,
      lowerBound: isApproximate ? run.logLikelihood : nil,
      criteria: InformationCriteria(
        logLikelihood: logLikelihood,
        parameterCount: fit.maximization.freedom.parameterCount(model.families, dimension: model.dimension),
        pointCount: points.mass,
        logOfLargestResponsibilities: pass.untilItsEnd.logOfLargestResponsibilities(
          of: fit.exactSource, under: run.parameters)),
      pointCount: points.count, totalWeight: points.mass, weightMeaning: weightMeaning,
      termination: runs.contains { $0.run.termination == .stopped }
        ? .stopped : run.termination ?? .stopped,
      history: run.history,
      events: withCures(
        generalEvents + run.events.map { numbered($0, startOrder) } + setAside(runs, for: best)
          + [passedOver ?? best.origin.passedOver].compactMap { $0?.event(mass: points.mass) }),
      restarts: runs.map(Self.outcome),
      startName: knownLabels == nil || start.isModel ? start.name : StartMethod.knownLabelsName,
      startChoice: best.origin.choice,
      start: best.origin.start.model(
        in: points.frame, structure: fit.options.structure, order: startOrder,
        names: names.map { all in startOrder.map { all[$0] } }),
      configuration: options, seconds: elapsed(), isAccident: run.isAccident
    ).reordered(order(of: run))
    try result.requireSound()
    return result
  }

  /// What was set aside that is higher than the result, if anything.
  private func setAside(_ runs: [Run], for best: Run) -> [FitEvent] {
    guard !best.run.isAccident else { return [] }
    let searched = runs.compactMap(\.origin.setAside).map { other in
      // Of all points, the run has gone on since, and is compared as it is now.
      (event: other.event, lead: other.pointCount == points.count ? other.lead(over: best.run) : other.lead)
    }
    let others = runs.map(\.run).compactMap { run in
      run.setAsideEvent.map { (event: $0, lead: run.lead(over: best.run)) }
    }
    guard let highest = (searched + others).max(by: { $0.lead < $1.lead }), highest.lead > 0 else { return [] }
    return [highest.event.settingAside(gain: highest.lead * points.mass)]
  }

  /// The events with the ridges that would cure them, where equal numbers are the cause; a column is looked at once.
  private func withCures(_ events: [FitEvent]) -> [FitEvent] {
    var ridges: [Int: Double?] = [:]
    return events.map { event in
      guard event.floorCause == .equalValues, let column = event.column else { return event }
      let ridge = ridges[column] ?? fit.points.ridge(separating: column)
      ridges[column] = ridge
      return event.with(ridge: ridge)
    }
  }

  /// Runs number components as the start has them, results as the model does.
  private func numbered(_ event: FitEvent, _ origins: [Int]) -> FitEvent {
    event.renumbered { number in origins.firstIndex(of: number - 1).map { $0 + 1 } }
  }

  private static func outcome(_ run: Run) -> RestartOutcome {
    RestartOutcome(
      logLikelihood: run.run.logLikelihood, iterations: run.run.history.count,
      termination: run.run.termination ?? .stopped, isAccident: run.run.isAccident)
  }

  /// On the floor, the factors that the run computed with know more digits than the covariances of the
  /// model, and far from zero the means do where a component is narrow; and a run may have been stopped in single
  /// precision: then the model's likelihood is taken anew, so that whoever reads the model finds the same. So it is where the
  /// run knows no more than a bound.
  private func finalLogLikelihood(_ run: EMRun, _ model: GaussianMixture) -> Double {
    var returned = MixtureParameters(model, in: points.frame)
    returned.labelling = run.parameters.labelling
    let isTaken = !isApproximate && !run.isOnFloor && run.precision == .double && !returned.hasMovedMeans(from: run.parameters)
    guard !isTaken else { return run.logLikelihood }
    return pass.untilItsEnd.statistics(of: fit.exactSource, under: returned, moments: .means).logLikelihood
      - points.logLikelihoodShift
  }

  /// What is to be said of the points as a whole.
  private var generalEvents: [FitEvent] {
    let isScarce = points.mass <= Double(points.dimension) && fit.options.structure.orientation != .identity
    let scarcity = isScarce ? [FitEvent(.fewPoints, effectivePoints: points.mass)] : []
    return scarcity
      + points.constantColumns.map { column in
        FitEvent(
          .constantColumn, direction: .column(column, of: points.dimension),
          assumedSpread: scaled(points.spreads[column], byPowerOfTwo: points.frame.exponents[column]))
      }
  }
}

extension Start {
  /// How many runs of a fit there are at the same time.
  func runCount(_ configuration: FitConfiguration, pointCount: Int, dimension: Int) -> Int {
    effort.map {
      StartSearch.candidateCount($0, for: configuration, pointCount: pointCount, dimension: dimension)
    } ?? 1
  }
}
