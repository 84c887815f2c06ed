import Foundation
import Parallel
import Testing

@testable import GaussianMixtures

/// Cells of points: what they are, and the bound of the likelihood that they give.
@Suite struct CellTests {
  private struct Cloud {
    let points: PointSet
    let weights: [Double]?
    let frame: CoordinateFrame
    let blocks: PointBlocks

    init(count: Int, dimension: Int, isWeighted: Bool = false, engine: Engine = Engine()) throws {
      points = try TestData.cloud(
        count: count, dimension: dimension, componentCount: 4, seed: 11, separation: 2
      ).points
      weights = isWeighted ? (0..<count).map { 0.25 + Double($0 % 5) } : nil
      frame = CoordinateFrame(
        origins: [Double](repeating: 0, count: dimension), exponents: [Int](repeating: 0, count: dimension))
      blocks = PointBlocks(
        ordering: points, weights: weights, frame: frame, centres: frame.origins,
        spreads: frame.origins.map { _ in 2 }, engine: engine)
    }

    func cells(of size: Int, engine: Engine = Engine()) -> PointBlocks {
      PointBlocks(Cells(blocks, pointsPerCell: size, engine: engine), of: blocks, engine: engine)
    }

    func model(componentCount: Int, seed: UInt64, _ structure: CovarianceStructure = .full) throws
      -> MixtureParameters
    {
      let truth = try TestData.cloud(
        count: 1, dimension: points.dimension, componentCount: componentCount, seed: seed, separation: 2
      ).truth
      guard structure.moments == .variances else { return MixtureParameters(truth, in: frame) }
      return MixtureParameters(
        try GaussianMixture(
          components: truth.components.map {
            GaussianMixture.Component(
              weight: $0.weight, mean: $0.mean,
              covariance: .diagonal($0.covariance.rows.indices.map { _ in 0.7 }))
          }), in: frame)
    }
  }

