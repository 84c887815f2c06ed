import Elementary
import GaussianMixtures
import Testing

@Suite("Distribution: mixtures compared, reduced and combined")
struct ReductionTests {
  private static func mixture(_ seed: UInt64, components count: Int, dimension: Int = 2, spread: Double = 3)
    throws
    -> GaussianMixture
  {
    var random = RandomStream(seed: seed, purpose: .start)
    let weights = (0..<count).map { _ in 0.2 + random.uniform() }
    let sum = weights.reduce(0, +)
    let components = weights.map { weight in
      let factor = (0..<dimension).map { row in
        (0..<dimension).map { column in
          column < row ? 0.6 * random.normal() : column == row ? 0.4 + random.uniform() : 0
        }
      }
      let covariance = factor.map { left in
        factor.map { right in zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
      }
      return (weight / sum, (0..<dimension).map { _ in spread * random.normal() }, covariance)
    }
    return try GaussianMixture(
      components: components.map {
        .init(weight: $0.0, mean: $0.1, covariance: try CovarianceMatrix(rows: $0.2))
      })
  }

  /// The densities of two mixtures on a grid that holds both, and the area of a cell.
  private static func grid(_ first: GaussianMixture, _ second: GaussianMixture) throws -> (
    [Double], [Double], Double
  ) {
    let axis = stride(from: -20.0, through: 20, by: 0.05).map { $0 }
    let points = try PointSet(columns: [
      axis.flatMap { x in axis.map { _ in x } }, axis.flatMap { _ in axis },
    ])
    return (try first.logDensities(of: points), try second.logDensities(of: points), 0.05 * 0.05)
  }

  @Test("divergences are the integrals", arguments: [1, 2, 3] as [UInt64])
  func divergences(seed: UInt64) throws {
    let (first, second) = (try Self.mixture(seed, components: 3), try Self.mixture(seed + 10, components: 4))
    let divergence = try MixtureDivergence(from: first, to: second)
    let (p, q, area) = try Self.grid(first, second)
    let exact = zip(p, q).reduce(0) { $0 + exponential($1.0) * ($1.0 - $1.1) } * area
    let sampled = try divergence.kullbackLeibler(sampleCount: 40_000, seed: seed)
    #expect(abs(sampled.value - exact) < 3.5 * sampled.standardError)
    let square = zip(p, q).reduce(0) { sum, pair in
      let difference = exponential(pair.0) - exponential(pair.1)
      return sum + difference * difference
    }
    #expect(abs(try #require(divergence.squaredDistance) - square * area) < 1e-10)
    #expect(try #require(divergence.variationalKullbackLeibler) > 0)
  }

  @Test("of single Gaussians the variational divergence is exact, of equal mixtures all are 0")
  func exactDivergences() throws {
    let (first, second) = (
      try Self.mixture(5, components: 1, dimension: 3), try Self.mixture(6, components: 1, dimension: 3)
    )
    let divergence = try MixtureDivergence(from: first, to: second)
    let sampled = try divergence.kullbackLeibler(sampleCount: 200_000)
    let exact = try #require(divergence.variationalKullbackLeibler)
    #expect(abs(sampled.value - exact) < 4 * sampled.standardError)
    let same = try MixtureDivergence(from: first, to: first)
    #expect(try same.kullbackLeibler(sampleCount: 100).value == 0)
    #expect(abs(try #require(same.variationalKullbackLeibler)) < 1e-14)
    #expect(same.squaredDistance == 0)
    #expect(throws: ModelError.self) {
      try MixtureDivergence(from: first, to: Self.mixture(1, components: 1))
    }
  }

