import GaussianMixtures
import Testing

/// The default start, and the hierarchical one.
@Suite struct AutoStartTests {
  private func fit(
    _ points: PointSet, _ componentCount: Int, _ structure: CovarianceStructure = .full, start: Start = .auto,
    policy: CollapsePolicy = .reseed, iterations: Int = 1000, threadCount: Int? = nil, seed: UInt64 = 1
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: componentCount, structure: structure, maximumIterations: iterations,
        collapsePolicy: policy, seed: seed), start: start, engine: Engine(threadCount: threadCount)
    ).fit(points)
  }

  @Test func theDefaultSaysWhatItTook() throws {
    let points = try TestData.diabetes()
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    #expect(result.startName == "auto" && result.restarts.count == 1)
    let choice = try #require(result.startChoice)
    #expect(["hierarchical", "adaptive", "kmeans"].contains(choice.candidate))
    #expect(choice.candidateCount > 2 && choice.splitMergeCount >= 0)
    #expect(FitSummary(result).start.choice == choice)
    #expect(try fit(points, 3, start: .kMeans).startChoice == nil)
    // The run that won is told of from the parameters it began with.
    let again = try MixtureEstimator(result.configuration, start: .model(result.start)).fit(points)
    #expect(again.history.count == result.history.count)
    expectRelative(again.logLikelihood, result.logLikelihood, 1e-9)
  }

  /// Some of the points are searched where there are many; with boxes where there are many components.
  @Test(arguments: [3, 40])
  func theSameBitsForAnyNumberOfThreads(componentCount: Int) throws {
    let points = try TestData.cloud(
      count: 25_000, dimension: 2, componentCount: componentCount, seed: 8, separation: 6
    ).points
    for start in [Start.auto, .hierarchical] {
      let results = try [1, 2, 5].map {
        try fit(points, componentCount, start: start, iterations: 12, threadCount: $0)
      }
      for other in results.dropFirst() {
        #expect(other.model == results[0].model && other.start == results[0].start)
        #expect(other.startChoice == results[0].startChoice)
      }
      let other = try fit(points, componentCount, start: start, iterations: 12, seed: 2)
      #expect(other.start != results[0].start, "another sample")
    }
  }

  /// Every cloud has one component, which k-means alone rarely finds for so many.
  @Test func separateCloudsHaveOneComponentEach() throws {
    for seed: UInt64 in 1...3 {
      let (points, truth) = try TestData.cloud(
        count: 4000, dimension: 3, componentCount: 20, seed: seed, separation: 12)
      let result = try fit(points, 20, seed: seed)
      let reference = try TestData.run(points, from: truth, iterations: 1000, stopping: .default)
      #expect(result.logLikelihood >= reference.logLikelihood - 1e-2)
    }
  }

  @Test func aLonelyMaximumIsLeftBySplitAndMerge() throws {
    // Groups far from each other in one dimension, of which two are close: what is merged is to be split.
    var random = RandomStream(seed: 3, purpose: .display)
    let centres = [0.0, 1, 100, 101, 200, 201, 300, 301]
    let points = try PointSet(columns: [(0..<2000).map { centres[$0 % 8] + 0.1 * random.normal() }])
    for seed: UInt64 in 1...5 {
      let result = try fit(points, 8, seed: seed)
      let means = result.model.components.map { $0.mean[0] }.sorted()
      for (mean, centre) in zip(means, centres) { #expect(abs(mean - centre) < 0.05, "\(means)") }
    }
  }

  /// It is one of the candidates, and no candidate is given up before it has ended.
  @Test(arguments: ["EII", "EEE", "VEE", "VVE", "EVV", "VVV"])
  func noFitIsLowerThanFromTheHierarchyAlone(code: String) throws {
    let structure = try #require(CovarianceStructure(code))
    let clouds = try (1...3 as ClosedRange<UInt64>).map {
      try TestData.cloud(count: 300, dimension: 2, componentCount: 5, seed: $0, separation: 1.5).points
    }
    for points in try [TestData.iris(), TestData.faithful(), TestData.diabetes()] + clouds {
      for count in [2, 4, 7] {
        let alone = try fit(points, count, structure, start: .hierarchical)
        let searched = try fit(points, count, structure)
        #expect(!searched.isAccident || alone.isAccident, "\(count) of \(points.count)")
        guard searched.isAccident == alone.isAccident else { continue }
        #expect(searched.logLikelihood >= alone.logLikelihood - 0.02, "\(count) of \(points.count)")
      }
    }
  }

  /// The density of a component of a few points is the prior's, which is high in many columns.
  @Test(arguments: [8, 12])
  func aPriorChoosesNoTinyComponents(dimension: Int) throws {
    for seed: UInt64 in 1...3 {
      let points = try TestData.cloud(
        count: 300, dimension: dimension, componentCount: 3, seed: seed, separation: 3
      ).points
      let configuration = FitConfiguration(componentCount: 3, prior: ConjugatePrior())
      let searched = try MixtureEstimator(configuration).fit(points)
      for start in [Start.hierarchical, .kMeans] {
        let alone = try MixtureEstimator(configuration, start: start).fit(points)
        #expect(searched.logLikelihood >= alone.logLikelihood - 0.02)
      }
      #expect(searched.model.components.allSatisfy { $0.weight > 0.1 })
    }
  }

  @Test(arguments: ["VVV", "EEE", "VVI", "VII"])
  func degenerateDataDoNoHarm(code: String) throws {
    let structure = try #require(CovarianceStructure(code))
    for seed in 0..<140 {
      let data = try DegenerateData(seed: seed)
      guard data.isFeasible else { continue }
      for (start, policy) in [(Start.auto, .reseed), (.auto, .drop), (.hierarchical, .keep)]
        as [(
          Start, CollapsePolicy
        )]
      {
        let result = try fit(data.points, data.componentCount, structure, start: start, policy: policy)
        #expect(result.logLikelihood.isFinite, "\(data)")
        #expect(throws: Never.self, "\(data)") {
          try GaussianMixture(components: result.model.components)
        }
      }
    }
  }

  /// The sample of the tree may hold none of the few that differ.
  @Test func fewDistinctAmongManyAreFound() throws {
    var values = [Double](repeating: 7, count: 30_000)
    for place in 0..<4 { values[place * 7001] = Double(place + 10) }
    let points = try PointSet(columns: [values, values.map { 2 * $0 }])
    for start in [Start.hierarchical, .auto] {
      let result = try fit(points, 5, .spherical, start: start, policy: .keep)
      #expect(result.model.componentCount == 5 && result.logLikelihood.isFinite)
    }
    let start = try fit(points, 5, .spherical, start: .hierarchical, policy: .keep, iterations: 1).start
    #expect(Set(start.components.map { $0.mean[0].rounded() }) == [7, 10, 11, 12, 13])
  }

  @Test func aFarOffsetChangesNothing() throws {
    let points = try TestData.cloud(count: 600, dimension: 2, componentCount: 4, seed: 12).points
    // Multiples of 2^-20, also after the shift: both data sets are exact.
    let near = try PointSet(columns: points.columns.map { $0.map { ($0 * 0x1p20).rounded() * 0x1p-20 } })
    let far = try transformed(near, scales: [1, 1], shifts: [0x1p24, -0x1p24])
    let (a, b) = (try fit(near, 4), try fit(far, 4))
    #expect(abs(a.logLikelihood - b.logLikelihood) < 1e-4)
  }

  /// Of the candidates, of the finalists, of the trials: the best so far is kept, and nothing goes on.
  @Test(arguments: [1, 15, 75, 90, 130])
  func anObserverMayEndTheSearch(call: Int) throws {
    for count in [900, 21_000] {
      let points = try TestData.cloud(count: count, dimension: 2, componentCount: 6, seed: 13, separation: 1)
        .points
      var calls = 0
      let result = try MixtureEstimator(FitConfiguration(componentCount: 6)).fit(points) { _ in
        calls += 1
        return calls == call ? .stop : .proceed
      }
      #expect(calls == call && result.termination == .stopped)
      expectRelative(try result.model.logLikelihood(of: points), result.logLikelihood, 1e-12)
    }
  }
}
