import Foundation
import GaussianMixtures
import Testing

/// A fit with all that a checkpoint of it may have to hold.
struct InterruptedFit: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let observations: @Sendable () throws -> Observations
  var configuration: FitConfiguration
  var start = Start.kMeans
  var precision = Engine.Precision.double

  init(
    _ name: String, _ configuration: FitConfiguration, start: Start = .kMeans,
    precision: Engine.Precision = .double,
    _ observations: @escaping @Sendable () throws -> Observations
  ) {
    testDescription = name
    self.configuration = configuration
    self.start = start
    self.precision = precision
    self.observations = observations
  }

  func estimator(threadCount: Int) -> MixtureEstimator {
    MixtureEstimator(
      configuration, start: start, engine: Engine(threadCount: threadCount, precision: precision))
  }
}

/// All that a result says but for how long it took.
func timelessText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return String(decoding: try encoder.encode(value), as: UTF8.self)
    .replacing(/"seconds":[-+0-9.e]+/, with: "")
}

extension InterruptedFit {
  /// Points of four overlapping clouds.
  @Sendable static func overlapping() throws -> Observations {
    Observations(try TestData.cloud(count: 1500, dimension: 3, componentCount: 4, seed: 3, separation: 1.2).points)
  }

  /// The same with weights, and every eleventh row without one of its coordinates.
  @Sendable static func incomplete() throws -> Observations {
    let points = try overlapping()
    var columns = points.columns
    for row in stride(from: 0, to: points.count, by: 11) { columns[row % 3][row] = .nan }
    return try Observations(columns: columns, weights: (0..<points.count).map { Double(1 + $0 % 4) / 2 })
  }

  @Sendable static func labelled() throws -> Observations {
    let points = try overlapping()
    let labels = ClassLabels(
      names: ["a", "b"], indices: (0..<points.count).map { $0 % 9 == 0 ? ($0 / 9) % 2 : nil })
    return try Observations(columns: points.columns, knownLabels: labels)
  }

  /// Many rows of equal numbers, on which components become flat.
  @Sendable static func equalValues() throws -> Observations {
    var columns = try TestData.iris().columns
    for row in stride(from: 0, to: columns[3].count, by: 4) { columns[3][row] = 0.2 }
    return try Observations(columns: columns)
  }

  /// Two clouds, and a start whose third component has no weight, so that it is reseeded or dropped at once.
  static func withIdleComponent(_ policy: CollapsePolicy) throws -> InterruptedFit {
    let (points, truth) = try TestData.cloud(count: 300, dimension: 2, componentCount: 2, seed: 6)
    let idle = GaussianMixture.Component(weight: 0, mean: [0, 0], covariance: .diagonal([1, 1]), name: "idle")
    return InterruptedFit(
      "a component that goes, \(policy)", FitConfiguration(componentCount: 3, collapsePolicy: policy),
      start: .model(try GaussianMixture(components: truth.components + [idle]))
    ) { Observations(points) }
  }

  static var all: [InterruptedFit] {
    get throws {
      [
        InterruptedFit(
          "plain EM",
          FitConfiguration(componentCount: 4, restartCount: 1, acceleration: .none, maximumIterations: 30),
          overlapping),
        InterruptedFit(
          "extrapolations", FitConfiguration(componentCount: 4, restartCount: 1, acceleration: .squarem),
          start: .random,
          overlapping),
        InterruptedFit(
          "single precision", FitConfiguration(componentCount: 4, restartCount: 1), start: .random,
          precision: .single,
          overlapping),
        InterruptedFit(
          "three restarts",
          FitConfiguration(componentCount: 3, restartCount: 3, stopping: .gain(tolerance: 1e-5)), start: .random,
          overlapping),
        InterruptedFit(
          "the search that is made by default",
          FitConfiguration(componentCount: 3, restartCount: 2, maximumIterations: 60), start: .auto(effort: .low),
          overlapping),
        InterruptedFit(
          "noise", FitConfiguration(componentCount: 3, noise: NoiseConfiguration(), restartCount: 2), overlapping),
        InterruptedFit(
          "missing coordinates and weights", FitConfiguration(componentCount: 3, restartCount: 1, maximumIterations: 25),
          incomplete),
        InterruptedFit(
          "missing coordinates and noise",
          FitConfiguration(
            componentCount: 2, structure: .diagonal, noise: NoiseConfiguration(), restartCount: 1, maximumIterations: 25),
          incomplete),
        InterruptedFit(
          "known labels", FitConfiguration(componentCount: 2, maximumIterations: 25), start: .auto, labelled),
        try withIdleComponent(.reseed), try withIdleComponent(.drop), try withIdleComponent(.keep),
      ]
    }
  }

  static var regularized: [InterruptedFit] {
    [
      InterruptedFit(
        "flat components", FitConfiguration(componentCount: 5, restartCount: 3, resolution: .none), start: .random,
        equalValues),
      InterruptedFit(
        "searches that set flat components aside",
        FitConfiguration(componentCount: 4, restartCount: 2, resolution: .none), start: .auto, equalValues),
      InterruptedFit(
        "flat components of a shared shape",
        FitConfiguration(componentCount: 4, structure: .tied, restartCount: 2, resolution: .none), start: .random,
        equalValues),
      InterruptedFit(
        "the best separated of several",
        FitConfiguration(componentCount: 3, restartCount: 3, preference: .separation), start: .random, overlapping),
      InterruptedFit(
        "a prior", FitConfiguration(componentCount: 3, restartCount: 1, prior: ConjugatePrior()), overlapping),
      InterruptedFit(
        "a shrinkage",
        FitConfiguration(componentCount: 3, restartCount: 1, maximumIterations: 25, shrinkage: Shrinkage(0.1)), overlapping),
      InterruptedFit(
        "a ridge", FitConfiguration(componentCount: 3, restartCount: 1, maximumIterations: 25, ridge: 0.01), overlapping),
    ]
  }
}
