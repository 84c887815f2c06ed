#if canImport(Dispatch)
internal import Dispatch
#endif

/// Work beside the caller's, on a thread of its own.
package enum Background {
  #if canImport(Dispatch)
  /// Whether there are threads.
  package static let isPossible = true
  private static let queue = DispatchQueue(
    label: "gaussian-mixtures.background", qos: .userInitiated, attributes: .concurrent)

  /// Begins with something, and does not wait for its end.
  package static func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

  /// Waits for a while.
  package static func pause(milliseconds: Int) {
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(milliseconds))
  }
  #else
  /// Whether there are threads.
  package static let isPossible = false

  /// Does it, as there is no other thread.
  package static func run(_ work: @escaping @Sendable () -> Void) { work() }

  /// Does not wait, as there is nobody to wait for.
  package static func pause(milliseconds: Int) {}
  #endif
}
