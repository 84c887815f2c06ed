import Foundation
import GaussianMixtures
import Testing

/// More columns than points.
@Suite struct WideTests {
  /// Two groups, told apart by a shift of every column.
  static func groups(
    count: Int, dimension: Int, seed: UInt64 = 1, shift: Double = 1
  ) throws -> (points: PointSet, labels: [Int]) {
    var stream = RandomStream(seed: seed, purpose: .display)
    let labels = (0..<count).map { $0 % 3 == 0 ? 1 : 0 }
    let columns = (0..<dimension).map { _ in
      labels.map { Double($0) * shift + stream.normal() }
    }
    return (try PointSet(columns: columns), labels)
  }

  @Test(arguments: ["EII", "VII", "EEI", "VEI", "EVI", "VVI"])
  func groupsAreFoundAndLikelihoodsAreThoseOfTheModel(code: String) throws {
    let (points, labels) = try Self.groups(count: 40, dimension: 700, shift: 1.5)
    let structure = try #require(CovarianceStructure(code))
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2, structure: structure)).fit(points)
    let found = try result.model.labels(of: points)
    #expect(Set(zip(labels, found).map { [$0, $1] }).count == 2)
    for (a, b) in zip(result.history, result.history.dropFirst()) {
      #expect(b.logLikelihood >= a.logLikelihood - 1e-7 * abs(a.logLikelihood))
    }
    // Groups that are apart: each point has its own component's density alone.
    var sum = 0.0
    for (index, k) in found.enumerated() {
      let component = result.model.components[try #require(k)]
      let variances = component.covariance.diagonal
      sum += log(component.weight)
      for (j, x) in points[index].enumerated() {
        let z = (x - component.mean[j]) * (x - component.mean[j]) / variances[j]
        sum -= (log(2 * .pi * variances[j]) + z) / 2
      }
    }
    expectRelative(result.logLikelihood, sum, 1e-10)
  }

  @Test(arguments: [Start.auto, .hierarchical, .kMeans, .random])
  func everyStartWorksAndThreadsDoNotMatter(start: Start) throws {
    let (points, _) = try Self.groups(count: 300, dimension: 120)
    let one = FitConfiguration(
      componentCount: 3, structure: .diagonal, restartCount: 2, maximumIterations: 30)
    let first = try MixtureEstimator(one, start: start, engine: Engine(threadCount: 1)).fit(points)
    let second = try MixtureEstimator(one, start: start, engine: Engine(threadCount: 2)).fit(points)
    #expect(first.model == second.model && first.logLikelihood == second.logLikelihood)
  }

  /// Without correlations the known coordinates say nothing of the missing ones: what is estimated are the means and
  /// variances of the known ones, and densities are those of these.
  @Test func missingCoordinatesOfWidePoints() throws {
    var stream = RandomStream(seed: 8, purpose: .display)
    let columns = (0..<90).map { _ in
      (0..<25).map { $0 == 0 || stream.uniform() < 0.8 ? stream.normal() : .nan }
    }
    let observations = try Observations(columns: columns)
    let result = try MixtureEstimator(
      FitConfiguration(
        componentCount: 1, structure: .diagonal, stopping: .gain(tolerance: 1e-14), maximumIterations: 5000)
    ).fit(observations)
    let component = result.model.components[0]
    var logLikelihood = 0.0
    for (j, column) in columns.enumerated() {
      let known = column.filter { !$0.isNaN }
      let mean = known.reduce(0, +) / Double(known.count)
      let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
      #expect(abs(component.mean[j] - mean) < 1e-6)
      expectRelative(component.covariance[j, j], variance, 1e-5)
      logLikelihood -= Double(known.count) / 2 * (log(2 * .pi * variance) + 1)
    }
    expectRelative(result.logLikelihood, logLikelihood, 1e-9)
    let filled = try result.model.imputed(observations)
    for j in columns.indices {
      for i in columns[j].indices {
        let expected = columns[j][i].isNaN ? component.mean[j] : columns[j][i]
        #expect(abs(filled.columns[j][i] - expected) < 1e-12)
      }
    }
  }

  /// All columns of a component of one point are on the floor: one number each, and no vector.
  @Test func collapsedComponentsOfWidePoints() throws {
    let (points, _) = try Self.groups(count: 5, dimension: 400, shift: 0)
    for policy in CollapsePolicy.allCases {
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: 4, structure: .diagonal, collapsePolicy: policy)
      ).fit(points)
      #expect(result.logLikelihood.isFinite)
      #expect(result.model.components.allSatisfy { $0.covariance.diagonal.allSatisfy { $0 > 0 } })
    }
  }

  /// A box parallel to many columns is held and written by D widths.
  @Test func noiseOfWidePoints() throws {
    let (points, _) = try Self.groups(count: 60, dimension: 130, shift: 3)
    let result = try MixtureEstimator(
      FitConfiguration(
        componentCount: 2, structure: .diagonal, noise: NoiseConfiguration(), maximumIterations: 20)
    ).fit(points)
    let noise = try #require(result.model.noise)
    let box = try #require(noise.box)
    let ranges = points.columns.map { ($0.max() ?? 0) - ($0.min() ?? 0) }
    expectRelative(noise.logVolume, ranges.reduce(0) { $0 + log($1) }, 1e-12)
    for j in ranges.indices {
      expectRelative(box.edges[j][j], ranges[j], 1e-12)
      expectRelative(box.corner[j], points.columns[j].min() ?? 0, 1e-12)
    }
    let document = ModelDocument(model: result.model)
    let data = try JSONEncoder().encode(document)
    #expect(data.count < 40_000)
    #expect(try JSONDecoder().decode(ModelDocument.self, from: data) == document)
    var stream = RandomStream(seed: 2, purpose: .sampling)
    let (drawn, origins) = try result.model.sample(200, using: &stream)
    for index in origins.indices where origins[index] == nil {
      for (j, x) in drawn[index].enumerated() {
        #expect(x >= box.corner[j] - 1e-9 && x <= box.corner[j] + ranges[j] + 1e-9)
      }
    }
  }

  @Test func covariancesThatNoMachineHoldsAreRefused() throws {
    let (points, _) = try Self.groups(count: 3, dimension: 300_000)
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points)
    }
    #expect(error?.code == .memory)
    #expect(error?.message.contains("300000 columns takes at least 41 TB") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("structure diagonal") == true)
  }

  /// All columns are constant: the floor holds every direction, and no axes have to be found.
  @Test func oneRowOfManyColumnsHasTheCovarianceOfTheFloor() throws {
    let row = (0..<600).map { Double(($0 * 37) % 101) - 50.3 }
    let result = try MixtureEstimator(FitConfiguration(componentCount: 1)).fit(try PointSet([row]))
    let component = result.model.components[0]
    #expect(component.mean == row)
    #expect(component.covariance.hasNoCorrelations)
    #expect(component.covariance.diagonal.allSatisfy { $0 > 0 })
  }
}
