#if Command

internal import Synchronization

/// The newest state of a fit, for whoever wants to look, and the requests that it stop.
///
/// The fit leaves its state here; a browser that is slow misses states, and never delays one.
final class FitMonitor: Sendable {
  /// A state and its number, from 1.
  struct State: Sendable {
    let number: Int
    /// The state as JSON for the page.
    let text: String
  }

  /// The reason why a fit is to stop.
  enum StopReason: UInt8, AtomicRepresentable, Sendable {
    /// None: it goes on.
    case none
    /// Somebody wants the model as it is.
    case asked
    /// Its time is over; the model is kept.
    case timeLimit
    /// The viewer ends; nobody wants a model any more.
    case abandoned
  }

  /// The requests to stop, for whoever runs the fit.
  let stopRequests: AsyncStream<StopReason>
  private let continuation: AsyncStream<StopReason>.Continuation
  private let newest = Mutex<State?>(nil)
  private let firstReason = Atomic(StopReason.none)

  init() {
    (stopRequests, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
  }

  /// The newest state, if any.
  var state: State? { newest.withLock { $0 } }
  /// The reason of the first request to stop, if there was one.
  var stopReason: StopReason { firstReason.load(ordering: .relaxed) }

  /// Asks the fit to stop.
  func stop(_ reason: StopReason) {
    _ = firstReason.compareExchange(expected: .none, desired: reason, ordering: .relaxed)
    continuation.yield(reason)
  }

  /// Takes the state after an iteration.
  func take(_ text: String) {
    newest.withLock { $0 = State(number: ($0?.number ?? 0) + 1, text: text) }
  }
}

#endif
