@testable import GaussianMixtures
import Testing

/// Fits of so many points that what a sample shows is refined in a larger one before all are passed over.
@Suite struct LargerSampleTests {
  private func manyPoints() throws -> PointSet {
    var stream = RandomStream(seed: 5, purpose: .display)
    return try PointSet(columns: [(0..<1_300_000).map { $0 % 3 == 0 ? stream.normal() : 3 + 0.5 * stream.normal() }])
  }

  @Test func theEndIsAMaximumOfAllPoints() throws {
    let points = try manyPoints()
    var searched = 0
    let result = try MixtureEstimator(componentCount: 2).fit(points) {
      if $0.isSearching { searched += 1 }
      return .proceed
    }
    #expect(result.termination == .converged && searched > 0)
    var run = try EMRun(points, start: result.model, configuration: result.configuration)
    let before = run.logLikelihood
    _ = try run.step()
    #expect(run.logLikelihood - before <= 1e-7 * Double(points.count))
  }

  @Test func aStopInTheLargerSampleKeepsTheBestSoFar() throws {
    let points = try manyPoints()
    let all = FitConfiguration(componentCount: 2)
    var seen = 0
    _ = try MixtureEstimator(all).fit(points) {
      if $0.isSearching { seen += 1 }
      return .proceed
    }
    var count = 0
    let result = try MixtureEstimator(all).fit(points) { _ in
      count += 1
      return count >= seen ? .stop : .proceed
    }
    #expect(result.termination == .stopped && result.pointCount == points.count)
  }
}
