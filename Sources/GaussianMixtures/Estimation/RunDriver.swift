/// Takes runs forward and tells an observer, who may stop them.
struct RunDriver: Sendable {
  typealias Observer = (FitReport) -> MixtureEstimator.Directive

  /// From 0.
  let restart: Int
  let restartCount: Int

  /// A run in a search has settled where so many iterations have gained less than a hundred-thousandth of a
  /// nat a point: enough to tell maxima apart.
  private static let settlingIterations = 10
  private static let settlingGain = 1e-5

  /// For how many iterations a run is followed at most: longer where these are cheap, as without
  /// extrapolations a way over plateaus takes hundreds.
  private static func longestSettling(of run: EMRun) -> Int {
    let d = run.points.dimension
    let operations = Double(run.points.count * run.parameters.componentCount) * Double(d * d)
    return max(60, min(1000, Int(2e8 / operations)))
  }

  /// Runs to the end.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func finish(_ run: inout EMRun, _ observer: Observer) throws(FitError) {
    while run.termination == nil { try step(&run, isSearching: false, observer) }
  }

  /// Runs for some iterations of a search.
  func advance(_ run: inout EMRun, by iterations: Int, _ observer: Observer) throws(FitError) {
    for _ in 0..<iterations where run.termination == nil { try step(&run, isSearching: true, observer) }
  }

  /// Runs until little more is gained, or what is gained is little beside what is missing.
  ///
  /// - Parameter best: a run that has to be reached, if any.
  func settle(_ run: inout EMRun, against best: EMRun?, _ observer: Observer) throws(FitError) {
    let longest = Self.longestSettling(of: run)
    for _ in 0..<longest where run.termination == nil {
      if let gain = recentGain(of: run) {
        let shortfall = best.map { $0.objective - run.objective } ?? 0
        guard gain > Self.settlingGain * run.points.mass,
          gain > shortfall * Double(Self.settlingIterations) / Double(longest)
        else {
          break
        }
      }
      try step(&run, isSearching: true, observer)
    }
  }

  private func recentGain(of run: EMRun) -> Double? {
    guard let last = run.history.last, run.history.count > Self.settlingIterations else { return nil }
    let before = run.history[run.history.count - 1 - Self.settlingIterations]
    return last.objective - before.objective
  }

  private func step(_ run: inout EMRun, isSearching: Bool, _ observer: Observer) throws(FitError) {
    let iteration = try run.step()
    let progress = MixtureEstimator.Progress(
      restart: restart + 1, restartCount: restartCount, isSearching: isSearching, iteration: iteration,
      termination: run.termination, state: run.state)
    if observer(.iteration(progress)) == .stop { run.stop() }
  }
}

extension EMRun {
  /// What an observer is shown.
  fileprivate var state: MixtureEstimator.RunState {
    MixtureEstimator.RunState(
      parameters: parameters, frame: points.frame, structure: maximization.structure)
  }
}
