import Foundation
@testable import GaussianMixtures
import Testing

/// One pass in single precision, beside one in double over the same points.
@Suite struct SinglePrecisionTests {
  /// What is said of a log-likelihood, in nats a point.
  private static let accuracy = 1e-5

  private func engine(_ set: InstructionSet? = nil, threadCount: Int = 2, skips: Bool = true) -> Engine {
    Engine(threadCount: threadCount, instructionSet: set, skipsComponents: skips, precision: .single)
  }

  private func statistics(
    _ prepared: PreparedPoints, _ parameters: MixtureParameters, _ engine: Engine,
    _ precision: Engine.Precision,
    moments: MomentKind
  ) -> SufficientStatistics {
    ExpectationPass(engine: engine).computing(in: precision).statistics(
      of: prepared, under: parameters, moments: moments)
  }

  private func prepared(
    _ observations: Observations, _ engine: Engine, componentCount: Int = 1, hasOneUnit: Bool = false
  ) throws -> PreparedPoints {
    try PreparedPoints(
      observations, hasOneUnit: hasOneUnit, componentCount: componentCount, moments: .scatters, engine: engine
    )
  }

  /// Log-likelihoods differ by no more than is said, statistics by the same part of what they are to all points.
  private func expectNear(
    _ prepared: PreparedPoints, _ model: GaussianMixture, _ engine: Engine, moments: MomentKind = .scatters,
    accuracy: Double = accuracy, _ name: String
  ) {
    let parameters = MixtureParameters(model, in: prepared.frame)
    let single = statistics(prepared, parameters, engine, .single, moments: moments)
    let double = statistics(prepared, parameters, engine, .double, moments: moments)
    let difference = abs(single.logLikelihood - double.logLikelihood) / prepared.mass
    #expect(difference <= accuracy && difference > 0, "\(name): \(difference) nats a point")
    for (one, other) in zip(single.values, double.values).dropFirst(double.layout.wholeCount) {
      #expect(abs(one - other) <= accuracy * max(abs(other), prepared.mass), "\(name)")
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8, 9, 20, 33])
  func statisticsAreNearThoseInDouble(dimension: Int) throws {
    for (count, componentCount) in [(9, 2), (257, 5), (5000, 7)] {
      let (points, model) = try TestData.cloud(
        count: count, dimension: dimension, componentCount: componentCount, seed: UInt64(dimension),
        separation: 2)
      let diagonal = try model.structured { .diagonal($0.diagonal) }
      let spherical = try model.structured { .diagonal($0.diagonal.map { _ in 1.5 }) }
      for set in InstructionSet.available {
        let prepared = try prepared(Observations(points), engine(set))
        #expect(prepared.blocks.precision == .single)
        expectNear(prepared, model, engine(set), "\(set), \(count) x \(dimension)")
        expectNear(
          prepared, diagonal, engine(set), moments: .variances, "diagonal, \(set), \(count) x \(dimension)")
        expectNear(
          prepared, spherical, engine(set), moments: .variances, "spheres, \(set), \(count) x \(dimension)")
      }
    }
  }

  /// With boxes, and in many dimensions with densities that are left unfinished.
  @Test(arguments: InstructionSet.available)
  func whatIsLeftOutAddsNothing(set: InstructionSet) throws {
    for (count, dimension, componentCount) in [(9000, 3, 40), (2000, 64, 12)] {
      let (points, model) = try TestData.cloud(
        count: count, dimension: dimension, componentCount: componentCount, seed: 5, separation: 6)
      for skips in [true, false] {
        let engine = engine(set, skips: skips)
        let prepared = try prepared(Observations(points), engine, componentCount: componentCount)
        #expect(prepared.blocks.hasBoxes == (dimension == 3))
        expectNear(prepared, model, engine, "\(set), skips: \(skips), \(dimension) dimensions")
      }
    }
  }

  /// At an offset of 1e5 spreads of the data nothing is lost; of components that lie so many of their own spreads from one
  /// another, points and means have five digits left.
  @Test(arguments: [1, 3, 9], InstructionSet.available)
  func farFromZero(dimension: Int, set: InstructionSet) throws {
    let (points, model) = try TestData.cloud(
      count: 3000, dimension: dimension, componentCount: 3, seed: 4, separation: 2)
    func moved(by offset: Double) throws -> (PointSet, GaussianMixture) {
      (
        try PointSet(columns: points.columns.map { $0.map { $0 + offset } }),
        try model.structured(moving: { $0.map { $0 + offset } }) { $0 }
      )
    }
    for offset in [1e5, -1e5] {
      let (far, there) = try moved(by: offset)
      expectNear(try prepared(Observations(far), engine(set)), there, engine(set), "at \(offset)")
    }
    let (far, there) = try moved(by: 2e5)
    let both = try PointSet(columns: zip(points.columns, far.columns).map { $0 + $1 })
    let weighted = (model.components + there.components).map {
      GaussianMixture.Component(weight: $0.weight / 2, mean: $0.mean, covariance: $0.covariance)
    }
    expectNear(
      try prepared(Observations(both), engine(set)), try GaussianMixture(components: weighted), engine(set),
      accuracy: 1e-3,
      "two clouds")
  }

