import Elementary
import Testing

@testable import GaussianMixtures

/// The bound that a column's grid sets to variances.
@Suite struct ResolutionTests {
  /// Whole numbers in groups of which some are as narrow as a cell.
  private func rounded(seed: UInt64, correlated: Bool = false) throws -> PointSet {
    var random = RandomStream(seed: seed, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: 3)
    for row in 0..<400 {
      let shared = random.normal()
      for j in 0..<3 {
        let width = row % 4 == j ? 0.05 : 6.0
        let own = correlated ? 0.02 * random.normal() + shared : random.normal()
        columns[j].append((Double(row % 4 * 9) + width * own).rounded())
      }
    }
    return try PointSet(columns: columns)
  }

  @Test func oneComponentIsTheSample() throws {
    for points in [try rounded(seed: 1), try rounded(seed: 2, correlated: true), try TestData.iris()] {
      let n = Double(points.count)
      let means = points.columns.map { $0.reduce(0, +) / n }
      for structure in [CovarianceStructure.full, .tied, .diagonal] {
        let result = try MixtureEstimator(FitConfiguration(componentCount: 1, structure: structure)).fit(
          points)
        let component = result.model.components[0]
        for i in means.indices {
          #expect(abs(component.mean[i] - means[i]) < 1e-12 * (1 + abs(means[i])))
          for j in means.indices where i == j || structure != .diagonal {
            let moment =
              zip(points.columns[i], points.columns[j])
              .reduce(0) { $0 + ($1.0 - means[i]) * ($1.1 - means[j]) } / n
            #expect(abs(component.covariance[i, j] - moment) <= 1e-12 * (1 + abs(moment)), "\(structure)")
          }
        }
      }
    }
  }

  @Test(arguments: CovarianceStructure.allCases)
  func noVarianceIsBelowTheCells(structure: CovarianceStructure) throws {
    let points = try rounded(seed: 3)
    for count in [2, 4, 6] {
      let result = try MixtureEstimator(FitConfiguration(componentCount: count, structure: structure)).fit(
        points)
      for component in result.model.components {
        for j in 0..<3 { #expect(component.covariance[j, j] >= 1 / 12.0 * (1 - 1e-9)) }
      }
      #expect(!result.isAccident)
    }
  }

  /// Directions that no axis has: planes of grid points that lie askew.
  @Test func planesOfGridPointsAreHeldToo() throws {
    var random = RandomStream(seed: 4, purpose: .sampling)
    let cells = (0..<300).map { _ in (Double(random.integer(below: 20)), Double(random.integer(below: 20))) }
    let plane = cells.prefix(60).map { ($0.0, $0.0 + 5) }
    let points = try PointSet(columns: [(cells + plane).map(\.0), (cells + plane).map(\.1)])
    let start = try GaussianMixture(
      components: [
        .init(weight: 0.8, mean: [10, 10], covariance: CovarianceMatrix.diagonal([30, 30])),
        .init(
          weight: 0.2, mean: [10, 15],
          covariance: CovarianceMatrix(dimension: 2, elements: [30, 29.999, 29.999, 30])),
      ], structure: .full)
    let estimator = {
      MixtureEstimator(FitConfiguration(componentCount: 2, resolution: $0), start: .model(start))
    }
    let held = try estimator(.auto).fit(points)
    let free = try estimator(.none).fit(points)
    func thinnest(_ covariance: CovarianceMatrix) -> Double {
      let (trace, product) = (
        covariance[0, 0] + covariance[1, 1],
        covariance[0, 0] * covariance[1, 1] - covariance[0, 1] * covariance[0, 1]
      )
      return product / (trace / 2 + (trace * trace / 4 - product).squareRoot())
    }
    #expect(abs(thinnest(held.model.components[1].covariance) * 12 - 1) < 1e-6)
    #expect(thinnest(free.model.components[1].covariance) < 1e-6)
    #expect(free.isAccident && !held.isAccident)
  }

  @Test func irisHasNoMaximumOfEqualValues() throws {
    let iris = try TestData.iris()
    var accidents = 0
    for seed in 1...60 {
      for start in [Start.random, .kMeans] {
        let result = try MixtureEstimator(
          FitConfiguration(componentCount: 3, restartCount: 1, seed: UInt64(seed)), start: start
        ).fit(iris)
        #expect(result.logLikelihood <= -180.185477 && !result.isAccident)
        let free = try MixtureEstimator(
          FitConfiguration(componentCount: 3, restartCount: 1, resolution: .none, seed: UInt64(seed)),
          start: start
        ).fit(iris)
        if free.logLikelihood > -180.18 { accidents += 1 }
      }
    }
    #expect(accidents > 0)
  }

  @Test func unitsDoNotMatter() throws {
    let points = try rounded(seed: 5)
    let moved = try transformed(points, scales: [1.0 / 3, 254, 0x1p-40], shifts: [7.1, -3e4, 0.3])
    let fits = try [points, moved].map { try MixtureEstimator(FitConfiguration(componentCount: 4)).fit($0) }
    let volume = [1.0 / 3, 254, 0x1p-40].reduce(0) { $0 + naturalLogarithm($1) }
    #expect(abs(fits[1].logLikelihood + 400 * volume - fits[0].logLikelihood) < 1e-5)
  }

  /// A ridge is told only where the square of what separates values is a number with all its digits.
  @Test func valuesWithoutSquareHaveNoRidge() throws {
    func ridge(step: Double) throws -> Double? {
      let column = (0..<20).map { Double($0) * step } + [-1, 1]
      let points = try PreparedPoints(
        Observations(columns: [column]), hasOneUnit: false, componentCount: 1, moments: .variances,
        engine: Engine())
      return points.ridge(separating: 0)
    }
    #expect(try ridge(step: 1e-165) == nil)
    #expect(try ridge(step: 1e-158) == nil)
    let separating = try #require(try ridge(step: 1e-6))
    #expect(abs(separating / (1e-12 / 12) - 1) < 1e-9)
  }
}
