import GaussianMixtures
import Testing

/// Data on which likelihoods are unbounded: fits end all the same, and say what was done.
@Suite struct CollapseTests {
  static let structures = [CovarianceStructure.full, .tied, .diagonal, .spherical]

  enum Degeneracy: CaseIterable {
    case constantColumn, constants, line, plane, rotatedPlane, twicePoints, fewDistinct, fewPoints, outlier
    case tiny, huge, mixedUnits, offset
  }

  static func points(_ kind: Degeneracy, seed: UInt64) throws -> (points: PointSet, componentCount: Int) {
    var random = RandomStream(seed: seed, purpose: .sampling, index: 7)
    let k = 1 + random.integer(below: 4)
    let n = kind == .fewPoints ? k + random.integer(below: 3) : 30 + random.integer(below: 100)
    var rows = (0..<n).map { _ in (0..<3).map { _ in random.normal() + 4 * Double(random.integer(below: 2)) } }
    let direction = (0..<3).map { _ in random.normal() }
    let across = (0..<3).map { _ in random.normal() }
    for i in rows.indices {
      let (a, b) = (rows[i][0], rows[i][1])
      switch kind {
      case .constantColumn: rows[i][1] = 7.25
      case .constants: rows[i][0] = 3; rows[i][1] = -1e9
      case .line: rows[i] = direction.map { 5 + a * $0 }
      case .plane: rows[i][2] = 0
      case .rotatedPlane: rows[i] = zip(direction, across).map { a * $0 + b * $1 }
      case .twicePoints: if i.isMultiple(of: 2), i > 0 { rows[i] = rows[i - 1] }
      case .fewDistinct: rows[i] = (0..<3).map { Double((i % (k + 1)) * ($0 + 1)) }
      case .fewPoints: break
      case .outlier: if i == 0 { rows[i] = [1e12, 0, 0] }
      case .tiny: rows[i] = rows[i].map { $0 * 1e-140 }
      case .huge: rows[i] = rows[i].map { $0 * 1e140 }
      case .mixedUnits: rows[i] = zip(rows[i], [1e-140, 1, 1e140]).map { $0 * $1 }
      case .offset: rows[i] = rows[i].map { $0 + 1e9 }
      }
    }
    return (try PointSet(points: rows), k)
  }

  @Test(arguments: structures, Degeneracy.allCases)
  func degenerateDataAreFitted(structure: CovarianceStructure, kind: Degeneracy) throws {
    for seed in UInt64(1)...12 {
      let (points, componentCount) = try Self.points(kind, seed: seed)
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: componentCount, structure: structure, restartCount: 3, seed: seed)
      ).fit(points)
      try checkSound(result)
      checkHistory(result)
      #expect(result.model.componentCount == componentCount)
      if kind == .constantColumn || kind == .constants {
        #expect(result.events.contains { $0.kind == .constantColumn })
      }
      if structure == .full, [.line, .plane, .rotatedPlane].contains(kind) {
        let explained = Set(result.events.filter { $0.kind == .floor }.compactMap(\.component))
        #expect(explained.count == componentCount)
      }
    }
  }

  /// The checking initializer takes the model back; everything is finite.
  private func checkSound(_ result: FitResult) throws {
    let again = try GaussianMixture(components: result.model.components, structure: result.model.structure)
    #expect(again == result.model)
    #expect(abs(result.model.components.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    #expect(result.logLikelihood.isFinite)
    #expect([result.criteria.bic, result.criteria.aic, result.criteria.icl].allSatisfy { $0.isFinite })
    for iteration in result.history {
      #expect(
        [iteration.logLikelihood, iteration.meanChange, iteration.weightChange, iteration.covarianceChange]
          .allSatisfy { $0.isFinite })
    }
  }

  /// It falls only at an event that says so. On the floor the smallest axis is known to about 1e-9.
  private func checkHistory(_ result: FitResult) {
    let breaks = Set(result.events.filter { [.reseeded, .dropped].contains($0.kind) }.map(\.iteration))
    for (before, after) in zip(result.history, result.history.dropFirst()) {
      guard !breaks.contains(after.iteration) else { continue }
      let slack = 1e-12 * abs(before.logLikelihood) + 1e-8 * Double(result.pointCount)
      #expect(after.logLikelihood >= before.logLikelihood - slack, "iteration \(after.iteration)")
    }
  }

  /// Equal values in a column of iris hold many components on the floor, at likelihoods far above the
  /// others; they rank behind.
  @Test func accidentsRankLast() throws {
    let points = try TestData.iris()
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 8, restartCount: 60, collapsePolicy: .keep), start: .random
    ).fit(points)
    let accidents = result.restarts.filter(\.isAccident)
    #expect(!accidents.isEmpty)
    #expect(accidents.contains { $0.logLikelihood > result.logLikelihood })
    #expect(!result.isAccident)
    let honest = result.restarts.filter { !$0.isAccident }.map(\.logLikelihood).max()
    #expect(honest == result.logLikelihood)
  }

  /// A component that starts far from all points gets no mass at all.
  private func withAnEmptyComponent(_ policy: CollapsePolicy) throws -> FitResult {
    let points = try TestData.faithful()
    let good = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points).model
    let start = try GaussianMixture(
      components: good.components.map {
        .init(weight: $0.weight * 0.9, mean: $0.mean, covariance: $0.covariance)
      } + [.init(weight: 0.1, mean: [1e6, 1e6], covariance: .diagonal([1, 1]))])
    return try MixtureEstimator(
      FitConfiguration(componentCount: 3, collapsePolicy: policy), start: .model(start)
    ).fit(points)
  }

  @Test func anEmptyComponentIsReseeded() throws {
    let reseeded = try withAnEmptyComponent(.reseed)
    let kept = try withAnEmptyComponent(.keep)
    #expect(reseeded.events.contains { $0.kind == .reseeded && $0.component == 3 && $0.donor != nil })
    #expect(reseeded.model.components.allSatisfy { $0.weight > 0.01 })
    #expect(reseeded.logLikelihood > kept.logLikelihood)
    #expect(kept.events.contains { $0.kind == .kept && $0.component == 3 })
    #expect(kept.model.components[2].weight == 0)
  }

  @Test func anEmptyComponentIsDropped() throws {
    let result = try withAnEmptyComponent(.drop)
    #expect(result.model.componentCount == 2)
    #expect(result.events.contains { $0.kind == .dropped && $0.component == nil })
    #expect(result.start.componentCount == 3)
    #expect(abs(result.logLikelihood - -1130.26396) < 1e-4)
  }

  @Test func aGivenStartBelowTheFloorIsRaised() throws {
    let points = try TestData.faithful()
    let start = try GaussianMixture(components: [
      .init(weight: 0.5, mean: [2, 54], covariance: .diagonal([1e-20, 1e-20])),
      .init(weight: 0.5, mean: [4.3, 80], covariance: .diagonal([0.2, 30])),
    ])
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2), start: .model(start)).fit(points)
    #expect(result.events.first.map { $0.kind == .startRaised && $0.component == 1 } ?? false)
    try checkSound(result)
  }

  @Test(arguments: [1e-160, 1e160])
  func unitsBeyondSquaresAreRefusedByName(unit: Double) throws {
    let points = try PointSet(columns: [[1, 2, 4], [unit, 2 * unit, 5 * unit]])
    #expect { try MixtureEstimator(FitConfiguration(componentCount: 1)).fit(points) } throws: {
      ($0 as? FitError)?.code == .scale && ($0 as? FitError)?.column == 1
    }
  }
}