  /// Mean and covariance of all points follow from those of the cells; no cell has more points than it may.
  @Test(arguments: [1, 2, 3, 5, 8])
  func momentsAdd(dimension: Int) throws {
    for (count, isWeighted) in [
      (1, false), (63, true), (64, false), (65, true), (1000, true), (20_001, false),
    ] {
      let cloud = try Cloud(count: count, dimension: dimension, isWeighted: isWeighted)
      for size in [1, 7, 16, 64] {
        let cells = Cells(cloud.blocks, pointsPerCell: size, engine: Engine())
        #expect(cells.count >= (count + size - 1) / size)
        #expect(cells.count <= 2 * (count / max(1, size / 2)) + 2)
        let sphere = MixtureParameters.unitSpheres(
          at: [[Double](repeating: 0, count: dimension)], scales: [Double](repeating: 1, count: dimension))
        let pass = ExpectationPass(engine: Engine())
        let all = pass.statistics(of: cloud.blocks, under: sphere)
        let some = pass.statistics(of: cloud.cells(of: size), under: sphere)
        expectRelative(all.mass, some.mass, 1e-12)
        let scale = 1 + (all.moments.map(abs).max() ?? 0)
        #expect(
          zip(all.moments, some.moments).allSatisfy { abs($0 - $1) <= 1e-11 * scale }, "\(count) \(size)")
        // Under one component nothing is shared, and the bound is the likelihood.
        expectRelative(all.logLikelihood, some.logLikelihood, 1e-11)
      }
    }
  }

  /// The bound by its definition, from cells as they are written: `Σ n_c ln Σ_k w_k exp(ln N(m_c; k) - tr(Σ_k⁻¹ S_c) / 2)`.
  @Test(arguments: [1, 2, 3, 6, 8])
  func boundByDefinition(dimension: Int) throws {
    let cloud = try Cloud(count: 3000, dimension: dimension, isWeighted: true)
    let cells = Cells(cloud.blocks, pointsPerCell: 16, engine: Engine())
    for structure in [CovarianceStructure.full, .diagonal] {
      let model = try cloud.model(componentCount: 5, seed: 3, structure)
      let naive = NaiveMixture(model.model(in: cloud.frame, structure: structure))
      let inverses = naive.covariances.map { NaiveMixture.invert($0).matrix }
      var means = [[Double]](repeating: [], count: dimension)
      for cell in 0..<cells.count {
        let mean = cells.means.pointer(at: Cells.index(of: cell, entryCount: dimension))
        for d in 0..<dimension { means[d].append(mean[d * PointBlocks.blockSize]) }
      }
      let densities = naive.weightedLogDensities(try PointSet(columns: means))
      var bound: Long = 0
      for cell in 0..<cells.count {
        let entries = Cells.entryCount(dimension: dimension)
        let covariance = cells.covariances.pointer(at: Cells.index(of: cell, entryCount: entries))
        let logs = (0..<5).map { k in
          var trace: Long = 0
          for i in 0..<dimension {
            for j in 0..<dimension {
              let entry = max(i, j) * (max(i, j) + 1) / 2 + min(i, j)
              trace += inverses[k][i][j] * Long(covariance[entry * PointBlocks.blockSize])
            }
          }
          return densities[cell][k] - trace / 2
        }
        bound += Long(cells.masses.pointer(at: cell).pointee) * NaiveMixture.logSum(logs)
      }
      for set in InstructionSet.available {
        let found = ExpectationPass(engine: Engine(instructionSet: set))
          .statistics(of: cloud.cells(of: 16), under: model, moments: structure.moments)
        expectRelative(found.logLikelihood, Double(bound), 1e-11, "\(set) \(structure)")
      }
    }
  }

  /// Never above the log-likelihood, nearer the smaller cells are, and equal where a cell is a point.
  @Test(arguments: [1, 3, 5])
  func isBound(dimension: Int) throws {
    let cloud = try Cloud(count: 5000, dimension: dimension)
    for seed in UInt64(1)...6 {
      for structure in [CovarianceStructure.full, .diagonal] {
        let model = try cloud.model(componentCount: Int(seed), seed: seed, structure)
        let pass = ExpectationPass(engine: Engine())
        let exact = pass.statistics(of: cloud.blocks, under: model, moments: structure.moments)
        var below = -Double.infinity
        for size in [64, 32, 16, 8, 4, 2] {
          let bound = pass.statistics(of: cloud.cells(of: size), under: model).logLikelihood
          #expect(bound <= exact.logLikelihood + 1e-9 * abs(exact.logLikelihood))
          // Halving a cell only lets its parts differ.
          #expect(bound >= below - 1e-9 * abs(exact.logLikelihood), "\(size)")
          below = bound
        }
        let same = pass.statistics(of: cloud.cells(of: 1), under: model, moments: structure.moments)
        expectRelative(same.logLikelihood, exact.logLikelihood, 1e-12)
        let scale = 1 + (exact.moments.map(abs).max() ?? 0)
        #expect(zip(same.moments, exact.moments).allSatisfy { abs($0 - $1) <= 1e-11 * scale })
      }
    }
  }

  /// Components that are left out by boxes of cells add nothing.
  @Test func skipping() throws {
    let cloud = try Cloud(count: 60_000, dimension: 3)
    let model = try cloud.model(componentCount: 60, seed: 8)
    let cells = cloud.cells(of: 4)
    let some = ExpectationPass(engine: Engine(skipsComponents: true)).statistics(of: cells, under: model)
    let all = ExpectationPass(engine: Engine(skipsComponents: false)).statistics(of: cells, under: model)
    expectRelative(some.logLikelihood, all.logLikelihood, 1e-12)
    for k in 0..<60 {
      let scale = 1e-11 * (1 + (all.component(k).map(abs).max() ?? 0))
      #expect(zip(all.component(k), some.component(k)).allSatisfy { abs($0 - $1) <= scale })
    }
  }
}

/// Fits by cells.
@Suite struct ApproximationTests {
  private func cloud(count: Int = 20_000, dimension: Int = 3) throws -> PointSet {
    try TestData.cloud(count: count, dimension: dimension, componentCount: 6, seed: 4, separation: 1.5).points
  }

  private func configuration(_ points: Int = 16, componentCount: Int = 6) -> FitConfiguration {
    FitConfiguration(
      componentCount: componentCount, approximation: Approximation(pointsPerCell: points),
      maximumIterations: 60)
  }

