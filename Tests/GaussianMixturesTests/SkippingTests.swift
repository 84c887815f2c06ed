import Foundation
import GaussianMixtures
import Testing

/// Components that are left out of boxes of points, against passes over all of them.
@Suite struct SkippingTests {
  /// Clouds on which components are near some points and far from most: enough of both that points are put
  /// in order.
  enum Cloud: String, CaseIterable {
    case surface, sheets, line, separated, lattice

    func points() throws -> PointSet {
      let count = 9000
      var stream = RandomStream(seed: 5, purpose: .display)
      switch self {
      case .surface:
        return try PointSet(
          (0..<count).map { _ in
            let (u, v) = (2 * Double.pi * stream.uniform(), 2 * Double.pi * stream.uniform())
            let ring = 2 + 0.7 * cos(v)
            return [ring * cos(u), ring * sin(u), 0.7 * sin(v)].map { $0 + 0.01 * stream.normal() }
          })
      case .sheets:
        return try PointSet(
          (0..<count).map { i in
            [stream.uniform(), stream.uniform(), Double(i % 5) + 1e-4 * stream.normal()]
          })
      case .line:
        return try PointSet(columns: [(0..<count).map { _ in pow(stream.normal(), 3) }])
      case .separated:
        return try TestData.cloud(count: count, dimension: 6, componentCount: 40, seed: 3, separation: 20)
          .points
      case .lattice:
        // Every point many times, and ties in every column.
        func column(_ period: Int, _ size: Int) -> [Double] {
          (0..<count).map { Double($0 / period % size) }
        }
        return try PointSet(columns: [column(1, 7), column(7, 11), column(1, 3), column(5, 2)])
      }
    }
  }

  private func run(
    _ points: PointSet, _ start: GaussianMixture, _ structure: CovarianceStructure, skips: Bool,
    threadCount: Int = 2, set: InstructionSet? = nil
  ) throws -> FitResult {
    let configuration = FitConfiguration(
      componentCount: start.componentCount, structure: structure, stopping: .gain(tolerance: 0),
      maximumIterations: 8, collapsePolicy: .keep)
    return try MixtureEstimator(
      configuration, start: .model(start),
      engine: Engine(threadCount: threadCount, instructionSet: set, skipsComponents: skips)
    ).fit(points)
  }

  @Test(arguments: Cloud.allCases, ["VVV", "VVI", "EII"])
  func likelihoodsAreThoseOfAllComponents(cloud: Cloud, code: String) throws {
    let points = try cloud.points()
    let start = try TestData.start(points, 40)
    let structure = try #require(CovarianceStructure(code))
    for set in InstructionSet.available {
      let all = try run(points, start, structure, skips: false, set: set)
      let some = try run(points, start, structure, skips: true, set: set)
      #expect(all.history.count == some.history.count)
      for (a, b) in zip(all.history, some.history) {
        expectRelative(a.logLikelihood, b.logLikelihood, 1e-12, "\(set) iteration \(a.iteration)")
      }
      expectRelative(all.criteria.icl, some.criteria.icl, 1e-11)
    }
  }

  @Test(arguments: Cloud.allCases)
  func bitsDoNotDependOnThreads(cloud: Cloud) throws {
    let points = try cloud.points()
    let start = try TestData.start(points, 40)
    let one = try run(points, start, .full, skips: true, threadCount: 1)
    let three = try run(points, start, .full, skips: true, threadCount: 3)
    #expect(one.model == three.model)
    #expect(timeless(one.history) == timeless(three.history))
  }

  /// k-means and its seeds go by the same boxes, and find the same.
  @Test(arguments: [Cloud.surface, .separated, .line])
  func kMeansIsThatOfAllComponents(cloud: Cloud) throws {
    let points = try cloud.points()
    let configuration = FitConfiguration(componentCount: 40, restartCount: 1, maximumIterations: 1)
    let starts = try [true, false].map {
      try MixtureEstimator(configuration, start: .kMeans, engine: Engine(skipsComponents: $0)).fit(points)
        .start
    }
    expectClose(starts[0], starts[1], 1e-9)
  }

  /// Labels go by the caller's order of points, whatever the order inside.
  @Test func labelsFindTheirPoints() throws {
    let points = try Cloud.surface.points()
    let groups = (0..<points.count).map { ($0 * 7919) % 32 }
    let labels = ClassLabels(names: (1...32).map(String.init), indices: groups)
    let configuration = FitConfiguration(componentCount: 32, maximumIterations: 1)
    let start = try MixtureEstimator(configuration, start: .labels(labels)).fit(points).start
    for k in 0..<32 {
      let members = points.columns.map { column in
        zip(column, groups).filter { $0.1 == k }.map(\.0)
      }
      for (axis, values) in members.enumerated() {
        let mean = values.reduce(0, +) / Double(values.count)
        #expect(abs(start.components[k].mean[axis] - mean) <= 1e-12)
      }
    }
  }

  /// A few points far away from all components, so that sums vanish and boxes are wide.
  @Test func farPointsCount() throws {
    var columns = try Cloud.surface.points().columns
    for i in stride(from: 0, to: 9000, by: 1500) { columns[0][i] = 1e6 * Double(i + 1) }
    let points = try PointSet(columns: columns)
    let start = try TestData.start(try Cloud.surface.points(), 40)
    let all = try run(points, start, .full, skips: false)
    let some = try run(points, start, .full, skips: true)
    for (a, b) in zip(all.history, some.history) {
      expectRelative(a.logLikelihood, b.logLikelihood, 1e-12)
    }
  }

  @Test func labelsAloneAreThoseOfTheClassification() throws {
    for dimension in [1, 3, 8, 9, 20] {
      let (points, model) = try TestData.cloud(
        count: 1500, dimension: dimension, componentCount: 5, seed: 2, separation: 1)
      for set in InstructionSet.available {
        #expect(
          try model.labels(of: points, engine: Engine(instructionSet: set))
            == model.classify(points, engine: Engine(instructionSet: set)).labels)
      }
    }
  }
}
