import Foundation
import LinearAlgebra
import Testing

@testable import GaussianMixtures

/// Where one covariance is that of all components points are whitened once: that changes nothing but last bits.
@Suite struct SharedWhiteningTests {
  /// Points of groups that share one covariance with correlations, in a frame that scales nothing.
  private struct Tied {
    let points: PointSet
    let parameters: MixtureParameters
    let frame: CoordinateFrame

    init(
      count: Int, dimension: Int, componentCount: Int, separation: Double, noise: Double = 0,
      shrunkBy scale: Double = 1
    ) throws {
      var stream = RandomStream(seed: UInt64(dimension), purpose: .display)
      let cloud = try TestData.cloud(
        count: 1, dimension: dimension, componentCount: componentCount, seed: UInt64(dimension),
        separation: separation)
      let covariance = cloud.truth[0].covariance
      let weights = (0..<componentCount).map { Double(1 + $0 % 3) }
      let model = try GaussianMixture(
        components: cloud.truth.components.enumerated().map { k, component in
          GaussianMixture.Component(
            weight: weights[k] / weights.reduce(0, +), mean: component.mean, covariance: covariance)
        })
      points = try model.sample(count, using: &stream).points
      frame = CoordinateFrame(
        origins: [Double](repeating: 0, count: dimension), exponents: [Int](repeating: 0, count: dimension))
      var parameters = MixtureParameters(model, in: frame)
      if noise > 0 {
        parameters = parameters.with(
          UniformDensity(logDensity: -2 * Double(dimension), box: nil, logWidths: nil), weight: noise)
      }
      if scale != 1, let last = parameters.covariances.first?.dimension {
        // The last column is nearly known from the others.
        let small = parameters.covariances[0].taking(.full)
        var rows = (0..<last).map { i in (0..<last).map { j in small[i, j] } }
        for j in 0..<last {
          rows[last - 1][j] = j == last - 1 ? rows[0][0] + scale : rows[0][j]
          rows[j][last - 1] = rows[last - 1][j]
        }
        let narrow = SymmetricMatrix(dimension: last, elements: rows.flatMap { $0 })
        let whitening = try #require(narrow.whitening)
        parameters.covariances = parameters.means.map { _ in narrow }
        parameters.whitenings = parameters.means.map { _ in whitening }
      }
      self.parameters = parameters
    }

    /// With scatters that matter only as their sum, or each for itself.
    func statistics(
      pooled: Bool, weights: [Double]? = nil, isOrdered: Bool = false, engine: Engine = Engine(threadCount: 2)
    ) -> SufficientStatistics {
      var parameters = parameters
      parameters.poolsScatters = pooled
      let blocks =
        isOrdered
        ? PointBlocks(
          ordering: points, weights: weights, frame: frame, centres: frame.origins,
          spreads: frame.origins.map { _ in 1 }, engine: engine)
        : PointBlocks(points, weights: weights, frame: frame, engine: engine)
      return ExpectationPass(engine: engine).computing(in: engine.precision)
        .statistics(of: blocks, under: parameters)
    }

    func isWhitened() -> Bool {
      var parameters = parameters
      parameters.poolsScatters = true
      return SharedWhitening(parameters, moments: .scatters) != nil
    }
  }

