import Elementary
import GaussianMixtures
import Testing

@Suite("Distribution: probabilities of boxes")
struct BoxProbabilityTests {
  private static func gaussian(_ rows: [[Double]], mean: [Double]? = nil) throws -> GaussianMixture {
    try GaussianMixture(components: [
      .init(
        weight: 1, mean: mean ?? rows.map { _ in 0 }, covariance: try CovarianceMatrix(rows: rows))
    ])
  }

  private static func arcSine(_ x: Double) -> Double { Double.pi / 2 - arcCosine(x) }

  private static let plane = try? GaussianMixture(components: [
    .init(weight: 0.3, mean: [0, 1], covariance: [[1, 0.85], [0.85, 0.9]]),
    .init(weight: 0.4, mean: [2, -1], covariance: [[0.5, -0.4], [-0.4, 0.6]]),
    .init(weight: 0.3, mean: [-1, 0], covariance: [[0.3, 0], [0, 0.8]]),
  ])

  /// Simpson's rule over a box of the plane.
  private static func integral(_ mixture: GaussianMixture, _ box: [ClosedRange<Double>]) throws -> Double {
    let count = 400
    let axes = box.map { range in
      (0...count).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count)
      }
    }
    let weights = (0...count).map { $0 == 0 || $0 == count ? 1.0 : $0 % 2 == 1 ? 4 : 2 }
    let points = try PointSet(columns: [
      axes[0].flatMap { x in axes[1].map { _ in x } }, axes[0].flatMap { _ in axes[1] },
    ])
    let densities = try mixture.densities(of: points)
    let sum = densities.indices.reduce(0.0) {
      $0 + densities[$1] * weights[$1 / (count + 1)] * weights[$1 % (count + 1)]
    }
    let steps = box.map { ($0.upperBound - $0.lowerBound) / Double(count) }
    return sum * steps[0] * steps[1] / 9
  }

  @Test(
    "in the plane a box has the integral of the density",
    arguments: [
      [-1.0...1.0, -0.5...2.0], [0.3...0.4, 1.0...3.0], [-4.0...0.0, -3.0...0.5], [2.0...5.0, -4.0...(-1.5)],
    ])
  func planeIntegrals(box: [ClosedRange<Double>]) throws {
    let mixture = try #require(Self.plane)
    let found = try mixture.probability(of: box)
    #expect(abs(found.value - (try Self.integral(mixture, box))) < 1e-8)
    #expect(found.error == 0)
  }

  @Test("quadrants are 1/4 + asin r / 2π, however strong the correlation")
  func quadrants() throws {
    for correlation in [-0.999_999, -0.9, -0.3, 1e-9, 0.5, 0.95, 0.9999, 1 - 1e-9] {
      let found = try Self.gaussian([[1, correlation], [correlation, 1]]).probability(
        of: [-Double.infinity...0, -Double.infinity...0])
      #expect(abs(found.value - (0.25 + Self.arcSine(correlation) / (2 * Double.pi))) < 4e-16)
    }
  }

  @Test("where one variable is all but the other, both are below what the smaller end has")
  func nearlyOneVariable() throws {
    let mixture = try Self.gaussian([[1, 1 - 1e-12], [1 - 1e-12, 1]])
    for (first, second) in [(0.7, 1.9), (-2.0, 0.5), (-1.0, -3.0)] {
      let found = try mixture.probability(of: [-Double.infinity...first, -Double.infinity...second])
      #expect(abs(found.value - StandardNormal.cumulative(min(first, second))) < 1e-14)
    }
  }

  @Test("independent coordinates are factors, and free ones are none")
  func products() throws {
    let mixture = try GaussianMixture(components: [
      .init(weight: 1, mean: [1, 2, 3, 4], covariance: .diagonal([1, 4, 9, 16]))
    ])
    let found = try mixture.probability(of: [0...2, -Double.infinity...2, 3...Double.infinity, 0...8])
    let middle = StandardNormal.cumulative(1) - StandardNormal.cumulative(-1)
    #expect(abs(found.value - middle * 0.25 * middle) < 1e-15)
    let space = try #require(DistributionTests.space)
    #expect(
      try space.probability(of: (0..<3).map { _ in -Double.infinity...Double.infinity }).value == 1)
    let one = try space.probability(of: [
      -0.5...1, -Double.infinity...Double.infinity, -Double.infinity...Double.infinity,
    ])
    let first = space.selecting([0])
    let exact = try first.cumulativeProbability(at: 1) - first.cumulativeProbability(at: -0.5)
    #expect(abs(one.value - exact) < 1e-14)
    // Far out, where the difference of two numbers near 1 would be 0.
    let tail = try Self.gaussian([[1]]).probability(of: [10...11]).value
    #expect(abs(tail / (StandardNormal.cumulative(-10) - StandardNormal.cumulative(-11)) - 1) < 1e-12)
  }

  @Test("in space an octant is known, and the error that is told holds", arguments: [1, 2, 3] as [UInt64])
  func octants(seed: UInt64) throws {
    let (a, b, c) = (0.5, -0.3, 0.2)
    let octant = (0..<3).map { _ in -Double.infinity...0 }
    let mixture = try Self.gaussian([[1, a, b], [a, 1, c], [b, c, 1]])
    let exact = 0.125 + (Self.arcSine(a) + Self.arcSine(b) + Self.arcSine(c)) / (4 * Double.pi)
    let found = try mixture.probability(of: octant, seed: seed)
    #expect(found.error > 0 && found.error <= 1e-6)
    #expect(abs(found.value - exact) <= 2 * found.error)
    // Five variables that share half of their variance: the orthant is one of six orders.
    let shared = try Self.gaussian((0..<5).map { row in (0..<5).map { row == $0 ? 1 : 0.5 } })
    let five = try shared.probability(
      of: (0..<5).map { _ in 0...Double.infinity }, tolerance: 1e-5, seed: seed)
    #expect(five.error <= 1e-5)
    #expect(abs(five.value - 1 / 6.0) <= 2 * five.error)
  }

  @Test("the same numbers whatever the threads")
  func threads() throws {
    let mixture = try #require(DistributionTests.space)
    let box = [-1.0...1.0, -2.0...0.5, 0.0...3.0]
    let one = try mixture.probability(of: box, tolerance: 1e-4, engine: Engine(threadCount: 1))
    #expect(try mixture.probability(of: box, tolerance: 1e-4, engine: Engine(threadCount: 2)) == one)
    // By drawing points: four standard errors.
    var random = RandomStream(seed: 3, purpose: .sampling)
    let points = try mixture.sample(40_000, using: &random).points
    let share = Double(points.count { point in zip(box, point).allSatisfy { $0.contains($1) } }) / 40_000
    #expect(abs(share - one.value) < 4 * (one.value * (1 - one.value) / 40_000).squareRoot())
  }

  @Test("noise has the share of its region, and is refused where that is not known")
  func noise() throws {
    func mixture(_ box: GaussianMixture.Noise.Box?) throws -> GaussianMixture {
      try GaussianMixture(
        components: [.init(weight: 0.5, mean: [0, 0], covariance: .identity(dimension: 2))],
        noise: .init(weight: 0.5, logVolume: 3, box: box))
    }
    let quarter = [0.0...20.0, 0.0...20.0]
    let square = GaussianMixture.Noise.Box(corner: [-10, -10], edges: [[20, 0], [0, 20]])
    #expect(abs(try mixture(square).probability(of: quarter).value - 0.25) < 1e-15)
    // Turned by 45 degrees about 0: a quarter is still a quarter.
    let turned = GaussianMixture.Noise.Box(corner: [0, -10], edges: [[10, 10], [-10, 10]])
    let found = try mixture(turned).probability(of: quarter, tolerance: 1e-4)
    #expect(found.error > 0)
    #expect(abs(found.value - 0.25) <= max(2 * found.error, 1e-4))
    #expect(throws: ModelError.self) { try mixture(nil).probability(of: quarter) }
    #expect(throws: ModelError.self) { try mixture(square).probability(of: [0...1]) }
  }
}
