import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ctrl-C during a fit: the first asks the fit to stop and keep its model, the second ends the program.
final class Interruption: Sendable {
  private let asked = Atomic(false)
  // Kept because it has to live as long as signals are to be seen; nobody touches it after `init`.
  nonisolated(unsafe) private let source: any DispatchSourceSignal

  var isAsked: Bool { asked.load(ordering: .relaxed) }

  init() {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    self.source = source
    source.setEventHandler { [weak self] in
      self?.asked.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
    source.resume()
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// A reader that closes its pipe early, and a file that may not grow further, are reported where they are
  /// written to, not by a signal.
  static func ignoreSignalsOfWriting() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }
}
