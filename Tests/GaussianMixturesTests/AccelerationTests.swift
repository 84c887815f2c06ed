import Foundation
import GaussianMixtures
import Testing

/// Squared extrapolation between EM's steps.
@Suite struct AccelerationTests {
  private static let overlapping: [(points: PointSet, componentCount: Int)] = {
    let shapes = [(2, 3), (3, 4), (5, 3), (1, 2)]
    return shapes.enumerated().compactMap { index, shape in
      let cloud = try? TestData.cloud(
        count: 600, dimension: shape.0, componentCount: shape.1, seed: UInt64(60 + index), separation: 1)
      return cloud.map { ($0.points, shape.1) }
    }
  }()

  private func fit(
    _ points: PointSet, _ start: GaussianMixture, _ acceleration: Acceleration,
    structure: CovarianceStructure = .full, stopping: StoppingRule = .default, iterations: Int = 20_000,
    threadCount: Int? = nil
  ) throws -> FitResult {
    try TestData.run(
      points, from: start, structure, iterations: iterations, stopping: stopping, acceleration: acceleration,
      threadCount: threadCount)
  }

  @Test(arguments: CovarianceStructure.allCases)
  func aHistoryNeverFallsAndModelsKeepTheirStructure(structure: CovarianceStructure) throws {
    var extrapolations = 0
    for (points, componentCount) in Self.overlapping {
      let start = try TestData.start(points, componentCount)
      var run = try EMRun(
        points, start: start,
        configuration: FitConfiguration(
          componentCount: componentCount, structure: structure, acceleration: .squarem,
          maximumIterations: 20_000))
      var previous = try start.logLikelihood(of: points)
      while run.termination == nil {
        let before = run.model
        let iteration = try run.step()
        try #require(run.events.isEmpty)
        // Of plain steps rounding may take the last digits; an extrapolation is compared.
        let slack = iteration.extrapolation == nil ? 1e-10 : 0
        #expect(iteration.logLikelihood >= previous - slack)
        previous = iteration.logLikelihood
        switch iteration.extrapolation {
        case nil: break
        case .accepted:
          extrapolations += 1
          expectStructure(run.model)
          expectRelative(try run.model.logLikelihood(of: points), iteration.logLikelihood, 1e-12)
        case .rejected:
          #expect(run.model == before)
          #expect(iteration.meanChange == 0 && iteration.weightChange == 0)
        }
      }
      #expect(run.history.last?.extrapolation == nil, "the rule is met by plain steps only")
      #expect(run.history.map(\.iteration) == Array(1...run.history.count))
    }
    #expect(extrapolations > 0)
  }

  /// From the same starts, over all structures and clouds. A long step may lead to another maximum, higher or
  /// lower; that is to be rare.
  @Test func itEndsNoLowerAndSavesIterations() throws {
    var plainIterations = 0
    var iterations = 0
    var lower = 0
    for (points, componentCount) in Self.overlapping {
      let start = try TestData.start(points, componentCount)
      for structure in CovarianceStructure.allCases {
        let plain = try fit(points, start, .none, structure: structure)
        let result = try fit(points, start, .squarem, structure: structure)
        #expect(result.termination == .converged)
        #expect(plain.history.allSatisfy { $0.extrapolation == nil })
        let further = try TestData.run(points, from: result.model, structure, iterations: 500)
        let slack = 1e-6 * Double(points.count)
        #expect(further.logLikelihood <= result.logLikelihood + slack, "it ended before the maximum")
        lower += result.logLikelihood < plain.logLikelihood - slack ? 1 : 0
        plainIterations += plain.history.count
        iterations += result.history.count
      }
    }
    #expect(lower * 10 <= Self.overlapping.count * CovarianceStructure.allCases.count, "\(lower) ended lower")
    #expect(Double(iterations) < 0.75 * Double(plainIterations), "\(iterations) of \(plainIterations)")
  }

  /// Where groups are far apart EM is quick by itself; a trial and its confirmation are five passes.
  @Test func whereEMIsQuickItCostsLittle() throws {
    for seed: UInt64 in 71...76 {
      let (points, truth) = try TestData.cloud(
        count: 500, dimension: 2, componentCount: 3, seed: seed, separation: 12)
      let plain = try fit(points, truth, .none)
      let result = try fit(points, truth, .squarem)
      #expect(result.history.count <= plain.history.count + 5)
    }
  }

