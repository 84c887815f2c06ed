#if Command

import Dispatch
import Synchronization
import SystemCalls

/// What is shown of the stage that the work is at.
final class ProgressDisplay: Sendable {
  private struct State {
    var stage: ProgressStage?
    /// When the stage began, and how much of it was done.
    var began = ContinuousClock.now
    var doneBefore = 0
    /// Asks how far a measured stage has come.
    var measure: (@Sendable () -> ProgressStage?)?
    var isMeasured = false
    var isTicking = false
    var isLineOpen = false
  }

  private let style: ProgressStyle
  private let state = Mutex(State())

  var isShown: Bool { style.interval != nil }

  init(_ style: ProgressStyle) { self.style = style }

  deinit { turn(to: nil) }

  /// Takes what measured stages are asked by.
  func measure(by measure: @escaping @Sendable () -> ProgressStage?) {
    state.withLock { $0.measure = measure }
  }

  /// Takes note of a stage, or of how far it has come; a stage that goes on is shown when it is time.
  func show(_ stage: ProgressStage) {
    state.withLock { state in
      if let before = state.stage, before.goesOn(in: stage) {
        state.stage = stage.following(before)
      } else {
        begin(stage, isMeasured: false, &state)
      }
    }
  }

  /// Begins a stage that is measured, or ends the one there is.
  func turn(to stage: ProgressStage?) {
    guard isShown else { return }
    state.withLock { state in
      if let stage { begin(stage, isMeasured: true, &state) } else { close(&state) }
    }
  }

  /// Says something else, for which the line makes room.
  func saying(_ say: () -> Void) {
    guard style == .bar else { return say() }
    state.withLock { state in
      clear(&state)
      say()
    }
  }

  // MARK: Stages

  private func begin(_ stage: ProgressStage, isMeasured: Bool, _ state: inout State) {
    close(&state)
    (state.stage, state.isMeasured, state.began) = (stage, isMeasured, .now)
    state.doneBefore = stage.done ?? 0
    // A stage may be long before anything else comes.
    if style == .bar, !isMeasured { report(&state) }
    if style == .json { report(&state) }
    guard !state.isTicking else { return }
    state.isTicking = true
    wait()
  }

  /// A program is told where a stage ended; nobody else needs to be.
  private func close(_ state: inout State) {
    if style == .json, state.stage != nil { report(&state) }
    state.stage = nil
    clear(&state)
  }

  private func clear(_ state: inout State) {
    if state.isLineOpen { Console.overwriteLine(with: "") }
    state.isLineOpen = false
  }

  // MARK: Time

  private func wait() {
    guard let interval = style.interval else { return }
    // Apart from the threads that work, which may be as many as there are processors.
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + .milliseconds(interval)) {
      [weak self] in self?.tick()
    }
  }

  private func tick() {
    state.withLock { state in
      if state.stage != nil { report(&state) }
      wait()
    }
  }

  private func report(_ state: inout State) {
    if state.isMeasured, let measured = state.measure?() { state.stage = measured }
    guard let stage = state.stage else { return }
    let seconds = (ContinuousClock.now - state.began) / .seconds(1)
    let report = ProgressReport(stage, after: seconds, since: state.doneBefore)
    switch style {
    case .bar:
      state.isLineOpen = true
      let columns = Descriptor.columnCount(ofTerminal: Descriptor.standardError) ?? 80
      Console.overwriteLine(with: ProgressText(report: report).bar(columns: columns - 1))
    case .lines: Console.say(ProgressText(report: report).line)
    case .json: Console.writeLine(ProgressObject(report).line)
    case .auto, .none: break
    }
  }
}

#endif
