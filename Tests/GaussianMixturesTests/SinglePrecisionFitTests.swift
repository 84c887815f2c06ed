import Foundation
@testable import GaussianMixtures
import Testing

/// Whole fits in single precision: they end where those in double do.
@Suite struct SinglePrecisionFitTests {
  private func cloud(dimension: Int) throws -> (points: PointSet, truth: GaussianMixture) {
    try TestData.cloud(count: 4000, dimension: dimension, componentCount: 3, seed: 11, separation: 2)
  }

  private func result(
    _ points: PointSet, _ options: FitConfiguration, start: GaussianMixture, _ precision: Engine.Precision,
    threadCount: Int = 2, set: InstructionSet? = nil
  ) throws -> FitResult {
    try MixtureEstimator(
      options, start: .model(start),
      engine: Engine(threadCount: threadCount, instructionSet: set, precision: precision)
    ).fit(points)
  }

  /// Of numbers of 32 bits both fits see the same points: they end in the same maximum as nearly as their rule says.
  @Test(arguments: [1, 2, 3, 5, 9, 20])
  func floatsEndInTheSameMaximum(dimension: Int) throws {
    let (cloud, truth) = try cloud(dimension: dimension)
    let points = try PointSet(columns: cloud.columns.map { $0.map { Double(Float($0)) } })
    let options = FitConfiguration(componentCount: 3, stopping: .predictedGain(tolerance: 1e-12))
    for set in InstructionSet.available {
      let single = try result(points, options, start: truth, .single, set: set)
      let double = try result(points, options, start: truth, .double, set: set)
      #expect(single.termination == .converged)
      expectRelative(single.logLikelihood, double.logLikelihood, 1e-11)
      for (one, other) in zip(single.model.components, double.model.components) {
        #expect(abs(one.weight - other.weight) <= 1e-5)
        for (a, b) in zip(one.mean, other.mean) { #expect(abs(a - b) <= 1e-4) }
      }
      // It is a fixed point of EM in double precision: from there, nothing more is gained.
      let again = try result(points, options, start: single.model, .double, set: set)
      #expect(abs(again.logLikelihood - single.logLikelihood) <= 1e-11 * 4000)
    }
  }

  /// Others are rounded by 6e-8 of their column's range, and the likelihood by the like.
  @Test(arguments: [1, 3, 9])
  func othersEndNearby(dimension: Int) throws {
    let (points, truth) = try cloud(dimension: dimension)
    let options = FitConfiguration(componentCount: 3)
    let single = try result(points, options, start: truth, .single)
    let double = try result(points, options, start: truth, .double)
    #expect(abs(single.logLikelihood - double.logLikelihood) <= 1e-6 * 4000)
    // What it says is what the model has, of the points as they were given too.
    let given = try single.model.logLikelihood(of: points)
    #expect(abs(single.logLikelihood - given) <= 1e-6 * 4000)
  }

  @Test(arguments: InstructionSet.available)
  func theSameBitsForAnyNumberOfThreads(set: InstructionSet) throws {
    for (dimension, componentCount) in [(3, 3), (3, 33), (12, 3)] {
      let points = try TestData.cloud(
        count: 9000, dimension: dimension, componentCount: 5, seed: 3, separation: 4
      ).points
      let results = try [1, 2, 5].map {
        try MixtureEstimator(
          FitConfiguration(componentCount: componentCount, maximumIterations: 15), start: .random,
          engine: Engine(threadCount: $0, instructionSet: set, precision: .single)
        ).fit(points)
      }
      for other in results.dropFirst() {
        #expect(other.model == results[0].model)
        #expect(other.history.map(\.logLikelihood) == results[0].history.map(\.logLikelihood))
      }
    }
  }

  /// The last iteration that is allowed is one in double precision; so is the only one.
  @Test func theLastIterationIsInDouble() throws {
    let (points, truth) = try cloud(dimension: 3)
    for limit in [1, 2, 3, 20] {
      var run = try EMRun(
        points, start: truth,
        configuration: FitConfiguration(
          componentCount: 3, stopping: .gain(tolerance: 0), acceleration: .none, maximumIterations: limit),
        engine: Engine(precision: .single))
      var before: [Engine.Precision] = []
      while run.termination == nil {
        before.append(run.precision)
        _ = try run.step()
      }
      #expect(before.count == limit && before.last == .double && run.precision == .double)
      if limit > 3 { #expect(before.first == .single) }
    }
  }

  /// What an observer stops is told to all digits.
  @Test func whatIsStoppedHasItsLikelihoodInDouble() throws {
    let (points, truth) = try cloud(dimension: 3)
    let floats = try PointSet(columns: points.columns.map { $0.map { Double(Float($0)) } })
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3), start: .model(truth), engine: Engine(precision: .single)
    ).fit(floats) { $0.iteration.iteration < 2 ? .proceed : .stop }
    #expect(result.termination == .stopped && result.history.count == 2)
    expectRelative(result.logLikelihood, try result.model.logLikelihood(of: floats), 1e-13)
  }

  @Test func anotherPrecisionDoesNotGoOn() throws {
    let (points, _) = try cloud(dimension: 2)
    func estimator(_ precision: Engine.Precision) -> MixtureEstimator {
      MixtureEstimator(
        FitConfiguration(componentCount: 3), start: .random, engine: Engine(precision: precision))
    }
    var checkpoint: FitCheckpoint?
    _ = try estimator(.single).fit(Observations(points), resuming: nil) { progress in
      checkpoint = progress.checkpoint
      return .stop
    }
    let kept = try #require(checkpoint)
    let error = #expect(throws: FitError.self) {
      try estimator(.double).fit(Observations(points), resuming: kept)
    }
    #expect(error?.code == .checkpoint && error?.message.contains("the precision was single") == true)
  }
}
