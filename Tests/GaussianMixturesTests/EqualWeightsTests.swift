import Foundation
import GaussianMixtures
import Testing

/// Mixtures in which every component has the weight 1/K.
@Suite struct EqualWeightsTests {
  private let configuration = FitConfiguration(
    componentCount: 3, equalWeights: true, restartCount: 5, maximumIterations: 400)

  @Test(arguments: CovarianceStructure.allCases)
  func weightsStayEqualAndTheLikelihoodRises(structure: CovarianceStructure) throws {
    let points = try TestData.cloud(count: 300, dimension: 2, componentCount: 3, seed: 50, separation: 1)
      .points
    var options = configuration
    options.structure = structure
    let result = try MixtureEstimator(options).fit(points)
    #expect(result.model.components.allSatisfy { $0.weight == 1.0 / 3 })
    #expect(result.start.components.allSatisfy { $0.weight == 1.0 / 3 })
    #expect(result.criteria.parameterCount == result.model.parameterCount - 2)
    for (before, after) in zip(result.history, result.history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-10)
    }
    // Free weights from there can only gain.
    options.equalWeights = false
    let free = try MixtureEstimator(options, start: .model(result.model)).fit(points)
    #expect(free.logLikelihood >= result.logLikelihood - 1e-9)
  }

  /// Unequal groups: with the weights held, no small change of means or covariances gains.
  @Test func itIsTheMaximumUnderEqualWeights() throws {
    let points = try TestData.faithful()
    var options = configuration
    options.componentCount = 2
    options.stopping = .gain(tolerance: 0)
    let result = try MixtureEstimator(options).fit(points)
    var random = SplitMix(seed: 8)
    for _ in 0..<200 {
      var naive = NaiveMixture(result.model)
      let k = random.index(below: 2)
      for i in 0..<2 {
        naive.means[k][i] += Long(
          (random.uniform() - 0.5) * 0.02 * Double(naive.covariances[k][i][i]).squareRoot())
        naive.covariances[k][i][i] *= 1 + Long((random.uniform() - 0.5) * 0.02)
      }
      #expect(Double(naive.logLikelihood(points)) <= result.logLikelihood + 1e-6)
    }
  }

  @Test func aGivenStartIsMadeEqual() throws {
    let points = try TestData.faithful()
    let unequal = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points).model
    var options = configuration
    options.componentCount = 2
    let result = try MixtureEstimator(options, start: .model(unequal)).fit(points)
    #expect(result.start.components.map(\.weight) == [0.5, 0.5])
    #expect(result.start.components.map(\.mean) == unequal.components.map(\.mean))
  }

  @Test(arguments: CollapsePolicy.allCases)
  func theyStayEqualThroughRepairs(policy: CollapsePolicy) throws {
    let points = try PointSet(columns: [[0, 0, 0, 1, 1.5, 2, 9, 9, 9.5], [0, 0, 0, 1, 2, 1.5, 9, 9, 9]])
    var options = configuration
    options.collapsePolicy = policy
    let result = try MixtureEstimator(options).fit(points)
    let equal = 1 / Double(result.model.componentCount)
    #expect(result.model.components.allSatisfy { abs($0.weight - equal) < 1e-15 })
  }

  @Test func configurationsFromBeforeHaveFreeWeights() throws {
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(FitConfiguration.self, from: data) == configuration)
    let text = try #require(String(data: data, encoding: .utf8))
    let before = text.replacingOccurrences(of: "\"equalWeights\":true,", with: "")
      .replacingOccurrences(of: ",\"equalWeights\":true", with: "")
    #expect(!before.contains("equalWeights"))
    #expect(try !JSONDecoder().decode(FitConfiguration.self, from: Data(before.utf8)).equalWeights)
  }
}
