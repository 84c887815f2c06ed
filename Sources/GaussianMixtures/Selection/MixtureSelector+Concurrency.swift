extension MixtureSelector {
  /// Fits all models to points and compares them, away from the caller's actor and on threads that hold no other task up.
  ///
  /// - Parameters:
  ///   - points: the points.
  ///   - observer: is told of every iteration, on any thread, but never of two at once; where it answers
  ///     ``MixtureEstimator/Directive/stop``, what there is by then is compared.
  /// - Returns: all models, and the best.
  /// - Throws: ``FitError``, as ``select(_:observing:)``; `CancellationError` where the task is cancelled, which ends the
  ///   selection and discards it.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func selectConcurrently(
    _ points: PointSet, observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive
  ) async throws -> ModelSelection {
    try await selectConcurrently(Observations(points), observing: observer)
  }

  /// Fits all models to observations and compares them, away from the caller's actor and on threads that hold no other
  /// task up.
  ///
  /// - Parameters:
  ///   - observations: the points.
  ///   - observer: as ``selectConcurrently(_:observing:)-(PointSet,_)``.
  /// - Returns: all models, and the best.
  /// - Throws: as ``selectConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func selectConcurrently(
    _ observations: Observations,
    observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive
  ) async throws -> ModelSelection {
    let control = SelectionControl(observer, identity: identity(observations))
    return try await withTaskCancellationHandler {
      try await FitExecutor.run { () throws(FitError) in
        try SelectionRun(self, observations).selection(control)
      }
    } onCancel: {
      control.cancel()
    }
  }

  /// Fits all models to points and compares them, away from the caller's actor, and reports into a stream.
  ///
  /// ```swift
  /// let selection = try await MixtureSelector().selectConcurrently(points)
  /// print(selection.best)
  /// ```
  ///
  /// - Parameters:
  ///   - points: the points.
  ///   - progress: takes every iteration; a stream that buffers the newest never slows the fits.
  /// - Returns: all models, and the best.
  /// - Throws: as ``selectConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func selectConcurrently(
    _ points: PointSet, reporting progress: AsyncStream<Progress>.Continuation? = nil
  ) async throws -> ModelSelection {
    try await selectConcurrently(Observations(points), reporting: progress)
  }

  /// Fits all models to observations and compares them, away from the caller's actor, and reports into a stream.
  ///
  /// - Parameters:
  ///   - observations: the points.
  ///   - progress: takes every iteration; a stream that buffers the newest never slows the fits.
  /// - Returns: all models, and the best.
  /// - Throws: as ``selectConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func selectConcurrently(
    _ observations: Observations, reporting progress: AsyncStream<Progress>.Continuation? = nil
  ) async throws -> ModelSelection {
    defer { progress?.finish() }
    return try await selectConcurrently(observations) { report in
      progress?.yield(report)
      return .proceed
    }
  }
}
