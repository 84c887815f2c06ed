import GaussianMixtures
import Testing

/// A point of weight w counts as w points.
@Suite struct WeightTests {
  /// Weights from 0 to 3, and the points repeated as often.
  private func weighted(_ points: PointSet) throws -> (weighted: Observations, repeated: PointSet) {
    let counts = (0..<points.count).map { ($0 * 7 + $0 / 5) % 4 }
    let rows = counts.indices.flatMap { row in [Int](repeating: row, count: counts[row]) }
    return (
      try Observations(columns: points.columns, weights: counts.map { Double($0) }),
      try PointSet(columns: points.columns.map { column in rows.map { column[$0] } })
    )
  }

  private func configuration(
    _ structure: CovarianceStructure, _ componentCount: Int, noise: NoiseConfiguration? = nil
  ) -> FitConfiguration {
    FitConfiguration(
      componentCount: componentCount, structure: structure, noise: noise, stopping: .gain(tolerance: 0),
      acceleration: .none, maximumIterations: 20)
  }

  private func expectSame(_ a: FitResult, _ b: FitResult, sourceLocation: SourceLocation = #_sourceLocation) {
    for (x, y) in zip(a.history, b.history) {
      expectRelative(
        x.logLikelihood, y.logLikelihood, 1e-10, "iteration \(x.iteration)", sourceLocation: sourceLocation)
    }
    expectClose(a.model, b.model, 1e-9, sourceLocation: sourceLocation)
    expectRelative(a.criteria.bic, b.criteria.bic, 1e-10, "BIC", sourceLocation: sourceLocation)
    expectRelative(a.criteria.icl, b.criteria.icl, 1e-10, "ICL", sourceLocation: sourceLocation)
    #expect(a.totalWeight == Double(b.pointCount), sourceLocation: sourceLocation)
  }

  @Test(arguments: CovarianceStructure.allCases)
  func equalRepetition(structure: CovarianceStructure) throws {
    let points = try TestData.diabetes()
    let (weighted, repeated) = try weighted(points)
    let start = Start.model(try TestData.start(points, 3))
    let estimator = MixtureEstimator(configuration(structure, 3), start: start)
    expectSame(try estimator.fit(weighted), try estimator.fit(repeated))
  }

  @Test func equalRepetitionWithNoise() throws {
    let points = try TestData.diabetes()
    let (weighted, repeated) = try weighted(points)
    let start = Start.model(try TestData.start(points, 3))
    let estimator = MixtureEstimator(configuration(.full, 3, noise: NoiseConfiguration()), start: start)
    let results = (try estimator.fit(weighted), try estimator.fit(repeated))
    expectSame(results.0, results.1)
    // The boxes are the same: the points that count are.
    #expect(results.0.model.noise?.weight ?? 0 > 0)
  }

  /// So many points and components that points are put in order and components are left out by boxes.
  @Test func equalRepetitionInBoxes() throws {
    let (points, truth) = try TestData.cloud(count: 20_000, dimension: 2, componentCount: 40, seed: 5)
    let (weighted, repeated) = try weighted(points)
    let estimator = MixtureEstimator(configuration(.full, 40), start: .model(truth))
    expectSame(try estimator.fit(weighted), try estimator.fit(repeated))
  }

  /// Frequencies keep their scale, which the likelihood has; a common factor changes no parameter.
  @Test func aCommonFactorOfFrequenciesChangesNoParameter() throws {
    let points = try TestData.faithful()
    let weights = (0..<points.count).map { 0.5 + Double($0 % 5) }
    let start = Start.model(try TestData.start(points, 2))
    let estimator = MixtureEstimator(configuration(.full, 2), start: start)
    func fit(_ factor: Double) throws -> FitResult {
      try estimator.fit(
        Observations(
          columns: points.columns, weights: weights.map { $0 * factor }, weightMeaning: .frequencies))
    }
    let (one, many) = (try fit(1), try fit(1e6))
    expectClose(one.model, many.model, 1e-9)
    expectRelative(one.logLikelihood * 1e6, many.logLikelihood, 1e-10)
  }

  /// Starts see weights too: groups of points that do not count attract no seed.
  @Test(arguments: [Start.auto, .kMeans, .random, .hierarchical])
  func startsSeeWeights(start: Start) throws {
    let near = try TestData.cloud(count: 300, dimension: 2, componentCount: 2, seed: 9).points
    let columns = near.columns.map { $0 + $0.map { $0 + 1000 } }
    let weights = (0..<600).map { $0 < 300 ? 1.0 : 0.0 }
    let estimator = MixtureEstimator(FitConfiguration(componentCount: 2), start: start)
    let result = try estimator.fit(Observations(columns: columns, weights: weights))
    #expect(result == (try estimator.fit(near)).with(secondsOf: result))
  }

  /// All models, and the likelihood of what was held out, count points by their weights.
  @Test func selectionSeesWeights() throws {
    let (weighted, repeated) = try weighted(try TestData.faithful())
    for criterion in [SelectionCriterion.bic, .crossValidation] {
      let selector = MixtureSelector(
        SelectionConfiguration(
          componentCounts: [1, 2], structures: [.tied, .full], criterion: criterion, foldCount: 4))
      let (a, b) = (try selector.select(weighted), try selector.select(repeated))
      for (x, y) in zip(a.candidates, b.candidates) {
        expectRelative(x.result?.criteria.bic ?? 0, y.result?.criteria.bic ?? 1, 1e-6, "BIC")
        guard let heldOut = (x.heldOut, y.heldOut) as? (HeldOutLikelihood, HeldOutLikelihood) else {
          continue
        }
        // The folds are others.
        expectRelative(heldOut.0.mean, heldOut.1.mean, 0.05, "held out")
      }
    }
  }

  @Test func badWeightsAreRefused() throws {
    let columns = [[1.0, 2, 3], [4.0, 5, 7]]
    func message(_ weights: [Double]) -> String? {
      do throws(FitError) {
        _ = try Observations(columns: columns, weights: weights)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message([1, -1, 1])?.contains("Point 2 has the weight -1") == true)
    #expect(message([1, 1, .nan])?.contains("Point 3 has the weight nan") == true)
    #expect(message([1, 1])?.contains("2 weights for 3 points") == true)
    #expect(message([0, 0, 0])?.contains("No point counts") == true)
    #expect(message([0, 0, 1e-300]) == nil)
  }
}

extension FitResult {
  /// The same with another's wall time, which no comparison is about.
  fileprivate func with(secondsOf other: FitResult) -> FitResult? { isSame(as: other) ? other : nil }

  private func isSame(as other: FitResult) -> Bool {
    model == other.model && logLikelihood == other.logLikelihood && criteria == other.criteria
      && timeless(history) == timeless(other.history)
  }
}
