import GaussianMixtures
import MixtureFiles
import Tables
import Testing

/// What a model says of points, as columns; and the model as a file.
@Suite struct LabelledPointsTests {
  private func mixture() throws -> GaussianMixture {
    try GaussianMixture(components: [
      .init(weight: 0.5, mean: [-3], covariance: [[1]]),
      .init(weight: 0.5, mean: [3], covariance: [[2]]),
    ])
  }

  private let points = [[-3.5], [2.0], [4.0], [0.1]]

  @Test func columnsAreThoseOfTheClassification() throws {
    let model = try mixture()
    let points = try PointSet(points)
    let labelled = try LabelledPoints(Observations(points), by: model)
    let direct = try model.classify(points)
    #expect(labelled.classification == direct)
    let columns = labelled.columns()
    #expect(columns.map(\.name) == ["label", "probability", "uncertainty", "log_density"])
    // Labels count from 1 in files.
    #expect(columns[0].values == .integers([1, 2, 2, 2]))
    #expect(columns[3].values == .numbers(direct.logDensities))
    #expect(labelled.columns([.density])[0].values == .numbers(direct.densities))
  }

  @Test func whatIsHeldIsCounted() throws {
    let labelled = try LabelledPoints(Observations(try PointSet(points)), by: try mixture())
    #expect(labelled.byteCount == 4 * 28)
  }

  @Test func pointsOfAnotherDimensionAreRefused() throws {
    let model = try mixture()
    let points = try PointSet([[1, 2]])
    #expect(throws: ModelError.self) { try LabelledPoints(Observations(points), by: model) }
  }
}