  @Test(
    "no merge changes a mixture by more than its bound, and the whole's moments stay",
    arguments: [1, 2, 3, 4] as [UInt64])
  func bounds(seed: UInt64) throws {
    let mixture = try Self.mixture(seed, components: 6)
    let reduction = MixtureReduction(of: mixture)
    #expect(reduction.merges.count == 5)
    let moments = { (mixture: GaussianMixture) -> [Double] in
      let mean = (0..<2).map { d in mixture.components.reduce(0) { $0 + $1.weight * $1.mean[d] } }
      let square = mixture.components.reduce(0) {
        $0 + $1.weight * ($1.covariance[0, 1] + ($1.mean[0] - mean[0]) * ($1.mean[1] - mean[1]))
      }
      return mean + [square]
    }
    for (place, merge) in reduction.merges.enumerated() {
      let (before, after) = (
        reduction.mixture(componentCount: 6 - place), reduction.mixture(componentCount: 5 - place)
      )
      let (p, q, area) = try Self.grid(before, after)
      let divergence = zip(p, q).reduce(0) { $0 + exponential($1.0) * ($1.0 - $1.1) } * area
      #expect(divergence <= merge.bound + 1e-9)
      #expect(divergence >= -1e-9)
      for (now, original) in zip(moments(after), moments(mixture)) { #expect(abs(now - original) < 1e-12) }
    }
    // One component is the Gaussian of the whole, whatever the order of the merges.
    #expect(Set(reduction.successors(componentCount: 1)) == [0])
    #expect(reduction.successors(componentCount: 6) == Array(0..<6))
    #expect(reduction.mixture(componentCount: 99) == mixture)
  }

  @Test("each merge is the pair of the least bound: by trying all")
  func leastBound() throws {
    let mixture = try Self.mixture(8, components: 7, dimension: 3)
    let reduction = MixtureReduction(of: mixture)
    for place in 0..<5 {
      let before = reduction.mixture(componentCount: 7 - place)
      let merges = MixtureReduction(of: before).merges
      #expect(abs(merges[0].bound - reduction.merges[place].bound) < 1e-12)
      var least = Double.infinity
      for i in 0..<before.componentCount {
        for j in (i + 1)..<max(before.componentCount, i + 1) {
          let pair = try GaussianMixture(
            components: [i, j].map { k in
              .init(
                weight: before[k].weight / (before[i].weight + before[j].weight), mean: before[k].mean,
                covariance: before[k].covariance)
            })
          let bound = MixtureReduction(of: pair).merges[0].bound * (before[i].weight + before[j].weight)
          least = min(least, bound)
        }
      }
      #expect(abs(least - merges[0].bound) < 1e-12)
    }
  }

  @Test("modes: one for near components, two for far ones, and the density's slope there is 0")
  func modes() throws {
    let near = try GaussianMixture(components: [
      .init(weight: 0.5, mean: [0, 0], covariance: .identity(dimension: 2)),
      .init(weight: 0.5, mean: [1.2, 0], covariance: .identity(dimension: 2)),
    ])
    // Two equal Gaussians have one mode where their means are at most two standard deviations apart.
    #expect(DensityModes(of: near).points.count == 1)
    #expect(abs(DensityModes(of: near).points[0][0] - 0.6) < 1e-6)
    let mixture = try Self.mixture(4, components: 5, spread: 4)
    let modes = DensityModes(of: mixture)
    #expect(modes.modeOfComponent.count == 5)
    #expect(modes.logDensities == modes.logDensities.sorted(by: >))
    for (place, mode) in modes.points.enumerated() {
      #expect(modes.mode(from: mode) == place)
      let here = try mixture.logDensities(of: PointSet([mode]))[0]
      for step in [[1e-3, 0], [-1e-3, 0], [0, 1e-3], [0, -1e-3]] {
        let beside = try mixture.logDensities(of: PointSet([zip(mode, step).map { $0 + $1 }]))[0]
        #expect(beside < here)
      }
    }
  }

  /// Like the first example of Baudry and others: six Gaussians, of which two pairs cross each other, so four clusters.
  @Test("pairs that cross are combined, and the elbow says four")
  func combination() throws {
    let (long, high): (CovarianceMatrix, CovarianceMatrix) = (
      [[1, 0.9], [0.9, 1]], [[1, -0.9], [-0.9, 1]]
    )
    let round: CovarianceMatrix = [[0.3, 0], [0, 0.3]]
    let mixture = try GaussianMixture(components: [
      .init(weight: 0.2, mean: [0, 0], covariance: long), .init(weight: 0.2, mean: [0, 0], covariance: high),
      .init(weight: 0.2, mean: [8, 5], covariance: long), .init(weight: 0.2, mean: [8, 5], covariance: high),
      .init(weight: 0.1, mean: [0, 7], covariance: round),
      .init(weight: 0.1, mean: [8, -2], covariance: round),
    ])
    var random = RandomStream(seed: 1, purpose: .sampling)
    let points = try mixture.sample(600, using: &random).points
    let combination = try ComponentCombination(of: mixture, points: points)
    #expect(combination.elbow == 4)
    #expect(combination.clusters(count: 4) == [0, 0, 1, 1, 2, 3])
    #expect(combination.clusters(count: 1) == [0, 0, 0, 0, 0, 0])
    #expect(combination.clusters(count: 6) == Array(0..<6))
    #expect(abs(combination.entropies[5]) < 1e-9)
    #expect(zip(combination.entropies, combination.entropies.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 })
    // The first entropy by its definition.
    let shares = try mixture.responsibilities(of: points)
    let entropy = shares.reduce(0) { $1.reduce($0) { $0 - ($1 > 0 ? $1 * naturalLogarithm($1) : 0) } }
    #expect(abs(combination.entropies[0] - entropy) < 1e-9)
  }
}

@Suite("Distribution: whether points are a mixture's")
struct DensityComparisonTests {
  private static let mixture = DistributionTests.space

