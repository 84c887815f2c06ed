import Foundation
import GaussianMixtures
import Testing

/// Shrinkage of covariances, beside its definitions and on data without end of trouble.
@Suite struct ShrinkageTests {
  private func fit(
    _ points: PointSet, from start: GaussianMixture, _ shrinkage: Shrinkage,
    _ structure: CovarianceStructure = .full, iterations: Int
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: start.componentCount, structure: structure, stopping: .gain(tolerance: 0),
        maximumIterations: iterations, shrinkage: shrinkage), start: .model(start)
    ).fit(points)
  }

  private func points(dimension: Int, count: Int = 150) throws -> PointSet {
    let cloud = try TestData.cloud(
      count: count, dimension: dimension, componentCount: 3, seed: 71, separation: 1.5
    ).points
    return try transformed(
      cloud, scales: (0..<dimension).map { [1, 0.01, 30][$0 % 3] },
      shifts: (0..<dimension).map { Double($0) * 100 })
  }

  @Test(arguments: Shrinkage.Target.allCases, [0.02, 0.3, 1])
  func fixedAmountsAreAsDefined(target: Shrinkage.Target, share: Double) throws {
    let points = try points(dimension: 4)
    let start = try TestData.start(points, 3)
    let naive = NaiveShrinkage.fixed(points, share, target)
    var mixture = NaiveMixture(start)
    let result = try fit(points, from: start, Shrinkage(share, towards: target), iterations: 12)
    for iteration in result.history {
      naive.iterate(&mixture, points)
      #expect(abs(iteration.logLikelihood - Double(mixture.logLikelihood(points))) < 1e-8)
      let shrunk = naive.weightedLogDensities(mixture, points).map(NaiveMixture.logSum).reduce(0, +)
      if target == .pooled {
        #expect(iteration.shrunkLogLikelihood == nil)
      } else {
        #expect(abs((iteration.shrunkLogLikelihood ?? .nan) - Double(shrunk)) < 1e-8)
      }
    }
    expectClose(result.model, try mixture.model(), 1e-9)
  }

  @Test func estimatedAmountsAreAsDefined() throws {
    let points = try points(dimension: 6, count: 60)
    let start = try TestData.start(points, 3)
    func traces(_ covariance: [[Long]]) -> (trace: Long, square: Long) {
      (
        covariance.indices.reduce(0) { $0 + covariance[$1][$1] },
        covariance.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
      )
    }
    let oracle = NaiveShrinkage(points, target: .sphere, hasDistances: false) { covariance, mass, _ in
      let (trace, square) = traces(covariance)
      let above = (1 - 2 / Long(6)) * square + trace * trace
      return min(1, above / ((mass + 1 - 2 / Long(6)) * (square - trace * trace / 6)))
    }
    let ledoitWolf = NaiveShrinkage(points, target: .sphere, hasDistances: false) {
      covariance, mass, fourth in
      let (trace, square) = traces(covariance)
      return min(1, (fourth / mass - square) / mass / (square - trace * trace / 6))
    }
    for (amount, naive) in [(Shrinkage.Amount.oracleApproximating, oracle), (.ledoitWolf, ledoitWolf)] {
      var mixture = NaiveMixture(start)
      for _ in 0..<8 { naive.iterate(&mixture, points) }
      expectClose(
        try fit(points, from: start, Shrinkage(amount), iterations: 8).model, try mixture.model(), 1e-9)
    }
  }

  /// The objective never falls, whatever the structure and the data.
  @Test(arguments: CovarianceStructure.allCases, [Shrinkage.Target.sphere, .diagonal])
  func theObjectiveNeverFalls(structure: CovarianceStructure, target: Shrinkage.Target) throws {
    for seed in 0..<96 {
      let data = try DegenerateData(seed: seed)
      guard data.isFeasible else { continue }
      let share = [0.01, 0.1, 0.5, 1][seed % 4]
      let options = FitConfiguration(
        componentCount: data.componentCount, structure: structure, restartCount: 1, maximumIterations: 100,
        shrinkage: Shrinkage(share, towards: target))
      let result = try MixtureEstimator(options, start: .kMeans).fit(data.points)
      let comment = "\(structure.code) \(target) \(share) \(data)"
      let breaks = Set(result.events.map(\.iteration))
      for (before, after) in zip(result.history, result.history.dropFirst())
      where !breaks.contains(after.iteration) {
        let (low, high) = (try #require(before.shrunkLogLikelihood), try #require(after.shrunkLogLikelihood))
        #expect(high >= low - 1e-6 - 1e-11 * abs(low), "\(comment): falls by \(low - high)")
      }
      #expect(result.logLikelihood.isFinite, "\(comment)")
    }
  }

  @Test(arguments: [
    Shrinkage(0.2), Shrinkage(0.2, towards: .diagonal), Shrinkage(0.2, towards: .pooled),
    Shrinkage(.ledoitWolf),
    Shrinkage(.oracleApproximating),
  ])
  func unitsDoNotMatter(shrinkage: Shrinkage) throws {
    let points = try points(dimension: 5)
    let start = try TestData.start(points, 3)
    let (scales, shifts) = ([1e3, 1e-4, 7, 0.3, 1e6], [5.0, -3, 1e3, 0, 1e7])
    let here = try fit(points, from: start, shrinkage, iterations: 10)
    let there = try fit(
      transformed(points, scales: scales, shifts: shifts),
      from: transformed(start, scales: scales, shifts: shifts), shrinkage, iterations: 10)
    expectClose(try transformed(here.model, scales: scales, shifts: shifts), there.model, 1e-7)
  }

  @Test func moreColumnsThanPointsAreFitted() throws {
    let cloud = try TestData.cloud(count: 30, dimension: 50, componentCount: 2, seed: 5, separation: 2)
    for shrinkage in [
      Shrinkage.automatic, Shrinkage(.oracleApproximating), Shrinkage(.ledoitWolf), Shrinkage(0.2),
    ] {
      let options = FitConfiguration(componentCount: 2, shrinkage: shrinkage)
      let result = try MixtureEstimator(options).fit(cloud.points)
      #expect(!result.configuration.shrinkage.isNone && !result.isAccident, "\(shrinkage)")
      #expect(result.model.components.allSatisfy { $0.weight > 0.1 }, "\(shrinkage)")
    }
  }

  @Test func whatIsSharedAlreadyStaysAsItIs() throws {
    let points = try points(dimension: 4)
    let start = try TestData.start(points, 3)
    let plain = try fit(points, from: start, .none, .diagonal, iterations: 10)
    let towardsItself = try fit(
      points, from: start, Shrinkage(0.4, towards: .diagonal), .diagonal, iterations: 10)
    expectClose(plain.model, towardsItself.model, 1e-12)
  }

  @Test func filesNameAmountAndTarget() throws {
    for shrinkage in [
      Shrinkage.none, .automatic, Shrinkage(0.25, towards: .pooled), Shrinkage(.ledoitWolf),
      Shrinkage(.oracleApproximating),
    ] {
      #expect(try JSONDecoder().decode(Shrinkage.self, from: JSONEncoder().encode(shrinkage)) == shrinkage)
    }
    let data = try JSONEncoder().encode(FitConfiguration(componentCount: 2))
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object.removeValue(forKey: "shrinkage") != nil)
    let old = try JSONDecoder().decode(
      FitConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(old.shrinkage.isNone)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Shrinkage.self, from: Data(#"{"amount":"much"}"#.utf8))
    }
  }

  @Test func whatDoesNotSuitIsRefused() {
    let refused = [
      FitConfiguration(componentCount: 2, shrinkage: Shrinkage(1.5)),
      FitConfiguration(componentCount: 2, shrinkage: Shrinkage(-0.1)),
      FitConfiguration(componentCount: 2, shrinkage: Shrinkage(.nan)),
      FitConfiguration(componentCount: 2, shrinkage: Shrinkage(.ledoitWolf, towards: .pooled)),
      FitConfiguration(componentCount: 2, prior: ConjugatePrior(), shrinkage: Shrinkage(0.1)),
      FitConfiguration(componentCount: 2, ridge: 1, shrinkage: Shrinkage(0.1)),
      FitConfiguration(componentCount: 2, acceleration: .squarem, shrinkage: Shrinkage(.oracleApproximating)),
    ]
    for options in refused {
      #expect(throws: FitError.self) { try options.validated() }
    }
  }
}
