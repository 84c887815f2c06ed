internal import Synchronization

/// The newest state of a fit, for whoever wants to look, and the wish that it end.
///
/// The fit leaves its state here; a browser that is slow misses states, and never delays one.
final class FitWatch: Sendable {
  /// A state and its number, from 1.
  struct State: Sendable {
    let number: Int
    /// JSON for the page.
    let text: String
  }

  /// Why a fit is to end.
  enum Ending: UInt8, AtomicRepresentable, Sendable {
    /// It is not.
    case none
    /// Somebody wants the model as it is.
    case asked
    /// Its time is over; the model is kept.
    case timeLimit
    /// The viewer ends; nobody wants a model any more.
    case abandoned
  }

  /// The wishes, for the one who runs the fit.
  let wishes: AsyncStream<Ending>
  private let wishing: AsyncStream<Ending>.Continuation
  private let newest = Mutex<State?>(nil)
  private let first = Atomic(Ending.none)

  init() {
    (wishes, wishing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
  }

  /// The newest state, if any.
  var state: State? { newest.withLock { $0 } }
  /// Why the fit was asked to end first, if it was.
  var ending: Ending { first.load(ordering: .relaxed) }

  /// Asks the fit to end.
  func stop(_ ending: Ending) {
    _ = first.compareExchange(expected: .none, desired: ending, ordering: .relaxed)
    wishing.yield(ending)
  }

  /// Takes the state after an iteration.
  func take(_ text: String) {
    newest.withLock { $0 = State(number: ($0?.number ?? 0) + 1, text: text) }
  }
}
