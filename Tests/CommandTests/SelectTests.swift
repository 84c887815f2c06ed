import Foundation
import Testing

/// `gmm select`, and `gmm fit` with `auto`.
@Suite struct SelectTests {
  /// Selects for a real data set, with options that have spaces between them.
  private func selected(_ name: String, _ options: String) throws -> (workspace: Workspace, outcome: Outcome)
  {
    let workspace = try Workspace()
    try workspace.copy(name)
    let outcome = try workspace.gmm(["select", name] + options.split(separator: " ").map(String.init))
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (workspace, outcome)
  }

  @Test func diabetesIsAsPublished() throws {
    let (workspace, outcome) = try selected(
      "diabetes.csv", "-o model.json --table models.csv --plot bic.svg --classify labels.csv")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Models by BIC (lower is better)")
    #expect(lines[2].split(separator: " ").prefix(5) == ["VVV", "3", "29", "-2295.0935", "4734.5122"])
    #expect(outcome.output.contains("… and 116 more: --all-rows"))
    #expect(
      outcome.output.contains("Gaussian mixture of 3 components in 3 dimensions, covariances VVV (full)"))
    #expect(outcome.output.contains("BIC among 126 models"))
    #expect(!outcome.errors.contains("\u{1B}"), "no progress where there is no terminal")