  /// The bound never falls, is below the log-likelihood of all points, and that is the model's by any other way.
  @Test(arguments: [CovarianceStructure.full, .tied, .diagonal, .spherical])
  func boundRises(structure: CovarianceStructure) throws {
    let points = try cloud()
    var configuration = configuration()
    configuration.structure = structure
    let result = try MixtureEstimator(configuration, start: .kMeans).fit(Observations(points))
    let bound = try #require(result.lowerBound)
    let gap = try #require(result.gapPerPoint)
    for (before, after) in zip(result.history, result.history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-9 * abs(before.logLikelihood))
    }
    #expect(bound == result.history.last?.logLikelihood)
    #expect(bound <= result.logLikelihood)
    #expect(gap == (result.logLikelihood - bound) / 20_000)
    let naive = NaiveMixture(result.model).weightedLogDensities(points).reduce(Long(0)) {
      $0 + NaiveMixture.logSum($1)
    }
    expectRelative(result.logLikelihood, Double(naive), 1e-10)
    expectRelative(
      result.logLikelihood, try result.model.score(Observations(points)).logLikelihood, 1e-11)
    #expect(result.notes(columnNames: ["x", "y", "z"]).contains { $0.contains("approximate") })
  }

  /// A cell of one point is no approximation: the fit is that of all points.
  @Test func cellsOfOnePoint() throws {
    let points = try cloud(count: 4000, dimension: 2)
    let start = try TestData.start(points, 6)
    // As many plain steps: where a rule is met may depend on last bits.
    var cells = configuration(1)
    cells.stopping = .gain(tolerance: 0)
    cells.maximumIterations = 25
    var exact = cells
    exact.approximation = nil
    let all = try MixtureEstimator(exact, start: .model(start)).fit(points)
    let same = try MixtureEstimator(cells, start: .model(start)).fit(points)
    expectRelative(all.logLikelihood, same.logLikelihood, 1e-11)
    #expect(abs(same.gapPerPoint ?? 1) <= 1e-9)
    #expect(all.lowerBound == nil && all.gapPerPoint == nil)
  }

  /// The same bits with one thread and two, of points in memory and in files, in shares, and in single precision of
  /// points that have no more digits.
  @Test func sameBits() throws {
    let points = try cloud(count: 30_000)
    func fit(_ engine: Engine) throws -> FitResult {
      try MixtureEstimator(configuration(), start: .random, engine: engine).fit(points)
    }
    let one = try fit(Engine(threadCount: 1))
    let two = try fit(Engine(threadCount: 2))
    #expect(
      one.model == two.model && one.lowerBound == two.lowerBound && one.logLikelihood == two.logLikelihood)
    let single = try fit(Engine(precision: .single))
    #expect(abs((single.logLikelihood - one.logLikelihood) / 30_000) <= 1e-4)
  }

  /// A weight of two is as good as the point twice, where cells are the same.
  @Test func weights() throws {
    let points = try cloud(count: 5000, dimension: 2)
    let start = try TestData.start(points, 6)
    let all = try MixtureEstimator(configuration(8), start: .model(start)).fit(Observations(points))
    let twice = try MixtureEstimator(configuration(8), start: .model(start)).fit(
      Observations(points, weights: [Double](repeating: 2, count: 5000), weightMeaning: .frequencies))
    expectClose(all.model, twice.model, 1e-6)
    expectRelative(2 * all.logLikelihood, twice.logLikelihood, 1e-9)
    expectRelative(2 * (all.lowerBound ?? 0), twice.lowerBound ?? 1, 1e-9)
  }

  @Test func noise() throws {
    var configuration = configuration()
    configuration.noise = NoiseConfiguration()
    let result = try MixtureEstimator(configuration).fit(try cloud(count: 9000, dimension: 2))
    #expect((result.gapPerPoint ?? -1) >= 0)
    for (before, after) in zip(result.history, result.history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-9 * abs(before.logLikelihood))
    }
  }

  /// What has no cells is refused by its name.
  @Test func refusals() throws {
    func refusal(_ observations: Observations, _ configuration: FitConfiguration) -> String {
      do {
        _ = try MixtureEstimator(configuration).fit(observations)
        return ""
      } catch {
        return error.code == .configuration ? "\(error)" : "another code"
      }
    }
    let points = try cloud(count: 300)
    let wide = try cloud(count: 300, dimension: 9)
    #expect(refusal(Observations(wide), configuration()).contains("at most 8 columns"))
    var columns = points.columns
    columns[0][3] = .nan
    #expect(refusal(try Observations(columns: columns), configuration()).contains("missing coordinates"))
    var shrunk = configuration()
    shrunk.shrinkage = Shrinkage(.ledoitWolf)
    #expect(refusal(Observations(points), shrunk).contains("ledoit-wolf"))
    #expect(refusal(Observations(points), configuration(0)).contains("from 1 to 64"))
    #expect(refusal(Observations(points), configuration(65)).contains("from 1 to 64"))
  }

  /// Options and bound are kept in documents, and files without them are those of fits by all points.
  @Test func documents() throws {
    let result = try MixtureEstimator(configuration(32)).fit(try cloud(count: 3000))
    let document = ModelDocument(model: result.model, fit: FitSummary(result))
    let again = try JSONDecoder().decode(ModelDocument.self, from: JSONEncoder().encode(document))
    #expect(again.fit?.lowerBound == result.lowerBound)
    #expect(again.fit?.configuration.approximation == Approximation(pointsPerCell: 32))
    var exact = configuration()
    exact.approximation = nil
    let plain = try JSONEncoder().encode(exact)
    #expect(!String(decoding: plain, as: UTF8.self).contains("approximation"))
    #expect(try JSONDecoder().decode(FitConfiguration.self, from: plain) == exact)
  }
}
