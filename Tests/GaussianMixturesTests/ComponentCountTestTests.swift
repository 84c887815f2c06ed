import GaussianMixtures
import Testing

/// Tests of K components against K + 1.
@Suite struct ComponentCountTestTests {
  /// The statistics that mclust prints, which stops EM earlier, are 369.985, 121.107 and 19.901.
  @Test func statisticsOfDiabetes() throws {
    let test = ComponentCountTest(
      FitConfiguration(componentCount: 1), start: .hierarchical, componentCounts: 1...4, replicateCount: 19)
    let outcome = try test.outcome(for: try TestData.diabetes())
    for (step, expected) in zip(outcome.steps, [370.05, 121.09, 20.15]) {
      #expect(abs(step.statistic - expected) < 0.02)
      let larger = step.replicates.count { $0 >= step.statistic }
      #expect(step.pValue == Double(1 + larger) / Double(1 + step.replicates.count))
      #expect(step.isSignificant == (step.pValue <= 0.05))
      #expect(step.replicates.count + step.failedCount == 19)
    }
    #expect(outcome.steps.count == 3)
    #expect(outcome.best.model.componentCount == outcome.componentCount)
  }

  @Test func oneGaussianIsOne() throws {
    var random = RandomStream(seed: 5, purpose: .sampling)
    let one = try GaussianMixture(components: [
      .init(weight: 1, mean: [1, 2], covariance: [[2, 0.5], [0.5, 1]])
    ])
    let points = try one.sample(80, using: &random).points
    let test = ComponentCountTest(
      FitConfiguration(componentCount: 1), start: .kMeans, componentCounts: 1...3, significance: 0.01,
      replicateCount: 99)
    let outcome = try test.outcome(for: points)
    #expect(outcome.componentCount == 1)
    #expect(outcome.isEnough)
    // Under the hypothesis the statistic is one of the replicates' kind.
    let step = try #require(outcome.steps.first)
    #expect(step.replicates.contains { $0 > step.statistic })
  }

  @Test func interruptedOnAnyThreads() throws {
    let observations = Observations(try TestData.faithful())
    func test(_ threadCount: Int) -> ComponentCountTest {
      ComponentCountTest(
        FitConfiguration(componentCount: 1), start: .kMeans, componentCounts: 1...3, significance: 0.2,
        replicateCount: 9, engine: Engine(threadCount: threadCount))
    }
    let kept = Kept()
    let whole = try test(1).outcome(for: observations) { progress in
      kept.add(progress.checkpoint.bytes)
      return .proceed
    }
    for place in [2, kept.all.count - 1] {
      let resumed = try test(3).outcome(
        for: observations, resuming: try BootstrapCheckpoint(bytes: kept.all[place]))
      #expect(resumed.steps == whole.steps)
    }
    let other = MixtureBootstrap(of: whole.best)
    #expect(throws: FitError.self) {
      try other.distribution(of: observations, resuming: try BootstrapCheckpoint(bytes: kept.all[2]))
    }
  }

  @Test(arguments: [
    (1...1, 0.05, 99), (0...3, 0.05, 99), (1...3, 0, 99), (1...3, 0.05, 18),
  ])
  func refused(counts: ClosedRange<Int>, significance: Double, replicates: Int) throws {
    let test = ComponentCountTest(
      FitConfiguration(componentCount: 1), componentCounts: counts, significance: significance,
      replicateCount: replicates)
    let error = #expect(throws: FitError.self) { try test.outcome(for: TestData.faithful()) }
    #expect(error?.code == .configuration)
  }
}
