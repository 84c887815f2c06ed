import Foundation
import Testing

/// Intervals, and tests of the number of components, by the command.
@Suite struct BootstrapCommandTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    try workspace.succeed("fit", "faithful.csv", "-k", "2", "-o", "model.json")
    return workspace
  }

  private func answer(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func intervalsOfAModel() throws {
    let workspace = try workspace()
    let arguments = ["bootstrap", "faithful.csv", "--replicates", "50", "--json"]
    let outcome = try workspace.gmm(
      arguments + ["-m", "model.json", "--table", "intervals.csv", "--plot", "intervals.svg"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let answer = try answer(outcome)
    let parameters = try #require(answer["parameters"] as? [[String: Any]])
    #expect(parameters.count == 2 + 4 + 6)
    #expect(answer["replicateCount"] as? Int == 50)
    let model = try ModelJSON(workspace.text("model.json"))
    #expect(parameters.first?["estimate"] as? Double == model.weights[0])
    for parameter in parameters {
      let numbers = try ["lower", "estimate", "upper"].map { try #require(parameter[$0] as? Double) }
      #expect(numbers == numbers.sorted())
    }
    // Foundation's reader of JSON may miss the last bit.
    let errors = parameters.map { $0["standardError"] as? Double ?? .nan }
    for (number, error) in zip(try workspace.numbers("standard_error", in: "intervals.csv"), errors) {
      #expect(abs(number - error) <= 1e-15 * abs(error))
    }
    let image = try workspace.text("intervals.svg")
    for words in ["weight", "mean of eruptions", "variance of waiting"] { #expect(image.contains(words)) }
    // A mixture that is fitted first is that of the model, and a single thread changes nothing.
    let fitted = try self.answer(try workspace.gmm(arguments + ["-k", "2", "--threads", "1"]))
    #expect(fitted["parameters"] as? NSArray == answer["parameters"] as? NSArray)
  }

  @Test func testsOfTheNumberOfComponents() throws {
    let workspace = try workspace()
    let arguments = [
      "bootstrap", "faithful.csv", "--test", "--start", "hierarchical", "-k", "1-3", "--replicates", "19",
    ]
    let outcome = try workspace.gmm(arguments + ["--plot", "tests.svg", "--table", "tests.csv"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Bootstrap likelihood-ratio tests, VVV, start hierarchical"))
    #expect(try workspace.numbers("components", in: "tests.csv").first == 1)
    #expect(try workspace.numbers("p_value", in: "tests.csv").first == 0.05)
    #expect(try workspace.text("tests.svg").contains("1 against 2"))
    let steps = try #require(
      try answer(try workspace.gmm(arguments + ["--json"]))["steps"] as? [[String: Any]])
    #expect((steps.first?["replicates"] as? [Double])?.count == 19)
  }

  @Test func goesOnFromACheckpoint() throws {
    let workspace = try workspace()
    let arguments = ["bootstrap", "faithful.csv", "-m", "model.json", "--json", "--replicates"]
    // Without gnuplot it ends after the replicates: the checkpoint stays.
    let first = try workspace.gmm(
      arguments + ["20", "--plot", "a.svg", "--checkpoint", "kept", "--checkpoint-every", "0"],
      environment: ["PATH": workspace.path])
    #expect(first.code == 70)
    #expect(try workspace.names.contains("kept"))
    let resumed = try workspace.gmm(arguments + ["30", "--resume", "kept"])
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("going on with 20 replicates that were made"))
    #expect(try !workspace.names.contains("kept"), "what is whole needs no checkpoint")
    let whole = try answer(try workspace.gmm(arguments + ["30"]))
    #expect(try answer(resumed)["parameters"] as? NSArray == whole["parameters"] as? NSArray)
    #expect(try workspace.gmm(arguments + ["30", "--resume", "kept"]).code == 66)
    #expect(
      try workspace.gmm(arguments + ["30", "--resume", "faithful.csv"]).code == 64, "it holds the points")
    try workspace.write("no checkpoint", to: "text")
    #expect(try workspace.gmm(arguments + ["30", "--resume", "text"]).code == 65)
  }

  @Test(arguments: [
    (["-m", "model.json", "-k", "2"], "leave those of a fit out"),
    (["-m", "model.json", "--ridge", "1"], "leave those of a fit out"),
    (["-m", "model.json", "--test"], "takes no --model"), ([], "-k 3, for example"),
    (["-k", "1-3"], "Intervals are of one mixture"), (["--test", "-k", "3"], "give -k a range"),
    (["--test", "-k", "1,3"], "give -k a range"),
    (["--test", "--method", "jackknife"], "leave --method out"),
    (["--test", "--replicates", "9"], "at least --replicates 19"),
    (["-k", "2", "--level", "1"], "between 0 and 1"),
    (["-k", "2", "--replicates", "1"], "from 2 to 1000000"), (["-k", "2", "--table", "-"], "name of a file"),
    (["-k", "2", "--plot", "figure.xyz"], "figure.xyz"),
  ])
  func wrongOptionsAreRefused(options: [String], words: String) throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(["bootstrap", "faithful.csv"] + options)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func selectsByFurtherCriteria() throws {
    let workspace = try workspace()
    let arguments = ["select", "faithful.csv", "-k", "2-4", "--structures", "full", "--start", "kmeans"]
    let stable = try workspace.gmm(
      arguments + [
        "--criterion", "stability", "--runs", "3", "--table", "models.csv", "--plot", "curve.svg", "-o",
        "best.json",
      ])
    #expect(stable.code == 0, "\(stable.errors)")
    #expect(stable.output.contains("Models by stability of labels (higher is better, 3 runs)"))
    let values = try workspace.numbers("stability", in: "models.csv")
    #expect(values == values.sorted(by: >) && values.count == 3)
    #expect(try workspace.text("curve.svg").contains("stability of labels (higher is better)"))
    #expect(try workspace.text("best.json").contains("\"runCount\" : 3"))
    let entropy = try workspace.gmm(arguments + ["--criterion", "nec", "--table", "nec.csv"])
    #expect(entropy.code == 0, "\(entropy.errors)")
    #expect(try workspace.numbers("components", in: "nec.csv").first == 2)
    #expect(try workspace.gmm(arguments + ["--runs", "3"]).code == 64)
    #expect(try workspace.gmm(arguments + ["--criterion", "stability", "--sample-size", "1000"]).code == 65)
  }
}
