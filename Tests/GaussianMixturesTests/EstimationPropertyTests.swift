import GaussianMixtures
import Testing

/// What EM must do whatever the data are.
@Suite struct EstimationPropertyTests {
  static let structures: [CovarianceStructure] = ["VVV", "EEE", "VVI", "VII", "EEI", "EII"].compactMap {
    CovarianceStructure($0)
  }

  /// A start that is far from the truth: the first points, with the spheres of a wide variance.
  private func start(_ points: PointSet, _ componentCount: Int) throws -> GaussianMixture {
    try GaussianMixture(
      components: (0..<componentCount).map { k in
        .init(
          weight: 1 / Double(componentCount), mean: points[k],
          covariance: .diagonal([Double](repeating: 9, count: points.dimension)))
      })
  }

  private func fit(
    _ points: PointSet, from start: GaussianMixture, _ structure: CovarianceStructure, iterations: Int = 20,
    threads: Int? = nil, set: InstructionSet? = nil
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: start.componentCount, structure: structure,
        stopping: .predictedGain(tolerance: 0), maximumIterations: iterations),
      start: .model(start), threadCount: threads, instructionSet: set
    ).fit(points)
  }

  @Test(arguments: structures, [1, 2, 3, 5, 10])
  func agreesWithPlainLoops(structure: CovarianceStructure, dimension: Int) throws {
    let points = try TestData.cloud(count: 300, dimension: dimension, componentCount: 3, seed: 11).points
    let start = try start(points, 3)
    var naive = NaiveMixture(start)
    for _ in 0..<20 { naive.step(points, structure) }
    let expected = naive.logLikelihood(points) / Double(points.count)
    for set in InstructionSet.available {
      let result = try fit(points, from: start, structure, set: set)
      #expect(abs(result.logLikelihood / Double(points.count) - expected) < 1e-9, "\(set)")
      for (found, k) in zip(result.model.components, 0...) {
        expectRelative(found.weight, naive.weights[k], 1e-8, "weight")
        for d in 0..<dimension { #expect(abs(found.mean[d] - naive.means[k][d]) < 1e-8) }
        for (row, expectedRow) in zip(found.covariance.rows, naive.covariances[k]) {
          for (entry, expected) in zip(row, expectedRow) { #expect(abs(entry - expected) < 1e-8) }
        }
      }
    }
  }

  @Test(arguments: structures, 1...20)
  func likelihoodNeverFalls(structure: CovarianceStructure, seed: UInt64) throws {
    let points = try TestData.cloud(
      count: 200, dimension: 3, componentCount: 4, seed: seed, separation: 1
    ).points
    let history = try fit(points, from: try start(points, 4), structure, iterations: 60).history
    for (before, after) in zip(history, history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-12 * abs(before.logLikelihood))
    }
  }

  @Test(arguments: structures, [2, 3, 12])
  func sameBitsForAnyNumberOfThreads(structure: CovarianceStructure, dimension: Int) throws {
    let points = try TestData.cloud(count: 5_000, dimension: dimension, componentCount: 3, seed: 6).points
    let start = try start(points, 3)
    let one = try fit(points, from: start, structure, iterations: 5, threads: 1)
    for threads in [2, 3, 8] {
      let other = try fit(points, from: start, structure, iterations: 5, threads: threads)
      #expect(other.model == one.model)
      #expect(other.criteria == one.criteria)
      #expect(other.history.map(\.logLikelihood) == one.history.map(\.logLikelihood))
      #expect(other.history.map(\.covarianceChange) == one.history.map(\.covarianceChange))
    }
  }

  @Test func oneGaussianIsTheSampleMoments() throws {
    let points = try TestData.diabetes()
    let result = try MixtureEstimator(FitConfiguration(componentCount: 1)).fit(points)
    let n = Double(points.count)
    let means = points.columns.map { $0.reduce(0, +) / n }
    for i in 0..<3 {
      expectRelative(result.model.components[0].mean[i], means[i], 1e-14)
      for j in 0..<3 {
        let covariance = zip(points.columns[i], points.columns[j]).reduce(0) {
          $0 + ($1.0 - means[i]) * ($1.1 - means[j])
        }
        expectRelative(result.model.components[0].covariance[i, j], covariance / n, 1e-12)
      }
    }
    #expect(result.model.components[0].weight == 1)
  }

  @Test(arguments: structures)
  func theOrderOfPointsDoesNotMatter(structure: CovarianceStructure) throws {
    let points = try TestData.cloud(count: 700, dimension: 3, componentCount: 3, seed: 8).points
    let reversed = try PointSet(columns: points.columns.map { $0.reversed() })
    let start = try start(points, 3)
    let a = try fit(points, from: start, structure)
    let b = try fit(reversed, from: start, structure)
    expectRelative(a.logLikelihood, b.logLikelihood, 1e-12)
    for (x, y) in zip(a.model.components, b.model.components) {
      for d in 0..<3 { #expect(abs(x.mean[d] - y.mean[d]) < 1e-10) }
    }
  }

  /// Multiples of 2^-26 shifted by 2^23 are exact, so the fit is the same but for the shift.
  @Test(arguments: structures)
  func aFarOffsetCostsNothing(structure: CovarianceStructure) throws {
    let points = try TestData.cloud(count: 500, dimension: 3, componentCount: 3, seed: 9).points
    let exact = points.columns.map { $0.map { ($0 * 0x1p26).rounded() * 0x1p-26 } }
    let near = try PointSet(columns: exact)
    let far = try PointSet(columns: exact.map { $0.map { $0 + 0x1p23 } })
    func fit(_ points: PointSet) throws -> FitResult {
      try MixtureEstimator(
        FitConfiguration(componentCount: 3, structure: structure, restartCount: 1)
      ).fit(points)
    }
    let a = try fit(near)
    let b = try fit(far)
    #expect(abs(a.logLikelihood - b.logLikelihood) / 500 < 1e-9)
    for (x, y) in zip(a.model.components, b.model.components) {
      for d in 0..<3 { #expect(abs(x.mean[d] - (y.mean[d] - 0x1p23)) < 1e-6) }
    }
  }

  @Test(arguments: ["VVV", "EEE", "VVI", "EEI"].compactMap { CovarianceStructure($0) })
  func unitsOfSingleColumnsDoNotMatter(structure: CovarianceStructure) throws {
    let points = try TestData.cloud(count: 400, dimension: 3, componentCount: 3, seed: 10).points
    let units = [1e-140, 1e140, 7.3]
    let scaled = try PointSet(columns: zip(points.columns, units).map { column, unit in column.map { $0 * unit } })
    let configuration = FitConfiguration(componentCount: 3, structure: structure, restartCount: 3)
    let a = try MixtureEstimator(configuration).fit(points)
    let b = try MixtureEstimator(configuration).fit(scaled)
    let shift = units.reduce(0) { $0 + Elementary.log($1) } * 400
    expectRelative(b.logLikelihood, a.logLikelihood - shift, 1e-9)
    for (x, y) in zip(a.model.components, b.model.components) { expectRelative(x.weight, y.weight, 1e-6) }
  }

  @Test(arguments: structures)
  func theResultsLikelihoodIsItsModels(structure: CovarianceStructure) throws {
    let points = try TestData.iris()
    let result = try fit(points, from: try start(points, 3), structure, iterations: 15)
    expectRelative(try result.model.logLikelihood(of: points), result.logLikelihood, 1e-12)
    #expect(result.history.last?.logLikelihood == result.logLikelihood)
    #expect(result.history.count == 15)
  }

  /// Changes are sums of absolute differences between successive models, in the data's units.
  @Test func changesAreThoseOfTheModels() throws {
    let points = try TestData.diabetes()
    var run = try EMRun(
      points, start: try start(points, 3), configuration: FitConfiguration(componentCount: 3))
    var before = run.model
    for _ in 0..<10 {
      let iteration = try run.step()
      let after = run.model
      var mean = 0.0
      var weight = 0.0
      var covariance = 0.0
      for (a, b) in zip(before.components, after.components) {
        weight += abs(a.weight - b.weight)
        mean += zip(a.mean, b.mean).reduce(0) { $0 + abs($1.0 - $1.1) }
        covariance += zip(a.covariance.elements, b.covariance.elements).reduce(0) { $0 + abs($1.0 - $1.1) }
      }
      expectRelative(iteration.meanChange, mean, 1e-9)
      expectRelative(iteration.weightChange, weight, 1e-12)
      expectRelative(iteration.covarianceChange, covariance, 1e-9)
      before = after
    }
  }
}
