import Elementary
import GaussianMixtures
import Testing

/// What is computed from a mixture, beside integrals and sums over a fine grid.
@Suite("Distribution: values, conditions, levels")
struct DistributionTests {
  static let values = try? GaussianMixture(components: [
    .init(weight: 0.3, mean: [-2], covariance: [[0.25]]), .init(weight: 0.5, mean: [1], covariance: [[1]]),
    .init(weight: 0.2, mean: [1.5], covariance: [[0.01]]),
  ])

  static let space = try? GaussianMixture(components: [
    .init(
      weight: 0.35, mean: [0, 1, -1],
      covariance: [[1, 0.4, -0.3], [0.4, 0.8, 0.2], [-0.3, 0.2, 1.5]]),
    .init(weight: 0.4, mean: [2, -1, 0], covariance: [[0.5, -0.2, 0], [-0.2, 0.6, 0.1], [0, 0.1, 0.4]]),
    .init(weight: 0.25, mean: [-1, 0, 2], covariance: .diagonal([0.3, 0.9, 0.7])),
  ])

  @Test("normal quantiles undo the cumulative distribution, in both tails")
  func standardNormal() {
    // Φ by scipy 1.17 (`scipy.special.ndtr`).
    #expect(abs(StandardNormal.cumulative(-10) / 7.619853024160527e-24 - 1) < 1e-13)
    #expect(abs(StandardNormal.cumulative(1) - 0.8413447460685429) < 2e-16)
    for x in stride(from: -37.0, through: 5, by: 0.37) {
      let tolerance = x < 0 ? 1e-14 * max(1, -x) : 1e-16 / StandardNormal.density(x) + 1e-14
      #expect(abs(StandardNormal.quantile(StandardNormal.cumulative(x)) - x) <= tolerance)
    }
    #expect(StandardNormal.quantile(0.5) == 0)
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
  }

  @Test("quantiles of a mixture undo its cumulative distribution, which is the integral of its density")
  func quantiles() throws {
    let mixture = try #require(Self.values)
    for probability in [1e-12, 1e-3, 0.1, 0.3, 0.5, 0.72, 0.999, 1 - 1e-9] {
      let value = try mixture.quantile(probability)
      #expect(abs(try mixture.cumulativeProbability(at: value) - probability) <= 1e-15 + 1e-14 * probability)
    }
    // By the trapezoidal rule, which is exact to rounding for what falls so fast on both sides.
    let step = 1e-3
    let grid = stride(from: -12.0, to: 1.2 - step / 2, by: step).map { $0 }
    let densities = try mixture.densities(of: PointSet(columns: [grid]))
    let end = try mixture.densities(of: PointSet(columns: [[1.2]]))[0]
    let slope =
      try
      (mixture.densities(of: PointSet(columns: [[1.2 + 1e-4]]))[0]
      - mixture.densities(of: PointSet(columns: [[1.2 - 1e-4]]))[0]) / 2e-4
    // The rule's first correction at the end that is cut off: h² f'/12.
    let integral = (densities.reduce(0, +) + end / 2) * step - step * step * slope / 12
    #expect(abs(try mixture.cumulativeProbability(at: 1.2) - integral) < 1e-10)
    #expect(throws: ModelError.self) { try mixture.quantile(1) }
    #expect(throws: ModelError.self) { try mixture.cumulativeProbability(at: .nan) }
    #expect(throws: ModelError.self) { try #require(Self.space).quantile(0.5) }
  }

