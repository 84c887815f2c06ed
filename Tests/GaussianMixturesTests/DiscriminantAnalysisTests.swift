import Foundation
import GaussianMixtures
import Testing

/// Classifiers trained by points whose classes are known.
@Suite struct DiscriminantAnalysisTests {
  private static let species = ClassLabels(
    names: ["setosa", "versicolor", "virginica"], indices: (0..<150).map { $0 / 50 })

  private func iris(_ labels: ClassLabels = species) throws -> Observations {
    try Observations(columns: TestData.iris().columns, knownLabels: labels)
  }

  private func train(
    _ observations: Observations, _ change: (inout DiscriminantConfiguration) -> Void = { _ in }
  ) throws -> DiscriminantResult {
    var configuration = DiscriminantConfiguration()
    change(&configuration)
    return try MixtureDiscriminantAnalysis(configuration).train(observations)
  }

  // MARK: Known answers

  /// What mclust 6.0.0 gives for each structure: log-likelihood, error and Brier score.
  private static let ofMclust: [(code: String, logLikelihood: Double, error: Double, brier: Double)] = [
    ("EII", -414.697951273, 0.0733333333, 0.0519704516), ("VII", -392.498414498, 0.08, 0.0504582914),
    ("EEI", -364.517364338, 0.04, 0.0323905152), ("VEI", -340.836052476, 0.0333333333, 0.0294769144),
    ("EVI", -342.973698473, 0.04, 0.0340298607), ("VVI", -309.362757894, 0.04, 0.0331147817),
    ("EEE", -256.646184255, 0.02, 0.0142078519), ("VEE", -238.394699059, 0.02, 0.0155726939),
    ("EVE", -235.55048426, 0.0266666667, 0.0133926746), ("VVE", -215.34430485, 0.02, 0.0128495864),
    ("EEV", -215.143263127, 0.0133333333, 0.0109152754), ("VEV", -187.709744405, 0.02, 0.0126509230),
    ("EVV", -209.454797699, 0.02, 0.0103628202), ("VVV", -182.920848605, 0.02, 0.0116002338),
  ]

  @Test func irisIsAsMclustHasIt() throws {
    let result = try train(iris())
    for (candidate, known) in zip(result.summary.candidates, Self.ofMclust) {
      let loss = abs((candidate.logLikelihood ?? 0) - known.logLikelihood)
      // mclust leaves off iterations of common axes early.
      #expect(loss < (["VEE", "EVE", "VVE"].contains(known.code) ? 0.5 : 1e-3), "\(candidate.name) \(loss)")
      let training = try #require(candidate.training)
      #expect(abs(training.errorRate - known.error) < 0.0067, "\(candidate.name)")
      #expect(abs(training.brierScore - known.brier) < 5e-4, "\(candidate.name)")
      #expect(candidate.failure == nil && !candidate.isAccident)
    }
    let best = result.summary.best
    #expect(best.name == "VEV")
    #expect(best.parameterCount == 38)
    #expect(abs((best.logLikelihood ?? 0) - -187.7097) < 1e-3)
    #expect(abs((best.bic ?? 0) - 565.8236) < 2e-3)
    #expect(best.training?.errorRate == 0.02)
    #expect(abs((best.training?.brierScore ?? 1) - 0.0127) < 5e-4)
    // Of mclust's own folds .0267: three to five of 150.
    let heldOut = try #require(best.heldOut)
    #expect(heldOut.pointCount == 150 && heldOut.errorRate > 0 && heldOut.errorRate < 0.05)
    #expect(result.notes.isEmpty)
  }

  /// What a model says of a part that was held out is what one says that is trained without it, structure by structure.
  @Test(arguments: CovarianceStructure.allCases)
  func heldOutScoresAreThoseOfTrainingAnew(structure: CovarianceStructure) throws {
    let all = try iris()
    let summary = try train(all) { ($0.structures, $0.foldCount) = ([structure], 3) }.summary
    // The same parts, found by which points a training without any of them would leave out.
    var squares = 0.0
    var errors = 0
    for part in Self.parts(count: 3, seed: 1) {
      let rest = (0..<150).filter { !part.contains($0) }
      let columns = try TestData.iris().columns
      let few = try Observations(
        columns: columns.map { column in rest.map { column[$0] } },
        knownLabels: ClassLabels(names: Self.species.names, indices: rest.map { $0 / 50 }))
      let classifier = try train(few) { ($0.structures, $0.foldCount) = ([structure], nil) }.classifier
      let held = try Observations(columns: columns.map { column in part.map { column[$0] } })
      let decisions = try classifier.classify(held)
      for (place, point) in part.enumerated() {
        errors += decisions.classes[place] == point / 50 ? 0 : 1
        for c in 0..<3 { squares += pow(decisions.probabilities[c][place] - (c == point / 50 ? 1 : 0), 2) }
      }
    }
    let heldOut = try #require(summary.best.heldOut)
    #expect(abs(heldOut.brierScore - squares / 300) < 1e-6)
    #expect(abs(heldOut.errorRate - Double(errors) / 150) < 1e-12)
  }

