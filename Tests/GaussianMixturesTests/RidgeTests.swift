import Foundation
import GaussianMixtures
import Testing

/// The ridge: what is added to every variance, as scikit-learn adds it.
@Suite struct RidgeTests {
  private func fit(
    _ points: PointSet, from start: GaussianMixture, _ structure: CovarianceStructure, ridge: Double,
    iterations: Int, stopping: StoppingRule = .gain(tolerance: 0)
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: start.componentCount, structure: structure, stopping: stopping,
        maximumIterations: iterations, ridge: ridge), start: .model(start)
    ).fit(points)
  }

  /// Columns of very different units: the frame has a scale for each.
  private func points(_ dimension: Int) throws -> PointSet {
    let cloud = try TestData.cloud(
      count: 150, dimension: dimension, componentCount: 3, seed: 60, separation: 1.5
    ).points
    return try transformed(
      cloud, scales: (0..<dimension).map { [1, 0.01, 30][$0 % 3] },
      shifts: (0..<dimension).map { Double($0) * 1000 })
  }

  private func expectClose(_ model: GaussianMixture, _ naive: NaiveMixture, _ tolerance: Double) throws {
    GaussianMixturesTests.expectClose(model, try naive.model(), tolerance)
  }

  /// As scikit-learn has it: the ridge is added to the diagonals of estimates that are finished.
  @Test(arguments: [CovarianceStructure.full, .tied, .diagonal, .spherical], [1e-6, 0.001, 2])
  func itIsAddedToTheEstimatesAsInScikitLearn(structure: CovarianceStructure, ridge: Double) throws {
    let points = try points(3)
    let start = try TestData.start(points, 3)
    var naive = NaiveMixture(start)
    for _ in 0..<15 {
      naive.iterate(points, structure: structure)
      for k in 0..<3 { for j in 0..<3 { naive.covariances[k][j][j] += Long(ridge) } }
    }
    try expectClose(fit(points, from: start, structure, ridge: ridge, iterations: 15).model, naive, 1e-10)
  }

  /// In every structure it is what points give that are known to the ridge only: each adds the ridge to the
  /// scatter.
  @Test(arguments: CovarianceStructure.allCases.filter { $0.code != "EVE" && $0.code != "VVE" })
  func pointsTakePartAsIfTheyWereNotKnownAnyBetter(structure: CovarianceStructure) throws {
    let points = try points(3)
    let start = try TestData.start(points, 3)
    let ridge = 0.02
    var naive = NaiveMixture(start)
    for _ in 0..<4 {
      let responsibilities = naive.responsibilities(points)
      let raw = NaiveMoments(
        points, responsibilities: responsibilities, origins: naive.means.map { $0.map { _ in 0 } })
      for k in 0..<3 {
        naive.weights[k] = raw.masses[k] / Long(points.count)
        naive.means[k] = raw.firsts[k].map { $0 / raw.masses[k] }
      }
      var moments = NaiveMoments(points, responsibilities: responsibilities, origins: naive.means)
      for k in 0..<3 { for j in 0..<3 { moments.scatters[k][j][j] += moments.masses[k] * Long(ridge) } }
      naive.maximize(moments, count: Long(points.count), code: structure.code)
    }
    // The iterations of a shared shape end where a volume changes by 1e-12 of itself.
    try expectClose(fit(points, from: start, structure, ridge: ridge, iterations: 4).model, naive, 1e-8)
  }

  @Test(arguments: CovarianceStructure.allCases)
  func theStructureHoldsAndNothingCollapses(structure: CovarianceStructure) throws {
    // Two groups of equal points, and a plane.
    var columns = try TestData.cloud(count: 60, dimension: 3, componentCount: 2, seed: 61).points.columns
    for j in 0..<3 { columns[j].replaceSubrange(0..<20, with: [Double](repeating: columns[j][0], count: 20)) }
    columns[2] = columns[2].indices.map { $0 < 40 ? columns[2][$0] : 1 }
    let points = try PointSet(columns: columns)
    let ridge = 1e-4
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, structure: structure, ridge: ridge)
    ).fit(points)
    #expect(!result.isAccident)
    #expect(result.events.isEmpty, "\(result.events.map(\.message))")
    expectStructure(result.model, structure.code)
    // Averages of variances are no smaller than the ridge; a volume or a shape alone that is shared may press
    // one.
    guard structure.volume == .equal ? structure.shape != .variable : structure.shape != .equal else {
      return
    }
    for component in result.model.components {
      let smallest = scaledEigenvalues(component.covariance, scales: [1, 1, 1])[0]
      #expect(smallest >= ridge * (1 - 1e-10), "\(structure.code) \(smallest)")
    }
  }

  /// From a maximum of the likelihood a ridge leads down: the run goes on until nothing changes.
  @Test(arguments: [StoppingRule.default, .gain(tolerance: 1e-9)])
  func fallingLikelihoodsAreFollowedToTheirEnd(rule: StoppingRule) throws {
    let points = try TestData.iris()
    let best = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    let down = try fit(points, from: best.model, .full, ridge: 0.05, iterations: 1000, stopping: rule)
    #expect(down.termination == .converged)
    #expect(down.logLikelihood < best.logLikelihood - 1)
    #expect(down.history.allSatisfy { $0.extrapolation == nil })
    let on = try fit(points, from: down.model, .full, ridge: 0.05, iterations: 500)
    #expect(abs(on.logLikelihood - down.logLikelihood) < 1e-4 * Double(points.count))
    GaussianMixturesTests.expectClose(on.model, down.model, 0.01)
  }

  @Test func whatCannotBeIsNamed() throws {
    func refusal(_ change: (inout FitConfiguration) -> Void) -> String {
      var options = FitConfiguration(componentCount: 2, ridge: 1)
      change(&options)
      let error = #expect(throws: FitError.self) { try options.validated() }
      #expect(error?.code == .configuration)
      return error?.message ?? ""
    }
    #expect(refusal { $0.ridge = -1 }.contains("0 or more"))
    #expect(refusal { $0.ridge = .infinity }.contains("0 or more"))
    #expect(refusal { $0.ridge = .nan }.contains("0 or more"))
    #expect(refusal { $0.acceleration = .squarem }.contains("extrapolation"))
    #expect(refusal { $0.prior = ConjugatePrior() }.contains("choose one"))
    let points = try PointSet(columns: [[1e-130, 2e-130, 5e-130], [1, 2, 4]])
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(FitConfiguration(componentCount: 1, ridge: 1)).fit(points)
    }
    #expect(error?.code == .scale && error?.column == 0)
  }
}
