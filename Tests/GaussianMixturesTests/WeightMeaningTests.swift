import Foundation
import GaussianMixtures
import Testing

/// Weights have no unit: what they are is found out or told, and of importance only ratios count.
@Suite struct WeightMeaningTests {
  private static let factors = [1e-3, 1e3, 1.0 / 7, 1 / 150.0, 3e90, 1e-290]

  private func observations(
    _ weights: [Double], _ meaning: WeightMeaning? = nil, columns: [[Double]]? = nil
  ) throws -> Observations {
    try Observations(
      columns: columns ?? [weights.indices.map { Double($0 * $0) }], weights: weights, weightMeaning: meaning)
  }

  @Test(
    arguments: [
      ([1, 2, 3], .frequencies), ([6, 10, 15], .frequencies), ([0, 1, 2, 2], .frequencies),
      ([5, 1, 1, 1], .frequencies), ([4e15, 1, 3], .frequencies),
      ([2, 4, 6], .importance), ([0.5, 1, 1.5], .importance), ([1, 2, 2.5], .importance),
      ([1, 1, 1], .importance), ([3, 3, 3], .importance), ([0, 1, 1], .importance), ([0, 2, 2], .importance),
      ([1e17, 1, 3], .importance), ([1, 2, 1e-300], .importance), ([1000, 2000, 1500], .importance),
    ] as [([Double], WeightMeaning)])
  func countsAreKnownByTheirLooks(weights: [Double], expected: WeightMeaning) throws {
    let found = try observations(weights)
    #expect(found.weightMeaning == expected)
    for meaning in WeightMeaning.allCases {
      #expect(try observations(weights, meaning).weightMeaning == meaning)
    }
    let frequencies = try observations(weights, .frequencies)
    #expect(frequencies.totalWeight == weights.reduce(0, +))
    // Kish: as many equal weights would estimate a mean as well.
    let importance = try observations(weights, .importance)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let sum = weights.reduce(0, +)
    expectRelative(importance.totalWeight, sum * sum / squares, 1e-14, "n")
    #expect(found == (expected == .frequencies ? frequencies : importance))
    for (place, weight) in weights.enumerated() {
      expectRelative(importance.weights?[place] ?? 1, weight * sum / squares, 1e-14, "weight \(place)")
    }
  }

  @Test func noWeightsHaveNoMeaning() throws {
    #expect(try Observations(columns: [[1, 2]], weightMeaning: .frequencies).weightMeaning == nil)
    #expect(Observations(try PointSet(columns: [[1, 2]])).weightMeaning == nil)
  }

  /// Counts, shares, survey weights with decimals, and equal ones, times any factor, rounded once more.
  @Test(arguments: factors)
  func aFactorLeavesNoBit(factor: Double) throws {
    var random = RandomStream(seed: 3, purpose: .display)
    let kinds: [[Double]] = [
      (0..<500).map { Double($0 % 7) }, (0..<500).map { 0.25 + Double($0 % 97) },
      (0..<500).map { _ in (random.uniform() * 1e6).rounded() / 1e4 },
      (0..<500).map { _ in (random.uniform() * 1e3 + 1).rounded() / 500 }, [Double](repeating: 0.3, count: 9),
    ]
    for weights in kinds {
      let one = try observations(weights, .importance)
      let many = try observations(weights.map { $0 * factor }, .importance)
      #expect(one == many)
      let again = try observations(weights.map { $0 * factor / 3 * 5 }, .importance)
      #expect(one == again)
    }
    // Others keep the rounding of their factor, and no more.
    let weights = (0..<500).map { _ in random.uniform() }
    let one = try observations(weights, .importance).weights ?? []
    let many = try observations(weights.map { $0 * factor }, .importance).weights ?? []
    for (a, b) in zip(one, many) { expectRelative(a, b, 1e-15) }
  }

