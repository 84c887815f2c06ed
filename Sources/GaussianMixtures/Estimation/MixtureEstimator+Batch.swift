/// Many sets of points, a mixture for each.
///
/// ```swift
/// let estimator = MixtureEstimator(componentCount: 3, start: .auto(effort: .low))
/// let halves = [try PointSet(points[..<500]), try PointSet(points[500...])]
/// let results = try estimator.fit(halves)
/// let models = results.map { try? $0.get().model }
/// ```
extension MixtureEstimator {
  /// What an observer of many fits is told after each of them.
  ///
  /// ```swift
  /// let results = try MixtureEstimator(componentCount: 2).fit([points, points]) { progress in
  ///   print(progress.set, progress.fractionCompleted)
  ///   return .proceed
  /// }
  /// ```
  public struct BatchProgress: Sendable, Hashable {
    /// The place of the set that was fitted, from 0.
    public let set: Int
    /// How many sets are done, this one among them.
    public let completedCount: Int
    /// How many sets there are.
    public let setCount: Int

    /// How much of the sets is done, above 0, at most 1.
    public var fractionCompleted: Double { Double(completedCount) / Double(setCount) }
  }

  /// Fits a mixture to each of many sets of points, one thread for each, as many at once as the engine has threads.
  ///
  /// Each result has the bits of a fit of its set alone: the seed is the same for all. A set that cannot be fitted has its
  /// error in the place of its result, and holds up no other.
  ///
  /// - Parameters:
  ///   - sets: each of at least K distinct points.
  ///   - observer: is told of every set that is done, on any thread, but never of two at once; where it answers
  ///     ``Directive/stop``, sets that have not begun have an error with the code `stopped`, and those that have their best
  ///     model so far.
  /// - Returns: a result or an error for every set, in their order.
  /// - Throws: ``FitError`` with the code `cancelled` where the task is cancelled; nothing is kept then.
  /// - Complexity: the sum of the fits over the number of threads.
  public func fit(
    _ sets: [PointSet], observing observer: @Sendable (BatchProgress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> [Result<FitResult, FitError>] {
    try fit(sets.map { Observations($0) }, observing: observer)
  }

  /// Fits a mixture to each of many sets of observations, one thread for each.
  ///
  /// - Parameters:
  ///   - sets: each of at least K distinct points that count.
  ///   - observer: as ``fit(_:observing:)-([PointSet],_)``.
  ///   - stopping: is asked whether to leave off, also in the middle of a fit; nil for never.
  /// - Returns: a result or an error for every set, in their order.
  /// - Throws: as ``fit(_:observing:)-([PointSet],_)``.
  /// - Complexity: the sum of the fits over the number of threads.
  public func fit(
    _ sets: [Observations],
    observing observer: @Sendable (BatchProgress) -> Directive = { _ in .proceed },
    stopping: StopQuestion? = nil
  ) throws(FitError) -> [Result<FitResult, FitError>] {
    try fit(sets, FitCrew(stopping: stopping), observer)
  }

  /// Fits a mixture to each of many sets of points away from the caller's actor, on threads that hold no other task up.
  ///
  /// - Parameters:
  ///   - sets: each of at least K distinct points.
  ///   - observer: as ``fit(_:observing:)-([PointSet],_)``.
  /// - Returns: a result or an error for every set, in their order.
  /// - Throws: `CancellationError` where the task is cancelled, which ends all fits and discards them.
  /// - Complexity: the sum of the fits over the number of threads.
  public func fitConcurrently(
    _ sets: [PointSet],
    observing observer: @escaping @Sendable (BatchProgress) -> Directive = { _ in .proceed }
  ) async throws -> [Result<FitResult, FitError>] {
    try await fitConcurrently(sets.map { Observations($0) }, observing: observer)
  }

  /// Fits a mixture to each of many sets of observations away from the caller's actor.
  ///
  /// - Parameters:
  ///   - sets: each of at least K distinct points that count.
  ///   - observer: as ``fit(_:observing:)-([PointSet],_)``.
  /// - Returns: a result or an error for every set, in their order.
  /// - Throws: as ``fitConcurrently(_:observing:)-([PointSet],_)``.
  /// - Complexity: the sum of the fits over the number of threads.
  public func fitConcurrently(
    _ sets: [Observations],
    observing observer: @escaping @Sendable (BatchProgress) -> Directive = { _ in .proceed }
  ) async throws -> [Result<FitResult, FitError>] {
    let crew = FitCrew()
    return try await withTaskCancellationHandler {
      try await FitExecutor.run { () throws(FitError) in
        try fit(sets, crew, observer)
      }
    } onCancel: {
      crew.cancel()
    }
  }

  private func fit(
    _ sets: [Observations], _ crew: borrowing FitCrew, _ observer: @Sendable (BatchProgress) -> Directive
  ) throws(FitError) -> [Result<FitResult, FitError>] {
    let alone = MixtureEstimator(configuration, start: start, engine: engine.with(threadCount: 1))
    return try crew.outcomes(count: sets.count, threadCount: engine.threads, telling: observer) {
      index throws(FitError) in
      try alone.fit(sets[index]) { _ in crew.directive }
    }
  }
}
