import GaussianMixtures
import Testing

/// How many iterations a run has to go, as its observer is told.
@Suite struct RemainingIterationTests {
  private func estimates(
    _ stopping: StoppingRule, maximumIterations: Int = 5000
  ) throws -> (history: [EMIteration], estimates: [Int?]) {
    let points = try TestData.cloud(count: 500, dimension: 2, componentCount: 3, seed: 41, separation: 2)
      .points
    let start = try TestData.start(points, 3)
    let configuration = FitConfiguration(
      componentCount: 3, stopping: stopping, acceleration: Acceleration.none,
      maximumIterations: maximumIterations)
    var estimates: [Int?] = []
    let result = try MixtureEstimator(configuration, start: .model(start)).fit(points) { progress in
      estimates.append(progress.remainingIterationEstimate)
      return .proceed
    }
    return (result.history, estimates)
  }

  @Test(arguments: [
    StoppingRule.predictedGain(tolerance: 1e-8), .gain(tolerance: 1e-9), .changes(means: 1e-5, weights: 1e-5),
  ])
  func estimatesComeTrueNearTheEnd(rule: StoppingRule) throws {
    let (history, estimates) = try estimates(rule)
    #expect(history.count > 30)
    #expect(estimates.last == 0)
    // In the last third of the way gains shrink evenly, as a rule.
    var toldCount = 0
    for (place, estimate) in estimates.enumerated() where place > history.count * 2 / 3 {
      let remaining = history.count - place - 1
      guard let told = estimate else { continue }
      toldCount += 1
      #expect(told >= remaining / 2 - 3 && told <= 2 * remaining + 3, "\(told) for \(remaining)")
    }
    #expect(toldCount > history.count / 6)
  }

  @Test func aCertainNumberIsTold() throws {
    let (history, estimates) = try estimates(.gain(tolerance: 0), maximumIterations: 30)
    #expect(history.count == 30)
    #expect(estimates == (0..<30).reversed().map { $0 })
  }

  @Test func theLimitBoundsIt() throws {
    let (_, estimates) = try estimates(.predictedGain(tolerance: 1e-12), maximumIterations: 20)
    for (place, estimate) in estimates.enumerated() { #expect(estimate ?? 0 <= 19 - place) }
  }

  @Test func aSearchDoesNotGuess() throws {
    let points = try TestData.cloud(count: 300, dimension: 2, componentCount: 3, seed: 4, separation: 2)
      .points
    var searched = 0
    _ = try MixtureEstimator(componentCount: 3).fit(points) { progress in
      if progress.isSearching {
        searched += 1
        #expect(progress.remainingIterationEstimate == nil)
      }
      return .proceed
    }
    #expect(searched > 0)
  }
}
