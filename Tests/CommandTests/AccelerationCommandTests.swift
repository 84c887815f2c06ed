import Testing

/// The option --acceleration, and what a model file says of extrapolations.
@Suite struct AccelerationCommandTests {
  private func fit(_ options: String...) throws -> ModelJSON {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    let outcome = try workspace.gmm(
      ["fit", "diabetes.csv", "-k", "3", "--restarts", "1", "--json"] + options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try ModelJSON(outcome.output)
  }

  private func marks(_ model: ModelJSON) -> [String] {
    model.history.compactMap { $0["extrapolation"] as? String }
  }

  private func acceleration(_ model: ModelJSON) -> String? {
    (model.fit["configuration"] as? [String: Any])?["acceleration"] as? String
  }

  @Test func extrapolationsAreMarkedInTheHistory() throws {
    let model = try fit("--acceleration", "squarem")
    #expect(acceleration(model) == "squarem")
    #expect(marks(model).contains("accepted"))
    #expect(Set(marks(model)).isSubset(of: ["accepted", "rejected"]))
    #expect(model.history.count == model.iterations)
    let values = model.history.compactMap { $0["logLikelihood"] as? Double }
    for (index, pair) in zip(values, values.dropFirst()).enumerated() {
      #expect(pair.1 >= pair.0 - 1e-9)
      if model.history[index + 1]["extrapolation"] as? String == "rejected" { #expect(pair.0 == pair.1) }
    }
    let plain = try fit("--acceleration", "none")
    #expect(acceleration(plain) == "none")
    #expect(plain.history.allSatisfy { $0["extrapolation"] == nil })
    #expect(abs(plain.logLikelihood - model.logLikelihood) <= 145e-6)
  }

  @Test func autoIsPlainWhereIterationsAreLookedAt() throws {
    #expect(try !marks(fit()).isEmpty)
    #expect(try acceleration(fit()) == "auto")
    #expect(try marks(fit("--stop", "changes")).isEmpty)
    #expect(try marks(fit("--tolerance", "0", "--max-iterations", "40")).isEmpty)
    #expect(try marks(fit("--stop", "gain", "--tolerance", "0", "--max-iterations", "40")).isEmpty)
    let workspace = try Workspace()
    try workspace.succeed("demo", "-n", "500", "--output", "demo", "--quiet")
    #expect(try marks(ModelJSON(workspace.text("demo/model.json"))).isEmpty)
  }

  @Test func theSummarySaysHowManyThereWere() throws {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    let accelerated = try workspace.succeed("fit", "diabetes.csv", "-k", "3").output
    #expect(accelerated.contains("\nextrapolations   "))
    let plain = try workspace.succeed("fit", "diabetes.csv", "-k", "3", "--acceleration", "none").output
    #expect(!plain.contains("extrapolations"))
  }

  @Test func anUnknownMethodIsRefused() throws {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    let outcome = try workspace.gmm("fit", "diabetes.csv", "-k", "3", "--acceleration", "fast")
    expectRefusal(outcome, 64, saying: ["fast", "squarem"])
  }
}