  /// Masses and first moments one by one, scatters as their sum, which is what a tied covariance is made from.
  private func expectSame(
    _ own: SufficientStatistics, _ shared: SufficientStatistics, _ tied: Tied, _ what: String = ""
  ) {
    expectRelative(own.logLikelihood, shared.logLikelihood, 1e-12, what)
    expectRelative(own.mass, shared.mass, 1e-15, what)
    let allowed = 1e-12 * own.mass
    var sums = (own: SymmetricMatrix?.none, shared: SymmetricMatrix?.none)
    for k in 0..<own.componentCount {
      let mean = tied.parameters.means[k]
      let (one, other) = (own.moments(of: k, about: mean), shared.moments(of: k, about: mean))
      #expect(abs(one.mass - other.mass) <= allowed, "\(what): mass \(k)")
      let reach = 1 + (mean.map(abs).max() ?? 0)
      #expect(
        zip(one.mean, other.mean).allSatisfy { abs($0 - $1) * one.mass <= allowed * reach },
        "\(what): mean \(k)")
      sums.own = sums.own.map { $0 + one.scatter } ?? one.scatter
      sums.shared = sums.shared.map { $0 + other.scatter } ?? other.scatter
    }
    guard let one = sums.own, let other = sums.shared else { return }
    for i in 0..<one.dimension {
      for j in 0...i {
        // In units of the two columns' own scatters.
        let scale = (one[i, i] * one[j, j]).squareRoot()
        #expect(abs(one[i, j] - other[i, j]) <= 1e-11 * scale, "\(what): scatter \(i), \(j)")
      }
    }
  }

  @Test(arguments: [5, 6, 7, 8, 9, 12, 17, 32, 40, 70])
  func statisticsAreTheSame(dimension: Int) throws {
    for (count, separation) in [(23, 1.0), (700, 0.3), (1500, 3)] {
      let tied = try Tied(count: count, dimension: dimension, componentCount: 5, separation: separation)
      #expect(tied.isWhitened())
      for set in InstructionSet.available {
        for skips in [true, false] {
          let engine = Engine(threadCount: 1, instructionSet: set, skipsComponents: skips)
          let shared = tied.statistics(pooled: true, engine: engine)
          expectSame(
            tied.statistics(pooled: false, engine: engine), shared, tied, "\(set) \(count) \(separation)")
          let two = Engine(threadCount: 2, instructionSet: set, skipsComponents: skips)
          #expect(tied.statistics(pooled: true, engine: two).values == shared.values)
        }
      }
    }
  }

  @Test(arguments: [5, 8, 20])
  func weightsAndNoise(dimension: Int) throws {
    let tied = try Tied(count: 900, dimension: dimension, componentCount: 4, separation: 2, noise: 0.1)
    let weights = (0..<900).map { Double($0 % 4) + 0.25 }
    let (own, shared) = (
      tied.statistics(pooled: false, weights: weights), tied.statistics(pooled: true, weights: weights)
    )
    expectSame(own, shared, tied)
    expectRelative(own.masses[4], shared.masses[4], 1e-11)
    #expect(own.masses[4] > 0)
  }

  /// In an order in space, with components left out by boxes, which are those of the frame.
  @Test(arguments: [5, 6, 8])
  func boxes(dimension: Int) throws {
    let tied = try Tied(count: 20_000, dimension: dimension, componentCount: 40, separation: 4)
    expectSame(
      tied.statistics(pooled: false, isOrdered: true), tied.statistics(pooled: true, isOrdered: true), tied)
  }

  /// Points in single precision are whitened in double: no digit is lost that they have.
  @Test(arguments: [6, 16])
  func singlePrecision(dimension: Int) throws {
    let tied = try Tied(count: 1200, dimension: dimension, componentCount: 3, separation: 2)
    let engine = Engine(threadCount: 1, precision: .single)
    var narrow = engine
    narrow.precision = .double
    let rounded = try PointSet(columns: tied.points.columns.map { $0.map { Double(Float($0)) } })
    let shared = tied.statistics(pooled: true, engine: engine)
    var parameters = tied.parameters
    parameters.poolsScatters = true
    let exact = ExpectationPass(engine: narrow).statistics(
      of: PointBlocks(rounded, frame: tied.frame, engine: narrow), under: parameters)
    #expect(shared.values == exact.values)
  }

  /// Where rounding would be more than it was, every component keeps its own distances.
  @Test func notWhitened() throws {
    #expect(try !Tied(count: 10, dimension: 6, componentCount: 3, separation: 500).isWhitened())
    #expect(
      try !Tied(count: 10, dimension: 6, componentCount: 3, separation: 1, shrunkBy: 1e-9).isWhitened())
    #expect(try Tied(count: 10, dimension: 6, componentCount: 3, separation: 1, shrunkBy: 1e-2).isWhitened())
    #expect(try !Tied(count: 10, dimension: 6, componentCount: 2, separation: 1).isWhitened())
    #expect(try !Tied(count: 10, dimension: 3, componentCount: 3, separation: 1).isWhitened())
    var own = try Tied(count: 10, dimension: 6, componentCount: 3, separation: 1).parameters
    own.poolsScatters = true
    #expect(SharedWhitening(own, moments: .variances) == nil)
    own.whitenings[2] = TriangularFactor(diagonal: [1, 1, 1, 1, 1, 1])
    #expect(SharedWhitening(own, moments: .scatters) == nil)
  }

  /// Every iteration of a tied fit is the one that it was: against the plain sums, from parameters to parameters.
  @Test(arguments: [6, 12])
  func fits(dimension: Int) throws {
    let cloud = try TestData.cloud(
      count: 2500, dimension: dimension, componentCount: 4, seed: 5, separation: 1.5)
    let fit = try PreparedFit(
      Observations(cloud.points), FitConfiguration(componentCount: 4, structure: .tied), engine: Engine())
    var random = RandomStream(seed: 3, purpose: .start)
    var parameters = fit.startingPoints().parameters(.kMeans, &random)
    for _ in 0..<12 {
      var asking = fit.maximization.expectation(of: parameters)
      #expect(asking.poolsScatters)
      let shared = fit.pass.statistics(of: fit.source, under: asking, moments: .scatters)
      asking.poolsScatters = false
      let own = fit.pass.statistics(of: fit.source, under: asking, moments: .scatters)
      expectRelative(own.logLikelihood, shared.logLikelihood, 1e-12)
      let (next, same) = (
        fit.maximization(shared, from: parameters).parameters,
        fit.maximization(own, from: parameters).parameters
      )
      #expect(zip(next.weights, same.weights).allSatisfy { abs($0 - $1) <= 1e-12 })
      for (one, other) in zip(next.means, same.means) {
        #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1e-12 })
      }
      parameters = next
    }
  }
}
