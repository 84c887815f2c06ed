import Foundation
import GaussianMixtures
import Testing

/// The noise component: points that belong to no Gaussian.
@Suite struct NoiseTests {
  /// Three narrow Gaussians in a box of 20 x 20 x 20, of which they fill under 2 % at 3 spreads, and a fifth of
  /// points that are uniform in it.
  private func points(seed: UInt64) throws -> (points: PointSet, isNoise: [Bool]) {
    let box = GaussianMixture.Noise.Box(
      corner: [-10, -10, -10], edges: [[20, 0, 0], [0, 20, 0], [0, 0, 20]])
    let spreads = [[0.6, 0.8, 0.7], [0.9, 0.5, 0.6], [0.5, 0.6, 1.0]]
    let means: [[Double]] = [[-5, 0, 3], [4, 5, -4], [3, -6, 5]]
    let truth = try GaussianMixture(
      components: zip(means, spreads).map { mean, spread in
        .init(weight: 0.8 / 3, mean: mean, covariance: .diagonal(spread.map { $0 * $0 }))
      },
      noise: .init(weight: 0.2, logVolume: 3 * 2.995_732_273_553_991, box: box))
    var stream = RandomStream(seed: seed, purpose: .display)
    let (points, components) = try truth.sample(10_000, using: &stream)
    return (points, components.map { $0 == nil })
  }

