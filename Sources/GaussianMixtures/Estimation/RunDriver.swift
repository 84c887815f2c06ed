/// Takes runs forward and tells an observer, who may stop them.
struct RunDriver: Sendable {
  typealias Observer = (FitReport) -> MixtureEstimator.Directive

  /// From 0.
  var restart: Int
  let restartCount: Int
  /// What observers may keep.
  var recorder: SearchRecorder

  /// A run in a search has settled where so many iterations have gained less than a hundred-thousandth of a
  /// nat a point: enough to tell maxima apart.
  private static let settlingIterations = 10
  static let settlingGain = 1e-5

  /// Nats a point by which what is tried has to be higher.
  static let margin = 1e-6

  /// For how many iterations a run is followed at most: longer where these are cheap, as without
  /// extrapolations a way over plateaus takes hundreds.
  private static func longestSettling(of run: EMRun) -> Int {
    let d = run.points.dimension
    let operations = Double(run.points.count * run.parameters.componentCount) * Double(d * d)
    return max(60, min(1000, Int(2e8 / operations)))
  }

  /// Runs to the end; where components were reseeded also without that, and takes the better end.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func conclude(_ run: inout EMRun, isSearching: Bool, _ observer: Observer) throws(FitError) {
    try finish(&run, isSearching: isSearching, observer)
    guard run.termination != .stopped, var other = run.takeUnreseeded() else { return }
    var driver = self
    driver.recorder.withReseeds = run
    try driver.finish(&other, isSearching: isSearching, observer)
    if other.ranks(before: run) {
      other.note(FitEvent(.reseedUndone, iteration: other.history.count))
      run = other
    } else if other.termination == .stopped {
      run.stop()
    }
  }

  private func finish(_ run: inout EMRun, isSearching: Bool, _ observer: Observer) throws(FitError) {
    while run.termination == nil { try step(&run, isSearching: isSearching, observer) }
  }

  /// Runs for some iterations of a search.
  func advance(_ run: inout EMRun, by iterations: Int, _ observer: Observer) throws(FitError) {
    for _ in 0..<iterations where run.termination == nil { try step(&run, isSearching: true, observer) }
  }

  /// Runs until little more is gained, or what is gained is little beside what is missing.
  ///
  /// - Parameter best: what has to be reached, if anything.
  func settle(_ run: inout EMRun, against best: FitLevel?, _ observer: Observer) throws(FitError) {
    let longest = Self.longestSettling(of: run)
    for _ in 0..<longest where run.termination == nil {
      if let gain = recentGain(of: run) {
        let shortfall = best.map { $0.logLikelihood - run.logLikelihood } ?? 0
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

  /// Of all restarts, where each of them goes on to the limit.
  private func fractionCompleted(_ run: EMRun) -> Double? {
    guard let limit = run.certainIterationCount else { return nil }
    return (Double(restart) + Double(run.history.count) / Double(limit)) / Double(restartCount)
  }

  private func step(_ run: inout EMRun, isSearching: Bool, _ observer: Observer) throws(FitError) {
    guard let iteration = try run.advance() else { return }
    let progress = MixtureEstimator.Progress(
      restart: restart + 1, restartCount: restartCount, isSearching: isSearching, iteration: iteration,
      termination: run.termination, fractionCompleted: isSearching ? nil : fractionCompleted(run),
      remainingIterationEstimate: isSearching ? nil : run.remainingIterationEstimate,
      state: MixtureEstimator.RunState(
        parameters: run.parameters, frame: run.points.frame, structure: run.maximization.structure,
        kept: Aside(FitCheckpoint(identity: recorder.identity, state: recorder.state(after: run)))))
    if observer(.iteration(progress)) == .stop { run.stop() }
  }
}
