#if Command

import GaussianMixtures
import Synchronization
import SystemCalls

// Global since a signal's handler can reach nothing else.
private let isInterrupted = Atomic(false)

/// Ctrl-C during a fit: the first asks the fit to stop and keep its model, the second ends the program.
enum Interruption {
  /// Runs some work with the question whether it was asked to stop.
  ///
  /// No descriptor is needed for it, however few there are.
  static func listening<Value, Failure: Error>(
    _ work: (@escaping StopQuestion) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    isInterrupted.store(false, ordering: .relaxed)
    Signal.interrupt.handle { _ in
      isInterrupted.store(true, ordering: .relaxed)
      Signal.interrupt.reset()
    }
    defer { Signal.interrupt.reset() }
    return try work { isInterrupted.load(ordering: .relaxed) }
  }

  /// A reader that closes its pipe early, and a file that may not grow further, are reported where they are
  /// written to, not by a signal.
  static func ignoreSignalsOfWriting() {
    Signal.brokenPipe.ignore()
    Signal.fileSize.ignore()
  }
}

#endif
