import Foundation
import GaussianMixtures
import Testing

@Suite struct PreprocessingTests {
  private static let spillover = [[1, 0.2, 0.01], [0.05, 1, 0.1], [0, 0.03, 1]]

  @Test func compensationUndoesSpillover() throws {
    let compensation = try Compensation(channels: ["a", "b", "c"], spillover: Self.spillover)
    let light = [1000.0, 20, 300]
    let measured = compensation.measured(light)
    // By hand: 1000 + 0.05 20, 0.2 1000 + 20 + 0.03 300, 0.01 1000 + 0.1 20 + 300.
    #expect(zip(measured, [1001, 229, 312]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(compensation.compensated(measured), light).allSatisfy { abs($0 - $1) < 1e-10 })
    #expect(!compensation.isIdentity)
    #expect(try Compensation(channels: ["a", "b"], spillover: [[1, 0], [0, 1]]).isIdentity)
    let again = try JSONDecoder().decode(Compensation.self, from: try JSONEncoder().encode(compensation))
    #expect(again == compensation)
  }

  /// Rows must be exchanged for a pivot that is 0, and sizes may differ by much.
  @Test func inversesAreFoundWhateverThePivots() throws {
    for matrix in [[[0.0, 1], [1, 0]], [[1e-9, 1], [1, 1]], [[1e6, 0], [0, 1e-6]]] {
      let compensation = try Compensation(channels: ["a", "b"], spillover: matrix)
      let event = compensation.compensated(compensation.measured([3, 5]))
      #expect(zip(event, [3, 5]).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test(
    arguments: [
      ([], []), (["a"], [[1, 0]]), (["a", "b"], [[1, 0]]), (["a", "a"], [[1, 0], [0, 1]]),
      (["a", "b"], [[1, 1], [1, 1]]), (["a", "b"], [[1, 0], [0, 0]]), (["a", "b"], [[1, .nan], [0, 1]]),
      (["a", "b"], [[0.1, 0.3], [0.2, 0.6]]),
    ] as [([String], [[Double]])]) func matricesThatAreNoneAreRefused(
      _ channels: [String], _ matrix: [[Double]]
    )
  {
    #expect {
      try Compensation(channels: channels, spillover: matrix)
    } throws: { error in
      (error as? PreprocessingError)?.code == .compensation
    }
  }

  /// ln x is normal where x is log-normal: its density has a closed form.
  @Test func densitiesAreInOriginalUnits() throws {
    let model = try GaussianMixture(
      components: [.init(weight: 1, mean: [2, 5], covariance: .diagonal([0.25, 4]))])
    let preprocessing = Preprocessing(transforms: [.logarithm(base: exp(1)), nil])
    let (x, y) = ([3.0, 8, 20], [4.0, 5, 9])
    let observations = try Observations(columns: [x.map { log($0) }, y])
    let expected = zip(x, y).map { x, y in
      -log(x) - 0.5 * log(2 * .pi * 0.25) - pow(log(x) - 2, 2) / 0.5 - 0.5 * log(2 * .pi * 4) - pow(y - 5, 2)
        / 8
    }
    let score = try model.score(observations, preprocessing: preprocessing)
    #expect(zip(score.logDensities, expected).allSatisfy { abs($0 - $1) < 1e-13 })
    #expect(abs(score.logLikelihood - expected.reduce(0, +)) < 1e-12)
    // A missing coordinate is left out of the derivatives too.
    let partial = try Observations(columns: [[.nan, log(8)], [4, 5]])
    #expect(preprocessing.logJacobians(of: partial)[0] == 0)
    #expect(abs(preprocessing.logJacobian(of: partial) + log(8)) < 1e-13)
  }

  @Test func weightsCountInTheSumOfDerivatives() throws {
    let preprocessing = Preprocessing(transforms: [.logarithm(base: 10)])
    let weighted = try Observations(columns: [[0, 1, 2]], weights: [1, 3, 0])
    let repeated = try Observations(columns: [[0, 1, 1, 1]])
    #expect(abs(preprocessing.logJacobian(of: weighted) - preprocessing.logJacobian(of: repeated)) < 1e-12)
  }

  /// BIC of the right transform is the better, which without the derivatives it could not be told from a change of units.
  @Test func criteriaOfTransformsCompare() throws {
    var stream = RandomStream(seed: 5, purpose: .sampling)
    let normal = try GaussianMixture(components: [.init(weight: 1, mean: [3], covariance: .diagonal([1]))])
    let (drawn, _) = try normal.sample(500, using: &stream)
    let values = drawn.columns[0].map { exp($0) }
    func bic(_ transform: ColumnTransform?) throws -> (fit: Double, score: Double) {
      let preprocessing = Preprocessing(transforms: [transform])
      let observations = try Observations(columns: [values.map { transform?.value(of: $0) ?? $0 }])
      let result = try MixtureEstimator(componentCount: 1).fit(observations)
      let document = ModelDocument(result, columns: ["x"], preprocessing: preprocessing, of: observations)
      let score = try result.model.score(observations, preprocessing: preprocessing)
      return (try #require(document.fit).criteria.bic, score.criteria.bic)
    }
    let (raw, natural, decimal) = (
      try bic(nil), try bic(.logarithm(base: exp(1))), try bic(.logarithm(base: 10))
    )
    #expect(natural.fit < raw.fit - 100)
    // Both logarithms are one model in other units.
    #expect(abs(natural.fit - decimal.fit) < 1e-6 * abs(natural.fit))
    for found in [raw, natural, decimal] { #expect(abs(found.fit - found.score) < 1e-6 * abs(found.fit)) }
  }

  @Test func whatIsDoneIsKeptInTheDocument() throws {
    let matrix = try Compensation(channels: ["a", "b", "c"], spillover: Self.spillover)
    let transforms: [ColumnTransform?] = [
      .arcsinh(cofactor: 150), nil, .logarithm(base: 2), .logicle(try LogicleScale(linearWidth: 0.7)),
    ]
    let model = try GaussianMixture(
      components: [.init(weight: 1, mean: [1, 2, 3, 0.4], covariance: .diagonal([1, 1, 1, 1]))])
    for rule in [nil, .ofFile, .matrix(matrix)] as [Preprocessing.CompensationRule?] {
      let preprocessing = Preprocessing(compensation: rule, transforms: transforms)
      let document = ModelDocument(model: model, columns: ["a", "b", "c", "d"], preprocessing: preprocessing)
      let data = try JSONEncoder().encode(document)
      let again = try JSONDecoder().decode(ModelDocument.self, from: data)
      #expect(again.preprocessing == preprocessing)
      #expect(String(decoding: data, as: UTF8.self).contains("model\\/3"))
      #expect(again.axisTitles == ["asinh(a/150)", "b", "log2(c)", "logicle(d)"])
    }
    let plain = ModelDocument(model: model, preprocessing: Preprocessing(transforms: [nil, nil, nil, nil]))
    #expect(plain.preprocessing == nil)
    #expect(String(decoding: try JSONEncoder().encode(plain), as: UTF8.self).contains("model\\/2"))
  }

  @Test func pointsComeBackInOriginalUnits() {
    let preprocessing = Preprocessing(transforms: [.arcsinh(cofactor: 150), nil])
    let coordinates = preprocessing.transformed([1500, 0.3])
    #expect(zip(preprocessing.original(coordinates), [1500, 0.3]).allSatisfy { abs($0 - $1) < 1e-10 })
    #expect(preprocessing.original(columns: [[0], [7]]) == [[0], [7]])
    #expect(preprocessing.selecting([1, 0]).titles(of: ["b", "a"]) == ["b", "asinh(a/150)"])
  }
}
