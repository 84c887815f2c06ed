/// The fits of a selection, shared out over threads.
struct SelectionRun: Sendable {
  let selector: MixtureSelector
  let points: Observations
  let candidates: [FitConfiguration]
  private let folds: Folds?
  let jobs: [Job]
  let stopping: StopQuestion?

  var options: SelectionConfiguration { selector.configuration }
  var engine: Engine { selector.engine }

  /// One fit: to all points, or to those outside of a fold.
  struct Job {
    let candidate: Int
    let fold: Int?
  }

  /// What the fits have in common: all points, and those in and outside of each fold.
  struct Preparation: Sendable {
    fileprivate let whole: SharedPreparation
    fileprivate let folds: [PreparedFold]

    /// The points that a fit is to, all or those outside of its fold.
    func points(_ job: Job, of all: Observations) -> (Observations, SharedPreparation) {
      job.fold.map { (folds[$0].training, folds[$0].shared) } ?? (all, whole)
    }
  }

  private enum Outcome {
    case whole(Result<FitResult, FitError>)
    case fold(Result<FoldOutcome, FitError>)
  }

  /// - Throws: ``FitError`` where an option is out of range, or there are fewer points than folds.
  init(
    _ selector: MixtureSelector, _ observations: Observations, stopping: StopQuestion? = nil
  ) throws(FitError) {
    self.selector = selector
    self.stopping = stopping
    points = observations.counting
    candidates = try selector.configuration.candidates()
    guard selector.start.isFree else {
      throw FitError(
        .configuration,
        "The start \(selector.start.name) has a number of components of its own; select from auto, hierarchical, "
          + "kmeans or random.")
    }
    guard selector.configuration.criterion == .crossValidation else {
      folds = nil
      jobs = Self.jobs(of: candidates, foldCount: 0)
      return
    }
    let foldCount = selector.configuration.foldCount
    guard foldCount <= points.count else {
      throw FitError(
        .tooFewPoints,
        "\(points.count) points cannot be divided into \(foldCount) folds; ask for at most "
          + "\(points.count).")
    }
    folds = Folds(count: foldCount, pointCount: points.count, seed: selector.configuration.fit.seed)
    jobs = Self.jobs(of: candidates, foldCount: foldCount)
  }

  /// - Throws: ``FitError`` where no candidate could be fitted, or the task is cancelled.
  func selection(_ control: borrowing SelectionControl) throws(FitError) -> ModelSelection {
    guard options.criterion != .stability else { return try stableSelection(control) }
    let preparation = try preparation()
    let outcomes = made(orders(control), control) { index, engine in
      outcome(of: jobs[index], number: index, preparation, engine: engine, among: jobs.count, control)
    }
    try control.checkCancellation()
    var results = gathered(jobs, outcomes)
    let again = try RelatedModels(candidates, start: selector.start)?.improve(&results) {
      starts throws(FitError) in
      let fits = made(starts.map { FitOrder($0, resuming: control) }, control) { index, engine in
        refit(starts[index], preparation.whole, engine: engine, among: jobs.count, control)
      }
      try control.checkCancellation()
      return fits
    }
    let ones =
      options.criterion == .nec
      ? try addNormalizedEntropies(to: &results, after: jobs.count, control) : 0
    return try ModelSelection(
      results, options, fitCount: jobs.count + (again ?? 0) + ones, isStopped: control.wasStopped,
      seconds: control.seconds)
  }

  func preparation() throws(FitError) -> Preparation {
    Preparation(
      whole: try SharedPreparation(
        points, candidates, start: selector.start, engine: engine, stopping: stopping),
      folds: try preparedFolds())
  }

  private func preparedFolds() throws(FitError) -> [PreparedFold] {
    guard let folds else { return [] }
    let prepared = parallel(folds.heldOut.count) { fold, engine -> Result<PreparedFold, FitError> in
      let (training, heldOut) = folds.divide(points, at: fold)
      do throws(FitError) {
        let shared = try SharedPreparation(
          training, candidates, start: selector.start, engine: engine)
        return .success(PreparedFold(training: training, heldOut: heldOut, shared: shared))
      } catch {
        return .failure(error)
      }
    }
    var result: [PreparedFold] = []
    for fold in prepared { result.append(try fold.get()) }
    return result
  }

