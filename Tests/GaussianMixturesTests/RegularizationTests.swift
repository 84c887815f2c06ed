import Foundation
import GaussianMixtures
import Testing

/// Ridge, prior and bound together: on data without end of trouble, and in files.
@Suite struct RegularizationTests {
  private static let kinds: [(name: String, set: @Sendable (inout FitConfiguration) -> Void)] = [
    ("prior", { $0.prior = ConjugatePrior() }),
    ("ratio", { $0.maximumEigenvalueRatio = 100 }),
    (
      "prior and ratio",
      {
        $0.prior = ConjugatePrior(shrinkage: 0)
        $0.maximumEigenvalueRatio = 3
      }
    ),
  ]

  /// No error, no NaN, covariances that are sound in the file, and an objective that rises.
  @Test(arguments: ["EII", "VII", "EEI", "VVI", "EEE", "VVV"], kinds.indices)
  func degenerateDataAreFitted(code: String, kind: Int) throws {
    let structure = try #require(CovarianceStructure(code))
    for seed in 0..<160 {
      let data = try DegenerateData(seed: seed)
      guard data.isFeasible else { continue }
      let comment = "\(code) \(Self.kinds[kind].name) \(data)"
      var options = FitConfiguration(
        componentCount: data.componentCount, structure: structure, restartCount: 1, maximumIterations: 200)
      Self.kinds[kind].set(&options)
      let result = try MixtureEstimator(options, start: .kMeans).fit(data.points)
      #expect(throws: Never.self, "\(comment)") {
        let file = try JSONEncoder().encode(ModelDocument(model: result.model))
        _ = try JSONDecoder().decode(ModelDocument.self, from: file)
      }
      let breaks = Set(result.events.map(\.iteration))
      for (before, after) in zip(result.history, result.history.dropFirst()) {
        let (low, high) = (
          before.logLikelihood + (before.logPrior ?? 0), after.logLikelihood + (after.logPrior ?? 0)
        )
        #expect(high.isFinite, "\(comment)")
        guard !breaks.contains(after.iteration) else { continue }
        #expect(high >= low - 1e-6 - 1e-11 * abs(low), "\(comment): falls by \(low - high)")
      }
    }
  }

  @Test func optionsAreInTheFileAndOldFilesHaveNone() throws {
    var options = FitConfiguration(
      componentCount: 2, ridge: 0, prior: ConjugatePrior(shrinkage: 0.5, degreesOfFreedom: 7),
      maximumEigenvalueRatio: 12)
    #expect(try JSONDecoder().decode(FitConfiguration.self, from: JSONEncoder().encode(options)) == options)
    options.prior = nil
    options.ridge = 0.25
    let data = try JSONEncoder().encode(options)
    #expect(try JSONDecoder().decode(FitConfiguration.self, from: data) == options)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in ["ridge", "maximumEigenvalueRatio"] { #expect(object.removeValue(forKey: key) != nil) }
    let old = try JSONDecoder().decode(
      FitConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(old == FitConfiguration(componentCount: 2))
  }

  @Test func historiesKeepThePrior() throws {
    let points = try TestData.faithful()
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 2, prior: ConjugatePrior())
    ).fit(points)
    let document = ModelDocument(model: result.model, fit: FitSummary(result))
    let read = try JSONDecoder().decode(ModelDocument.self, from: JSONEncoder().encode(document))
    #expect(read.fit?.history == result.history)
    #expect(read.fit?.history.last?.logPrior != nil)
    let plain = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points)
    #expect(plain.logPrior == nil && plain.history.allSatisfy { $0.logPrior == nil })
  }
}
