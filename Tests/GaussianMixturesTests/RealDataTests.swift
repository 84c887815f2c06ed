import GaussianMixtures
import Testing

/// The tight maxima of the literature's data sets: what any correct EM ends at from the right basin.
@Suite struct RealDataTests {
  private func fit(
    _ points: PointSet, _ componentCount: Int, seed: UInt64 = 1
  ) throws -> FitResult {
    try MixtureEstimator(FitConfiguration(componentCount: componentCount, seed: seed)).fit(points)
  }

  /// The default start finds them whatever the seed.
  @Test func everySeedEndsThere() throws {
    let (diabetes, iris) = (try TestData.diabetes(), try TestData.iris())
    for seed: UInt64 in 2...40 {
      #expect(abs(try fit(diabetes, 3, seed: seed).logLikelihood - -2295.093456) < 1e-4, "seed \(seed)")
      #expect(abs(try fit(iris, 3, seed: seed).logLikelihood - -180.1854771) < 1e-4, "seed \(seed)")
    }
  }

  @Test func diabetes() throws {
    let result = try fit(try TestData.diabetes(), 3)
    #expect(abs(result.logLikelihood - -2295.093456) < 1e-4)
    #expect(abs(result.criteria.bic - 4734.512190) < 2e-4)
    #expect(result.criteria.parameterCount == 29)
    #expect(!result.isAccident)
    let weights = [0.5602566020, 0.2427667827, 0.1969766153]
    let means = [
      [91.42173571, 358.46570188, 166.28008424], [104.7449724, 517.5180559, 316.8135736],
      [230.16933191, 1102.38884611, 81.46101196],
    ]
    for (k, component) in result.model.components.enumerated() {
      expectRelative(component.weight, weights[k], 1e-3, "weight")
      for d in 0..<3 { expectRelative(component.mean[d], means[k][d], 1e-3, "mean") }
    }
  }

  @Test func iris() throws {
    let result = try fit(try TestData.iris(), 3)
    #expect(abs(result.logLikelihood - -180.1854771) < 1e-4)
    #expect(!result.isAccident)
  }

  @Test func faithful() throws {
    let result = try fit(try TestData.faithful(), 2)
    #expect(abs(result.logLikelihood - -1130.26396) < 1e-4)
    #expect(abs(result.criteria.bic - 2322.191743) < 2e-4)
    let weights = [0.6441271322, 0.3558728678]
    let means = [[4.289661996, 79.96811545], [2.036388481, 54.47851664]]
    for (k, component) in result.model.components.enumerated() {
      expectRelative(component.weight, weights[k], 1e-3, "weight")
      for d in 0..<2 { expectRelative(component.mean[d], means[k][d], 1e-3, "mean") }
    }
  }
}