  /// Those that take longest come first, so that no thread is left with one of them at the end.
  private static func jobs(of candidates: [FitConfiguration], foldCount: Int) -> [Job] {
    let jobs = candidates.indices.flatMap { candidate in
      [Job(candidate: candidate, fold: nil)]
        + (0..<foldCount).map { Job(candidate: candidate, fold: $0) }
    }
    return jobs.enumerated().sorted { a, b in
      let counts = [a, b].map { candidates[$0.element.candidate].componentCount }
      return counts[0] != counts[1] ? counts[0] > counts[1] : a.offset < b.offset
    }.map(\.element)
  }

  // MARK: Fits

  private func outcome(
    of job: Job, number: Int, _ preparation: Preparation, engine: Engine, among count: Int,
    _ control: borrowing SelectionControl
  ) -> Outcome {
    let place = SelectionState.Place(number: number, isRefit: false)
    let configuration = candidates[job.candidate]
    let estimator = MixtureEstimator(configuration, start: selector.start, engine: engine)
    guard let fold = job.fold else {
      return .whole(
        control.outcome(of: configuration, among: count, at: place) { state, observer throws(FitError) in
          try estimator.fit(
            points, sharing: preparation.whole, from: state, stopping: stopping, observing: observer)
        })
    }
    return .fold(
      control.outcome(of: configuration, among: count, at: place) { state, observer throws(FitError) in
        let fold = preparation.folds[fold]
        let result = try estimator.fit(
          fold.training, sharing: fold.shared, from: state, stopping: stopping, observing: observer)
        guard result.termination != .stopped else {
          throw FitError(.stopped, "The selection was stopped before all folds of this model were fitted.")
        }
        do throws(ModelError) {
          return FoldOutcome(
            logDensity: try result.model.logLikelihood(
              of: fold.heldOut, engine: engine),
            weight: fold.heldOut.totalWeight, isAccident: result.isAccident)
        } catch {
          throw FitError(.configuration, error.message)
        }
      })
  }

  /// A fit from the models of other structures; nil where it is no better.
  private func refit(
    _ starts: RelatedModels.Starts, _ whole: SharedPreparation, engine: Engine, among count: Int,
    _ control: borrowing SelectionControl
  ) -> Result<FitResult?, FitError> {
    let configuration = candidates[starts.candidate]
    let estimator = MixtureEstimator(configuration, start: selector.start, engine: engine)
    let place = SelectionState.Place(number: starts.candidate, isRefit: true)
    return control.outcome(of: configuration, among: count, at: place) { state, observer throws(FitError) in
      try estimator.improve(
        starts.own, from: starts.models, points, sharing: whole, from: state, stopping: stopping,
        observing: observer)
    }
  }

  /// Each candidate with its fit and the likelihood of its folds; it fails where any of these does.
  private func gathered(_ jobs: [Job], _ outcomes: [Outcome]) -> [ModelSelection.Candidate] {
    var results = candidates.map { ModelSelection.Candidate($0) }
    var parts = [[FoldOutcome]](repeating: [], count: candidates.count)
    for (job, outcome) in zip(jobs, outcomes) {
      switch outcome {
      case .whole(.success(let result)):
        results[job.candidate].result = result
        if result.isAccident { results[job.candidate].isAccident = true }
      case .fold(.success(let part)):
        parts[job.candidate].append(part)
        if part.isAccident { results[job.candidate].isAccident = true }
      case .whole(.failure(let error)), .fold(.failure(let error)):
        if results[job.candidate].failure == nil { results[job.candidate].failure = error }
      }
    }
    for index in results.indices where parts[index].count > 1 && results[index].failure == nil {
      results[index].heldOut = HeldOutLikelihood(parts[index])
    }
    return results
  }

  // MARK: Threads

  /// What `work` answers for each number, told what it may work with.
  func parallel<Value: Sendable>(
    _ count: Int, _ work: @Sendable (Int, Engine) -> Value
  ) -> [Value] {
    engine.sideBySide(count, pointCount: points.count, work)
  }

  /// The same, shared out over other processes too where there are any.
  private func made<Value: Sendable>(
    _ orders: [FitOrder], _ control: borrowing SelectionControl, _ work: @Sendable (Int, Engine) -> Value
  ) -> [Value] {
    guard let helpers = control.helpers else { return parallel(orders.count, work) }
    let configurations = orders.map { configuration(at: $0.place) }
    return helpers.make(
      orders, costs: configurations.map(\.componentCount), engine, isLate: { control.isLate },
      telling: { control.report($1, configurations[$0], jobs.count) }, work)
  }
}
