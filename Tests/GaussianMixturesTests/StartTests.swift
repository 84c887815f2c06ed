import GaussianMixtures
import Testing

/// Where EM starts.
@Suite struct StartTests {
  private func irisLabels() throws -> (names: [String], species: [String]) {
    let species = try TestData.rows("iris").map { try #require($0.last) }
    return (["virginica", "setosa", "versicolor"], species)
  }

  @Test(arguments: [CovarianceStructure.full, .tied, .diagonal, .spherical])
  func labelsStartFromTheGroupsMoments(structure: CovarianceStructure) throws {
    let points = try TestData.iris()
    let (names, species) = try irisLabels()
    var indices = species.map { name in names.firstIndex { name.contains($0) } }
    try #require(Set(indices) == [0, 1, 2])
    for index in stride(from: 0, to: 150, by: 7) { indices[index] = nil }
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, structure: structure, maximumIterations: 2),
      start: .labels(ClassLabels(names: names, indices: indices))
    ).fit(points)
    let shares = indices.map { label in (0..<3).map { Long($0 == label ? 1 : 0) } }
    let zero = [[Long]](repeating: [0, 0, 0, 0], count: 3)
    let firsts = NaiveMoments(points, responsibilities: shares, origins: zero)
    let known = firsts.masses.reduce(0, +)
    let means = (0..<3).map { k in firsts.firsts[k].map { $0 / firsts.masses[k] } }
    let moments = NaiveMoments(points, responsibilities: shares, origins: means)
    for (k, component) in result.start.components.enumerated() {
      #expect(component.name == names[k] && result.model.components[k].name == names[k])
      expectRelative(component.weight, Double(moments.masses[k] / known), 1e-14)
      for i in 0..<4 {
        expectRelative(component.mean[i], Double(means[k][i]), 1e-13)
        if structure == .full {
          for j in 0..<4 {
            expectRelative(
              component.covariance[i, j], Double(moments.scatters[k][i][j] / moments.masses[k]), 1e-11)
          }
        }
        if structure == .diagonal {
          expectRelative(
            component.covariance[i, i], Double(moments.scatters[k][i][i] / moments.masses[k]), 1e-11)
        }
      }
    }
    #expect(result.startName == "labels" && result.restarts.count == 1)
  }

  @Test func numbersAsLabelsAreNoNames() throws {
    let points = try TestData.faithful()
    let indices = points.columns[0].map { $0 < 3 ? 0 : 1 }
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 2),
      start: .labels(ClassLabels(names: ["1", "2"], indices: indices))
    ).fit(points)
    #expect(!result.model.hasNames)
    #expect(result.model.components[0].weight < result.model.components[1].weight)
  }

  @Test func labelsThatDoNotSuitAreRefused() throws {
    let points = try TestData.faithful()
    let none = [Int?](repeating: nil, count: 272)
    var beyond = [Int?](repeating: 0, count: 272)
    beyond[5] = 2
    var huge = beyond
    huge[5] = .max
    var negative = beyond
    negative[5] = -1
    for labels in [
      ClassLabels(names: ["a", "b"], indices: Array(none.dropFirst())),
      ClassLabels(names: ["a"], indices: [Int?](repeating: 0, count: 272)),
      ClassLabels(names: ["a", "b"], indices: none), ClassLabels(names: ["a", "b"], indices: beyond),
      ClassLabels(names: ["a", "b"], indices: huge), ClassLabels(names: ["a", "b"], indices: negative),
    ] {
      let error = #expect(throws: FitError.self) {
        try MixtureEstimator(FitConfiguration(componentCount: 2), start: .labels(labels)).fit(points)
      }
      #expect(error?.code == .start)
    }
  }

  @Test func aModelKeepsItsOrderAndNames() throws {
    let points = try TestData.diabetes()
    let fitted = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points).model
    let names: [String?] = ["small", nil, "large"]
    let start = try GaussianMixture(
      components: fitted.components.reversed().enumerated().map { place, component in
        GaussianMixture.Component(
          weight: component.weight, mean: component.mean, covariance: component.covariance,
          name: names[place])
      })
    let result = try TestData.run(points, from: start, iterations: 3)
    expectClose(result.start, start, 1e-14)
    expectClose(result.model, start, 1e-2)
    #expect(result.model.componentNames == ["small", "2", "large"])
    #expect(result.startName == "model")
  }

  @Test func modelsThatDoNotSuitAreRefused() throws {
    let points = try TestData.faithful()
    let sphere = CovarianceMatrix.diagonal([1, 1])
    let one = try GaussianMixture(components: [.init(weight: 1, mean: [3, 70], covariance: sphere)])
    let flat = try GaussianMixture(
      components: [.init(weight: 1, mean: [3], covariance: .diagonal([1]))])
    for (model, count) in [(one, 2), (flat, 1)] {
      let error = #expect(throws: FitError.self) {
        try MixtureEstimator(FitConfiguration(componentCount: count), start: .model(model)).fit(points)
      }
      #expect(error?.code == .start)
    }
  }

  /// A start far away, very narrow or very wide either comes back to the data or is refused: never a NaN.
  @Test(arguments: [1e3, 1e10, 1e30, 1e31, 1e100, 1e150, 1e200, 1e308])
  func absurdModelsDoNoHarm(size: Double) throws {
    let points = try TestData.faithful()
    for variance in [1, size, 1 / size] {
      for mean in [[3, 70], [size, -size]] {
        let model = try GaussianMixture(components: [
          .init(weight: 0.5, mean: mean, covariance: .diagonal([variance, variance])),
          .init(weight: 0.5, mean: [size / 2, size], covariance: .diagonal([variance, 1])),
        ])
        do {
          let result = try TestData.run(points, from: model, iterations: 300, stopping: .default)
          _ = try GaussianMixture(components: result.model.components)
          #expect(result.logLikelihood.isFinite)
          #expect(result.history.allSatisfy { $0.logLikelihood.isFinite && $0.meanChange.isFinite })
        } catch let error as FitError {
          #expect(error.code == .start && size > 1e50)
        }
      }
    }
  }

  @Test(arguments: [Start.kMeans, .random])
  func randomStartsDependOnSeedAndRestartAlone(start: Start) throws {
    let points = try TestData.diabetes()
    func fit(seed: UInt64, restarts: Int) throws -> FitResult {
      try MixtureEstimator(
        FitConfiguration(
          componentCount: 4, restartCount: restarts, maximumIterations: 20, seed: seed), start: start
      ).fit(points)
    }
    let four = try fit(seed: 7, restarts: 4)
    let eight = try fit(seed: 7, restarts: 8)
    #expect(Array(eight.restarts.prefix(4)) == four.restarts)
    #expect(try fit(seed: 7, restarts: 4).model == four.model)
    #expect(Set(eight.restarts.map(\.logLikelihood)).count >= 4, "restarts differ")
    #expect(try fit(seed: 8, restarts: 1).start != fit(seed: 7, restarts: 1).start)
    #expect(four.seed == 7 && four.configuration.restartCount == 4)
    #expect(four.startName == start.name)
    let best = try #require(four.restarts.filter { !$0.isAccident }.map(\.logLikelihood).max())
    #expect(four.logLikelihood == best)
    #expect(four.model.components.map(\.weight) == four.model.components.map(\.weight).sorted(by: >))
  }

  @Test func theDefaultNumberOfRestarts() throws {
    #expect(
      try FitConfiguration(componentCount: 1).validated().restartCount(of: .kMeans, pointCount: 10_000) == 10)
    let validated = try FitConfiguration(componentCount: 1).validated()
    #expect(validated.restartCount(of: .random, pointCount: 10_001) == 1)
    #expect(validated.restartCount(of: .auto, pointCount: 10) == 1)
    let several = try FitConfiguration(componentCount: 1, restartCount: 4).validated()
    #expect(several.restartCount(of: .auto, pointCount: 10) == 4)
    // The tree of all points is the same every time.
    #expect(several.restartCount(of: .hierarchical, pointCount: 2000) == 1)
    #expect(several.restartCount(of: .hierarchical, pointCount: 2001) == 4)
    let points = try TestData.faithful()
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2), start: .kMeans).fit(points)
    #expect(result.restarts.count == 10)
  }

  @Test func randomStartsAreDistinctPointsWithTheDatasCovariance() throws {
    let points = try TestData.faithful()
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 5, restartCount: 1, maximumIterations: 1), start: .random
    ).fit(points)
    let all = Set((0..<points.count).map { points[$0] })
    let means = result.start.components.map(\.mean)
    #expect(Set(means).count == 5)
    for mean in means { #expect(all.contains { zip($0, mean).allSatisfy { abs($0 - $1) < 1e-12 } }) }
    #expect(Set(result.start.components.map(\.covariance)).count == 1)
    #expect(result.start.components.allSatisfy { abs($0.weight - 0.2) <= 1e-15 })
  }
}
