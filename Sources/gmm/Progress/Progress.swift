#if Command

import GaussianMixtures
import Parallel
import SystemCalls

/// Tells on standard error how far the work has come, from the first byte that is read to the last that is written.
///
/// Whoever works only says what it is at; a clock decides when somebody is told, so that no terminal holds up a fit.
final class Progress: Sendable {
  private let display: ProgressDisplay
  /// What counts what is read and written.
  let meter: WorkMeter?

  init(_ style: ProgressStyle) {
    let display = ProgressDisplay(style.resolved)
    self.display = display
    guard display.isShown else {
      meter = nil
      return
    }
    let meter = WorkMeter { [weak display] work in
      display?.turn(to: work.map { ProgressStage($0, done: 0) })
    }
    self.meter = meter
    display.measure(by: { [weak meter] in meter?.now.map { ProgressStage($0.work, done: $0.done) } })
  }

  /// The meter of what is written to a path: nothing may come between the lines of an answer on a terminal.
  func meter(writing path: String) -> WorkMeter? {
    path == "-" && Descriptor.isTerminal(Descriptor.standardOutput) ? nil : meter
  }

  func show(_ stage: @autoclosure () -> ProgressStage) {
    if display.isShown { display.show(stage()) }
  }

  /// Ends the stage that is shown.
  func end() { display.turn(to: nil) }

  /// Says something else, for which the line of progress makes room.
  func saying(_ say: () -> Void) { display.saying(say) }
}

#endif
