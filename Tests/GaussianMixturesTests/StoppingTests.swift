import GaussianMixtures
import Testing

/// When a run ends, and what is kept.
@Suite struct StoppingTests {
  private func cloud(seed: UInt64 = 41, separation: Double = 1) throws -> PointSet {
    try TestData.cloud(count: 500, dimension: 2, componentCount: 3, seed: seed, separation: separation).points
  }

  @Test func changesStopsAtTheFirstIterationThatMeetsIt() throws {
    let points = try cloud()
    let start = try TestData.start(points, 3)
    let whole = try TestData.run(points, from: start, iterations: 200).history
    #expect(whole.count == 200)
    for at in [20, 60, 120] {
      let means = whole[at].meanChange
      let weights = whole[at].weightChange
      // Means may equal their tolerance, weights must be below theirs.
      for (meanTolerance, weightTolerance) in [
        (means, weights.nextUp), (means, weights), (means.nextDown, weights.nextUp), (means, 1),
        (1e9, weights.nextUp),
      ] {
        let expected = whole.first { $0.meanChange <= meanTolerance && $0.weightChange < weightTolerance }
        let result = try TestData.run(
          points, from: start, iterations: 200,
          stopping: .changes(means: meanTolerance, weights: weightTolerance))
        #expect(result.history.count == expected?.iteration ?? 200)
        #expect(result.termination == (expected == nil ? .iterationLimit : .converged))
        #expect(timeless(result.history) == timeless(Array(whole.prefix(result.history.count))))
      }
    }
  }

  @Test(arguments: [1e-2, 1e-4, 1e-6, 1e-8])
  func gainStopsAtTheFirstSmallGain(tolerance: Double) throws {
    let points = try cloud()
    let start = try TestData.start(points, 3)
    let whole = try TestData.run(points, from: start, iterations: 1000).history
    let expected = try #require(
      (1..<whole.count).first {
        whole[$0].logLikelihood - whole[$0 - 1].logLikelihood <= tolerance * Double(points.count)
      })
    let result = try TestData.run(
      points, from: start, iterations: 1000, stopping: .gain(tolerance: tolerance), acceleration: .none)
    #expect(result.history.count == expected + 1)
    #expect(result.termination == .converged)
  }

  /// Aitken's estimate assumes that gains shrink by a constant ratio: true near a maximum, not on a plateau
  /// on the way, where a coarse tolerance is met too early. Hence only fine tolerances, as the default is.
  @Test(arguments: [1e-7, 1e-8], [Acceleration.none, .squarem])
  func whatIsLeftToGainIsBelowTheTolerance(tolerance: Double, acceleration: Acceleration) throws {
    for seed: UInt64 in 41...48 {
      for structure in [CovarianceStructure.full, .diagonal] {
        let points = try cloud(seed: seed, separation: 2)
        let start = try TestData.start(points, 3)
        let result = try TestData.run(
          points, from: start, structure, iterations: 20_000, stopping: .predictedGain(tolerance: tolerance),
          acceleration: acceleration)
        #expect(result.termination == .converged)
        let end = try TestData.run(
          points, from: result.model, structure, iterations: 3000, stopping: .gain(tolerance: 1e-15),
          acceleration: .none)
        let left = (end.logLikelihood - result.logLikelihood) / Double(points.count)
        #expect(left <= tolerance)
      }
    }
  }

  @Test(arguments: [
    StoppingRule.gain(tolerance: 0), .predictedGain(tolerance: 0), .changes(means: 0, weights: 0),
  ])
  func aToleranceOfZeroRunsToTheLimit(rule: StoppingRule) throws {
    let points = try cloud(separation: 5)
    let result = try TestData.run(
      points, from: TestData.start(points, 3), iterations: 321, stopping: rule)
    #expect(result.history.count == 321)
    #expect(result.termination == .iterationLimit)
  }

  @Test func anObserverThatStopsKeepsTheModel() throws {
    let points = try cloud()
    let estimator = MixtureEstimator(FitConfiguration(componentCount: 3, restartCount: 5), start: .kMeans)
    var seen: [MixtureEstimator.Progress] = []
    let result = try estimator.fit(points) { progress in
      seen.append(progress)
      return progress.restart == 2 && progress.iteration.iteration == 3 ? .stop : .proceed
    }
    #expect(result.termination == .stopped)
    #expect(seen.last?.restart == 2 && seen.last?.iteration.iteration == 3)
    #expect(result.restarts.map(\.termination) == [.converged, .stopped])
    #expect(result.restarts[1].iterations == 3)
    expectRelative(try result.model.logLikelihood(of: points), result.logLikelihood, 1e-12)
    #expect(seen.allSatisfy { $0.restartCount == 5 })
    #expect(seen.filter { $0.termination == .converged }.map(\.restart) == [1])
    let first = try estimator.fit(points) { _ in .stop }
    #expect(first.history.count == 1 && first.restarts.count == 1 && first.termination == .stopped)
  }

  /// Where a run reseeded, the same run without reseeds follows: to stop there is to stop the fit.
  @Test func stoppingTheComparisonRunStopsTheFit() throws {
    let points = try TestData.iris()
    let estimator = MixtureEstimator(FitConfiguration(componentCount: 8, restartCount: 10), start: .kMeans)
    var last: (restart: Int, iteration: Int) = (0, 0)
    var callsAfter: Int?
    let result = try estimator.fit(points) { progress in
      if let calls = callsAfter {
        callsAfter = calls + 1
        return .proceed
      }
      let isReplay = progress.restart == last.restart && progress.iteration.iteration <= last.iteration
      last = (progress.restart, progress.iteration.iteration)
      if isReplay { callsAfter = 0 }
      return isReplay ? .stop : .proceed
    }
    #expect(callsAfter == 0, "no run was reseeded, or the fit went on")
    #expect(result.termination == .stopped)
    #expect(result.restarts.count == last.restart)
  }

  @Test func configurationsOutOfRangeAreRefused() throws {
    let points = try cloud()
    var bad = [FitConfiguration](repeating: FitConfiguration(componentCount: 2), count: 8)
    bad[0].componentCount = 0
    bad[1].restartCount = 0
    bad[2].maximumIterations = 0
    bad[3].covarianceFloor = 1e-15
    bad[4].covarianceFloor = .nan
    bad[5].stopping = .gain(tolerance: -1)
    bad[6].stopping = .changes(means: .infinity, weights: 1)
    bad[7].covarianceFloor = 0.2
    for configuration in bad {
      let error = #expect(throws: FitError.self) { try MixtureEstimator(configuration).fit(points) }
      #expect(error?.code == .configuration)
      #expect(error?.message.isEmpty == false)
    }
    let many = #expect(throws: FitError.self) {
      try MixtureEstimator(FitConfiguration(componentCount: 501)).fit(points)
    }
    #expect(many?.code == .tooFewPoints)
  }
}
