/// How far a fit has come: what it goes on from if it was interrupted, to end in the same bits.
///
/// ```swift
/// // In the interrupted program: kept after every iteration, or when time is up.
/// var kept: [UInt8] = []
/// _ = try MixtureEstimator(componentCount: 3).fit(points) { progress in
///   kept = progress.checkpoint.bytes
///   return .stop
/// }
///
/// // In another one, with the same points and options and any number of threads:
/// let checkpoint = try FitCheckpoint(bytes: kept)
/// let whole = try MixtureEstimator(componentCount: 3).fit(Observations(points), resuming: checkpoint)
/// ```
///
/// It holds the starts that are over and the run over all points that is under way, and a checksum of the points instead of
/// these. A start that is searched for is searched for again. Options that change no bit may be others when it goes on,
/// such as the number of threads; all others have to be the same, the limit of iterations too.
public struct FitCheckpoint: Sendable {
  /// What the fit is of.
  let identity: CheckpointIdentity
  let state: SearchState

  /// How many starts are over.
  public var completedRestartCount: Int { state.ended.count }
  /// How many iterations the run over all points has made that is under way; nil where none is.
  public var runIterationCount: Int? { state.current?.run.iterationCount }
  /// How many iterations need not be made again.
  public var iterationCount: Int { state.iterationCount }

  init(identity: CheckpointIdentity, state: SearchState) {
    self.identity = identity
    self.state = state
  }

  /// Reads what was kept.
  ///
  /// - Parameter bytes: the ``bytes`` of a checkpoint.
  /// - Throws: ``FitError`` with the code `checkpoint` where they are damaged, of another version, or no checkpoint of a
  ///   fit.
  /// - Complexity: O(R K D²) for R runs.
  public init(bytes: [UInt8]) throws(FitError) {
    let (facts, state): (CheckpointFacts, SearchState) = try CheckpointFile.read(.fit, bytes)
    self.init(identity: CheckpointIdentity { facts }, state: state)
  }

  /// The checkpoint as a file holds it; a damaged one is known as such.
  ///
  /// - Complexity: O(R K D²) for R runs; of the first checkpoint of a fit also O(N D), as it takes a look at all points.
  public var bytes: [UInt8] { CheckpointFile.bytes(.fit, of: identity.facts, state) }
}

extension MixtureEstimator {
  /// Fits a mixture to observations, from where an interrupted fit had come.
  ///
  /// ```swift
  /// let checkpoint = try FitCheckpoint(bytes: [])
  /// let result = try MixtureEstimator(componentCount: 3).fit(observations, resuming: checkpoint)
  /// ```
  ///
  /// The result has the bits of the fit that was not interrupted; its seconds are those of all parts, and of the
  /// iterations since the checkpoint was made those that were made last.
  ///
  /// - Parameters:
  ///   - observations: those of the interrupted fit.
  ///   - checkpoint: how far it had come; nil for a fit from the beginning.
  ///   - observer: is told of every iteration, on the calling thread.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError``, as ``fit(_:observing:)-(Observations,_)``, and with the code `checkpoint` where points or
  ///   options are not those of the checkpoint.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fit(
    _ observations: Observations, resuming checkpoint: FitCheckpoint?,
    observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(observations, resuming: checkpoint, announcing: { _ in }, stopping: nil, observing: observer)
  }

  /// Fits a mixture to observations, from where an interrupted fit had come, and tells what it is at also where that is no
  /// iteration.
  ///
  /// - Parameters:
  ///   - observations: those of the interrupted fit.
  ///   - checkpoint: how far it had come; nil for a fit from the beginning.
  ///   - announce: is told of every phase as it begins, on the calling thread.
  ///   - stopping: is asked whether to leave off in the middle of an iteration, which is then undone; nil for never.
  ///   - observer: is told of every iteration, on the calling thread.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError``, as ``fit(_:resuming:observing:)``, and with the code `stopped` where it was to leave off before
  ///   there was a model.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fit(
    _ observations: Observations, resuming checkpoint: FitCheckpoint?, announcing announce: (Phase) -> Void,
    stopping: StopQuestion? = nil, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    if let checkpoint { try checkpoint.identity.facts.require(identity(observations).facts) }
    return try fit(observations, from: checkpoint?.state, stopping: stopping) { report in
      switch report {
      case .phase(let phase):
        announce(phase)
        return .proceed
      case .iteration(let progress): return observer(progress)
      case .ended: return .proceed
      }
    }
  }

  /// Fits a mixture to observations, from where an interrupted fit had come, away from the caller's actor.
  ///
  /// - Parameters:
  ///   - observations: those of the interrupted fit.
  ///   - checkpoint: how far it had come; nil for a fit from the beginning.
  ///   - observer: as ``fitConcurrently(_:observing:)-(PointSet,_)``.
  /// - Returns: the best of all runs.
  /// - Throws: as ``fitConcurrently(_:observing:)-(PointSet,_)`` and ``fit(_:resuming:observing:)``.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fitConcurrently(
    _ observations: Observations, resuming checkpoint: FitCheckpoint?,
    observing observer: @escaping @Sendable (Progress) -> Directive = { _ in .proceed }
  ) async throws -> FitResult {
    try await FitExecutor.run { () throws(FitError) in
      try fit(observations, resuming: checkpoint, observing: observer)
    }
  }
}