  /// Points that are far from all components, and a component that all points are far from.
  @Test(arguments: [2, 9], InstructionSet.available)
  func farFromAllComponents(dimension: Int, set: InstructionSet) throws {
    let (points, model) = try TestData.cloud(
      count: 600, dimension: dimension, componentCount: 2, seed: 8, separation: 1)
    let columns = points.columns.map { column in
      column.indices.map { $0 % 100 == 7 ? column[$0] + 300 : column[$0] }
    }
    let prepared = try prepared(Observations(columns: columns), engine(set))
    let far = GaussianMixture.Component(
      weight: 0.5, mean: [Double](repeating: -500, count: dimension),
      covariance: .diagonal([Double](repeating: 1, count: dimension)))
    let with = try GaussianMixture(
      components: model.components.map {
        .init(weight: $0.weight / 2, mean: $0.mean, covariance: $0.covariance)
      } + [far])
    let parameters = MixtureParameters(with, in: prepared.frame)
    let single = statistics(prepared, parameters, engine(set), .single, moments: .scatters)
    let double = statistics(prepared, parameters, engine(set), .double, moments: .scatters)
    // Log densities of -1e5 and below, to a part in a million.
    expectRelative(single.logLikelihood, double.logLikelihood, 1e-6)
    #expect(single.values.allSatisfy { $0.isFinite })
  }

  @Test func weightsNoiseLabelsAndMissingCoordinates() throws {
    let (points, model) = try TestData.cloud(
      count: 2000, dimension: 3, componentCount: 3, seed: 6, separation: 2)
    var columns = points.columns
    for row in stride(from: 0, to: 2000, by: 9) { columns[row % 3][row] = .nan }
    let labels = ClassLabels(
      names: ["1", "2", "3"], indices: (0..<2000).map { $0 % 10 == 0 ? $0 / 10 % 3 : nil })
    let noisy = try GaussianMixture(
      components: model.components.map {
        .init(weight: $0.weight * 0.9, mean: $0.mean, covariance: $0.covariance)
      },
      noise: .init(weight: 0.1, logVolume: 5))
    let weights = (0..<2000).map { Double(1 + $0 % 4) }
    expectNear(try prepared(try Observations(points, weights: weights), engine()), model, engine(), "weights")
    expectNear(try prepared(Observations(points), engine()), noisy, engine(), "noise")
    expectNear(
      try prepared(try Observations(columns: columns), engine()), model, engine(), "missing coordinates")
    let known = try Observations(columns: points.columns, knownLabels: labels)
    expectNear(try prepared(known, engine()), model, engine(), "labels")
  }

  /// Numbers of 32 bits come out of the frame as they were, at any offset.
  @Test(arguments: [0, 3, 1e5, -1e5, 3e7])
  func floatsLoseNothing(offset: Double) throws {
    var stream = RandomStream(seed: 2, purpose: .display)
    let columns = (0..<2).map { d in
      (0..<3000).map { _ in Double(Float(offset + (d == 0 ? 1 : 50) * stream.normal())) }
    }
    let prepared = try prepared(try Observations(columns: columns), engine())
    #expect(prepared.blocks.precision == .single)
    for row in 0..<3000 {
      let point = prepared.blocks.point(row)
      for d in 0..<2 { #expect(prepared.frame.leave(point[d], column: d) == columns[d][row]) }
    }
  }

  @Test func pointsTakeHalfTheMemory() throws {
    let points = try TestData.cloud(count: 20_000, dimension: 6, componentCount: 2, seed: 1).points
    let frame = CoordinateFrame(origins: [0, 0, 0, 0, 0, 0], exponents: [0, 0, 0, 0, 0, 0])
    let sizes = Engine.Precision.allCases.map {
      PointBlocks(points, frame: frame, engine: Engine(precision: $0)).coordinateByteCount
    }
    #expect(sizes == [79 * 256 * 6 * 8, 79 * 256 * 6 * 4])
  }

  /// Columns whose spreads single precision cannot hold beside one another stay in double.
  @Test func extremeSpreadsStayInDouble() throws {
    var stream = RandomStream(seed: 7, purpose: .display)
    let columns = [1.0, 1e-14].map { scale in (0..<500).map { _ in scale * stream.normal() } }
    let observations = try Observations(columns: columns)
    #expect(try prepared(observations, engine(), hasOneUnit: true).blocks.precision == .double)
    #expect(try prepared(observations, engine(), hasOneUnit: false).blocks.precision == .single)
  }
}

extension GaussianMixture {
  /// The same with other means and covariances.
  fileprivate func structured(
    moving mean: ([Double]) -> [Double] = { $0 }, _ covariance: (CovarianceMatrix) throws -> CovarianceMatrix
  ) throws -> GaussianMixture {
    try GaussianMixture(
      components: components.map {
        Component(weight: $0.weight, mean: mean($0.mean), covariance: try covariance($0.covariance))
      })
  }
}
