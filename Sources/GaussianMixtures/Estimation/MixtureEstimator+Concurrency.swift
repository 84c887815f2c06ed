internal import Parallel

/// Where fits of asynchronous callers run: threads beside those of Swift's own pool, which a fit would keep from all else.
enum FitExecutor {
  #if canImport(Dispatch)
  private static let shared: (any TaskExecutor)? = WorkExecutor(label: "gaussian-mixtures.fits")
  #else
  /// Where there is one thread, there is no other.
  private static let shared: (any TaskExecutor)? = nil
  #endif

  /// Runs long work away from the caller's actor and from Swift's own threads.
  ///
  /// - Throws: `CancellationError` where the task was cancelled, and what the work throws.
  @concurrent
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FitError) -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(shared) { try await outcome(of: work) }
  }

  @concurrent
  private static func outcome<Value: Sendable>(
    of work: @Sendable () throws(FitError) -> Value
  ) async throws -> Value {
    do throws(FitError) {
      return try work()
    } catch {
      guard error.code == .cancelled else { throw error }
      throw CancellationError()
    }
  }
}

extension MixtureEstimator {
  /// Fits a mixture away from the caller's actor, on threads that hold no other task up.
  ///
  /// ```swift
  /// let result = try await MixtureEstimator(componentCount: 3).fitConcurrently(points) { progress in
  ///   progress.iteration.iteration < 100 ? .proceed : .stop
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - points: at least K distinct points.
  ///   - observer: is told of every iteration, on another thread; where it answers ``Directive/stop``, the best model so
  ///     far is the result.
  /// - Returns: the best of all runs.
  /// - Throws: ``FitError``, as ``fit(_:observing:)-(PointSet,_)``; `CancellationError` where the task is cancelled, which
  ///   ends the fit and discards it.
  /// - Complexity: as ``fit(_:observing:)-(PointSet,_)``.
  public func fitConcurrently(
    _ points: PointSet, observing observer: @escaping @Sendable (Progress) -> Directive
  ) async throws -> FitResult {
    try await fitConcurrently(Observations(points), observing: observer)
  }

  /// Fits a mixture to observations away from the caller's actor, on threads that hold no other task up.
  ///
  /// - Parameters:
  ///   - observations: at least K distinct points that count.
  ///   - observer: as ``fitConcurrently(_:observing:)-(PointSet,_)``.
  /// - Returns: the best of all runs.
  /// - Throws: as ``fitConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fitConcurrently(
    _ observations: Observations, observing observer: @escaping @Sendable (Progress) -> Directive
  ) async throws -> FitResult {
    try await FitExecutor.run { () throws(FitError) in try fit(observations, observing: observer) }
  }

  /// Fits a mixture away from the caller's actor, and reports into a stream.
  ///
  /// ```swift
  /// let (progress, reports) = AsyncStream.makeStream(
  ///   of: MixtureEstimator.Progress.self, bufferingPolicy: .bufferingNewest(1))
  /// async let fitted = MixtureEstimator(componentCount: 3).fitConcurrently(points, reporting: reports)
  /// for await report in progress { print(report) }
  /// let result = try await fitted
  /// ```
  ///
  /// - Parameters:
  ///   - points: at least K distinct points.
  ///   - progress: takes every iteration; a stream that buffers the newest never slows the fit.
  /// - Returns: the best of all runs.
  /// - Throws: as ``fitConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: as ``fit(_:observing:)-(PointSet,_)``.
  public func fitConcurrently(
    _ points: PointSet, reporting progress: AsyncStream<Progress>.Continuation? = nil
  ) async throws -> FitResult {
    try await fitConcurrently(Observations(points), reporting: progress)
  }

  /// Fits a mixture to observations away from the caller's actor, and reports into a stream.
  ///
  /// - Parameters:
  ///   - observations: at least K distinct points that count.
  ///   - progress: takes every iteration; a stream that buffers the newest never slows the fit.
  /// - Returns: the best of all runs.
  /// - Throws: as ``fitConcurrently(_:observing:)-(PointSet,_)``.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``.
  public func fitConcurrently(
    _ observations: Observations, reporting progress: AsyncStream<Progress>.Continuation? = nil
  ) async throws -> FitResult {
    defer { progress?.finish() }
    return try await fitConcurrently(observations) { report in
      progress?.yield(report)
      return .proceed
    }
  }
}
