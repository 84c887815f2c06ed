import GaussianMixtures
import Testing

/// k-means++ where there is little to choose from.
@Suite struct SeedingTests {
  /// Every distinct point is drawn: a seed's own distance is 0, and so is its chance.
  @Test(
    arguments: [
      [0, 1], [0, 1, 2], [-1, 0, 1e-3], [0, 1, 1e6], [0, 1, 1e9], [0, 1, 1e12], [1e9, 1e9 + 1, 1e9 + 3],
    ] as [[Double]])
  func allDistinctPointsBecomeSeeds(values: [Double]) throws {
    let points = try PointSet(columns: [
      (0..<150).map { values[$0 % values.count] }, (0..<150).map { values[$0 % values.count] / 2 },
    ])
    for seed: UInt64 in 1...5 {
      let result = try MixtureEstimator(
        FitConfiguration(
          componentCount: values.count, structure: .spherical, restartCount: 1, maximumIterations: 1,
          seed: seed), start: .kMeans
      ).fit(points)
      let means = result.start.components.map { $0.mean[0] }.sorted()
      for (mean, value) in zip(means, values) {
        #expect(abs(mean - value) <= 1e-9 * abs(value) + 1e-3, "\(means) instead of \(values)")
      }
    }
  }

  @Test func pointsThatOnlyUnitsTellApartDoNotHang() throws {
    // Distinct as numbers; in the fit's units the first two become one.
    let values = [0, Double.leastNonzeroMagnitude, 1]
    let points = try PointSet(columns: [(0..<9).map { values[$0 % 3] }])
    for start in [Start.random, .kMeans, .hierarchical, .auto] {
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: 3, restartCount: 2), start: start
      ).fit(points)
      #expect(result.logLikelihood.isFinite)
    }
  }
}
