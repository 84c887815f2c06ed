import Foundation
import GaussianMixtures
import Testing

/// The model: what it refuses, what it keeps, what it counts.
@Suite struct ModelTests {
  private typealias Component = GaussianMixture.Component

  private func code(
    _ components: @autoclosure () throws -> [GaussianMixture.Component]
  ) throws -> ModelError.Code? {
    do {
      _ = try GaussianMixture(components: components())
      return nil
    } catch let error as ModelError {
      #expect(!error.message.isEmpty)
      return error.code
    }
  }

  private func one(
    weight: Double = 1, mean: [Double] = [0, 0], _ rows: [[Double]] = [[1, 0], [0, 1]]
  ) throws -> GaussianMixture.Component {
    Component(weight: weight, mean: mean, covariance: try CovarianceMatrix(rows: rows))
  }

  @Test func eachRefusal() throws {
    #expect(try code([]) == .empty)
    #expect(try code([try one()]) == nil)
    #expect(try code([try one(mean: [0])]) == .dimension)
    #expect(try code([try one(weight: 0.5), try one(weight: 0.5, mean: [0], [[1]])]) == .dimension)
    #expect(try code([try one(weight: 0.5), try one(weight: 0.4)]) == .weights)
    #expect(try code([try one(weight: -0.5), try one(weight: 1.5)]) == .weights)
    #expect(try code([try one(weight: .nan)]) == .weights)
    #expect(try code([try one(weight: 0.5 + 4e-10), try one(weight: 0.5)]) == nil)
    #expect(try code([try one(weight: 0.5 + 2e-9), try one(weight: 0.5)]) == .weights)
    #expect(try code([try one(weight: 0), try one(weight: 1)]) == nil)
    #expect(try code([try one(mean: [0, .nan])]) == .notFinite)
    #expect(try code([try one(mean: [.infinity, 0])]) == .notFinite)
    #expect(try code([try one([[1, 0], [0, .infinity]])]) == .notFinite)
    #expect(try code([try one([[1, 0.5], [0.4, 1]])]) == .covariance)
    #expect(try code([try one([[1, 2], [2, 1]])]) == .covariance)
    #expect(try code([try one([[1, 1], [1, 1]])]) == .covariance)
    #expect(try code([try one([[1, 0], [0, 0]])]) == .covariance)
    #expect(try code([try one([[-1, 0], [0, -1]])]) == .covariance)
    #expect(try code([try one([[1e-280, 0], [0, 1e280]])]) == nil)
    #expect(try code([try one([[1, 2]])]) == .covariance)
    #expect(try code([try one([])]) == .covariance)
  }

  @Test func theComponentToBlameIsNamed() throws {
    let bad = [try one(weight: 0.5), try one(weight: 0.5, [[1, 3], [3, 1]])]
    let error = #expect(throws: ModelError.self) { try GaussianMixture(components: bad) }
    #expect(error?.component == 2)
    #expect(error?.description.contains("component 2") == true)
  }

  @Test func codingKeepsEveryBit() throws {
    for dimension in [1, 3, 9] {
      let (points, truth) = try TestData.cloud(count: 300, dimension: dimension, componentCount: 3, seed: 1)
      let scales = (0..<dimension).map { [1e-140, 0.1, 3e120][$0 % 3] }
      let shifts = scales.map { $0 / 3 }
      let model = try transformed(truth, scales: scales, shifts: shifts)
      let data = try JSONEncoder().encode(model)
      let back = try JSONDecoder().decode(GaussianMixture.self, from: data)
      #expect(back == model)
      for (a, b) in zip(model.components, back.components) {
        #expect(a.weight.bitPattern == b.weight.bitPattern)
        #expect(a.mean.map(\.bitPattern) == b.mean.map(\.bitPattern))
        #expect(a.covariance.elements.map(\.bitPattern) == b.covariance.elements.map(\.bitPattern))
      }
      let result = try TestData.run(points, from: truth, iterations: 3)
      let selection = SelectionSummary(
        criterion: .icl,
        candidates: [
          .init(
            componentCount: 3, structure: .full, logLikelihood: -0.1, bic: 1 / 3, aic: 2, icl: nil,
            isAccident: true, failure: "why")
        ])
      let document = ModelDocument(
        model: result.model, columns: (0..<dimension).map { "c\($0)" },
        fit: FitSummary(result, selection: dimension == 3 ? selection : nil),
        software: .init(name: "gmm", version: "0"))
      let read = try JSONDecoder().decode(ModelDocument.self, from: JSONEncoder().encode(document))
      #expect(read == document)
    }
  }

