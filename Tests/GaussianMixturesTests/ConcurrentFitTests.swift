import GaussianMixtures
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
    let error = #expect(throws: FitError.self) { try outcome.get() }
    #expect(error?.code == .cancelled)
  }
}
