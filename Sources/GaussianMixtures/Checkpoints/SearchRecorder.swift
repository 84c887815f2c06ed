/// Keeps what a checkpoint needs beside the run that is driven.
struct SearchRecorder: Sendable {
  /// What the fit is of.
  let identity: CheckpointIdentity
  let clock: FitClock
  /// Of the starts that are over.
  var ended: [StartRecord] = []
  /// Where the run over all points came from; nil while a start is searched for.
  var origin: RunOrigin?
  /// The run with reseeds, over by then, where that without them is driven.
  var withReseeds: EMRun?

  /// How far the fit has come where a run has come so far.
  func state(after run: EMRun) -> SearchState {
    SearchState(
      ended: ended, current: origin.map { StartRecord(run: record(of: run), origin: $0) }, seconds: clock.seconds)
  }

  /// Takes note that a run is over; nothing will be extrapolated from it.
  mutating func end(_ run: RestartSearch.Run) {
    var record = RunRecord(run.run)
    record.accelerator = nil
    ended.append(StartRecord(run: record, origin: run.origin))
    origin = nil
  }

  /// How far the fit has come where a start is over.
  var stateBetweenStarts: SearchState { SearchState(ended: ended, seconds: clock.seconds) }

  private func record(of run: EMRun) -> RunRecord {
    guard let withReseeds else { return RunRecord(run) }
    var record = RunRecord(withReseeds)
    record.unreseeded = [RunRecord(run)]
    return record
  }
}

/// For how long a fit has run, before it was interrupted and since it goes on.
struct FitClock: Sendable {
  private let before: Double
  private let began = ContinuousClock.now

  /// - Parameter before: the seconds until it was interrupted.
  init(after before: Double = 0) { self.before = before }

  var seconds: Double { before + (ContinuousClock.now - began).seconds }
}
