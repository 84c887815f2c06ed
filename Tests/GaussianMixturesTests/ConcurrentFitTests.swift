import Foundation
import GaussianMixtures
import Synchronization
import Testing

/// The asynchronous fit.
@Suite struct ConcurrentFitTests {
  @Test func theStreamEndsWithTheLastIteration() async throws {
    let points = try TestData.cloud(
      count: 500, dimension: 2, componentCount: 3, seed: 41, separation: 5
    ).points
    let estimator = MixtureEstimator(
      FitConfiguration(componentCount: 3, restartCount: 1, stopping: .gain(tolerance: 1e-6)), start: .kMeans)
    let (all, allContinuation) = AsyncStream.makeStream(of: MixtureEstimator.Progress.self)
    let result = try await estimator.fitConcurrently(points, reporting: allContinuation)
    var seen: [EMIteration] = []
    for await progress in all { seen.append(progress.iteration) }
    #expect(seen == result.history)
    let (newest, newestContinuation) = AsyncStream.makeStream(
      of: MixtureEstimator.Progress.self, bufferingPolicy: .bufferingNewest(1))
    let again = try await estimator.fitConcurrently(points, reporting: newestContinuation)
    var last: [MixtureEstimator.Progress] = []
    for await progress in newest { last.append(progress) }
    #expect(last.count == 1 && last[0].iteration == again.history.last)
    #expect(last[0].termination == .converged)
    #expect(again.model == result.model)
    #expect(try estimator.fit(points).model == result.model)
  }

  @Test func cancellationThrows() async throws {
    let points = try TestData.cloud(count: 500, dimension: 2, componentCount: 3, seed: 41).points
    let endless = MixtureEstimator(
      FitConfiguration(
        componentCount: 3, restartCount: 1, stopping: .gain(tolerance: 0), maximumIterations: .max))
    let (stream, continuation) = AsyncStream.makeStream(
      of: MixtureEstimator.Progress.self, bufferingPolicy: .bufferingNewest(1))
    let task = Task { try await endless.fitConcurrently(points, reporting: continuation) }
    for await progress in stream {
      #expect(progress.termination == nil)
      task.cancel()
    }
    let outcome = await task.result
    #expect(throws: CancellationError.self) { try outcome.get() }
  }

  /// Stopping keeps the best model so far.
  @Test func stoppingKeepsTheModel() async throws {
    let points = try TestData.cloud(count: 500, dimension: 2, componentCount: 3, seed: 41).points
    let result = try await MixtureEstimator(
      FitConfiguration(componentCount: 3, restartCount: 1, stopping: .gain(tolerance: 0)), start: .kMeans
    ).fitConcurrently(points) { $0.iteration.iteration < 7 ? .proceed : .stop }
    #expect(result.termination == .stopped && result.history.count == 7)
  }

  private final class Gate: Sendable {
    let isOpen = Atomic(false)
  }

  /// More fits than there are processors wait for a task of Swift's own pool, which would never come to its turn if they
  /// ran there.
  @Test(.timeLimit(.minutes(1))) func fitsLeaveOtherTasksTheirThreads() async throws {
    let points = try TestData.cloud(count: 300, dimension: 2, componentCount: 2, seed: 5).points
    let gate = Gate()
    let count = 2 * ProcessInfo.processInfo.activeProcessorCount + 2
    let estimator = MixtureEstimator(
      FitConfiguration(componentCount: 2, restartCount: 1, maximumIterations: 5), start: .kMeans)
    let began = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          _ = try await estimator.fitConcurrently(points) { progress in
            if progress.iteration.iteration == 1 { began.continuation.yield() }
            while !gate.isOpen.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.001) }
            return .proceed
          }
        }
      }
      var waiting = 0
      for await _ in began.stream {
        waiting += 1
        if waiting == count { break }
      }
      gate.isOpen.store(true, ordering: .releasing)
      try await group.waitForAll()
    }
  }

  /// Of a fit that goes to the limit it is known how far it is.
  @Test func fractionsAreKnownWhereIterationsAre() throws {
    let points = try TestData.cloud(count: 300, dimension: 2, componentCount: 2, seed: 5).points
    var fractions: [Double?] = []
    let configuration = FitConfiguration(
      componentCount: 2, restartCount: 2, stopping: .gain(tolerance: 0), maximumIterations: 4)
    _ = try MixtureEstimator(configuration, start: .kMeans).fit(points) { progress in
      fractions.append(progress.fractionCompleted)
      return .proceed
    }
    #expect(fractions == (1...8).map { Double($0) / 8 })
    _ = try MixtureEstimator(FitConfiguration(componentCount: 2), start: .kMeans).fit(points) { progress in
      #expect(progress.fractionCompleted == nil)
      return .stop
    }
  }
}
