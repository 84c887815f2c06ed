import GaussianMixtures
import Testing

/// What is done about a collapsed component, and how accidents rank.
@Suite struct CollapsePolicyTests {
  /// Two clouds, and a start whose third component has no weight.
  private func idle() throws -> (points: PointSet, start: GaussianMixture) {
    let (points, truth) = try TestData.cloud(count: 200, dimension: 2, componentCount: 2, seed: 6)
    let components =
      truth.components + [
        GaussianMixture.Component(weight: 0, mean: [0, 0], covariance: .diagonal([1, 1]), name: "idle")
      ]
    return (points, try GaussianMixture(components: components))
  }

  private func fit(_ points: PointSet, _ start: GaussianMixture, _ policy: CollapsePolicy) throws -> FitResult
  {
    try MixtureEstimator(
      FitConfiguration(componentCount: start.componentCount, collapsePolicy: policy), start: .model(start)
    ).fit(points)
  }

  @Test func keepKeeps() throws {
    let (points, start) = try idle()
    let result = try fit(points, start, .keep)
    #expect(result.model.components[2] == start.components[2])
    #expect(result.events.map(\.kind) == [.kept])
    #expect(result.events[0].component == 3 && result.events[0].effectivePoints == 0)
    #expect(result.termination == .converged)
  }

  @Test func dropDrops() throws {
    let (points, start) = try idle()
    let result = try fit(points, start, .drop)
    #expect(result.model.componentCount == 2)
    #expect(result.start.componentCount == 3 && result.start.components[2].name == "idle")
    #expect(result.events.map(\.kind) == [.dropped])
    let kept = try fit(points, start, .keep)
    expectRelative(result.logLikelihood, kept.logLikelihood, 1e-9)
    #expect(result.criteria.parameterCount == 11)
    #expect(result.model.parameterCount == 11)
  }

  @Test func reseedTakesHalfOfTheWidest() throws {
    let (points, start) = try idle()
    let result = try fit(points, start, .reseed)
    let kept = try fit(points, start, .keep)
    #expect(result.events.map(\.kind) == [.reseeded])
    let event = try #require(result.events.first)
    #expect(event.component == 3 && event.iteration == 1)
    #expect(event.donor == 1 || event.donor == 2)
    #expect(result.logLikelihood > kept.logLikelihood)
    #expect(result.model.components.allSatisfy { $0.weight > 0.01 })
    #expect(!ranks(kept, before: result, margin: 0))
  }

  @Test func droppingTheOnlyHeavyComponentsLeavesOne() throws {
    // Three points in three dimensions: every component is on the floor with less than it needs.
    let points = try PointSet(columns: [[0, 1, 0], [0, 0, 1], [2, 3, 5]])
    let sphere = CovarianceMatrix.diagonal([1, 1, 1])
    let start = try GaussianMixture(components: [
      .init(weight: 0, mean: [0, 0, 0], covariance: sphere),
      .init(weight: 1, mean: [0, 0, 3], covariance: sphere),
    ])
    let result = try fit(points, start, .drop)
    #expect(result.model.componentCount == 1)
    #expect(result.model.components[0].weight == 1)
    #expect(result.termination == .converged)
    #expect(result.events.contains { $0.kind == .kept } && result.events.contains { $0.kind == .dropped })
  }

  @Test func irisHasAccidentsThatRankBehind() throws {
    let points = try TestData.iris()
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, restartCount: 300, resolution: .none, collapsePolicy: .keep),
      start: .random
    ).fit(points)
    #expect(!result.isAccident)
    let accidents = result.restarts.filter(\.isAccident)
    #expect(accidents.contains { $0.logLikelihood > result.logLikelihood + 10 })
    let sound = result.restarts.filter { !$0.isAccident }
    #expect(sound.map(\.logLikelihood).max() == result.logLikelihood)
    #expect(result.logLikelihood > -180.1855)
  }

  /// With many components on few points reseeding does not always pay.
  @Test func anUndoneReseedLeavesTheAccountOfTheOtherRun() throws {
    let points = try TestData.iris()
    var undone = 0
    for seed: UInt64 in 1...30 {
      func fit(_ policy: CollapsePolicy) throws -> FitResult {
        try MixtureEstimator(
          FitConfiguration(componentCount: 12, restartCount: 1, collapsePolicy: policy, seed: seed),
          start: .kMeans
        ).fit(points)
      }
      let result = try fit(.reseed)
      let kept = try fit(.keep)
      #expect(Set(result.events).count == result.events.count, "an event is told twice")
      #expect(!ranks(kept, before: result, margin: 1e-6))
      guard result.events.last?.kind == .reseedUndone else { continue }
      undone += 1
      #expect(result.events.dropLast() == kept.events[...])
      #expect(result.model == kept.model)
      #expect(timeless(result.history) == timeless(kept.history))
    }
    #expect(undone > 0)
  }

  @Test func anAccidentIsToldFromAFlatWorld() throws {
    // A plane in space is flat as a whole; equal values in a few of the points are an accident.
    var random = SplitMix(seed: 4)
    let x = (0..<200).map { _ in random.uniform() }
    let y = (0..<200).map { _ in random.uniform() }
    let plane = try PointSet(columns: [x, y, zip(x, y).map { $0 - 2 * $1 }])
    let flat = try MixtureEstimator(FitConfiguration(componentCount: 2, restartCount: 3)).fit(plane)
    #expect(!flat.isAccident)
    #expect(
      flat.events.contains { ($0.kind == .floor && $0.isDataFlat == true) || $0.kind == .startRaised })
    let tied = try PointSet(columns: [x, (0..<200).map { $0 % 25 == 0 ? 0.5 : y[$0] + 2 }])
    let labels = ClassLabels(names: ["1", "2"], indices: (0..<200).map { $0 % 25 == 0 ? 0 : 1 })
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2), start: .labels(labels)).fit(tied)
    #expect(result.isAccident)
    let event = try #require(result.events.first { $0.kind == .floor || $0.kind == .startRaised })
    #expect(abs(abs(event.axis?[1] ?? 0) - 1) < 1e-6)
    if event.kind == .floor { #expect(event.isDataFlat == false) }
  }
}
