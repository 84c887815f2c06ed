internal import Dispatch
internal import HTTPTypes

/// An executor with threads for work that takes long, so that none of those that answer requests is held up.
final class WorkExecutor: TaskExecutor {
  private let queue = DispatchQueue(
    label: "mixture-service.work", qos: .userInitiated, attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// A pool of threads on which only so many pieces of work are done at a time.
actor WorkPool {
  private let executor = WorkExecutor()
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
