internal import GaussianMixtures
internal import Synchronization

/// The newest state of a fit, for whoever wants to look, and the wish that it end.
///
/// The fit leaves its state here and goes on at once; a browser that is slow misses states, and never delays
/// one.
final class FitWatch: Sendable {
  /// A state and its number, from 1.
  struct State: Sendable {
    let number: Int
    let progress: MixtureEstimator.Progress
  }

  /// Why a fit was asked to end.
  enum Ending: UInt8, AtomicRepresentable, Sendable {
    case none, asked, timeLimit
  }

  private let newest = Mutex<State?>(nil)
  private let wish = Atomic(Ending.none)
  private let deadline: ContinuousClock.Instant

  init(seconds: Double) {
    deadline = .now + .seconds(seconds)
  }

  /// The newest state, if any.
  var state: State? { newest.withLock { $0 } }
  /// Why the fit was asked to end, if it was.
  var ending: Ending { wish.load(ordering: .relaxed) }

  /// Asks the fit to end after its current iteration and keep its model.
  func stop() { wish.store(.asked, ordering: .relaxed) }

  /// Called by the fit after each iteration.
  func report(_ progress: MixtureEstimator.Progress) -> MixtureEstimator.Directive {
    newest.withLock { $0 = State(number: ($0?.number ?? 0) + 1, progress: progress) }
    if ending == .none, ContinuousClock.now >= deadline { wish.store(.timeLimit, ordering: .relaxed) }
    return ending == .none ? .proceed : .stop
  }
}
