import GaussianMixtures
import Testing

/// Points that come one at a time.
@Suite struct PreparedMixtureTests {
  /// The same bits as for all points at once.
  @Test(arguments: [1, 2, 3, 8, 9, 20])
  func answersAreThoseOfAllPointsAtOnce(dimension: Int) throws {
    let (points, model) = try TestData.cloud(count: 300, dimension: dimension, componentCount: 5, seed: 3)
    let noisy = try GaussianMixture(
      components: model.components.map {
        .init(weight: 0.8 * $0.weight, mean: $0.mean, covariance: $0.covariance)
      }, noise: .init(weight: 0.2, logVolume: 3 * Double(dimension)))
    for model in [model, noisy] {
      let prepared = model.prepared()
      let (all, shares) = (try model.classify(points), try model.responsibilities(of: points))
      var found: [Double] = []
      for i in 0..<points.count {
        #expect(try prepared.label(of: points[i]) == all.labels[i])
        #expect(try prepared.logDensity(of: points[i]) == all.logDensities[i])
        try prepared.responsibilities(of: points[i], into: &found)
        #expect(found == shares.map { $0[i] })
      }
    }
  }

  @Test func whatIsNoPointIsRefused() throws {
    let prepared = try TestData.cloud(count: 1, dimension: 2, componentCount: 2, seed: 1).truth.prepared()
    func message(_ point: [Double]) -> String? {
      do throws(ModelError) {
        _ = try prepared.label(of: point)
        return nil
      } catch { return error.message }
    }
    #expect(message([1]) == "The model has 2 dimensions, the point has 1.")
    #expect(message([]) == "The model has 2 dimensions, the point has 0.")
    #expect(message([1, .nan])?.contains("Coordinate 2") == true)
    #expect(message([.infinity, 1])?.contains("Coordinate 1") == true)
    #expect(message([1e300, -1e300]) == nil)
  }
}