  @Test(arguments: [
    StoppingRule.changesOfAThousandth, .gain(tolerance: 0), .predictedGain(tolerance: 0),
  ])
  func autoIsPlainWhereIterationsAreLookedAt(rule: StoppingRule) throws {
    let (points, componentCount) = Self.overlapping[0]
    let start = try TestData.start(points, componentCount)
    let plain = try fit(points, start, .none, stopping: rule, iterations: 60)
    let automatic = try fit(points, start, .auto, stopping: rule, iterations: 60)
    let squared = try fit(points, start, .squarem, stopping: rule, iterations: 60)
    #expect(timeless(automatic.history) == timeless(plain.history) && automatic.model == plain.model)
    #expect(squared.history.contains { $0.extrapolation == .accepted })
    #expect(automatic.configuration.acceleration == .auto)
  }

  @Test func autoIsSquaredByDefault() throws {
    let (points, componentCount) = Self.overlapping[0]
    let start = try TestData.start(points, componentCount)
    #expect(FitConfiguration(componentCount: 2).acceleration == .auto)
    let automatic = try fit(points, start, .auto)
    #expect(timeless(automatic.history) == timeless(try fit(points, start, .squarem).history))
    let gain = try fit(points, start, .auto, stopping: .gain(tolerance: 1e-8))
    #expect(gain.history.contains { $0.extrapolation != nil })
  }

  @Test func theSameBitsForAnyNumberOfThreads() throws {
    let (points, _) = try TestData.cloud(
      count: 9001, dimension: 3, componentCount: 3, seed: 21, separation: 1)
    let start = try TestData.start(points, 3)
    let results = try [1, 2, 5].map {
      try fit(points, start, .squarem, iterations: 40, threadCount: $0)
    }
    #expect(results[0].history.contains { $0.extrapolation == .accepted })
    for other in results.dropFirst() {
      #expect(other.model == results[0].model)
      #expect(timeless(other.history) == timeless(results[0].history))
      #expect(other.history.map(\.extrapolation) == results[0].history.map(\.extrapolation))
    }
  }

  /// Components that collapse, are reseeded, removed or kept on the floor on the way.
  @Test(arguments: CollapsePolicy.allCases)
  func eventsAreTakenInTheStride(policy: CollapsePolicy) throws {
    let points = try TestData.iris()
    for seed: UInt64 in 1...4 {
      let result = try MixtureEstimator(
        FitConfiguration(
          componentCount: 8, restartCount: 2, acceleration: .squarem, collapsePolicy: policy, seed: seed),
        start: .kMeans
      ).fit(points)
      let events = Set(
        result.events.filter { [.reseeded, .dropped].contains($0.kind) }.map(\.iteration))
      for (before, after) in zip(result.history, result.history.dropFirst())
      where !events.contains(after.iteration) {
        #expect(after.logLikelihood >= before.logLikelihood - 1e-9)
      }
      #expect(result.logLikelihood.isFinite)
    }
  }

  @Test func filesFromBeforeAccelerationAreOfPlainEM() throws {
    let (points, componentCount) = Self.overlapping[0]
    let result = try fit(points, try TestData.start(points, componentCount), .squarem, iterations: 30)
    let document = ModelDocument(model: result.model, fit: FitSummary(result))
    let data = try JSONEncoder().encode(document)
    let again = try JSONDecoder().decode(ModelDocument.self, from: data)
    #expect(again.fit?.configuration.acceleration == .squarem)
    #expect(again.fit?.history.map(\.extrapolation) == result.history.map(\.extrapolation))

    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var fit = try #require(object["fit"] as? [String: Any])
    var configuration = try #require(fit["configuration"] as? [String: Any])
    #expect(configuration.removeValue(forKey: "acceleration") as? String == "squarem")
    fit["configuration"] = configuration
    object["fit"] = fit
    let old = try JSONDecoder().decode(
      ModelDocument.self, from: try JSONSerialization.data(withJSONObject: object))
    #expect(old.fit?.configuration.acceleration == Acceleration.none)
    #expect(old.model == result.model)
  }
}
