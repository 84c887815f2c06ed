import Foundation
import GaussianMixtures
import Testing

func logarithmOf(_ x: Double) -> Double { log(x) }
func exponentialOf(_ x: Long) -> Long { exp(x) }

/// The fourteen structures: what is shared is equal, what is not differs, and every update is a maximum.
@Suite struct StructureTests {
  private static let cases = CovarianceStructure.allCases

  /// Three clouds of their own volumes, shapes and orientations.
  private func cloud(_ dimension: Int, seed: UInt64) throws -> PointSet {
    try TestData.cloud(count: 200, dimension: dimension, componentCount: 3, seed: seed, separation: 1.5)
      .points
  }

  private func deviations(_ points: PointSet) -> [Double] {
    points.columns.map { column in
      let mean = column.reduce(0, +) / Double(column.count)
      return (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
    }
  }

  /// The columns' spreads, or the widest where columns must keep one unit.
  private func scales(_ points: PointSet, _ structure: CovarianceStructure) -> [Double] {
    let own = deviations(points)
    return structure.admitsColumnScaling ? own : own.map { _ in own.max() ?? 1 }
  }

  @Test(arguments: cases, [1, 2, 3, 5])
  func whatIsSharedIsEqualAndTheRestDiffers(structure: CovarianceStructure, dimension d: Int) throws {
    let points = try cloud(d, seed: 40)
    let fitted = try TestData.run(points, from: TestData.start(points, 3), structure, iterations: 30)
    let file = try JSONEncoder().encode(ModelDocument(model: fitted.model))
    let model = try JSONDecoder().decode(ModelDocument.self, from: file).model
    #expect(model.structure == structure)
    let parts = TakenApart(model, scales: points.columns.map { _ in 1 })
    let volumes = parts.logVariances.map { $0.reduce(0, +) / Double(d) }
    let shapes = zip(parts.logVariances, volumes).map { logs, volume in logs.map { $0 - volume } }
    for k in 1..<3 {
      #expect((abs(volumes[k] - volumes[0]) < 1e-11) == (structure.volume == .equal))
      let difference = zip(shapes[k], shapes[0]).map { abs($0 - $1) }.max() ?? 0
      #expect((difference < 1e-11) == (structure.shape != .variable || d == 1), "\(difference)")
    }
    for k in 0..<3 {
      if structure.shape == .identity { #expect(shapes[k].allSatisfy { abs($0) < 1e-14 }) }
      let rebuilt = parts.covariance(k).map { $0.map { Double($0) } }
      let covariance = model.components[k].covariance
      let largest = covariance.diagonal.max() ?? 0
      for i in 0..<d {
        // In the shared axes the covariances are diagonal: putting them together again loses nothing.
        for j in 0..<d { #expect(abs(rebuilt[i][j] - covariance[i, j]) < 1e-13 * largest) }
        guard structure.orientation == .identity else { continue }
        for j in 0..<d where j != i { #expect(covariance[i, j] == 0) }
      }
    }
    guard structure.orientation == .variable, d > 1 else { return }
    #expect(abs(zip(parts.axes[0][0], parts.axes[1][0]).reduce(0) { $0 + $1.0 * $1.1 }) < 0.999)
  }

  /// Also where the floor binds: a twentieth of the columns' variances, with two columns that are nearly
  /// combinations of the others, is far above the smallest variances.
  @Test(arguments: cases, [1e-12, 0.05])
  func nothingNearTheUpdateIsBetter(structure: CovarianceStructure, floor: Double) throws {
    for d in [1, 2, 4] {
      var columns = try cloud(d, seed: 41).columns
      if floor > 1e-3, d > 1 {
        columns[d - 1] = zip(columns[0], columns[d - 1]).map { $0 + ($1 < 0 ? 0.02 : 0.4) * $1 }
      }
      let points = try PointSet(columns: columns)
      let start = try TestData.start(points, 3)
      let result = try MixtureEstimator(
        FitConfiguration(
          componentCount: 3, structure: structure, maximumIterations: 1, covarianceFloor: floor,
          collapsePolicy: .keep), start: .model(start)
      ).fit(points)
      let naive = NaiveMixture(result.start)
      let moments = NaiveMoments(
        points, responsibilities: naive.responsibilities(points),
        origins: result.model.components.map { $0.mean.map { Long($0) } })
      let units = scales(points, structure)
      let best = TakenApart(result.model, scales: units)
      let deviance = best.deviance(moments, scales: units)
      let smallest = log(floor) - 1e-12
      #expect(best.logVariances.joined().allSatisfy { $0 >= smallest })
      var random = SplitMix(seed: 3)
      var compared = 0
      for trial in 0..<2000 {
        var moved = best
        for _ in 0...(trial % 3) {
          let size = exp(-12 * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1) * 0.5
          moved.move(structure, by: size, &random)
        }
        guard moved.logVariances.joined().allSatisfy({ $0 >= smallest }) else { continue }
        compared += 1
        // Iterations end where a variance changes by 1e-10 of itself or less: of second order here.
        let gain = deviance - moved.deviance(moments, scales: units)
        #expect(gain < 1e-12 * abs(deviance), "\(gain) in \(d) dimensions")
      }
      #expect(compared > 50)
    }
  }

  /// In one dimension there are two structures, E and V.
  @Test func inOneDimensionThereAreTwo() throws {
    let points = try cloud(1, seed: 42)
    let start = try TestData.start(points, 3)
    for volume in [CovarianceStructure.Variation.equal, .variable] {
      let models = try Self.cases.filter { $0.volume == volume }.map {
        try TestData.run(points, from: start, $0, iterations: 20).model
      }
      for model in models.dropFirst() { expectClose(model, models[0], 1e-12) }
      #expect(Set(models.map(\.parameterCount)) == [volume == .equal ? 6 : 8])
    }
  }

  /// A component without weight keeps what is its own, takes what is shared, and changes nothing else.
  @Test(arguments: cases)
  func aComponentWithoutWeightIsOfTheStructure(structure: CovarianceStructure) throws {
    let points = try cloud(3, seed: 43)
    let three = try TestData.run(points, from: TestData.start(points, 3), structure, iterations: 5).model
    let idle = GaussianMixture.Component(
      weight: 0, mean: [0, 0, 0], covariance: three.components[1].covariance)
    func fit(_ start: GaussianMixture) throws -> FitResult {
      try MixtureEstimator(
        FitConfiguration(
          componentCount: start.componentCount, structure: structure, maximumIterations: 5,
          collapsePolicy: .keep), start: .model(start)
      ).fit(points)
    }
    let with = try fit(GaussianMixture(components: three.components + [idle], structure: structure))
    let without = try fit(three)
    for (a, b) in zip(with.model.components, without.model.components) {
      #expect(abs(a.weight - b.weight) < 1e-12)
      for (x, y) in zip(a.mean, b.mean) { #expect(abs(x - y) < 1e-11) }
      for (x, y) in zip(a.covariance.elements, b.covariance.elements) { #expect(abs(x - y) < 1e-11) }
    }
    #expect(with.model.components[3].weight == 0)
    let parts = TakenApart(with.model, scales: [1, 1, 1])
    let volumes = parts.logVariances.map { $0.reduce(0, +) / 3 }
    if structure.volume == .equal { #expect(abs(volumes[3] - volumes[0]) < 1e-11) }
    if structure.shape == .equal {
      for j in 0..<3 {
        #expect(
          abs(parts.logVariances[3][j] - volumes[3] - parts.logVariances[0][j] + volumes[0]) < 1e-11)
      }
    }
    guard ["VII", "VVI", "VVV"].contains(structure.code) else { return }
    #expect(with.model.components[3].covariance == idle.covariance)
  }
}
