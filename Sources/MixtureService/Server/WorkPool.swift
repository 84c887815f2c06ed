#if Command

internal import HTTPTypes
internal import Parallel

/// A pool of threads on which only so many pieces of work are done at a time.
actor WorkPool {
  private let executor = WorkExecutor(label: "mixture-service.work")
  private let limit: Int
  private var count = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// Does some work on threads of its own.
  ///
  /// - Throws: 429 where too much is being done already, and what the work throws.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws(ServiceError) -> Value {
    guard count < limit else {
      throw ServiceError(
        .tooManyRequests, "\(limit) other requests are being worked on.", cure: "Ask again in a moment.")
    }
    count += 1
    defer { count -= 1 }
    do {
      return try await Task(executorPreference: executor) { try await work() }.value
    } catch {
      throw ServiceError(error)
    }
  }

  /// Starts work that nobody waits for.
  nonisolated func start(_ work: @escaping @Sendable () async -> Void) {
    Task(executorPreference: executor) { await work() }
  }
}

#endif
