import GaussianMixtures
import Testing

@Suite struct StartTests {
  private func irisLabels() throws -> ClassLabels {
    let species = try TestData.rows("iris").map { $0[4] }
    let names = Array(Set(species)).sorted()
    return ClassLabels(names: names, indices: species.map(names.firstIndex(of:)))
  }

  @Test func labelsStartAtTheGroupsMoments() throws {
    let points = try TestData.iris()
    let labels = try irisLabels()
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3), start: .labels(labels)).fit(points)
    #expect(result.startName == "labels")
    #expect(result.start.components.map(\.name) == labels.names)
    #expect(result.model.components.map(\.name) == labels.names)
    for (k, component) in result.start.components.enumerated() {
      let members = labels.indices.indices.filter { labels.indices[$0] == k }
      expectRelative(component.weight, Double(members.count) / 150, 1e-14)
      for i in 0..<4 {
        let mean = members.reduce(0) { $0 + points.columns[i][$1] } / Double(members.count)
        expectRelative(component.mean[i], mean, 1e-13)
        for j in 0..<4 {
          let other = members.reduce(0) { $0 + points.columns[j][$1] } / Double(members.count)
          let covariance = members.reduce(0) {
            $0 + (points.columns[i][$1] - mean) * (points.columns[j][$1] - other)
          }
          expectRelative(component.covariance[i, j], covariance / Double(members.count), 1e-11)
        }
      }
    }
  }

  @Test func rowsWithoutLabelTakePartInTheFitButNotInTheStart() throws {
    let points = try TestData.iris()
    let all = try irisLabels()
    let some = ClassLabels(
      names: all.names, indices: all.indices.enumerated().map { $0.isMultiple(of: 2) ? $1 : nil })
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3), start: .labels(some)).fit(points)
    #expect(result.pointCount == 150)
    #expect(result.start.components.allSatisfy { abs($0.weight - 1.0 / 3) < 1e-14 })
  }

  @Test func aModelsOrderStays() throws {
    let points = try TestData.faithful()
    let best = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points).model
    #expect(best.components[0].weight > best.components[1].weight)
    let reversed = try GaussianMixture(components: best.components.reversed())
    let again = try MixtureEstimator(
      FitConfiguration(componentCount: 2, maximumIterations: 1), start: .model(reversed)
    ).fit(points)
    #expect(again.start.components == reversed.components)
    #expect(again.model.components[0].weight < again.model.components[1].weight)
  }

  @Test(arguments: [Start.kMeans, .random])
  func seedsAndRestartsAreReproducible(start: Start) throws {
    let points = try TestData.iris()
    func run(_ seed: UInt64, _ restarts: Int) throws -> FitResult {
      try MixtureEstimator(
        FitConfiguration(componentCount: 3, restartCount: restarts, seed: seed), start: start
      ).fit(points)
    }
    let four = try run(1, 4)
    let eight = try run(1, 8)
    #expect(Array(eight.restarts.prefix(4)) == four.restarts)
    #expect(Set(eight.restarts.map(\.logLikelihood)).count > 1)
    let repeated = try run(1, 4)
    #expect(repeated.model == four.model)
    let other = try run(2, 4)
    #expect(other.restarts != four.restarts)
  }

  @Test(arguments: [Start.kMeans, .random])
  func fewDistinctPointsAreEnough(start: Start) throws {
    // Ten distinct points, each a hundred times, in ten components.
    let values = (0..<1000).map { Double($0 % 10) }
    let points = try PointSet(columns: [values, values.map { $0 * $0 }])
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 10, restartCount: 2), start: start
    ).fit(points)
    #expect(result.model.componentCount == 10)
    #expect(result.logLikelihood.isFinite)
  }

  @Test func tooFewDistinctPointsAreRefused() throws {
    let points = try PointSet(columns: [[1, 1, 1, 2, 2]])
    #expect { try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points) } throws: {
      ($0 as? FitError)?.code == .tooFewPoints
    }
  }

  @Test func startsThatDoNotSuitAreRefused() throws {
    let points = try TestData.faithful()
    let (_, model) = try TestData.cloud(count: 1, dimension: 3, componentCount: 2, seed: 1)
    let short = ClassLabels(names: ["a", "b"], indices: [0, 1])
    let many = ClassLabels(names: ["a", "b", "c"], indices: points.columns[0].map { _ in 0 })
    for start in [Start.model(model), .labels(short), .labels(many)] {
      #expect { try MixtureEstimator(FitConfiguration(componentCount: 2), start: start).fit(points) } throws: {
        ($0 as? FitError)?.code == .start
      }
    }
  }
}
