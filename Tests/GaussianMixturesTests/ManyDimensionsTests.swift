import Foundation
@testable import GaussianMixtures
import Testing

/// The loops for more dimensions than are unrolled, against sums by their definitions.
@Suite struct ManyDimensionsTests {
  /// Covariances for which the loops differ.
  enum Form: CaseIterable {
    case full, diagonal, spherical
  }

  /// Whole panels and bands of coordinates, and one more or less.
  private static let dimensions = [9, 15, 16, 17, 31, 33, 64, 130]

  /// Numbers of components that make whole batches and leave some, and of points that fill no vector; fewer where a
  /// reference takes long.
  private static func sizes(_ dimension: Int) -> [(components: Int, points: Int)] {
    dimension <= 17 ? [(1, 1), (11, 7), (3, 261), (2, 530)] : [(1, 1), (3, 75)]
  }

  private func cloud(
    _ form: Form, count: Int, dimension: Int, componentCount: Int
  ) throws -> (points: PointSet, model: GaussianMixture) {
    let seed = UInt64(dimension)
    guard form != .full else {
      let cloud = try TestData.cloud(
        count: count, dimension: dimension, componentCount: componentCount, seed: seed, separation: 0.5)
      return (cloud.points, cloud.truth)
    }
    var stream = RandomStream(seed: seed, purpose: .display)
    let components = (0..<componentCount).map { _ in
      let variance = exp(stream.normal())
      return GaussianMixture.Component(
        weight: 1 / Double(componentCount), mean: (0..<dimension).map { _ in 0.5 * stream.normal() },
        covariance: .diagonal(
          (0..<dimension).map { _ in form == .spherical ? variance : variance * exp(stream.normal()) }))
    }
    let model = try GaussianMixture(components: components)
    return (try model.sample(count, using: &stream).points, model)
  }

  @Test(arguments: dimensions, Form.allCases)
  func densitiesAndLabels(dimension: Int, form: Form) throws {
    for (componentCount, count) in Self.sizes(dimension) {
      let (points, model) = try cloud(
        form, count: count, dimension: dimension, componentCount: componentCount)
      let rows = NaiveMixture(model).weightedLogDensities(points)
      for set in InstructionSet.available {
        let engine = Engine(instructionSet: set)
        let found = try model.logDensities(of: points, engine: engine)
        let labels = try model.labels(of: points, engine: engine)
        for (i, row) in rows.enumerated() {
          let expected = Double(NaiveMixture.logSum(row))
          #expect(abs(found[i] - expected) <= 1e-11 * (1 + abs(expected)), "\(set), point \(i) of \(count)")
          let best = try #require(row.max())
          #expect(Double(best - row[try #require(labels[i])]) <= 1e-11 * (1 + abs(expected)))
        }
      }
    }
  }

  @Test(arguments: dimensions, Form.allCases)
  func moments(dimension: Int, form: Form) throws {
    for (componentCount, count) in Self.sizes(dimension) {
      let (points, model) = try cloud(
        form, count: count, dimension: dimension, componentCount: componentCount)
      let frame = CoordinateFrame(
        origins: [Double](repeating: 0, count: dimension), exponents: [Int](repeating: 0, count: dimension))
      let naive = NaiveMixture(model)
      let expected = NaiveMoments(
        points, responsibilities: naive.responsibilities(points), origins: naive.means)
      for set in InstructionSet.available {
        for kind in [MomentKind.means, .variances, .scatters] {
          let engine = Engine(threadCount: 2, instructionSet: set, skipsComponents: kind != .variances)
          let found = ExpectationPass(engine: engine).statistics(
            of: PointBlocks(points, frame: frame, engine: engine),
            under: MixtureParameters(model, in: frame), moments: kind)
          check(found, kind, expected, allowed: 1e-10 * Double(count))
        }
      }
    }
  }

  private func check(
    _ found: SufficientStatistics, _ kind: MomentKind, _ expected: NaiveMoments, allowed: Double
  ) {
    let (layout, d) = (found.layout, found.dimension)
    func close(_ number: Double, _ reference: Long, _ size: Long) -> Bool {
      abs(number - Double(reference)) <= allowed * (1 + Double(size))
    }
    for k in 0..<found.componentCount {
      let (numbers, spreads) = (Array(found.component(k)), (0..<d).map { expected.scatters[k][$0][$0] })
      #expect(close(numbers[0], expected.masses[k], 0), "mass of \(k)")
      let isClose = (0..<d).map { i in
        close(numbers[layout.firstMoment(i)], expected.firsts[k][i], spreads[i])
          && (kind != .variances || close(numbers[layout.variance(i)], spreads[i], spreads[i]))
          && (kind != .scatters
            || (0...i).allSatisfy { j in
              close(numbers[layout.product(i, j)], expected.scatters[k][i][j], spreads[i] + spreads[j])
            })
      }
      #expect(!isClose.contains(false), "\(kind) of \(k), row \(isClose.firstIndex(of: false) ?? 0)")
    }
  }

  /// The same likelihoods to rounding, and the same bits with any number of threads.
  @Test(arguments: ["VVV", "VVI", "VII"])
  func whatIsLeftOutChangesNothing(code: String) throws {
    let structure = try #require(CovarianceStructure(code))
    let (points, _) = try cloud(.full, count: 400, dimension: 33, componentCount: 6)
    let start = try TestData.start(points, structure == .full ? 4 : 12)
    for set in InstructionSet.available {
      let all = try run(points, start, structure, false, 1, set)
      let some = try run(points, start, structure, true, 2, set)
      #expect(all.history.count == some.history.count)
      for (a, b) in zip(all.history, some.history) {
        expectRelative(a.logLikelihood, b.logLikelihood, 1e-12, "\(set) iteration \(a.iteration)")
      }
      let other = try run(points, start, structure, true, 1, set)
      #expect(other.model == some.model && other.logLikelihood == some.logLikelihood)
    }
  }

  private func run(
    _ points: PointSet, _ start: GaussianMixture, _ structure: CovarianceStructure, _ skips: Bool,
    _ threadCount: Int, _ set: InstructionSet
  ) throws -> FitResult {
    let configuration = FitConfiguration(
      componentCount: start.componentCount, structure: structure, stopping: .gain(tolerance: 0),
      maximumIterations: 6, collapsePolicy: .keep)
    return try MixtureEstimator(
      configuration, start: .model(start),
      engine: Engine(threadCount: threadCount, instructionSet: set, skipsComponents: skips)
    ).fit(points)
  }
}
