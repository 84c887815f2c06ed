import GaussianMixtures
import Testing

/// How sure estimates are: known answers, and what must not matter.
@Suite struct BootstrapTests {
  private func means(_ distribution: BootstrapDistribution) -> [BootstrapDistribution.Interval] {
    distribution.intervals().filter { if case .mean = $0.parameter { true } else { false } }
  }

  /// The mean of one Gaussian has the standard error s/√n, which the jackknife finds exactly.
  @Test func theJackknifeOfAMean() throws {
    let points = try TestData.faithful()
    let result = try MixtureEstimator(componentCount: 1).fit(points)
    let distribution = try MixtureBootstrap(of: result, method: .jackknife).distribution(of: points)
    #expect(distribution.replicates.count == points.count)
    for (column, interval) in zip(points.columns, means(distribution)) {
      let count = Double(column.count)
      let mean = column.reduce(0, +) / count
      let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let expected = (squares / (count * (count - 1))).squareRoot()
      #expect(abs(interval.standardError / expected - 1) < 1e-6)
      #expect(abs(interval.bias) < 1e-6 * expected)
      #expect(abs((interval.upper - interval.estimate) / (1.959963984540054 * expected) - 1) < 1e-6)
    }
  }

  /// A point that counts twice is two points: each of them is left out once.
  @Test func theJackknifeOfFrequencies() throws {
    let points = try TestData.faithful()
    let counts = points.indices.map { $0 % 3 == 0 ? 2.0 : 1 }
    let weighted = try Observations(points, weights: counts)
    let rows = points.indices.flatMap { [Int](repeating: $0, count: Int(counts[$0])) }
    let repeated = try PointSet(columns: points.columns.map { column in rows.map { column[$0] } })
    let model = try MixtureEstimator(componentCount: 2).fit(weighted).model
    let bootstrap = MixtureBootstrap(of: model, method: .jackknife)
    let one = try bootstrap.distribution(of: weighted).intervals()
    let other = try bootstrap.distribution(of: repeated).intervals()
    for (left, right) in zip(one, other) {
      #expect(abs(left.standardError / right.standardError - 1) < 1e-3, "\(left.parameter)")
    }
  }

  @Test(arguments: [BootstrapMethod.nonparametric, .parametric, .weightedLikelihood], [false, true])
  func standardErrorsOfOneGaussian(method: BootstrapMethod, isWeighted: Bool) throws {
    let points = try TestData.faithful()
    let counts = points.indices.map { $0 % 2 == 0 ? 3.0 : 1 }
    let observations = try isWeighted ? Observations(points, weights: counts) : Observations(points)
    let model = try MixtureEstimator(componentCount: 1).fit(observations).model
    let distribution = try MixtureBootstrap(of: model, method: method, replicateCount: 400).distribution(
      of: observations)
    #expect(distribution.failedCount == 0)
    for (interval, variance) in zip(means(distribution), (0..<2).map { model[0].covariance[$0, $0] }) {
      let expected = (variance / observations.totalWeight).squareRoot()
      // Of 400 replicates a standard error is known to 3.5 %; these are more than four times that.
      #expect(abs(interval.standardError / expected - 1) < 0.15, "\(method)")
      #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
    }
  }

  @Test func componentsStayWhereTheyAre() throws {
    let points = try TestData.faithful()
    let result = try MixtureEstimator(componentCount: 2).fit(points)
    for model in [result.model, try result.model.reversed] {
      let distribution = try MixtureBootstrap(of: model, replicateCount: 50).distribution(of: points)
      let place = try #require(distribution.parameters.firstIndex(of: .mean(component: 0, coordinate: 0)))
      for replicate in distribution.replicates { #expect(abs(replicate[place] - model[0].mean[0]) < 0.5) }
    }
  }

  /// As many threads as one likes, and as many parts: the same bits. A replicate does not depend on how many there are.
  @Test(arguments: BootstrapMethod.allCases) func interruptedOnAnyThreads(method: BootstrapMethod) throws {
    let observations = Observations(try TestData.iris())
    let model = try MixtureEstimator(componentCount: 2, start: .kMeans).fit(observations).model
    var bootstrap = MixtureBootstrap(of: model, method: method, replicateCount: 12)
    bootstrap.engine = Engine(threadCount: 1)
    let kept = Kept()
    let few = try bootstrap.distribution(of: observations) { progress in
      kept.add(progress.checkpoint.bytes)
      return .proceed
    }
    bootstrap.engine = Engine(threadCount: 3)
    bootstrap.replicateCount = 20
    let whole = try bootstrap.distribution(of: observations)
    #expect(Array(whole.replicates.prefix(12)) == Array(few.replicates.prefix(12)))
    let checkpoint = try BootstrapCheckpoint(bytes: kept.all[5])
    #expect(checkpoint.replicateCount == 6)
    let resumed = try bootstrap.distribution(of: observations, resuming: checkpoint)
    #expect(resumed.replicates == whole.replicates)
    bootstrap.seed = 2
    if method != .jackknife {
      #expect(try bootstrap.distribution(of: observations).replicates != whole.replicates)
    }
    #expect(throws: FitError.self) {
      try bootstrap.distribution(of: observations, resuming: checkpoint)
    }
  }

  @Test func stoppedAndRefused() throws {
    let points = try TestData.faithful()
    let result = try MixtureEstimator(componentCount: 2).fit(points)
    let bootstrap = MixtureBootstrap(of: result, replicateCount: 30)
    let stopped = #expect(throws: FitError.self) {
      try bootstrap.distribution(of: Observations(points)) {
        $0.completedReplicateCount < 5 ? .proceed : .stop
      }
    }
    #expect(stopped?.code == .stopped)
    let iris = #expect(throws: FitError.self) { try bootstrap.distribution(of: TestData.iris()) }
    #expect(iris?.code == .observations)
    let missing = try Observations([[1, 2], [2, nil], [4, 3], [5, 5], [1.5, 2.5]])
    let parametric = MixtureBootstrap(of: result, method: .parametric)
    #expect(throws: FitError.self) { try parametric.distribution(of: missing) }
    #expect(throws: FitError.self) {
      try MixtureBootstrap(of: result, replicateCount: 1).distribution(of: points)
    }
  }

  /// Intervals of 90 % hold the truth in about nine of ten sets: a short look, of which Benchmarks/coverage.py is the long one.
  @Test func intervalsHoldTheTruth() throws {
    let truth = try GaussianMixture(components: [
      .init(weight: 0.6, mean: [0, 0], covariance: .identity(dimension: 2)),
      .init(weight: 0.4, mean: [5, 3], covariance: [[2, 0.5], [0.5, 1]]),
    ])
    var (held, count) = (0, 0)
    for set in 0..<30 {
      var random = RandomStream(seed: 11, purpose: .sampling, index: set)
      let points = try truth.sample(150, using: &random).points
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: 2), start: .model(truth)
      ).fit(points)
      let distribution = try MixtureBootstrap(of: result, replicateCount: 99).distribution(of: points)
      for interval in distribution.intervals(level: 0.9) {
        if case .covariance = interval.parameter { continue }
        count += 1
        if (interval.lower...interval.upper).contains(interval.parameter.value(in: truth)) { held += 1 }
      }
    }
    #expect((0.8...0.97).contains(Double(held) / Double(count)), "\(held) of \(count)")
  }
}

extension GaussianMixture {
  /// The same with its components the other way round.
  fileprivate var reversed: GaussianMixture {
    get throws { try GaussianMixture(components: components.reversed(), structure: structure) }
  }
}
