import Foundation
import GaussianMixtures
import Synchronization
import Testing

/// Points without a class, weights and progress in the training of classifiers.
@Suite struct DiscriminantSharingTests {
  private static let names = ["setosa", "versicolor", "virginica"]

  /// Iris, of which some classes are not known.
  private func iris(_ isKnown: (Int) -> Bool = { _ in true }, weights: [Double]? = nil) throws -> Observations
  {
    try Observations(
      columns: TestData.iris().columns, weights: weights,
      knownLabels: ClassLabels(names: Self.names, indices: (0..<150).map { isKnown($0) ? $0 / 50 : nil }))
  }

  private func train(
    _ observations: Observations, _ change: (inout DiscriminantConfiguration) -> Void
  ) throws -> DiscriminantResult {
    var configuration = DiscriminantConfiguration(structures: [.full], foldCount: nil)
    change(&configuration)
    return try MixtureDiscriminantAnalysis(configuration).train(observations)
  }

  /// With a component each, classes that are mixtures are EM with known labels, done in another way.
  @Test func mixturesOfOneComponentShareAsEMWithKnownLabelsDoes() throws {
    let some = try iris { $0 % 5 == 0 }
    let mixtures = try train(some) { $0.componentCounts = [1] }
    let known = try train(some) { _ in }
    // Rounds end where they gain 1e-7 nats a point, which moves means by some thousandths of their errors.
    expectClose(mixtures.classifier.mixture, known.classifier.mixture, 2e-3)
    #expect(
      abs((mixtures.summary.best.logLikelihood ?? 0) - (known.summary.best.logLikelihood ?? 1)) < 1e-2)
    #expect(mixtures.summary.labelledCount == 30 && mixtures.summary.pointCount == 150)
    #expect(mixtures.summary.best.training?.pointCount == 30)
  }

  /// Two classes of two clouds each, of which one point in ten has a class.
  private func clouds(onlyKnown: Bool) throws -> Observations {
    var random = RandomStream(seed: 3, purpose: .values)
    let centres = [[0.0, 0], [5, 1], [2.5, 4], [8, 3]]
    let all = (0..<600).map { point in centres[point % 4].map { $0 + random.normal() } }
    let rows = (0..<600).filter { !onlyKnown || $0 / 4 % 10 == 0 }
    return try Observations(
      columns: (0..<2).map { d in rows.map { all[$0][d] } },
      knownLabels: ClassLabels(
        names: ["one", "other"], indices: rows.map { $0 / 4 % 10 == 0 ? $0 % 4 / 2 : nil }))
  }

  /// What EM raises: of a point with a class the logarithm of its density together with the class.
  private func objective(_ classifier: MixtureClassifier, _ observations: Observations) throws -> Double {
    let labels = try #require(observations.knownLabels).indices
    let logDensities = try classifier.mixture.classify(observations).logDensities
    let probabilities = try classifier.probabilities(of: observations)
    return labels.indices.reduce(0) { sum, point in
      sum + logDensities[point] + (labels[point].map { log(probabilities[$0][point]) } ?? 0)
    }
  }

  @Test func pointsWithoutAClassRaiseTheLikelihoodOfClassesThatAreMixtures() throws {
    let (all, known) = (try clouds(onlyKnown: false), try clouds(onlyKnown: true))
    let shared = try train(all) { $0.componentCounts = [2] }
    let alone = try train(known) { $0.componentCounts = [2] }
    #expect(known.count == 60 && shared.summary.pointCount == 600)
    #expect(try objective(shared.classifier, all) > objective(alone.classifier, all) + 10)
    let folds = try train(all) { ($0.componentCounts, $0.foldCount) = ([2], 3) }
    #expect(folds.summary.best.heldOut?.pointCount == 60)
    #expect(folds.summary.best.logLikelihood == shared.summary.best.logLikelihood)
  }

  /// Weights are repetitions, in densities and in scores.
  @Test(arguments: [nil, [1]] as [[Int]?])
  func weightsAreRepetitions(counts: [Int]?) throws {
    let weights = (0..<150).map { Double($0 % 3 + 1) }
    let repeated = (0..<150).flatMap { point in [Int](repeating: point, count: point % 3 + 1) }
    let columns = try TestData.iris().columns.map { column in repeated.map { column[$0] } }
    let byRows = try train(
      Observations(
        columns: columns, knownLabels: ClassLabels(names: Self.names, indices: repeated.map { $0 / 50 }))
    ) { ($0.componentCounts, $0.structures) = (counts, [.full, .vev]) }
    let byWeights = try train(iris(weights: weights)) {
      ($0.componentCounts, $0.structures) = (counts, [.full, .vev])
    }
    expectClose(byWeights.classifier.mixture, byRows.classifier.mixture, 1e-6)
    for (one, other) in zip(byWeights.summary.candidates, byRows.summary.candidates) {
      let (scores, others) = (try #require(one.training), try #require(other.training))
      #expect(abs((one.bic ?? 0) - (other.bic ?? 1)) < 1e-6)
      #expect(abs(scores.errorRate - others.errorRate) < 1e-12)
      #expect(abs(scores.brierScore - others.brierScore) < 1e-8)
      #expect(abs(scores.logLoss - others.logLoss) < 1e-8)
      #expect(scores.pointCount == 150 && scores.confusion.joined().reduce(0, +) == 150)
    }
  }

  @Test(arguments: [(nil, 14 * 4), ([1, 2], 3 + 3)] as [([Int]?, Int)])
  func everyTrainingIsToldOf(counts: [Int]?, trainings: Int) throws {
    let told = Mutex<[DiscriminantProgress]>([])
    let configuration = DiscriminantConfiguration(componentCounts: counts, foldCount: 3)
    _ = try MixtureDiscriminantAnalysis(configuration).train(
      iris(), observing: { progress in told.withLock { $0.append(progress) } })
    let all = told.withLock { $0 }
    #expect(all.map(\.completedCount) == Array(1...trainings))
    #expect(all.allSatisfy { $0.count == trainings })
  }
}