  /// Whole fits: with all that knows masses in them.
  @Test(arguments: 0..<6)
  func aFactorChangesNoFit(kind: Int) throws {
    let points = try kind < 3 ? TestData.diabetes() : TestData.iris()
    var columns = points.columns
    var labels: ClassLabels?
    var configuration = FitConfiguration(componentCount: 3)
    switch kind {
    case 1:
      configuration.noise = NoiseConfiguration()
      configuration.structure = .diagonal
    case 2:
      for row in stride(from: 0, to: points.count, by: 6) { columns[row % 3][row] = .nan }
    case 3: configuration.prior = ConjugatePrior()
    case 4:
      configuration.ridge = 1e-3
      configuration.componentCount = 6
    case 5:
      labels = ClassLabels(
        names: ["a", "b", "c"], indices: (0..<points.count).map { $0 % 10 == 0 ? $0 / 50 : nil })
    default: break
    }
    let weights = (0..<points.count).map { 0.1 + Double($0 * 29 % 31) / 8 }
    let estimator = MixtureEstimator(configuration)
    func fit(_ factor: Double) throws -> FitResult {
      try estimator.fit(
        Observations(
          columns: columns, weights: weights.map { $0 * factor }, weightMeaning: .importance,
          knownLabels: labels))
    }
    let one = try fit(1)
    for factor in [1e-3, 1e3, 1e-200] { expectSameBits(one, try fit(factor)) }
  }