  /// As the library divides them: each class shuffled, and dealt out where the one before has ended.
  private static func parts(count: Int, seed: UInt64) -> [[Int]] {
    var random = RandomStream(seed: seed, purpose: .folds)
    var (parts, next) = ([[Int]](repeating: [], count: count), 0)
    for ofClass in 0..<3 {
      for point in Array((ofClass * 50)..<((ofClass + 1) * 50)).shuffled(using: &random) {
        parts[next % count].append(point)
        next += 1
      }
    }
    return parts
  }

  // MARK: Decisions

  @Test func priorsCostsAndRejectionDecide() throws {
    let plain = try train(iris()) { $0.structures = [.tied] }
    let skewed = try train(iris()) { ($0.structures, $0.priors) = ([.tied], [1, 1, 8]) }
    #expect(skewed.classifier.mixture.components.map(\.weight) == [0.1, 0.1, 0.8])
    #expect(skewed.summary.best.logLikelihood == plain.summary.best.logLikelihood)
    let virginica = { (result: DiscriminantResult) in
      try result.classifier.classify(iris()).classes.count { $0 == 2 }
    }
    #expect(try virginica(skewed) > virginica(plain))
    let dear = try train(iris()) {
      ($0.structures, $0.costs) = ([.tied], [[0, 1, 1], [1, 0, 1], [1, 20, 0]])
    }
    #expect(try virginica(dear) > virginica(plain))
    #expect(dear.summary.best.training?.confusion[2][1] == 0)
    let careful = try train(iris()) { ($0.structures, $0.rejectionThreshold) = ([.tied], 0.99) }
    let decisions = try careful.classifier.classify(iris())
    for (point, decided) in decisions.classes.enumerated() {
      #expect((decided == nil) == (decisions.probabilities.allSatisfy { $0[point] < 0.99 }))
    }
    #expect(decisions.classes.contains { $0 == nil })
    #expect(careful.summary.best.training?.rejectedCount == decisions.classes.count { $0 == nil })
  }

