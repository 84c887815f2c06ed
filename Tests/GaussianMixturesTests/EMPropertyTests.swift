import Foundation
import GaussianMixtures
import Testing

/// What holds for EM whatever the data are.
@Suite struct EMPropertyTests {
  @Test(arguments: CovarianceStructure.allCases, [1, 2, 4, 9])
  func theLikelihoodNeverFalls(structure: CovarianceStructure, dimension: Int) throws {
    for seed: UInt64 in 1...3 {
      let (points, _) = try TestData.cloud(
        count: 300, dimension: dimension, componentCount: 3, seed: seed, separation: 1)
      let result = try TestData.run(
        points, from: TestData.start(points, 4), structure, iterations: 100)
      try #require(result.events.isEmpty)
      var previous = try result.start.logLikelihood(of: points)
      for iteration in result.history {
        // The rounding of a sum of 300 logarithms of size up to 1e2.
        #expect(iteration.logLikelihood >= previous - 1e-10)
        previous = iteration.logLikelihood
      }
      expectRelative(try result.model.logLikelihood(of: points), result.logLikelihood, 1e-12)
      #expect(result.logLikelihood == result.history.last?.logLikelihood)
      #expect(result.history.map(\.iteration) == Array(1...100))
    }
  }

  @Test(arguments: CovarianceStructure.allCases, [1, 2, 3, 8, 9])
  func oneGaussianHasTheSamplesMoments(structure: CovarianceStructure, dimension: Int) throws {
    let (points, _) = try TestData.cloud(count: 500, dimension: dimension, componentCount: 2, seed: 12)
    let result = try MixtureEstimator(FitConfiguration(componentCount: 1, structure: structure)).fit(points)
    let ones = [[Long]](repeating: [1], count: 500)
    let zero = [[Long](repeating: 0, count: dimension)]
    let mean = NaiveMoments(points, responsibilities: ones, origins: zero).firsts[0].map { $0 / 500 }
    let scatter = NaiveMoments(points, responsibilities: ones, origins: [mean]).scatters[0]
    var covariance = scatter.map { $0.map { Double($0 / 500) } }
    let trace = covariance.indices.reduce(0) { $0 + covariance[$1][$1] }
    for i in covariance.indices {
      for j in covariance.indices where i != j && structure.orientation == .identity { covariance[i][j] = 0 }
      if structure.shape == .identity { covariance[i][i] = trace / Double(dimension) }
    }
    let expected = try GaussianMixture(components: [
      GaussianMixture.Component(
        weight: 1, mean: mean.map { Double($0) },
        covariance: try CovarianceMatrix(rows: covariance))
    ])
    expectClose(result.model, expected, 1e-12)
    #expect(result.termination == .converged)
  }

  /// All but EVE and VVE, whose axes have several maxima.
  @Test(arguments: CovarianceStructure.allCases.filter { $0.orientation != .equal || $0.shape == .equal })
  func twentyIterationsOfPlainEM(structure: CovarianceStructure) throws {
    for (dimension, seed) in [(1, 1), (2, 2), (3, 3), (9, 4)] as [(Int, UInt64)] {
      let (points, _) = try TestData.cloud(
        count: 400, dimension: dimension, componentCount: 3, seed: seed, separation: 2)
      let start = try TestData.start(points, 3)
      let result = try TestData.run(points, from: start, structure, iterations: 20)
      var naive = NaiveMixture(start)
      for iteration in result.history {
        naive.iterate(points, structure: structure)
        let expected = Double(naive.logLikelihood(points))
        #expect(abs(iteration.logLikelihood - expected) <= 1e-9 * 400)
      }
      for (k, component) in result.model.components.enumerated() {
        #expect(abs(component.weight - Double(naive.weights[k])) <= 1e-9)
        for i in 0..<dimension {
          #expect(abs(component.mean[i] - Double(naive.means[k][i])) <= 1e-8)
          for j in 0..<dimension {
            #expect(abs(component.covariance[i, j] - Double(naive.covariances[k][i][j])) <= 1e-8)
          }
        }
      }
    }
  }

  @Test(arguments: CovarianceStructure.allCases)
  func changesAreSumsOfAbsoluteDifferences(structure: CovarianceStructure) throws {
    let (cloud, _) = try TestData.cloud(count: 300, dimension: 3, componentCount: 3, seed: 7)
    let points = try transformed(cloud, scales: [1, 100, 0.01], shifts: [0, -3, 5])
    let start = try TestData.start(points, 3)
    var before = start
    for iterations in 1...5 {
      let result = try TestData.run(points, from: start, structure, iterations: iterations)
      let after = result.model
      var mean = 0.0
      var weight = 0.0
      var covariance = 0.0
      for (a, b) in zip(after.components, before.components) {
        weight += abs(a.weight - b.weight)
        mean += zip(a.mean, b.mean).reduce(0) { $0 + abs($1.0 - $1.1) }
        covariance += zip(a.covariance.elements, b.covariance.elements).reduce(0) { $0 + abs($1.0 - $1.1) }
      }
      let last = try #require(result.history.last)
      expectRelative(last.meanChange, mean, 1e-10, "means")
      expectRelative(last.weightChange, weight, 1e-10, "weights")
      expectRelative(last.covarianceChange, covariance, 1e-10, "covariances")
      before = after
    }
  }

  @Test(arguments: [2, 3, 12])
  func theSameBitsForAnyNumberOfThreads(dimension: Int) throws {
    let (points, _) = try TestData.cloud(
      count: 9001, dimension: dimension, componentCount: 3, seed: 21, separation: 1)
    for (start, structure) in [(Start.kMeans, .full), (.random, .tied)] as [(Start, CovarianceStructure)] {
      let results = try [1, 2, 3, 8].map { threadCount in
        try MixtureEstimator(
          FitConfiguration(
            componentCount: 3, structure: structure, restartCount: 2, maximumIterations: 12),
          start: start, engine: Engine(threadCount: threadCount)
        ).fit(points)
      }
      for other in results.dropFirst() {
        #expect(other.model == results[0].model && other.start == results[0].start)
        #expect(timeless(other.history) == timeless(results[0].history))
        #expect(other.logLikelihood.bitPattern == results[0].logLikelihood.bitPattern)
        #expect(other.criteria == results[0].criteria && other.restarts == results[0].restarts)
      }
    }
  }

  @Test func instructionSetsAgreeToRounding() throws {
    let (points, _) = try TestData.cloud(count: 2000, dimension: 3, componentCount: 3, seed: 22)
    let start = try TestData.start(points, 3)
    let results = try InstructionSet.available.map { set in
      try MixtureEstimator(
        FitConfiguration(componentCount: 3, stopping: .gain(tolerance: 0), maximumIterations: 30),
        start: .model(start), engine: Engine(instructionSet: set)
      ).fit(points)
    }
    for other in results.dropFirst() {
      expectRelative(other.logLikelihood, results[0].logLikelihood, 1e-12)
      expectClose(other.model, results[0].model, 1e-9)
    }
  }
}
