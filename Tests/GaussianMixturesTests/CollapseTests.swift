import Foundation
import GaussianMixtures
import Testing

/// Collapse is ordinary: no error, no NaN, a sound model, and an account of what was done.
@Suite struct CollapseTests {
  private static let structures = CovarianceStructure.allCases

  private func fit(
    _ points: PointSet, _ componentCount: Int, _ structure: CovarianceStructure = .full,
    policy: CollapsePolicy = .reseed, start: Start = .kMeans, restarts: Int = 2
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: componentCount, structure: structure, restartCount: restarts,
        maximumIterations: 200, collapsePolicy: policy), start: start
    ).fit(points)
  }

  /// How much a likelihood on the floor may differ by rounding: the scatter along an axis is known to D units of
  /// 2^-52 of the data's, which is this share of a variance on the floor of 1e-12; at a maximum it costs the
  /// square of it for each point and direction.
  private func rounding(_ points: PointSet) -> Double {
    let share = Double(points.dimension) * 0x1p-52 / 1e-12
    return share * share * Double(points.count * points.dimension)
  }

  private func checkSoundness(_ result: FitResult, _ points: PointSet, _ comment: String) throws {
    #expect(throws: Never.self, "\(comment)") {
      try GaussianMixture(components: result.model.components, structure: result.model.structure)
    }
    let file = try JSONEncoder().encode(ModelDocument(model: result.model))
    let model = try JSONDecoder().decode(ModelDocument.self, from: file).model
    #expect(model == result.model, "\(comment)")
    expectStructure(model, comment)
    let sum = result.model.components.reduce(0) { $0 + $1.weight }
    #expect(abs(sum - 1) <= 1e-12, "\(comment): weights sum to \(sum)")
    #expect(result.logLikelihood.isFinite && result.criteria.icl.isFinite, "\(comment)")
    let again = try result.model.logLikelihood(of: points)
    #expect(abs(again - result.logLikelihood) <= rounding(points) + 1e-11 * abs(again), "\(comment)")
    for iteration in result.history {
      #expect(
        iteration.logLikelihood.isFinite && iteration.meanChange.isFinite
          && iteration.covarianceChange.isFinite && iteration.weightChange.isFinite, "\(comment)")
    }
  }

  private func checkHistory(_ result: FitResult, _ points: PointSet, _ comment: String) {
    let breaks = Set(
      result.events.filter { $0.kind == .reseeded || $0.kind == .dropped }.map(\.iteration))
    for (before, after) in zip(result.history, result.history.dropFirst())
    where !breaks.contains(after.iteration) {
      let fall = before.logLikelihood - after.logLikelihood
      #expect(
        fall <= rounding(points) + 1e-12 * abs(after.logLikelihood),
        "\(comment): falls by \(fall) at \(after.iteration) to \(after.logLikelihood)")
    }
    #expect(Set(result.events).count == result.events.count, "\(comment): an event is told twice")
  }

  /// A component without weight, or as narrow as the floor, has an event of its own.
  private func checkEvents(_ result: FitResult, _ points: PointSet, _ comment: String) {
    let kinds: Set<FitEvent.Kind> = [.floor, .startRaised, .kept]
    let told = Set(result.events.filter { kinds.contains($0.kind) }.compactMap(\.component))
    for (k, component) in result.model.components.enumerated() where component.weight == 0 {
      #expect(told.contains(k + 1), "\(comment): component \(k + 1) has no weight, and no event")
    }
    let spreads = self.spreads(points, result.model.structure)
    for (k, component) in result.model.components.enumerated() {
      let narrowest = scaledEigenvalues(component.covariance, scales: spreads).first ?? 1
      // The smallest variance is known to about 1e-4 of itself where it is 1e-12 of the largest.
      guard narrowest <= result.configuration.covarianceFloor * 1.001 else { continue }
      #expect(told.contains(k + 1), "\(comment): component \(k + 1) is on the floor, and has no event")
    }
    if result.isAccident { #expect(!told.isEmpty, "\(comment)") }
    for event in result.events { #expect(!event.message.isEmpty) }
  }

  /// Of the columns, as the floor takes them.
  private func spreads(_ points: PointSet, _ structure: CovarianceStructure) -> [Double] {
    let own = points.columns.map { column in
      let largest = column.reduce(0) { max($0, abs($1)) }
      guard column.contains(where: { $0 != column[0] }) else { return 0.0 }
      let parts = column.map { $0 / largest - column[0] / largest }
      let mean = parts.reduce(0, +) / Double(parts.count)
      return largest
        * (parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(parts.count)).squareRoot()
    }
    let smallest = own.filter { $0 > 0 }.min()
    let assumed = zip(own, points.columns).map { $0 > 0 ? $0 : smallest ?? max(abs($1[0]), 1) * 0x1p-26 }
    return structure.admitsColumnScaling ? assumed : assumed.map { _ in assumed.max() ?? 1 }
  }

  @Test(arguments: structures)
  func randomDegenerateData(structure: CovarianceStructure) throws {
    var fits = 0
    for seed in 0..<630 {
      let data = try DegenerateData(seed: seed)
      guard data.isFeasible else { continue }
      let comment = "\(structure.code) \(data)"
      let reseeded = try fit(data.points, data.componentCount, structure, restarts: 1)
      var results = [reseeded]
      // Without anything to repair both policies are one.
      if reseeded.events.contains(where: { [.reseeded, .reseedUndone, .kept].contains($0.kind) }) {
        let kept = try fit(data.points, data.componentCount, structure, policy: .keep, restarts: 1)
        #expect(!ranks(kept, before: reseeded, margin: rounding(data.points)), "\(comment)")
        results.append(kept)
      }
      for result in results {
        #expect(result.model.componentCount == data.componentCount)
      }
      if seed % 3 == 0 {
        results.append(
          try fit(data.points, data.componentCount, structure, policy: .drop, start: .random, restarts: 1))
      }
      for result in results {
        try checkSoundness(result, data.points, comment)
        checkHistory(result, data.points, comment)
        checkEvents(result, data.points, comment)
      }
      fits += 1
    }
    #expect(fits > 540)
  }

  @Test(arguments: structures)
  func oneGaussianOfOnePoint(structure: CovarianceStructure) throws {
    for value in [0.0, 1, -1e9, 1e-140, 1e140] {
      let points = try PointSet(columns: [value, 3].map { [Double](repeating: $0, count: 10) })
      let result = try fit(points, 1, structure)
      try checkSoundness(result, points, "\(value)")
      #expect(result.events.filter { $0.kind == .constantColumn }.count == 2)
      #expect(result.model.components[0].mean == [value, 3])
      #expect(!result.isAccident)
    }
  }

  @Test(arguments: structures, [2, 3, 5])
  func asManyComponentsAsPoints(structure: CovarianceStructure, count: Int) throws {
    let points = try TestData.cloud(count: count, dimension: 3, componentCount: 1, seed: 3).points
    for componentCount in [count, count - 1] {
      for policy in CollapsePolicy.allCases {
        for start in [Start.kMeans, .random] {
          let result = try fit(points, componentCount, structure, policy: policy, start: start)
          try checkSoundness(result, points, "\(componentCount) \(policy)")
          #expect(result.termination == .converged, "\(componentCount) \(policy) \(result.history.count)")
        }
      }
    }
  }

  @Test(arguments: structures)
  func twoDistinctPoints(structure: CovarianceStructure) throws {
    let points = try PointSet(columns: [(0..<100).map { Double($0 % 2) }, (0..<100).map { Double($0 % 2) }])
    let result = try fit(points, 2, structure)
    try checkSoundness(result, points, structure.code)
    #expect(result.model.components.map(\.weight) == [0.5, 0.5])
    // A neighbour's share of a point may be too small to be seen, but need not be 0.
    let means = result.model.components.map(\.mean).sorted { $0[0] < $1[0] }
    for (mean, expected) in zip(means, [0.0, 1]) { #expect(mean.allSatisfy { abs($0 - expected) < 1e-12 }) }
    let error = #expect(throws: FitError.self) { try fit(points, 3, structure) }
    #expect(error?.code == .tooFewPoints)
    #expect(error?.message.contains("2 of them distinct") == true)
  }

  @Test func theSmallestFloorKeepsModelsSound() throws {
    for dimension in [3, 8, 12] {
      let cloud = try TestData.cloud(count: 100, dimension: dimension, componentCount: 2, seed: 3).points
      var columns = cloud.columns
      columns[dimension - 1] = (0..<100).map { i in columns.dropLast().reduce(0) { $0 + $1[i] } }
      let points = try PointSet(columns: columns)
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: 2, restartCount: 2, covarianceFloor: 1e-14)
      ).fit(points)
      #expect(throws: Never.self) { try GaussianMixture(components: result.model.components) }
      #expect(result.logLikelihood.isFinite)
    }
  }

  @Test func aColumnTooSmallToBeSquaredIsNamed() throws {
    for scale in [1e-150, 1e150] {
      let points = try PointSet(columns: [[1, 2, 3, 4], [1, 3, 2, 5].map { $0 * scale }])
      let error = #expect(throws: FitError.self) { try fit(points, 1) }
      #expect(error?.code == .scale && error?.column == 1)
      #expect(error?.message.contains("column 2") == true)
    }
  }
}