  @Test func aRuleThatIsNoneIsRefused() throws {
    #expect(throws: ModelError.self) { try DecisionRule(classNames: ["a", "a"], classOfComponent: [0, 1]) }
    #expect(throws: ModelError.self) { try DecisionRule(classNames: ["a", "b"], classOfComponent: [0, 0]) }
    #expect(throws: ModelError.self) {
      try DecisionRule(classNames: ["a", "b"], classOfComponent: [0, 1], costs: [[0, 1], [-1, 0]])
    }
    #expect(throws: ModelError.self) {
      try DecisionRule(classNames: ["a", "b"], classOfComponent: [0, 1], rejectionThreshold: 1.5)
    }
  }

  @Test func scoresAreTheirFormulas() {
    let truth: PointLabels = [0, 1, 1, 0]
    let scores = ClassScores(
      probabilities: [[0.75, 0.25, 0.5, 0], [0.25, 0.75, 0.5, 1]], truth: truth, decided: [0, 1, nil, 1],
      costs: [[0, 6], [1, 0]])
    #expect(scores.brierScore == (0.0625 + 0.0625 + 0.25 + 1) / 4)
    // Nobody is given a probability of less than 2^-52.
    let losses: [Double] = [log(4.0 / 3), log(4.0 / 3), log(2.0), 52 * log(2.0)]
    #expect(abs(scores.logLoss - losses.reduce(0, +) / 4) < 1e-12)
    #expect(scores.confusion == [[1, 1, 0], [0, 1, 1]])
    #expect(scores.errorRate == 1.0 / 3)
    #expect(scores.meanCost == 2)
    #expect(scores.calibration.bins.map(\.count) == [1, 2, 1])
    #expect(scores.calibration.bins.map(\.share) == [0, 1, 0])
    #expect(abs(scores.calibration.expectedError - (0.5 + 0.5 + 1) / 4) < 1e-12)
  }

  // MARK: Classes that are mixtures, points without a class

  /// Two classes of two clouds each, in turns on a line, which no Gaussian tells apart.
  @Test func classesOfSeveralCloudsAreMixtures() throws {
    var random = RandomStream(seed: 3, purpose: .values)
    let centres = [[0.0, 0], [12, 0], [6, 0], [18, 0]]
    let rows = (0..<400).map { centres[$0 % 4].map { $0 + random.normal() } }
    let observations = try Observations(
      columns: (0..<2).map { d in rows.map { $0[d] } },
      knownLabels: ClassLabels(names: ["same", "other"], indices: (0..<400).map { $0 % 4 / 2 }))
    let result = try train(observations) {
      ($0.componentCounts, $0.structures, $0.foldCount) = ([1, 2, 3], [.spherical, .full], 5)
    }
    #expect(result.summary.best.componentCounts == [2, 2])
    #expect(result.classifier.rule.classOfComponent == [0, 0, 1, 1])
    #expect(result.classifier.mixture.componentNames == ["same 1", "same 2", "other 1", "other 2"])
    #expect(try #require(result.summary.best.heldOut).errorRate < 0.02)
    let gaussian = try train(observations) { ($0.structures, $0.foldCount) = ([.full], 5) }
    #expect(try #require(gaussian.summary.best.heldOut).errorRate > 0.2)
    let byErrors = try train(observations) {
      ($0.componentCounts, $0.structures, $0.foldCount, $0.criterion) = (
        [1, 2], [.full], 5, .crossValidation
      )
    }
    #expect(byErrors.summary.best.componentCounts == [2, 2])
  }

  /// Points without a class move the estimates as EM with known labels does.
  @Test func pointsWithoutAClassAreUsed() throws {
    let some = ClassLabels(
      names: Self.species.names, indices: (0..<150).map { $0 % 5 == 0 ? $0 / 50 : nil })
    let result = try train(iris(some)) { ($0.structures, $0.foldCount) = ([.full], 5) }
    let fit = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(iris(some))
    expectClose(result.classifier.mixture, fit.model, 1e-12)
    #expect(result.summary.labelledCount == 30 && result.summary.pointCount == 150)
    #expect(result.summary.best.training?.pointCount == 30 && result.summary.best.heldOut?.pointCount == 30)
    let classes = try result.classifier.classify(iris(some)).classes
    #expect(classes.indices.count { classes[$0] != $0 / 50 } <= 8)
  }

  // MARK: Classes with too little

  private func odd(_ rows: [[Double]], _ name: String = "odd") throws -> Observations {
    let points = try TestData.iris()
    return try Observations(
      columns: points.columns.enumerated().map { d, column in column + rows.map { $0[d] } },
      knownLabels: ClassLabels(
        names: Self.species.names + [name], indices: (0..<150).map { $0 / 50 } + rows.map { _ in 3 }))
  }

  @Test func aClassOfOnePointIsFittedWithANote() throws {
    let result = try train(odd([[20, 20, 20, 20]]))
    #expect(result.notes.contains { $0.contains("The class odd has a single point") })
    #expect(result.summary.best.heldOut?.pointCount == 150)
    #expect(try result.classifier.classify(odd([[20, 20, 20, 20]])).classes[150] == 3)
    // Alone it says what it stands on.
    let full = try train(odd([[20, 20, 20, 20]])) { $0.structures = [.full] }
    #expect(full.notes.contains { $0.contains("flat in 4 directions") })
    let error = #expect(throws: FitError.self) {
      try train(odd([[20, 20, 20, 20]])) { ($0.componentCounts, $0.structures) = ([1, 2], [.full]) }
    }
    #expect(error?.message.contains("The class odd has 1 point") == true)
  }

  @Test func aConstantColumnIsFittedWithANote() throws {
    var random = RandomStream(seed: 5, purpose: .values)
    let rows = (0..<20).map { _ in (0..<4).map { $0 == 2 ? 9.25 : 20 + random.normal() } }
    let result = try train(odd(rows)) { $0.structures = [.full] }
    #expect(
      result.notes.contains {
        $0.contains("The class odd has 20 points") && $0.contains("flat in one direction")
      })
    #expect(result.classifier.mixture.components.allSatisfy { $0.covariance.diagonal.allSatisfy { $0 > 0 } })
  }

  @Test func moreColumnsThanPointsAreFittedWithANote() throws {
    let rows = [[20.5, 20, 19, 20], [20, 21.25, 20, 20], [21, 20, 20, 22.75]]
    let result = try train(odd(rows)) { $0.structures = [.full] }
    #expect(result.notes.contains { $0.contains("The class odd has 3 points in 4 columns") })
    // Beside structures that share, such a model is not the best.
    let all = try train(odd(rows))
    #expect(all.notes.isEmpty && !all.summary.best.isAccident)
  }

  @Test func optionsThatDoNotSuitAreRefused() throws {
    #expect(throws: FitError.self) { try train(Observations(TestData.iris())) }
    #expect(throws: FitError.self) { try train(iris()) { $0.priors = [1, 1] } }
    #expect(throws: FitError.self) { try train(iris()) { $0.costs = [[0, 1], [1, 0]] } }
    #expect(throws: FitError.self) { try train(iris()) { $0.foldCount = 1 } }
    #expect(throws: FitError.self) { try train(iris()) { $0.foldCount = 151 } }
    let nobody = ClassLabels(names: Self.species.names + ["nobody"], indices: Self.species.indices)
    let error = #expect(throws: FitError.self) { try train(iris(nobody)) }
    #expect(error?.message.contains("nobody") == true)
  }

  /// A model file keeps all; one without classes is as before.
  @Test func documentsKeepClasses() throws {
    let result = try train(iris()) { ($0.rejectionThreshold, $0.foldCount) = (0.5, 5) }
    let document = ModelDocument(result.classifier, training: result.summary, columns: ["a", "b", "c", "d"])
    let data = try JSONEncoder().encode(document)
    #expect(try JSONDecoder().decode(ModelDocument.self, from: data) == document)
    #expect(String(decoding: data, as: UTF8.self).contains("model\\/4"))
    let plain = try JSONEncoder().encode(ModelDocument(model: result.classifier.mixture))
    #expect(!String(decoding: plain, as: UTF8.self).contains("model\\/4"))
  }
}