  @Test("noise is part of the cumulative distribution")
  func uniformNoise() throws {
    let mixture = try GaussianMixture(
      components: [.init(weight: 0.8, mean: [0], covariance: [[1]])],
      noise: .init(weight: 0.2, logVolume: naturalLogarithm(20), box: .init(corner: [-10], edges: [[20]])))
    #expect(
      abs(try mixture.cumulativeProbability(at: 5) - (0.8 * StandardNormal.cumulative(5) + 0.15)) < 1e-15)
    #expect(abs(try mixture.quantile(0.01) - (-9)) < 1e-12)
    let bare = try GaussianMixture(
      components: [.init(weight: 0.8, mean: [0], covariance: [[1]])], noise: .init(weight: 0.2, logVolume: 3))
    #expect(throws: ModelError.self) { try bare.quantile(0.5) }
  }

  /// Sums over a grid of one coordinate, the others held: the trapezoidal rule on the whole line.
  @Test(
    "means, variances and densities given other coordinates are those of the integral",
    arguments: [[2], [0], [1]])
  func conditional(targets: [Int]) throws {
    let mixture = try #require(Self.space)
    let regression = try ConditionalMixture(of: targets, in: mixture)
    let grid = stride(from: -14.0, through: 14, by: 0.02).map { $0 }
    for known in [[0.3, -0.2], [1.7, 0.4], [-2.5, 2.2]] {
      var columns = [[Double]](repeating: [], count: 3)
      columns[targets[0]] = grid
      for (place, coordinate) in regression.given.enumerated() {
        columns[coordinate] = grid.map { _ in known[place] }
      }
      let densities = try mixture.densities(of: PointSet(columns: columns))
      let whole = densities.reduce(0, +)
      let mean = zip(grid, densities).reduce(0) { $0 + $1.0 * $1.1 } / whole
      let variance = zip(grid, densities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / whole
      let predicted = try regression.predictions(at: PointSet([known]))
      #expect(abs(predicted.means[0][0] - mean) < 1e-10)
      #expect(abs(predicted.variances[0][0] - variance) < 1e-10)
      let there = try regression.mixture(at: known)
      let at = grid[740]
      let density = try there.densities(of: PointSet(columns: [[at]]))[0]
      #expect(abs(density - densities[740] / (whole * 0.02)) < 1e-10)
    }
  }

  @Test("two coordinates given one: moments are those of the integral over a plane")
  func plane() throws {
    let mixture = try #require(Self.space)
    let regression = try ConditionalMixture(of: [2, 0], given: [1], in: mixture)
    let axis = stride(from: -9.0, through: 9, by: 0.06).map { $0 }
    let (z, x) = (axis.flatMap { value in axis.map { _ in value } }, axis.flatMap { _ in axis })
    let densities = try mixture.densities(of: PointSet(columns: [x, x.map { _ in 0.7 }, z]))
    let whole = densities.reduce(0, +)
    let predicted = try regression.predictions(at: PointSet([[0.7]]))
    for (target, numbers) in [z, x].enumerated() {
      let mean = zip(numbers, densities).reduce(0) { $0 + $1.0 * $1.1 } / whole
      let variance = zip(numbers, densities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / whole
      #expect(abs(predicted.means[0][target] - mean) < 1e-9)
      #expect(abs(predicted.variances[target][0] - variance) < 1e-9)
    }
  }

  @Test("what cannot be asked is refused")
  func refusedConditions() throws {
    let mixture = try #require(Self.space)
    for (targets, given) in [([], nil), ([0, 0], nil), ([3], nil), ([0], [0, 1]), ([0, 1, 2], nil)]
      as [([Int], [Int]?)]
    {
      #expect(throws: ModelError.self) { try ConditionalMixture(of: targets, given: given, in: mixture) }
    }
    let regression = try ConditionalMixture(of: [2], in: mixture)
    #expect(throws: ModelError.self) { try regression.mixture(at: [1]) }
    #expect(throws: ModelError.self) { try regression.mixture(at: [1, .infinity]) }
  }

  @Test(
    "a region of highest density has its probability, and p-values are uniform", arguments: [0.5, 0.9, 0.99])
  func levels(probability: Double) throws {
    let mixture = try #require(Self.space)
    let levels = try DensityLevels(of: mixture, sampleCount: 40_000, seed: 3)
    var stream = RandomStream(seed: 11, purpose: .sampling)
    let count = 40_000
    let logDensities = try mixture.logDensities(of: mixture.sample(count, using: &stream).points)
    let share =
      Double(logDensities.count { $0 >= levels.logDensity(containing: probability) }) / Double(count)
    // The level and the share are both of samples: four standard errors of their difference.
    #expect(abs(share - probability) < 4 * 2.0.squareRoot() * levels.standardError(at: probability))
    let pValues = logDensities.map(levels.pValue(ofLogDensity:)).sorted()
    let distance = pValues.enumerated().map { abs($1 - (Double($0) + 0.5) / Double(count)) }.max() ?? 1
    // The Kolmogorov-Smirnov distance of two samples of 40,000 is above .0145 once in 2,000 times.
    #expect(distance < 0.0145)
  }

  @Test("levels of one Gaussian are those of the chi-squared distribution")
  func gaussianLevels() throws {
    let gaussian = try GaussianMixture(components: [
      .init(weight: 1, mean: [0, 0], covariance: [[4, 1], [1, 2]])
    ])
    let levels = try DensityLevels(of: gaussian, sampleCount: 100_000)
    let peak = try gaussian.logDensities(of: PointSet([[0, 0]]))[0]
    for probability in [0.5, 0.95] {
      // In two dimensions the squared distance that holds p is -2 ln(1 - p).
      let exact = peak + naturalLogarithm(1 - probability)
      let slope = 1 / (1 - probability)
      #expect(
        abs(levels.logDensity(containing: probability) - exact) < 4 * slope
          * levels.standardError(at: probability))
    }
    #expect(levels.pValue(ofLogDensity: -.infinity) == 1 / 100_001.0)
    #expect(levels.pValue(ofLogDensity: peak) == 1)
  }
}
