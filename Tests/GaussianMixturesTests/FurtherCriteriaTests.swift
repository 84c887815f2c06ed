import Foundation
import GaussianMixtures
import Testing

/// The normalized entropy criterion, and the stability of labels.
@Suite struct FurtherCriteriaTests {
  private func selection(
    _ points: PointSet, _ counts: [Int], _ criterion: SelectionCriterion,
    structures: [CovarianceStructure] = [.full],
    start: Start = .kMeans, stability: StabilityConfiguration = StabilityConfiguration(),
    threadCount: Int? = nil
  ) throws -> ModelSelection {
    try MixtureSelector(
      SelectionConfiguration(
        componentCounts: counts, structures: structures, criterion: criterion, stability: stability),
      start: start,
      engine: Engine(threadCount: threadCount)
    ).select(points)
  }

  /// By its formula, point for point; and the same whether one component takes part or not.
  @Test(arguments: [CovarianceStructure.full, .tied, .spherical])
  func normalizedEntropy(structure: CovarianceStructure) throws {
    let points = try TestData.faithful()
    let found = try selection(points, [1, 2, 3], .nec, structures: [structure])
    let one = try #require(found.candidates.first?.result)
    #expect(found.candidates.first?.normalizedEntropy == 1)
    for candidate in found.candidates.dropFirst() {
      let result = try #require(candidate.result)
      let shares = try result.model.responsibilities(of: points)
      let entropy = shares.joined().reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
      let expected = entropy / (result.logLikelihood - one.logLikelihood)
      #expect(abs(try #require(candidate.normalizedEntropy) - expected) < 1e-9 * expected)
    }
    let without = try selection(points, [2, 3], .nec, structures: [structure])
    #expect(
      without.candidates.map(\.normalizedEntropy) == found.candidates.dropFirst().map(\.normalizedEntropy))
    #expect(without.fitCount == 3)
  }

  @Test func normalizedEntropyFindsGroupsAndNone() throws {
    #expect(try selection(TestData.faithful(), [1, 2, 3], .nec).best.model.componentCount == 2)
    var random = RandomStream(seed: 3, purpose: .sampling)
    let one = try GaussianMixture(components: [
      .init(weight: 1, mean: [0, 0], covariance: .identity(dimension: 2))
    ])
    let points = try one.sample(300, using: &random).points
    #expect(try selection(points, [1, 2, 3], .nec).best.model.componentCount == 1)
  }

  /// Where a start has nothing random and samples are all points, runs are one and the same fit, whose labels tell.
  @Test func stabilityByItsDefinition() throws {
    let points = try TestData.faithful()
    let found = try selection(
      points, [2, 3], .stability, start: .hierarchical,
      stability: StabilityConfiguration(runCount: 3, sampleSize: points.count))
    let labels = try (1...4).map { count in
      try MixtureEstimator(componentCount: count, start: .hierarchical).fit(points).model.labels(of: points)
    }
    let next = try (0..<3).map { try ConfusionTable(labels[$0], labels[$0 + 1]).fowlkesMallowsIndex }
    for (place, candidate) in found.candidates.enumerated() {
      let stability = try #require(candidate.stability)
      #expect(abs(stability.mean - (next[place] + next[place + 1]) / 2) < 1e-12)
    }
    #expect(found.summary.runCount == 3)
    #expect(found.fitCount == 4 * 3 + 1)
    #expect(found.candidates.count { $0.result != nil } == 1)
  }

  @Test func stabilityOfSamplesOnAnyThreads() throws {
    let points = try TestData.iris()
    let one = try selection(points, [2, 3, 4], .stability, threadCount: 1)
    let three = try selection(points, [2, 3, 4], .stability, threadCount: 3)
    #expect(one.candidates.map(\.stability) == three.candidates.map(\.stability))
    #expect(one.best.model == three.best.model)
    for candidate in one.candidates {
      let stability = try #require(candidate.stability)
      #expect((0...1).contains(stability.mean) && stability.deviation > 0)
    }
    // The best is what a fit of all points finds.
    let alone = try MixtureEstimator(
      componentCount: one.best.model.componentCount, start: .kMeans
    ).fit(points)
    #expect(one.best.model == alone.model)
  }

  @Test(arguments: [(1, nil), (5, 1), (5, 1000)] as [(Int, Int?)])
  func stabilityIsRefused(runs: Int, size: Int?) throws {
    #expect(throws: FitError.self) {
      try selection(
        TestData.faithful(), [2], .stability,
        stability: StabilityConfiguration(runCount: runs, sampleSize: size))
    }
  }
}
