import Foundation
import Testing

/// Classifiers: `train`, and what `classify` and `evaluate` make of them.
@Suite struct TrainTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy("iris.csv")
    return workspace
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func irisIsTrainedClassifiedAndEvaluated() throws {
    let workspace = try workspace()
    let text = try workspace.succeed("train", "iris.csv", "--class", "Species", "-o", "model.json").output
    for words in [
      "VEV", "-187.7097", "565.82", "held-out error", "truth \\ class", "Calibration", "class setosa",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    try workspace.succeed("classify", "iris.csv", "-m", "model.json", "--responsibilities", "-o", "out.csv")
    let header = try workspace.lines("out.csv")[0]
    #expect(
      header.replacing("\"", with: "").hasSuffix(
        "Species,label,component,probability,uncertainty,log_density,probability_setosa,probability_versicolor,"
          + "probability_virginica,responsibility_1,responsibility_2,responsibility_3"))
    let (labels, species) = (
      try workspace.column("label", in: "out.csv"), try workspace.column("Species", in: "out.csv")
    )
    #expect(zip(labels, species).count { $0 != $1 } == 3)
    let scores = try object(
      workspace.succeed("evaluate", "out.csv", "--truth", "Species", "--json").output)
    let probabilities = try #require(scores["probabilities"] as? [String: Any])
    #expect(abs(try #require(probabilities["brierScore"] as? Double) - 0.01265) < 5e-5)
    #expect(probabilities["errorRate"] as? Double == 0.02)
    let evaluated = try workspace.succeed("evaluate", "out.csv", "--truth", "Species").output
    for words in ["Brier score", "log loss", "Calibration"] { #expect(evaluated.contains(words), "\(words)") }
    // Other commands take the model as any.
    try workspace.succeed("describe", "model.json")
    try workspace.succeed("score", "iris.csv", "-m", "model.json")
  }

  @Test func emptyClassesHelp() throws {
    let workspace = try workspace()
    let lines = try workspace.lines("iris.csv").enumerated().map { row, line in
      row % 3 == 0 ? line : line.replacing(/,[^,]*$/, with: ",")
    }
    let text = (["a,b,c,d,kind"] + lines.dropFirst()).joined(separator: "\n") + "\n"
    try workspace.write(text, to: "some.csv")
    let document = try object(
      workspace.succeed(
        "train", "some.csv", "--class", "kind", "--structure", "full", "--folds", "5", "--json"
      ).output)
    #expect(document["schema"] as? String == "gaussian-mixtures/model/4")
    let training = try #require(document["training"] as? [String: Any])
    #expect(training["labelledCount"] as? Int == 50)
    #expect(training["pointCount"] as? Int == 150)
    #expect(
      (document["classes"] as? [String: Any])?["names"] as? [String] == ["setosa", "versicolor", "virginica"])
  }

  @Test func priorsCostsAndRejectionAreTaken() throws {
    let workspace = try workspace()
    try workspace.write(
      "truth,virginica,setosa,versicolor\nversicolor,1,1,0\nsetosa,1,0,1\nvirginica,0,1,30\n", to: "costs.csv"
    )
    let document = try object(
      workspace.succeed(
        "train", "iris.csv", "--class", "Species", "--structure", "EEE", "--costs", "costs.csv", "--reject",
        "0.75",
        "--priors", "setosa=1,virginica=2,versicolor=1", "--classify", "out.csv", "--json"
      ).output)
    let classes = try #require(document["classes"] as? [String: Any])
    #expect(classes["costs"] as? [[Double]] == [[0, 1, 1], [1, 0, 1], [1, 30, 0]])
    let components = try #require(document["components"] as? [[String: Any]])
    #expect(components.map { $0["weight"] as? Double } == [0.25, 0.25, 0.5])
    let probabilities = try workspace.numbers("probability", in: "out.csv")
    let labels = try workspace.column("label", in: "out.csv")
    #expect(labels.contains(""))
    #expect(zip(labels, probabilities).allSatisfy { $0 != "" || $1 < 0.75 })
  }

  @Test(arguments: [
    (["--class", "nothing"], 65, "--class"),
    (["--class", "Species", "--priors", "setosa=1"], 65, "--priors"),
    (["--class", "Species", "--priors", "setosa"], 64, "--priors"),
    (["--class", "Species", "--reject", "2"], 64, "--reject"),
    (["--class", "Species", "--folds", "1"], 64, "--folds"),
    (["--class", "Species", "--criterion", "icl"], 64, "--criterion"),
    (["--class", "Species", "--structure", "XXX"], 64, "--structure"),
    (["--class", "Species", "--costs", "costs.csv"], 65, "costs.csv"),
    (["--class", "Species", "--folds", "0", "--criterion", "cv"], 64, "--folds"), ([], 64, "--class"),
  ])
  func badOptionsAreRefusedByName(options: [String], code: Int32, name: String) throws {
    let workspace = try workspace()
    try workspace.write("truth,setosa\nsetosa,0\n", to: "costs.csv")
    let outcome = try workspace.gmm(["train", "iris.csv"] + options)
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(outcome.errors.contains(name), "\(outcome.errors)")
  }

  @Test func transformsAndWeightsAreTaken() throws {
    let workspace = try workspace()
    let lines = try workspace.lines("iris.csv").enumerated().map { row, line in
      "\(line),\(row == 0 ? "count" : "\(row % 3 + 1)")"
    }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "counted.csv")
    let outcome = try workspace.gmm(
      "train", "counted.csv", "--class", "Species", "--weights", "count", "--transform", "Petal*:log",
      "--structure", "VVV", "-o", "model.json", "--classify", "first.csv", "--progress", "json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("taken as frequencies"))
    #expect(outcome.errors.contains("\"stage\":\"trainings\""))
    let document = try object(workspace.text("model.json"))
    #expect(document["schema"] as? String == "gaussian-mixtures/model/4")
    #expect(document["preprocessing"] != nil)
    #expect((document["columns"] as? [String])?.contains("count") == false)
    // The model transforms by itself.
    try workspace.succeed("classify", "counted.csv", "-m", "model.json", "-o", "again.csv")
    #expect(try workspace.text("first.csv") == workspace.text("again.csv"))
    let (labels, species) = (
      try workspace.column("label", in: "again.csv"), try workspace.column("Species", in: "again.csv")
    )
    #expect(zip(labels, species).count { $0 != $1 } <= 8)
  }

  @Test func rowsWithoutAClassMoveMixtures() throws {
    let workspace = try workspace()
    let lines = try workspace.lines("iris.csv").enumerated().map { row, line in
      row % 3 == 0 ? line : line.replacing(/,[^,]*$/, with: ",")
    }
    try workspace.write((["a,b,c,d,kind"] + lines.dropFirst()).joined(separator: "\n") + "\n", to: "some.csv")
    let outcome = try workspace.gmm(
      "train", "some.csv", "--class", "kind", "--components-per-class", "1-2", "--structure", "EEE,VVV",
      "--folds",
      "5", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("100 rows without a class moved the densities"))
    let training = try #require(try object(outcome.output)["training"] as? [String: Any])
    #expect(training["pointCount"] as? Int == 150 && training["labelledCount"] as? Int == 50)
  }

  @Test func classesWithTooLittleAreNamed() throws {
    let workspace = try workspace()
    try workspace.write(try workspace.text("iris.csv") + "9,9,9,9,\"lone\"\n", to: "lone.csv")
    let outcome = try workspace.gmm("train", "lone.csv", "--class", "Species")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("The class lone has a single point"))
    let refused = try workspace.gmm(
      "train", "lone.csv", "--class", "Species", "--components-per-class", "1-2")
    #expect(refused.code == 65)
    #expect(refused.errors.contains("The class lone has 1 point"))
  }
}
