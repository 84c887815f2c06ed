import Foundation
import Testing

/// Points that a model would rarely give, and whether a file is as the model says.
@Suite struct OutliersTests {
  private func summary(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func number(_ name: String, in summary: [String: Any]) throws -> Double {
    try #require((summary[name] as? NSNumber)?.doubleValue)
  }

  /// Two files of the same mixture, and a third that has moved.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    for (file, seed) in [("first.csv", "1"), ("second.csv", "2")] {
      try workspace.succeed("generate", "--preset", "rgb", "-n", "4000", "--seed", seed, "-o", file)
    }
    let lines = try workspace.lines("second.csv")
    let moved = lines.dropFirst().map { line -> String in
      let cells = line.split(separator: ",")
      return ([String((Double(cells[0]) ?? 0) + 2)] + cells.dropFirst().map(String.init)).joined(
        separator: ",")
    }
    try workspace.write(([lines[0]] + moved).joined(separator: "\n") + "\n", to: "moved.csv")
    try workspace.succeed("fit", "first.csv", "-k", "3", "--columns", "x,y,z", "-o", "model.json")
    return workspace
  }

  @Test func theRateIsKeptAndChangeIsSeen() throws {
    let workspace = try workspace()
    let same = try summary(
      workspace.succeed(
        "outliers", "second.csv", "-m", "model.json", "--rate", "0.05", "--json", "-o", "out.csv"))
    let outliers = try workspace.numbers("outlier", in: "out.csv")
    let pValues = try workspace.numbers("p_value", in: "out.csv")
    #expect(outliers == pValues.map { $0 <= 0.05 ? 1 : 0 })
    let count = outliers.reduce(0, +)
    #expect(try number("outlierCount", in: same) == count)
    // By chance 200; four standard deviations of 13.8, and as much again for what a fit of 4,000 points has missed.
    #expect((90...310).contains(count))
    let (checked, error) = (
      try number("checkedRate", in: same), try number("checkedRateStandardError", in: same)
    )
    #expect(abs(checked - 0.05) < 4 * error)
    let moved = try summary(
      workspace.succeed("outliers", "moved.csv", "-m", "model.json", "--rate", "0.05", "--json"))
    #expect(try number("kolmogorovSmirnovPValue", in: moved) < 1e-6)
    #expect(try number("outlierCount", in: moved) > 2 * number("outlierCount", in: same))
  }

  @Test func densitiesAreThoseOfClassifyAndTextSaysAll() throws {
    let workspace = try workspace()
    let text = try workspace.succeed("outliers", "second.csv", "-m", "model.json", "-o", "out.csv").output
    for words in ["points", "4,000", "by chance 40", "log density below", "Kolmogorov-Smirnov"] {
      #expect(text.contains(words), "\(words)")
    }
    try workspace.succeed("classify", "second.csv", "-m", "model.json", "-o", "labels.csv")
    #expect(
      try workspace.numbers("log_density", in: "out.csv")
        == workspace.numbers("log_density", in: "labels.csv"))
    // The same seed, the same levels, whatever the threads.
    try workspace.succeed("outliers", "second.csv", "-m", "model.json", "-o", "one.csv", "--threads", "1")
    #expect(try workspace.text("one.csv") == workspace.text("out.csv"))
  }

  @Test(arguments: [
    (["--rate", "0"], "a share of the points"), (["--rate", "1.5"], "a share of the points"),
    (["--rate", "1e-5"], "at least --samples 1000000"), (["--samples", "10"], "from 1000 to 10000000"),
    (["--missing"], "--skip-invalid"), (["--json", "-o", "-"], "standard output"),
  ])
  func wrongOptionsAreRefused(options: [String], words: String) throws {
    let workspace = try Workspace()
    let outcome = try workspace.gmm(["outliers", "points.csv", "-m", "model.json"] + options)
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
