import Testing

/// The option --approximate: what the answer says of it, and what it refuses.
@Suite struct ApproximationCommandTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    return workspace
  }

  @Test func documentsHaveTheBound() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm("fit", "diabetes.csv", "-k", "3", "--approximate", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let model = try ModelJSON(outcome.output)
    let bound = try #require(model.fit["lowerBound"] as? Double)
    #expect(bound <= model.logLikelihood)
    #expect(model.history.last?["logLikelihood"] as? Double == bound)
    let configuration = try #require(model.fit["configuration"] as? [String: Any])
    #expect((configuration["approximation"] as? [String: Any])?["pointsPerCell"] as? Int == 16)
    #expect(outcome.errors.contains("The parameters are approximate"))
  }

  @Test func summariesHaveTheBoundAndTheGap() throws {
    let output = try workspace().succeed("fit", "diabetes.csv", "-k", "3", "--approximate").output
    #expect(output.contains("\nlower bound"))
    #expect(output.contains("nats a point below"))
    let exact = try workspace().succeed("fit", "diabetes.csv", "-k", "3")
    #expect(!exact.output.contains("lower bound"))
    #expect(!exact.errors.contains("approximate"))
  }

  @Test func whatHasNoCellsIsRefused() throws {
    let workspace = try workspace()
    expectRefusal(
      try workspace.gmm("fit", "diabetes.csv", "-k", "3", "--approximate", "--shrinkage", "ledoit-wolf"), 64,
      saying: ["ledoit-wolf", "approximation"])
  }
}