    #expect(try workspace.column("structure", in: "models.csv").count == 126)
    let bic = try workspace.numbers("bic", in: "models.csv")
    #expect(bic == bic.sorted())
    #expect(try workspace.numbers("rank", in: "models.csv") == (1...126).map(Double.init))
    let model = try ModelJSON(workspace.text("model.json"))
    model.expectSound(componentCount: 3)
    let selection = try #require(model.fit["selection"] as? [String: Any])
    #expect(selection["criterion"] as? String == "bic")
    #expect((selection["candidates"] as? [Any])?.count == 126)
    #expect(model.fit["bic"] as? Double == bic[0])
    let figure = try workspace.text("bic.svg")
    for word in ["EII", "VVV", "best", "BIC (lower is better)"] { #expect(figure.contains(word)) }
    #expect(try workspace.lines("labels.csv").count == 146)

    try workspace.succeed("plot", "--what", "criterion", "-m", "model.json", "-o", "again.svg")
    let described = try workspace.succeed("describe", "model.json")
    #expect(outcome.output.hasSuffix(described.output))
    let fitted = try workspace.succeed(
      "fit", "diabetes.csv", "-k", "auto", "--structure", "auto", "--json", "--quiet")
    let seconds = /"seconds" : [^,\n]*/
    #expect(
      try fitted.output.replacing(seconds, with: "")
        == workspace.text("model.json").replacing(seconds, with: ""))
  }

  /// More than were tried may be better: a note says so, with the call that tries them.
  @Test func theLargestNumberTriedIsNoSilentAnswer() throws {
    let workspace = try Workspace()
    // Twelve groups on a line, each as wide as a tenth of the distance to the next.
    let values = (0..<600).map { row in
      "\(10 * Double(row % 12) + sin(Double(row * row)) + 0.3 * cos(Double(row)))"
    }
    try workspace.write((["x"] + values).joined(separator: "\n") + "\n", to: "twelve.csv")
    let note = "is the largest that was tried: more may be better"
    let few = try workspace.succeed("select", "twelve.csv", "-k", "1-3", "--structures", "EEE")
    #expect(few.errors.contains("components, 3, \(note)") && few.errors.contains("-k 1-6"))
    #expect(!few.output.contains(note), "a note is no answer")
    let auto = try workspace.succeed("fit", "twelve.csv", "-k", "auto")
    #expect(auto.errors.contains("components, 9, \(note)") && auto.errors.contains("gmm select -k 1-18"))
    let enough = try workspace.succeed("select", "twelve.csv", "-k", "10-16", "--structures", "EEE")
    #expect(!enough.errors.contains(note))
    let one = try workspace.succeed("select", "twelve.csv", "-k", "3", "--structures", "EEE,VVV")
    #expect(!one.errors.contains(note), "one number alone is no choice")
  }

  @Test func componentsAndStructuresAreThoseAskedFor() throws {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    try workspace.succeed(
      "select", "faithful.csv", "-k", "1...2,4", "--structures", "tied,full", "--criterion", "icl", "--table",
      "models.csv")
    let rows = zip(
      try workspace.column("structure", in: "models.csv"),
      try workspace.numbers("components", in: "models.csv"))
    #expect(Set(rows.map { "\($0)\(Int($1))" }) == ["EEE1", "EEE2", "EEE4", "VVV1", "VVV2", "VVV4"])
    let icl = try workspace.numbers("icl", in: "models.csv")
    #expect(icl == icl.sorted())
    let auto = try workspace.succeed("fit", "faithful.csv", "-k", "auto", "--structure", "tied", "--json")
    #expect(try ModelJSON(auto.output).weights.count == 3)
    let one = try workspace.succeed("fit", "faithful.csv", "-k", "2", "--structure", "auto")
    #expect(one.output.contains("BIC among 14 models"))
    let single = try workspace.succeed("select", "faithful.csv", "--columns", "waiting", "-k", "1-3")
    #expect(single.output.contains("BIC among 6 models"))
  }

  @Test func crossValidationSaysHowSureItIs() throws {
    let (workspace, outcome) = try selected(
      "faithful.csv",
      "-k 1-3 --structures full --criterion cross-validation --folds 5 --table models.csv -o model.json "
        + "--plot held-out.svg")
    #expect(
      outcome.output.hasPrefix("Models by held-out log-likelihood a point (higher is better, 5 folds)\n"))
    let means = try workspace.numbers("held_out_log_likelihood", in: "models.csv")
    #expect(means == means.sorted(by: >))
    #expect(
      try workspace.numbers("held_out_standard_error", in: "models.csv").allSatisfy { $0 > 0 && $0 < 1 })
    let selection = try #require(ModelJSON(workspace.text("model.json")).fit["selection"] as? [String: Any])
    #expect(selection["foldCount"] as? Int == 5)
    #expect(try workspace.text("held-out.svg").contains("held-out log-likelihood a point (higher is better)"))
  }

  @Test func modelsThatCannotBeFittedAreRows() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,5\n4,4\n8,9\n8,9\n", to: "points.csv")
    let outcome = try workspace.succeed(
      "select", "points.csv", "-k", "1-6", "--structures", "spherical", "--all-rows", "--table", "models.csv",
      "--plot", "bic.png")
    let reason = "5 points, 4 of them distinct, cannot be shared by 6 components; ask for at most 4."
    #expect(outcome.output.contains(reason))
    #expect(try workspace.column("failure", in: "models.csv").filter { $0.contains("at most 4") }.count == 2)
    expectRefusal(
      try workspace.gmm("select", "points.csv", "-k", "5-6", "--table", "none.csv", "-o", "none.json"), 65,
      saying: ["points.csv: 5 points, 4 of them distinct", "at most 4"])
    expectRefusal(
      try workspace.gmm(
        "select", "points.csv", "-k", "1", "--criterion", "cross-validation", "--folds", "9"), 65,
      saying: ["points.csv: 5 points", "9 folds", "at most 5"])
    expectRefusal(
      try workspace.gmm("select", "points.csv", "-k", "1", "--plot", "nowhere/a.png"), 73,
      saying: ["nowhere/a.png"])
    expectRefusal(
      try workspace.gmm("select", "points.csv", "-k", "1", "--table", "nowhere/a.csv"), 73,
      saying: ["nowhere/a.csv"])
    #expect(try workspace.names == ["bic.png", "models.csv", "points.csv"])
  }
}
