import Foundation
@testable import GaussianMixtures
import Testing

/// In many dimensions a density far below its point's largest is left unfinished: that changes nothing.
@Suite struct UnfinishedDensityTests {
  /// From groups that lie in one another, where nothing is left out, to groups far apart.
  private static let separations = [0.2, 1, 3, 30]
  /// Full factors and the others; whole panels and leftover ones, one look and several.
  private static let dimensions = [32, 37, 65, 72, 130]

  private func groups(
    dimension: Int, separation: Double, count: Int, componentCount: Int, isSpherical: Bool
  ) throws -> (points: PointSet, model: GaussianMixture) {
    guard isSpherical else {
      let cloud = try TestData.cloud(
        count: count, dimension: dimension, componentCount: componentCount, seed: UInt64(dimension),
        separation: separation)
      return (cloud.points, cloud.truth)
    }
    var stream = RandomStream(seed: UInt64(dimension), purpose: .display)
    let model = try GaussianMixture(
      components: (0..<componentCount).map { _ in
        GaussianMixture.Component(
          weight: 1 / Double(componentCount), mean: (0..<dimension).map { _ in separation * stream.normal() },
          covariance: .diagonal([Double](repeating: exp(stream.normal()), count: dimension)))
      })
    return (try model.sample(count, using: &stream).points, model)
  }

  private func statistics(
    _ points: PointSet, _ model: GaussianMixture, _ set: InstructionSet, skips: Bool, threadCount: Int = 1
  ) -> SufficientStatistics {
    let frame = CoordinateFrame(
      origins: [Double](repeating: 0, count: model.dimension),
      exponents: [Int](repeating: 0, count: model.dimension))
    let engine = Engine(threadCount: threadCount, instructionSet: set, skipsComponents: skips)
    return ExpectationPass(engine: engine).statistics(
      of: PointBlocks(points, frame: frame, engine: engine), under: MixtureParameters(model, in: frame),
      moments: .variances)
  }

  @Test(arguments: dimensions, separations)
  func statisticsAreTheSame(dimension: Int, separation: Double) throws {
    for isSpherical in [false, true] {
      let (points, model) = try groups(
        dimension: dimension, separation: separation, count: 700, componentCount: 13, isSpherical: isSpherical)
      for set in InstructionSet.available {
        let all = statistics(points, model, set, skips: false)
        let some = statistics(points, model, set, skips: true)
        expectRelative(all.logLikelihood, some.logLikelihood, 1e-12, "\(set)")
        for k in 0..<13 {
          #expect(abs(all.mass(of: k) - some.mass(of: k)) <= 1e-9)
          let scale = 1e-12 * (1 + all.component(k).map(abs).max()!)
          #expect(zip(all.component(k), some.component(k)).allSatisfy { abs($0 - $1) <= scale }, "\(set) \(k)")
        }
        #expect(statistics(points, model, set, skips: true, threadCount: 2).moments == some.moments)
      }
    }
  }

  @Test(arguments: dimensions, separations)
  func labelsAreOfTheLargestDensity(dimension: Int, separation: Double) throws {
    for isSpherical in [false, true] {
      let (points, model) = try groups(
        dimension: dimension, separation: separation, count: 90, componentCount: 9, isSpherical: isSpherical)
      let rows = NaiveMixture(model).weightedLogDensities(points)
      for set in InstructionSet.available {
        let labels = try model.labels(of: points, engine: Engine(instructionSet: set))
        for (i, row) in rows.enumerated() {
          let best = try #require(row.max())
          let allowed = 1e-11 * (1 + abs(Double(best)))
          #expect(Double(best - row[try #require(labels[i])]) <= allowed, "\(set), point \(i)")
        }
      }
    }
  }

  /// Points so far away that squares leave the range of numbers, and components that are all alike.
  @Test(arguments: [33, 70])
  func extremes(dimension: Int) throws {
    let far = [1e3, 1e100, 1e160, -1e200].map { [Double](repeating: $0, count: dimension) }
    let mean = [Double](repeating: 0, count: dimension)
    for variance in [1.0, 1e-12] {
      let model = try GaussianMixture(
        components: (0..<5).map { k in
          .init(
            weight: 0.2, mean: mean.map { $0 + Double(k / 2) },
            covariance: .diagonal(mean.map { _ in variance }))
        })
      let points = try PointSet(far + [mean, mean.map { _ in 2 }])
      for set in InstructionSet.available {
        let all = statistics(points, model, set, skips: false)
        let some = statistics(points, model, set, skips: true)
        #expect(all.logLikelihood == some.logLikelihood)
        for (a, b) in zip(all.masses, some.masses) { #expect(abs(a - b) <= 1e-14) }
        let labels = try model.labels(of: points, engine: Engine(instructionSet: set))
        #expect(labels[4] == 0 && labels[5] == 4)
      }
    }
  }
}