  /// p-values of points of the mixture are uniform: one of twenty may look otherwise by chance.
  @Test("points of the mixture are taken for such, moved ones are not")
  func comparison() throws {
    let mixture = try #require(Self.mixture)
    let levels = try DensityLevels(of: mixture)
    let pValues = try (0..<20).map { seed in
      var random = RandomStream(seed: UInt64(seed), purpose: .sampling)
      var comparison = DensityComparison(with: levels)
      let points = try mixture.sample(5_000, using: &random).points
      // In two runs, as of a file that is larger than memory.
      let logDensities = try mixture.logDensities(of: points)
      let own =
        comparison.add(logDensities: logDensities[..<2_000])
        + comparison.add(logDensities: logDensities[2_000...])
      #expect(own == logDensities.map(levels.pValue(ofLogDensity:)))
      #expect(comparison.pointCount == 5_000)
      #expect(abs(comparison.share(beyond: 0.05) - 0.05) < 5 * (0.05 * 0.95 / 5_000).squareRoot())
      return comparison.pValue
    }
    #expect(pValues.count { $0 > 0.01 } >= 19)
    var random = RandomStream(seed: 1, purpose: .sampling)
    let moved = try mixture.sample(5_000, using: &random).points.map { [$0[0] + 0.3, $0[1], $0[2]] }
    var comparison = DensityComparison(with: levels)
    comparison.add(logDensities: try mixture.logDensities(of: PointSet(moved)))
    #expect(comparison.pValue < 0.01)
  }

  /// The distance by its definition, over all densities of both.
  @Test("the distance is that of the two distributions")
  func distance() throws {
    let mixture = try #require(Self.mixture)
    let levels = try DensityLevels(of: mixture, sampleCount: 100, seed: 5)
    var stream = RandomStream(seed: 5, purpose: .levels)
    let sample = try mixture.logDensities(of: mixture.sample(100, using: &stream).points)
    let points = [-9.0, -4, -3.5, sample[7], -2]
    var comparison = DensityComparison(with: levels)
    comparison.add(logDensities: points)
    let distances = (sample + points).map { level in
      abs(
        Double(sample.count { $0 <= level }) / 100 - Double(points.count { $0 <= level })
          / Double(points.count))
    }
    #expect(abs(comparison.distance - (distances.max() ?? 0)) < 0.0101)
    #expect(DensityComparison(with: levels).pValue == 1)
  }

  @Test("components are matched whatever their order and number")
  func matching() throws {
    let mixture = try #require(Self.mixture)
    let order = [2, 0, 1]
    let other = try GaussianMixture(components: order.map { mixture[$0] })
    let matches = try MixtureDivergence(from: mixture, to: other).matching
    #expect(matches.map(\.second) == [1, 2, 0])
    #expect(matches.allSatisfy { $0.hellingerDistance < 1e-7 })
    let two = try GaussianMixture(
      components: [1, 0].map {
        .init(weight: 0.5, mean: mixture[$0].mean, covariance: mixture[$0].covariance)
      })
    #expect(try MixtureDivergence(from: mixture, to: two).matching.map(\.second) == [1, 0])
    // √(1 - √(2 s t / (s² + t²))) in one dimension, means equal.
    let (narrow, wide) = (
      try GaussianMixture(components: [.init(weight: 1, mean: [0], covariance: [[1]])]),
      try GaussianMixture(components: [.init(weight: 1, mean: [0], covariance: [[9]])])
    )
    let distance = try MixtureDivergence(from: narrow, to: wide).matching[0].hellingerDistance
    #expect(abs(distance - (1 - 0.6.squareRoot()).squareRoot()) < 1e-14)
  }
}