  @Test func documentsThatAreWrongAreRefused() throws {
    let component = #"{"weight": 1, "mean": [0], "covariance": [[1]]}"#
    func decode(_ text: String) throws -> ModelDocument {
      try JSONDecoder().decode(ModelDocument.self, from: Data(text.utf8))
    }
    let schema = #""schema": "gaussian-mixtures/model/1""#
    let plain = try decode("{\(schema), \"components\": [\(component)], \"new\": 1, \"noise\": null}")
    #expect(plain.model.structure == .full && plain.fit == nil && plain.columns == nil)
    for text in [
      "{\"components\": [\(component)]}", "{\"schema\": \"other/2\", \"components\": [\(component)]}",
      "{\(schema)}", "{\(schema), \"components\": []}",
      "{\(schema), \"dimension\": 2, \"components\": [\(component)]}",
      "{\(schema), \"componentCount\": 2, \"components\": [\(component)]}",
      "{\(schema), \"structure\": \"XYZ\", \"components\": [\(component)]}",
      "{\(schema), \"columns\": [\"a\", \"b\"], \"components\": [\(component)]}",
      "{\(schema), \"noise\": {\"weight\": 0.1}, \"components\": [\(component)]}",
      "{\(schema), \"components\": [{\"weight\": 1, \"mean\": [0], \"covariance\": [[1, 2]]}]}",
    ] {
      #expect(throws: (any Error).self, "\(text)") { try decode(text) }
    }
  }

  @Test(arguments: [1, 2, 3, 7], [1, 3, 6])
  func parametersAreCountedAsInTheLiterature(dimension d: Int, componentCount k: Int) throws {
    // Celeux and Govaert (1995), table 1: α of weights and means, β of one covariance.
    let alpha = k * d + k - 1
    let beta = d * (d + 1) / 2
    let table = [
      "EII": 1, "VII": k, "EEI": d, "VEI": d + k - 1, "EVI": k * d - k + 1, "VVI": k * d,
      "EEE": beta, "VEE": beta + k - 1, "EVE": beta + (k - 1) * (d - 1), "VVE": beta + (k - 1) * d,
      "EEV": k * beta - (k - 1) * d, "VEV": k * beta - (k - 1) * (d - 1), "EVV": k * beta - (k - 1),
      "VVV": k * beta,
    ]
    #expect(Set(CovarianceStructure.allCases.map(\.code)) == Set(table.keys))
    #expect(CovarianceStructure.allCases.count == 14)
    for structure in CovarianceStructure.allCases {
      #expect(structure.parameterCount(dimension: d, componentCount: k) == table[structure.code])
      let component = Component(
        weight: 1 / Double(k), mean: [Double](repeating: 0, count: d),
        covariance: .diagonal([Double](repeating: 1, count: d)))
      let model = try GaussianMixture(
        components: [Component](repeating: component, count: k), structure: structure)
      #expect(model.parameterCount == alpha + (table[structure.code] ?? 0))
    }
  }

  @Test func structuresAreRead() {
    #expect(CovarianceStructure("VVV") == .full && CovarianceStructure("Full") == .full)
    #expect(CovarianceStructure("eee") == .tied && CovarianceStructure("tied") == .tied)
    #expect(CovarianceStructure("E") == .tied && CovarianceStructure("v") == .full)
    #expect(CovarianceStructure("I") == nil)
    #expect(CovarianceStructure("vvi") == .diagonal && CovarianceStructure("DIAGONAL") == .diagonal)
    #expect(CovarianceStructure("VII") == .spherical && CovarianceStructure("spherical") == .spherical)
    let letters = ["E", "V", "I", "X"]
    let codes = Set(CovarianceStructure.allCases.map(\.code))
    for a in letters {
      for b in letters {
        for c in letters {
          let code = a + b + c
          #expect(CovarianceStructure(code)?.code == (codes.contains(code) ? code : nil))
        }
      }
    }
    for wrong in ["", "VV", "VVVV", " VVV", "V V", "fully", "VÉV"] {
      #expect(CovarianceStructure(wrong) == nil)
    }
    #expect(CovarianceStructure.full.description == "VVV (full)")
    #expect(CovarianceStructure("VVE")?.description == "VVE" && CovarianceStructure("VVE")?.name == nil)
  }

  @Test func criteriaOfDiabetes() throws {
    let points = try TestData.diabetes()
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    let logLikelihood = try result.model.logLikelihood(of: points)
    expectRelative(result.criteria.bic, -2 * logLikelihood + 29 * log(145), 1e-12)
    expectRelative(result.criteria.aic, -2 * logLikelihood + 58, 1e-12)
    let surest = try result.model.classify(points).probabilities.reduce(0) { $0 + log($1) }
    expectRelative(result.criteria.icl, result.criteria.bic - 2 * surest, 1e-12)
    // mclust stops 0.025 nats earlier, and prints the negative; its points between two groups move the
    // entropy by some tenths.
    #expect(abs(result.criteria.icl - 4749.16) < 0.5)
  }
}
