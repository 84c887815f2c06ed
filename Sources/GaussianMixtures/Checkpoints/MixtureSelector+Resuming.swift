extension MixtureSelector {
  /// Fits all models to observations and compares them, from where an interrupted selection had come.
  ///
  /// ```swift
  /// let checkpoint = try SelectionCheckpoint(bytes: [])
  /// let selection = try MixtureSelector().select(observations, resuming: checkpoint)
  /// ```
  ///
  /// The result has the bits of the selection that was not interrupted; its seconds are those of all parts.
  ///
  /// - Parameters:
  ///   - observations: those of the interrupted selection.
  ///   - checkpoint: how far it had come; nil for a selection from the beginning.
  ///   - observer: is told of every iteration, on any thread, but never of two at once.
  /// - Returns: all models, and the best.
  /// - Throws: ``FitError``, as ``select(_:stopping:observing:)``, and with the code `checkpoint` where points or options
  ///   are not those of the checkpoint.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func select(
    _ observations: Observations, resuming checkpoint: SelectionCheckpoint?,
    observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive = { _ in .proceed }
  ) throws(FitError) -> ModelSelection {
    try select(observations, resuming: checkpoint, stopping: nil, observing: observer)
  }

  /// The same, asked also in the middle of an iteration whether to leave off.
  ///
  /// - Parameters:
  ///   - observations: those of the interrupted selection.
  ///   - checkpoint: how far it had come; nil for a selection from the beginning.
  ///   - stopping: is asked whether to leave off; the iteration is then undone; nil for never.
  ///   - observer: is told of every iteration, on any thread, but never of two at once.
  /// - Returns: all models, and the best.
  /// - Throws: ``FitError``, as ``select(_:resuming:observing:)``.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func select(
    _ observations: Observations, resuming checkpoint: SelectionCheckpoint?, stopping: StopQuestion?,
    observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive = { _ in .proceed }
  ) throws(FitError) -> ModelSelection {
    let identity = identity(observations)
    if let checkpoint { try checkpoint.identity.facts.require(identity.facts) }
    let run = try SelectionRun(self, observations, stopping: stopping)
    guard let group = observations.group, let shared = try shared(run, group, stopping: stopping) else {
      return try run.selection(
        SelectionControl(observer, stopping: stopping, identity: identity, resuming: checkpoint?.state))
    }
    let outcome = Result { () throws(FitError) in
      try shared.run.selection(
        SelectionControl(
          observer, stopping: shared.run.stopping, identity: identity, resuming: checkpoint?.state,
          helpers: shared.helpers))
    }
    shared.helpers.leave()
    // Where a process is gone, what came of it is nothing.
    if let failure = group.failure { throw failure }
    return try outcome.get()
  }
}
