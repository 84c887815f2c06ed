import Foundation
import GaussianMixtures
import Testing

/// Results that are kept and read again are equal, and what is printed of them is short.
@Suite struct ResultCodingTests {
  private func again<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  private func fits() throws -> [FitResult] {
    let places = Array(0..<60)
    // A third of the values is one and the same.
    let equal = try PointSet(places, { Double($0 % 3 == 0 ? 7 : $0 % 20) }, { Double($0 * $0 % 17) })
    var noisy = FitConfiguration(componentCount: 2, noise: NoiseConfiguration(), restartCount: 2)
    noisy.prior = ConjugatePrior()
    var bounded = FitConfiguration(componentCount: 3, structure: .diagonal, collapsePolicy: .drop, seed: .max)
    bounded.maximumEigenvalueRatio = 4
    return [
      try MixtureEstimator(componentCount: 3).fit(try TestData.diabetes()),
      try MixtureEstimator(componentCount: 5, structure: .vvi).fit(equal),
      try MixtureEstimator(noisy, start: .kMeans).fit(try TestData.iris()),
      try MixtureEstimator(bounded).fit(equal),
      try MixtureEstimator(componentCount: 2).fit(
        Observations(equal, weights: (0..<60).map { Double($0 % 4) + 0.5 })),
    ]
  }

  @Test func resultsAreReadAsTheyWere() throws {
    let results = try fits()
    #expect(results.contains { !$0.events.isEmpty })
    for result in results {
      #expect(try again(result) == result)
      #expect(try again(FitSummary(result)) == FitSummary(result))
    }
  }

  @Test func classificationsAndOptionsAreReadAsTheyWere() throws {
    let model = try GaussianMixture(
      components: [.init(weight: 0.9, mean: [5], covariance: [[1 / 3]])],
      noise: .init(weight: 0.1, logVolume: 3))
    let classification = try model.classify(PointSet(columns: [TestData.iris().columns[0]]))
    #expect(classification.labels.contains(nil))
    #expect(try again(classification) == classification)
    #expect(try again(classification.labels) == classification.labels)
    var options = SelectionConfiguration(
      componentCounts: [2, 4], structures: [.vve, .eii], criterion: .crossValidation, foldCount: 3)
    options.fit.seed = .max
    #expect(try again(options) == options)
    #expect(try again(SelectionConfiguration()) == SelectionConfiguration())
  }

  @Test func listsOfUnequalLengthAreNoClassification() {
    let text =
      #"{"labels": [0, null], "probabilities": [1], "uncertainties": [0, 0], "logDensities": [1, 2]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Classification.self, from: Data(text.utf8))
    }
  }

  /// A few lines, however large the value is.
  @Test func whatIsPrintedIsShort() throws {
    let points = try TestData.diabetes()
    let result = try MixtureEstimator(componentCount: 3).fit(points)
    let lines = "\(result)".split(separator: "\n")
    #expect(
      lines.count == 5
        && lines[0] == "Gaussian mixture of 3 components in 3 dimensions, covariances VVV (full)")
    #expect(lines[1].hasPrefix("log-likelihood -2295.09 of 145 points, BIC 4734.51, converged after "))
    #expect(lines[2].hasPrefix("1: weight 0.56026, mean [91.42") || lines[2].hasPrefix("1: weight 0.5602"))
    #expect("\(points)" == "145 points in 3 dimensions")
    #expect("\(Observations(points))" == "145 points in 3 dimensions")
    #expect(
      "\(try Observations([[1, nil], [2, 3]], weights: [1, 2]))"
        == "2 points in 2 dimensions, weighted by frequencies, some coordinates missing")
    #expect("\(try PointSet([[1.5]]))" == "1 point in 1 dimension")
    #expect("\(points.coordinates[0])".hasSuffix(", … 145 in all]"))
    #expect("\([0, nil, 2] as PointLabels)" == "[0, nil, 2]")
    #expect("\([[2, 0.5], [0.5, 1]] as CovarianceMatrix)" == "[[2, 0.5], [0.5, 1]]")
    #expect("\(CovarianceMatrix.diagonal([1, 1 / 3]))" == "diagonal [1, 0.333333]")
    #expect("\(FitError.Code.cancelled)" == "cancelled" && "\(ModelError.Code.notFinite)" == "notFinite")
    let classification = try result.model.classify(points)
    #expect("\(classification)".hasPrefix("145 points: "))
    let columns = (0..<200).map { column in (0..<40).map { Double(column * $0 % 37) } }
    let wide = try MixtureEstimator(componentCount: 1, structure: .vvi).fit(PointSet(columns: columns))
    let selection = try MixtureSelector(
      SelectionConfiguration(componentCounts: [1, 2], structures: [.eee, .vvv])
    )
    .select(points)
    for text in [
      "\(result)", "\(wide)", "\(selection)", "\(classification)",
      "\(try result.model.score(Observations(points)))",
      "\(ModelDocument(model: wide.model, columns: (0..<200).map { "column \($0)" }, fit: FitSummary(wide)))",
      "\(try ConfusionTable(classification.labels, classification.labels))",
    ] {
      #expect(text.count < 1000 && text.split(separator: "\n").count <= 12)
    }
  }
}
