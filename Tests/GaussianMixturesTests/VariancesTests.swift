import Foundation
import GaussianMixtures
import Testing

/// Covariances that are held by their variances: the same answers as those held in full, and D numbers.
@Suite struct VariancesTests {
  private typealias Component = GaussianMixture.Component

  /// The same mixture twice, its covariances held by their variances and in full.
  private func twins(
    dimension: Int, seed: UInt64
  ) throws -> (held: GaussianMixture, full: GaussianMixture) {
    var stream = RandomStream(seed: seed, purpose: .display)
    let components = (0..<3).map { k in
      Component(
        weight: [0.2, 0.3, 0.5][k], mean: (0..<dimension).map { _ in 2 * stream.normal() },
        covariance: .diagonal((0..<dimension).map { _ in exp(stream.normal()) }))
    }
    let full = try components.map { component in
      Component(
        weight: component.weight, mean: component.mean,
        covariance: try CovarianceMatrix(rows: component.covariance.rows))
    }
    return (try GaussianMixture(components: components), try GaussianMixture(components: full))
  }

  @Test(arguments: [1, 2, 5, 9, 40])
  func answersAreThoseOfTheFullMatrix(dimension: Int) throws {
    let (held, full) = try twins(dimension: dimension, seed: UInt64(dimension))
    #expect(held.components.allSatisfy { $0.covariance.isHeldByVariances })
    #expect(!full.components.contains { $0.covariance.isHeldByVariances })
    #expect(held == full && held.hashValue == full.hashValue)
    for (a, b) in zip(held.components, full.components) {
      #expect(a.covariance.elements == b.covariance.elements && a.covariance.rows == b.covariance.rows)
      #expect(a.covariance.diagonal == b.covariance.diagonal)
    }
    var (first, second) = (
      RandomStream(seed: 3, purpose: .sampling), RandomStream(seed: 3, purpose: .sampling)
    )
    let points = try held.sample(700, using: &first).points
    #expect(try full.sample(700, using: &second).points == points)
    #expect(try held.classify(points) == full.classify(points))
    let some = [dimension - 1, 0].prefix(dimension)
    #expect(held.selecting(Array(some)) == full.selecting(Array(some)))
    let naive = NaiveMixture(full).logDensities(points)
    for (a, b) in zip(try held.logDensities(of: points), naive) { expectRelative(a, Double(b), 1e-11) }
  }

  @Test func matricesThatDifferAreNotEqual() throws {
    let held = CovarianceMatrix.diagonal([1, 2])
    #expect(held != CovarianceMatrix.diagonal([1, 3]) && held != CovarianceMatrix.diagonal([1, 2, 2]))
    #expect(try held != CovarianceMatrix(rows: [[1, 0.5], [0.5, 2]]))
    #expect(try CovarianceMatrix(rows: [[1, 0], [0, 2]]) == held)
    #expect(held.commonVariance == nil && CovarianceMatrix.diagonal([2, 2]).commonVariance == 2)
  }

  /// What a structure without correlations estimates takes D numbers a component, or one, in memory and in a file.
  @Test(arguments: ["EII", "VII", "EEI", "VEI", "EVI", "VVI", "EEE", "VVV"])
  func fitsHoldWhatTheirStructureNeeds(code: String) throws {
    let structure = try #require(CovarianceStructure(code))
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2, structure: structure)).fit(
      TestData.iris())
    let isHeld = structure.orientation == .identity
    let components = result.model.components + result.start.components
    #expect(components.allSatisfy { $0.covariance.isHeldByVariances == isHeld })
    let document = ModelDocument(model: result.model, fit: FitSummary(result))
    let data = try JSONEncoder().encode(document)
    #expect(try JSONDecoder().decode(ModelDocument.self, from: data) == document)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schema"] as? String == "gaussian-mixtures/model/\(isHeld ? 2 : 1)")
    for component in object["components"] as? [[String: Any]] ?? [] {
      let count = (component["variances"] as? [Double])?.count
      #expect(count == (isHeld ? (structure.shape == .identity ? 1 : 4) : nil))
      #expect((component["covariance"] == nil) == isHeld)
    }
  }

  /// A file of the first schema, its covariances by rows, is read for ever, and starts a fit of variances.
  @Test func filesOfTheFirstSchemaAreRead() throws {
    let text = """
      {"schema": "gaussian-mixtures/model/1", "structure": "VVI", "components": [
        {"weight": 0.5, "mean": [5, 3, 1, 0.2], "covariance": [[0.1, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.1, 0],
          [0, 0, 0, 0.1]]},
        {"weight": 0.5, "mean": [6, 3, 5, 2], "variances": [0.4]}]}
      """
    let document = try JSONDecoder().decode(ModelDocument.self, from: Data(text.utf8))
    let variances = document.model.components.map(\.covariance.diagonal)
    #expect(variances == [[0.1, 0.1, 0.1, 0.1], [0.4, 0.4, 0.4, 0.4]])
    let run = try TestData.run(TestData.iris(), from: document.model, .diagonal, iterations: 5)
    #expect(run.model.components.allSatisfy { $0.covariance.isHeldByVariances })
    let full = try TestData.run(TestData.iris(), from: document.model, .full, iterations: 5)
    #expect(!full.model.components.contains { $0.covariance.isHeldByVariances })
  }

  @Test func eventsNameColumnsByNumber() throws {
    let points = try PointSet(columns: [[1, 2, 3, 4, 9, 8, 7, 6], [Double](repeating: 5, count: 8)])
    let result = try MixtureEstimator(FitConfiguration(componentCount: 1, structure: .diagonal)).fit(points)
    let event = try #require(result.events.first { $0.kind == .constantColumn })
    #expect(event.axis == [0, 1] && event.column == 1)
    let data = try JSONEncoder().encode(event)
    #expect(try JSONDecoder().decode(FitEvent.self, from: data) == event)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["column"] as? Int == 2 && object["axis"] == nil)
    let before = #"{"kind": "constantColumn", "iteration": 0, "axis": [0, 1], "message": ""}"#
    let read = try JSONDecoder().decode(FitEvent.self, from: Data(before.utf8))
    #expect(read.column == 1 && read.message.contains("Column 2"))
    let beyond = #"{"kind": "constantColumn", "iteration": 0, "column": 3, "columnCount": 2}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FitEvent.self, from: Data(beyond.utf8))
    }
  }
}
