import GaussianMixtures
import Testing

@Suite struct StoppingTests {
  private func fit(
    _ stopping: StoppingRule, maximumIterations: Int = 1000,
    observing: (MixtureEstimator.Progress) -> MixtureEstimator.Directive = { _ in .proceed }
  ) throws -> FitResult {
    let configuration = FitConfiguration(
      componentCount: 3, restartCount: 1, stopping: stopping, maximumIterations: maximumIterations)
    return try MixtureEstimator(configuration).fit(try TestData.diabetes(), observing: observing)
  }

  @Test func changesEndAtTheFirstIterationThatMeetsThem() throws {
    let result = try fit(.changes(means: 0.5, weights: 0.001))
    #expect(result.termination == .converged)
    for (index, iteration) in result.history.enumerated() {
      let isMet = iteration.meanChange <= 0.5 && iteration.weightChange < 0.001
      #expect(isMet == (index == result.history.count - 1))
    }
  }

  @Test func gainEndsAtTheFirstSmallGain() throws {
    let tolerance = 1e-4
    let result = try fit(.gain(tolerance: tolerance))
    #expect(result.termination == .converged)
    let gains = zip(result.history.dropFirst(), result.history).map { $0.logLikelihood - $1.logLikelihood }
    #expect((gains.last ?? 1) <= tolerance * 145)
    #expect(gains.dropLast().allSatisfy { $0 > tolerance * 145 })
  }

  @Test(arguments: [1e-4, 1e-6, 1e-8])
  func whatThePredictedGainLeavesIsSmall(tolerance: Double) throws {
    let result = try fit(.predictedGain(tolerance: tolerance))
    let limit = try fit(.predictedGain(tolerance: 0), maximumIterations: 3000)
    #expect(result.termination == .converged)
    #expect(limit.termination == .iterationLimit)
    #expect(limit.history.count == 3000)
    // The prediction takes gains to shrink by a constant ratio, which is so only in the limit.
    #expect(limit.logLikelihood - result.logLikelihood <= 2 * tolerance * 145)
  }

  @Test func theObserverStopsAndKeeps() throws {
    var seen: [Int] = []
    let result = try fit(.default) { progress in
      seen.append(progress.iteration.iteration)
      return progress.iteration.iteration < 7 ? .proceed : .stop
    }
    #expect(seen == Array(1...7))
    #expect(result.termination == .stopped)
    #expect(result.history.count == 7)
    expectRelative(try result.model.logLikelihood(of: try TestData.diabetes()), result.logLikelihood, 1e-12)
  }

  @Test func aCancelledTaskGetsTheTypedError() async throws {
    let points = try TestData.cloud(count: 20_000, dimension: 3, componentCount: 5, seed: 1).points
    let task = Task {
      try await MixtureEstimator(
        FitConfiguration(
          componentCount: 20, stopping: .predictedGain(tolerance: 0), maximumIterations: 100_000)
      ).fitConcurrently(points)
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect { try await task.value } throws: { ($0 as? FitError)?.code == .cancelled }
  }

  @Test func theStreamGetsTheLastIteration() async throws {
    let (stream, continuation) = AsyncStream.makeStream(
      of: MixtureEstimator.Progress.self, bufferingPolicy: .bufferingNewest(1))
    let configuration = FitConfiguration(componentCount: 2, restartCount: 1)
    let result = try await MixtureEstimator(configuration).fitConcurrently(
      try TestData.faithful(), reporting: continuation)
    var last: MixtureEstimator.Progress?
    for await progress in stream { last = progress }
    #expect(last?.termination == .converged)
    #expect(last?.iteration == result.history.last)
  }

  @Test(arguments: [
    FitConfiguration(componentCount: 0), FitConfiguration(componentCount: 2, restartCount: 0),
    FitConfiguration(componentCount: 2, maximumIterations: 0),
    FitConfiguration(componentCount: 2, stopping: .gain(tolerance: -1)),
    FitConfiguration(componentCount: 2, stopping: .changes(means: .nan, weights: 1)),
    FitConfiguration(componentCount: 2, covarianceFloor: 0),
  ])
  func optionsOutOfRangeAreRefused(configuration: FitConfiguration) throws {
    let points = try TestData.faithful()
    #expect { try MixtureEstimator(configuration).fit(points) } throws: {
      ($0 as? FitError)?.code == .configuration
    }
  }
}
