import Testing

/// The options --ridge, --prior and --eigenvalue-ratio.
@Suite struct RegularizationCommandTests {
  private func fit(_ options: String...) throws -> (model: ModelJSON, summary: String) {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    let outcome = try workspace.gmm(
      ["fit", "diabetes.csv", "-k", "3", "--columns", "2-4", "-o", "model.json"] + options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (try ModelJSON(workspace.text("model.json")), outcome.output)
  }

  private func configuration(_ model: ModelJSON) -> [String: Any] {
    model.fit["configuration"] as? [String: Any] ?? [:]
  }

  @Test func aPriorIsInTheModelAndTheSummary() throws {
    let (model, summary) = try fit("--prior", "conjugate", "--prior-shrinkage", "0.5")
    let prior = configuration(model)["prior"] as? [String: Any]
    #expect(prior?["shrinkage"] as? Double == 0.5)
    #expect(prior?["degreesOfFreedom"] == nil)
    #expect(model.history.allSatisfy { $0["logPrior"] is Double })
    #expect(summary.contains("\nlog-prior "))
    let plain = try fit()
    #expect(plain.model.logLikelihood > model.logLikelihood)
    #expect(configuration(plain.model)["prior"] == nil)
    #expect(!plain.summary.contains("log-prior"))
  }

  @Test func aRidgeRaisesEveryVariance() throws {
    let (model, summary) = try fit("--ridge", "2500")
    #expect(configuration(model)["ridge"] as? Double == 2500)
    #expect(model.covariances.allSatisfy { covariance in (0..<3).allSatisfy { covariance[$0][$0] > 2500 } })
    #expect(summary.contains("\nridge "))
  }

  @Test func aRatioOfOneMakesEqualSpheres() throws {
    let (model, summary) = try fit("--eigenvalue-ratio", "1")
    let first = model.covariances[0][0][0]
    for covariance in model.covariances {
      for i in 0..<3 {
        for j in 0..<3 { #expect(abs(covariance[i][j] - (i == j ? first : 0)) <= 1e-12 * first) }
      }
    }
    #expect(summary.contains("\neigenvalue ratio "))
  }
}