  private func expectSameBits(
    _ a: FitResult, _ b: FitResult, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.model == b.model, sourceLocation: sourceLocation)
    #expect(a.criteria == b.criteria, sourceLocation: sourceLocation)
    #expect(a.logLikelihood == b.logLikelihood, sourceLocation: sourceLocation)
    #expect(a.totalWeight == b.totalWeight, sourceLocation: sourceLocation)
    #expect(a.pointCount == b.pointCount, sourceLocation: sourceLocation)
    #expect(timeless(a.history) == timeless(b.history), sourceLocation: sourceLocation)
  }

  /// Of any size they are none, missing coordinates and rows that do not count or not.
  @Test(arguments: [1.0, 2, 1000, 1 / 150.0, 0.1, 1e-300, 1e99, .pi])
  func equalWeightsAreNone(size: Double) throws {
    for points in [try TestData.faithful(), try TestData.diabetes()] {
      let estimator = MixtureEstimator(FitConfiguration(componentCount: 2))
      let weights = [Double](repeating: size, count: points.count)
      expectSameBits(
        try estimator.fit(Observations(columns: points.columns, weights: weights)),
        try estimator.fit(points))
      var columns = points.columns
      columns[0][3] = .nan
      for column in columns.indices { columns[column][7] = .nan }
      let masked = weights.indices.map { $0 == 11 ? 0 : weights[$0] }
      let kept = weights.indices.filter { $0 != 7 && $0 != 11 }
      expectSameBits(
        try estimator.fit(Observations(columns: columns, weights: masked)),
        try estimator.fit(Observations(columns: columns.map { column in kept.map { column[$0] } })))
    }
  }

  /// What was rounded on the way to equal weights makes them no others.
  @Test func equalWeightsMayBeRounded() throws {
    let weights = (1...50).map { 0.1 * Double($0) / Double($0) / 50 }
    #expect(Set(weights).count > 1)
    #expect(try observations(weights).weights == nil)
  }

  @Test(arguments: [SelectionCriterion.bic, .aic, .icl, .crossValidation])
  func aFactorChangesNoChoice(criterion: SelectionCriterion) throws {
    let points = try TestData.faithful()
    let weights = (0..<points.count).map { 0.5 + Double($0 * 13 % 17) / 16 }
    let selector = MixtureSelector(
      SelectionConfiguration(
        componentCounts: [1, 2, 3], structures: [.spherical, .full], criterion: criterion, foldCount: 4))
    func select(_ weights: [Double]) throws -> SelectionSummary {
      try selector.select(Observations(columns: points.columns, weights: weights)).summary
    }
    let one = try select(weights)
    for factor in [1e-3, 1e3, 1 / weights.reduce(0, +)] {
      #expect(try select(weights.map { $0 * factor }) == one)
    }
    let equal = try select(weights.map { _ in 1e-4 })
    #expect(try equal == selector.select(points).summary)
  }

  /// The log-likelihood, BIC, AIC and ICL of a weighted fit, from their definitions.
  @Test(arguments: [WeightMeaning.frequencies, .importance])
  func criteriaAreAsDefined(meaning: WeightMeaning) throws {
    let points = try TestData.diabetes()
    let given = (0..<points.count).map { Double($0 * 7 % 5) * 0.75 }
    let sum = given.reduce(0, +)
    let scale = meaning == .frequencies ? 1 : sum / given.reduce(0) { $0 + $1 * $1 }
    let weights = given.map { $0 * scale }
    let observations = try Observations(columns: points.columns, weights: given, weightMeaning: meaning)
    let fit = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(observations)
    let classification = try fit.model.classify(points)
    let logLikelihood = zip(weights, classification.logDensities).reduce(0) { $0 + $1.0 * $1.1 }
    let responsibilities = try fit.model.responsibilities(of: points)
    let certainty = weights.indices.reduce(0.0) { sum, i in
      sum + weights[i] * log(responsibilities.map { $0[i] }.max() ?? 0)
    }
    let penalty = 29 * log(sum * scale)
    expectRelative(fit.totalWeight, sum * scale, 1e-12, "n")
    expectRelative(fit.logLikelihood, logLikelihood, 1e-10, "log-likelihood")
    expectRelative(try fit.model.logLikelihood(of: observations), logLikelihood, 1e-10, "log-likelihood")
    expectRelative(fit.criteria.bic, penalty - 2 * logLikelihood, 1e-10, "BIC")
    expectRelative(fit.criteria.aic, 58 - 2 * logLikelihood, 1e-10, "AIC")
    expectRelative(fit.criteria.icl, penalty - 2 * logLikelihood - 2 * certainty, 1e-9, "ICL")
    #expect(fit.pointCount == given.count { $0 > 0 })
    #expect(fit.weightMeaning == meaning)
  }

  /// A point of no weight and one of next to none are alike; one that outweighs all makes one of them all.
  @Test func extremesAreCalm() throws {
    let points = try TestData.diabetes()
    let estimator = MixtureEstimator(
      FitConfiguration(componentCount: 2), start: .model(try TestData.start(points, 2)))
    let some = (0..<points.count).map { row -> Double in
      row % 5 == 0 ? 0 : 1 + Double(row % 3) / 2
    }
    let few = try estimator.fit(Observations(columns: points.columns, weights: some))
    for small in [1e-13, 1e-300] {
      let result = try estimator.fit(
        Observations(columns: points.columns, weights: some.map { $0 > 0 ? $0 : small }))
      expectClose(result.model, few.model, 1e-4)
      expectRelative(result.criteria.bic, few.criteria.bic, 1e-8, "BIC")
    }
    for (large, rest) in [(1e3, 1.5), (1e9, 1.5), (1e100, 1.5), (1e100, 1e-200), (1, 1e-300)] {
      for count in [1, 2] {
        let weights = some.indices.map { $0 == 70 ? large : rest }
        let fit = try MixtureEstimator(FitConfiguration(componentCount: count)).fit(
          Observations(columns: points.columns, weights: weights, weightMeaning: .importance))
        #expect(fit.logLikelihood.isFinite && fit.criteria.bic.isFinite && fit.criteria.icl.isFinite)
        #expect(fit.totalWeight >= 1 && fit.totalWeight < 1.5)
      }
    }
  }

  /// A weighted fit read back says what it was.
  @Test func theDocumentSaysIt() throws {
    let points = try TestData.faithful()
    let weights = (0..<points.count).map { Double($0 % 3 + 1) }
    for meaning in WeightMeaning.allCases {
      let fit = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(
        Observations(columns: points.columns, weights: weights, weightMeaning: meaning))
      let summary = FitSummary(fit)
      #expect(summary.weightMeaning == meaning)
      #expect(summary.totalWeight == fit.totalWeight)
      let document = ModelDocument(model: fit.model, fit: summary)
      #expect(
        try JSONDecoder().decode(ModelDocument.self, from: JSONEncoder().encode(document)).fit == summary)
    }
  }
}
