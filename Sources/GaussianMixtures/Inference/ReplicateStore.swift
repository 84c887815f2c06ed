internal import Synchronization

/// The outcomes of replicates as threads make them.
final class ReplicateStore: Sendable {
  private let identity: CheckpointIdentity
  private let clock: FitClock
  private let state: Mutex<ReplicateState>

  /// - Throws: ``FitError`` where a checkpoint is of something else.
  init(_ identity: CheckpointIdentity, resuming checkpoint: BootstrapCheckpoint?) throws(FitError) {
    if let checkpoint { try checkpoint.identity.facts.require(identity.facts) }
    self.identity = identity
    clock = FitClock(after: checkpoint?.state.seconds ?? 0)
    state = Mutex(checkpoint?.state ?? ReplicateState())
  }

  var seconds: Double { clock.seconds }

  /// How many outcomes there are.
  var count: Int { state.withLock { $0.outcomes.count } }

  subscript(series: Int, number: Int) -> [Double]? {
    get { state.withLock { $0.outcomes[ReplicateState.Place(series: series, number: number)] } }
    set {
      state.withLock { $0.outcomes[ReplicateState.Place(series: series, number: number)] = newValue }
    }
  }

  var checkpoint: BootstrapCheckpoint {
    var reached = state.withLock { $0 }
    reached.seconds = clock.seconds
    return BootstrapCheckpoint(identity: identity, state: reached)
  }
}
