import Foundation
import Testing

/// `--weights` and `--weights-are`: what weights are taken for, and that they have no unit.
@Suite struct WeightCommandTests {
  /// A copy of a real table with a column w more.
  private func weighted(
    _ file: String, in workspace: Workspace, to name: String, _ weight: (Int) -> String
  ) throws {
    if !FileManager.default.fileExists(atPath: workspace.path(file)) { try workspace.copy(file) }
    let lines = try workspace.lines(file)
    let rows = lines.dropFirst().enumerated().map { "\($1),\(weight($0))" }
    try workspace.write(([lines[0] + ",w"] + rows).joined(separator: "\n") + "\n", to: name)
  }

  private func model(_ workspace: Workspace, _ name: String = "m.json") throws -> ModelJSON {
    try ModelJSON(workspace.text(name))
  }

  /// A model without its wall time and what its weights were taken for.
  private func numbers(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: [" ", ","]) }.filter {
      !$0.hasPrefix("\"seconds\"") && !$0.hasPrefix("\"weightMeaning\"")
    }.joined(separator: "\n")
  }

  /// Shares that sum to 1, a thousand each: as without weights, to the last digit.
  @Test(arguments: ["0.00666666666667", "1000", "1", "1e-300", "0.1"])
  func equalWeightsChangeNothing(weight: String) throws {
    let workspace = try Workspace()
    try weighted("two-groups.csv", in: workspace, to: "w.csv") { _ in weight }
    try workspace.succeed("fit", "two-groups.csv", "-k", "auto", "-o", "plain.json")
    let outcome = try workspace.succeed("fit", "w.csv", "-k", "auto", "--weights", "w", "-o", "m.json")
    #expect(outcome.errors.contains("the weights are all equal and change nothing"))
    #expect(outcome.output.contains("importance  (all equal: each point counts once)"))
    #expect(try model(workspace).components.count == 2)
    #expect(try numbers(workspace.text("m.json")) == numbers(workspace.text("plain.json")))
    let selected = try workspace.succeed(
      "select", "w.csv", "-k", "1-3", "--structures", "VVV", "--weights", "w")
    let plain = try workspace.succeed("select", "two-groups.csv", "-k", "1-3", "--structures", "VVV")
    #expect(
      selected.output.split(separator: "\n").prefix(5) == plain.output.split(separator: "\n").prefix(5))
  }

  /// Ratios alone count: written times 1000, a thousandth and as shares, in two tables.
  @Test(arguments: ["two-groups.csv", "faithful.csv"])
  func aFactorChangesNothing(file: String) throws {
    let workspace = try Workspace()
    var documents: [String] = []
    for factor in [1.0, 1e-3, 1e3, 1 / 4321.0] {
      try weighted(file, in: workspace, to: "w.csv") { "\(Double($0 * 37 % 41 + 3) / 4 * factor)" }
      let outcome = try workspace.succeed(
        "select", "w.csv", "-k", "1-4", "--structures", "EEE,VVV", "--weights", "w", "--weights-are",
        "importance", "-o", "m.json")
      #expect(!outcome.errors.contains("--weights-are"))
      #expect(outcome.output.contains("importance  (only their ratios count; n of the criteria is "))
      documents.append(numbers(try workspace.text("m.json")))
    }
    #expect(Set(documents).count == 1)
    #expect(try model(workspace).fit["weightMeaning"] as? String == "importance")
  }

  @Test func whatWasTakenIsSaidAndCanBeTold() throws {
    let workspace = try Workspace()
    try weighted("faithful.csv", in: workspace, to: "w.csv") { "\($0 % 3 + 1)" }
    let found = try workspace.succeed("fit", "w.csv", "-k", "2", "--weights", "w", "-o", "m.json")
    #expect(found.errors.contains("taken as frequencies: n is their sum, 543; --weights-are importance"))
    #expect(found.output.contains("(of the total weight 543)"))
    #expect(
      found.output.contains("frequencies  (how often each point was counted; n of the criteria is 543)"))
    #expect(try model(workspace).fit["totalWeight"] as? Double == 543)
    #expect(try workspace.succeed("describe", "m.json").output == found.output)

    let told = try workspace.succeed(
      "fit", "w.csv", "-k", "2", "--weights", "w", "--weights-are", "importance", "-o", "t.json")
    let n = try #require(try model(workspace, "t.json").fit["totalWeight"] as? Double)
    #expect(abs(n - 543.0 * 543 / (90 * 14 + 1 + 4)) < 1e-9)
    #expect(told.output.contains("n of the criteria is 233.0"))
    #expect(!told.errors.contains("--weights-are"))

    try weighted("faithful.csv", in: workspace, to: "f.csv") { "\(Double($0 % 3 + 1) / 2)" }
    let fractional = try workspace.succeed(
      "fit", "f.csv", "-k", "2", "--weights", "w", "--weights-are", "frequencies")
    #expect(fractional.errors.contains("not whole numbers; as frequencies their sum, 271.5, is the n of BIC"))
    let quiet = try workspace.succeed("fit", "f.csv", "-k", "2", "--weights", "w", "--quiet")
    #expect(quiet.errors.isEmpty)
    #expect(quiet.output.contains("importance"))
  }

  /// A report's weights are those of the fit; others are not played back.
  @Test func reportsTakeTheFitsMeaning() throws {
    let workspace = try Workspace()
    try weighted("faithful.csv", in: workspace, to: "w.csv") { "\($0 % 3 + 1)" }
    try workspace.succeed(
      "fit", "w.csv", "-k", "2", "--weights", "w", "--weights-are", "importance", "-o", "m.json")
    let same = try workspace.succeed("report", "w.csv", "-m", "m.json", "--weights", "w", "-o", "r.html")
    #expect(!same.errors.contains("frequencies"))
    #expect(!(try workspace.text("r.html")).contains("EM is not played back"))
    try workspace.succeed("report", "w.csv", "-m", "m.json", "-o", "r.html")
    #expect(try workspace.text("r.html").contains("the weights of the points are not those of the fit"))
  }

  @Test(arguments: [
    (["--weights-are", "importance"], 64, ["--weights-are belongs to --weights"]),
    (["--weights", "w", "--weights-are", "counts"], 64, ["counts", "frequencies", "importance"]),
    (
      ["--weights", "w", "--columns", "x"], 65,
      ["w.csv:3: column 2 (w): ", "the weight 1e+300", "0 to 1e100", "factor"]
    ),
  ])
  func whatIsWrongIsNamed(options: [String], code: Int, says: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("x,w\n1,1\n2,1e300\n4,3\n", to: "w.csv")
    expectRefusal(try workspace.gmm(["fit", "w.csv", "-k", "1"] + options), Int32(code), saying: says)
  }
}