  @Test(arguments: UInt64(1)...5)
  func uniformPointsAreFound(seed: UInt64) throws {
    let (points, isNoise) = try points(seed: seed)
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, noise: NoiseConfiguration(), seed: seed)
    ).fit(points)
    let noise = try #require(result.model.noise)
    let share = Double(isNoise.count { $0 }) / 10_000
    #expect(abs(noise.weight - share) < 0.02)
    let labels = try result.model.classify(points).labels
    let found = zip(labels, isNoise).count { $0 == nil && $1 }
    let wrong = zip(labels, isNoise).count { $0 == nil && !$1 }
    #expect(Double(found) >= 0.95 * Double(isNoise.count { $0 }))
    #expect(Double(wrong) <= 0.02 * Double(isNoise.count { !$0 }))
    #expect(try result.model.labels(of: points) == labels)
  }

  /// Likelihood, responsibilities and one step by the definitions.
  @Test func densitiesAndStepsAreThoseOfTheDefinition() throws {
    let points = try TestData.iris()
    let start = try TestData.start(points, 3)
    let result = try MixtureEstimator(
      FitConfiguration(
        componentCount: 3, noise: NoiseConfiguration(volume: 50, startWeight: 0.25),
        stopping: .gain(tolerance: 0), acceleration: .none, maximumIterations: 1), start: .model(start)
    ).fit(points)
    let naive = NaiveMixture(start)
    let rows = naive.weightedLogDensities(points).map { row in row.map { 0.75 * Long(exp($0)) } }
    let ofNoise = Long(0.25 / 50)
    let shares = rows.map { row in row.map { $0 / (row.reduce(ofNoise, +)) } }
    let masses = (0..<3).map { k in shares.reduce(Long(0)) { $0 + $1[k] } }
    for k in 0..<3 {
      expectRelative(result.model.components[k].weight, Double(masses[k] / 150), 1e-9, "weight")
      for d in 0..<4 {
        let mean = (0..<150).reduce(Long(0)) { $0 + shares[$1][k] * Long(points.columns[d][$1]) } / masses[k]
        expectRelative(result.model.components[k].mean[d], Double(mean), 1e-9, "mean")
      }
    }
    let noise = try #require(result.model.noise)
    expectRelative(noise.weight, 1 - Double(masses.reduce(0, +)) / 150, 1e-9, "noise")
    let after = NaiveMixture(result.model).weightedLogDensities(points).map { row in
      row.reduce(Long(noise.weight) / 50) { $0 + Long(exp($1)) }
    }
    expectRelative(result.logLikelihood, Double(after.reduce(Long(0)) { $0 + Long(log($1)) }), 1e-10)
    expectRelative(try result.model.logLikelihood(of: points), result.logLikelihood, 1e-10)
    #expect(result.criteria.parameterCount == result.model.parameterCount)
    // mclust counts two more.
    #expect(result.model.parameterCount == 44 + 2)
  }

  /// A noise of next to no density leaves the fit as it is without.
  @Test func anEndlessVolumeIsNoNoise() throws {
    let points = try TestData.diabetes()
    let plain = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    let noisy = try MixtureEstimator(
      FitConfiguration(componentCount: 3, noise: NoiseConfiguration(volume: 1e200))
    ).fit(points)
    #expect(noisy.model.noise?.weight ?? 1 < 1e-12)
    #expect(abs(noisy.logLikelihood - plain.logLikelihood) < 1e-5)
  }

  /// A cloud along a diagonal has the smaller box along its axes.
  @Test func theSmallerBoxIsTaken() throws {
    var stream = RandomStream(seed: 3, purpose: .display)
    let long = (0..<2000).map { _ in (stream.uniform() - 0.5) * 20 }
    let short = (0..<2000).map { _ in (stream.uniform() - 0.5) * 0.5 }
    let points = try PointSet(columns: [zip(long, short).map { $0 + $1 }, zip(long, short).map { $0 - $1 }])
    let noise = try #require(
      try MixtureEstimator(FitConfiguration(componentCount: 2, noise: NoiseConfiguration())).fit(points).model
        .noise)
    // Along the coordinates 20 x 20, along the axes 20 √2 x 0.5 √2.
    #expect(abs(noise.logVolume - log(20)) < 0.05)
    let box = try #require(noise.box)
    #expect(box.edges.allSatisfy { abs(abs($0[0]) - abs($0[1])) < 0.3 })
  }

  @Test func noExtentIsRefused() throws {
    let configuration = FitConfiguration(componentCount: 2, noise: NoiseConfiguration())
    func error(_ columns: [[Double]]) -> FitError? {
      do throws(FitError) {
        _ = try MixtureEstimator(configuration).fit(Observations(columns: columns))
        return nil
      } catch { return error }
    }
    let x = (0..<20).map { Double($0 * $0 % 7) }
    let constant = error([x, x.map { _ in 3 }])
    #expect(constant?.code == .noise)
    #expect(constant?.column == 1)
    let line = error([x, x.map { 2 * $0 + 1 }])
    #expect(line?.code == .noise)
    #expect(line?.message.contains("plane") == true)
  }

  @Test func badOptionsAreRefused() {
    for noise in [
      NoiseConfiguration(volume: 0), NoiseConfiguration(volume: .infinity),
      NoiseConfiguration(startWeight: 1),
      NoiseConfiguration(startWeight: 0),
    ] {
      #expect(throws: FitError.self) { try FitConfiguration(componentCount: 2, noise: noise).validated() }
    }
  }

  /// Noise, weights, missing coordinates and known labels at once: the likelihood rises.
  @Test func allCombine() throws {
    let (points, isNoise) = try points(seed: 11)
    let columns = points.columns.enumerated().map { d, column in
      column.indices.map { ($0 * 7 + d * 3) % 11 == 0 ? Double.nan : column[$0] }
    }
    let labels = (0..<points.count).map { row -> Int? in
      guard !isNoise[row], row % 50 == 0 else { return nil }
      return points.columns[0][row] < 0 ? 0 : points.columns[1][row] > 0 ? 1 : 2
    }
    let observations = try Observations(
      columns: columns, weights: (0..<points.count).map { Double($0 % 3) },
      knownLabels: ClassLabels(names: ["a", "b", "c"], indices: labels))
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, noise: NoiseConfiguration())
    ).fit(observations)
    for (before, after) in zip(result.history, result.history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-9 * abs(before.logLikelihood))
    }
    #expect(result.model.componentNames == ["a", "b", "c"])
    #expect(abs((result.model.noise?.weight ?? 0) - 0.2) < 0.03)
    #expect(abs(result.model.components[0].mean[0] + 5) < 0.1)
  }
}
