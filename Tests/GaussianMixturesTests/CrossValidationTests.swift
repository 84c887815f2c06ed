import Foundation
import GaussianMixtures
import Testing

/// Held-out likelihoods beside what they are by definition.
@Suite struct CrossValidationTests {
  @Test(arguments: [(2, 7), (5, 23), (23, 23)])
  func foldsShareThePointsOut(count: Int, pointCount: Int) throws {
    let folds = Folds(count: count, pointCount: pointCount, seed: 3)
    #expect(folds.heldOut.flatMap { $0 }.sorted() == Array(0..<pointCount))
    let sizes = folds.heldOut.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    let points = try PointSet(columns: [(0..<pointCount).map(Double.init)])
    for fold in 0..<count {
      let (training, heldOut) = folds.divide(Observations(points), at: fold)
      #expect(heldOut.columns[0] == folds.heldOut[fold].map(Double.init))
      #expect((training.columns[0] + heldOut.columns[0]).sorted() == points.columns[0])
    }
    #expect(Folds(count: count, pointCount: pointCount, seed: 3).heldOut == folds.heldOut)
    #expect(
      Folds(count: count, pointCount: pointCount, seed: 4).heldOut != folds.heldOut || count == pointCount)
  }

  /// A normal distribution by the textbook, for each point of all others.
  @Test func leavingOneOutIsAsByHand() throws {
    let columns = try TestData.faithful().columns.map { Array($0.prefix(24)) }
    let selection = try MixtureSelector(
      SelectionConfiguration(
        componentCounts: [1], structures: [.full], criterion: .crossValidation, foldCount: 24)
    ).select(PointSet(columns: columns))
    let logDensities = (0..<24).map { out -> Double in
      let rest = columns.map { column in column.indices.filter { $0 != out }.map { column[$0] } }
      let means = rest.map { $0.reduce(0, +) / 23 }
      func covariance(_ i: Int, _ j: Int) -> Double {
        zip(rest[i], rest[j]).reduce(0) { $0 + ($1.0 - means[i]) * ($1.1 - means[j]) } / 23
      }
      let (a, b, c) = (covariance(0, 0), covariance(0, 1), covariance(1, 1))
      let determinant = a * c - b * b
      let (x, y) = (columns[0][out] - means[0], columns[1][out] - means[1])
      let distance = (c * x * x - 2 * b * x * y + a * y * y) / determinant
      return -0.5 * (distance + log(determinant)) - log(2 * Double.pi)
    }
    let mean = logDensities.reduce(0, +) / 24
    let variance = logDensities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23
    let heldOut = try #require(selection.candidates[0].heldOut)
    expectRelative(heldOut.mean, mean, 1e-10, "mean")
    expectRelative(heldOut.standardError, (variance / 24).squareRoot(), 1e-9, "standard error")
    #expect(selection.summary.foldCount == 24 && selection.fitCount == 25)
  }

  @Test func mixturesAreFittedWithoutTheHeldOutPoints() throws {
    let points = try TestData.faithful()
    let selection = try MixtureSelector(
      SelectionConfiguration(
        componentCounts: [1, 2, 3], structures: [.tied], criterion: .crossValidation, foldCount: 5)
    ).select(points)
    let folds = Folds(count: 5, pointCount: points.count, seed: 1)
    for candidate in selection.candidates {
      var sum = 0.0
      for fold in 0..<5 {
        let (training, heldOut) = folds.divide(Observations(points), at: fold)
        let result = try MixtureEstimator(
          FitConfiguration(componentCount: candidate.componentCount, structure: .tied)
        ).fit(training)
        sum += try result.model.logLikelihood(of: heldOut)
      }
      expectRelative(candidate.heldOut?.mean ?? 0, sum / Double(points.count), 1e-10)
    }
    let means = selection.ranked.compactMap(\.heldOut?.mean)
    #expect(means.count == 3 && means == means.sorted(by: >))
    #expect(selection.best.model.componentCount == selection.ranked[0].componentCount)
  }

  /// With half of seven distinct points left out there are too few for four components.
  @Test func aFoldThatCannotBeFittedFailsTheModel() throws {
    let points = try PointSet(columns: [[1, 2, 3.5, 5, 7, 8, 11]])
    let selection = try MixtureSelector(
      SelectionConfiguration(
        componentCounts: [1, 4], structures: [.tied], criterion: .crossValidation, foldCount: 2)
    ).select(points)
    #expect(selection.candidates[0].failure == nil)
    #expect(selection.candidates[1].failure?.code == .tooFewPoints)
    #expect(selection.candidates[1].result != nil && selection.candidates[1].heldOut == nil)
    #expect(selection.best.model.componentCount == 1)
  }
}
