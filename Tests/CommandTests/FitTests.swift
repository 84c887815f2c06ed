import Foundation
import Testing

/// Fits of the real data, starts, stopping rules, and what is printed where.
@Suite struct FitTests {
  private func fit(_ data: String, _ options: String..., sourceLocation: SourceLocation = #_sourceLocation)
    throws
    -> ModelJSON
  {
    let workspace = try Workspace()
    try workspace.copy(data)
    let outcome = try workspace.gmm(["fit", data, "--json"] + options)
    #expect(outcome.code == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return try ModelJSON(outcome.output)
  }

  @Test func diabetesIsAsPublished() throws {
    let model = try fit("diabetes.csv", "-k", "3", "--tolerance", "0", "--max-iterations", "2000")
    model.expectSound(componentCount: 3)
    #expect(model.columns == ["glucose_fasting", "glucose_area", "insulin_area"])
    #expect(abs(model.logLikelihood + 2295.093456) < 1e-5)
    #expect(abs((model.fit["bic"] as? Double ?? 0) - 4734.512190) < 1e-5)
    #expect(model.fit["parameterCount"] as? Int == 29)
    // By a separate program in extended precision, run until nothing changed.
    for (weight, known) in zip(model.weights, [0.5602587377, 0.2427645566, 0.1969767057]) {
      #expect(abs(weight - known) < 1e-8)
    }
    let means = [
      [91.4217594, 358.46597236, 166.28026144], [104.7450298, 517.51882888, 316.81456219],
      [230.16928071, 1102.38858019, 81.46102971],
    ]
    for (mean, known) in zip(model.means.joined(), means.joined()) { #expect(abs(mean - known) < 1e-6) }
  }

  @Test(arguments: [
    ("iris.csv", "full", "3", -180.1854771), ("faithful.csv", "full", "2", -1130.26396),
    ("faithful.csv", "tied", "3", -1126.326),
  ])
  func maximumIsAsPublished(data: String, structure: String, components: String, known: Double) throws {
    let model = try fit(data, "-k", components, "--structure", structure)
    #expect(abs(model.logLikelihood - known) < (structure == "tied" ? 0.05 : 1e-4))
    #expect(model.termination == "converged")
  }

  @Test func textLabelsBecomeNamesAndKeepTheirOrder() throws {
    let workspace = try Workspace()
    try workspace.copy("iris.csv")
    try workspace.succeed(
      "fit", "iris.csv", "--start", "labels:Species", "-o", "model.json", "--classify", "out.csv")
    let model = try ModelJSON(workspace.text("model.json"))
    #expect(model.names == ["setosa", "versicolor", "virginica"])
    #expect(abs(model.logLikelihood + 180.1854771) < 1e-4)
    #expect(Set(try workspace.column("label", in: "out.csv")) == ["setosa", "versicolor", "virginica"])
    try workspace.succeed("classify", "iris.csv", "-m", "model.json", "-o", "again.csv")
    #expect(try workspace.text("again.csv") == workspace.text("out.csv"))
    let outcome = try workspace.gmm("evaluate", "out.csv", "--truth", "Species", "--json")
    #expect(outcome.output.contains("\"errorRate\" : 0.0333"))
  }

  @Test func numberLabelsKeepTheirOrder() throws {
    let workspace = try Workspace()
    let points = (0..<40).map { "\($0 % 4 == 0 ? 100 : 0).\($0),\($0 % 4 == 0 ? 1 : 2)" }
    try workspace.write("x,class\n" + points.joined(separator: "\n"), to: "points.csv")
    let outcome = try workspace.gmm(
      "fit", "points.csv", "--columns", "x", "--start", "labels:class", "--json")
    let model = try ModelJSON(outcome.output)
    // The lighter component comes first, for its label does.
    #expect(model.means[0][0] > 100 && model.means[1][0] < 1)
    #expect(model.names.isEmpty)
  }

  @Test func modelIsWhereEMStartsAndKeepsItsOrder() throws {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    let start = """
      {"schema": "gaussian-mixtures/model/1", "columns": ["waiting", "eruptions"], "components": [
        {"weight": 0.25, "mean": [54.5, 2], "covariance": [[30, 0.5], [0.5, 0.1]]},
        {"weight": 0.75, "mean": [80, 4.25], "covariance": [[40, 0.75], [0.75, 0.2]]}]}
      """
    try workspace.write(start, to: "start.json")
    let outcome = try workspace.gmm(
      "fit", "faithful.csv", "--start", "start.json", "--max-iterations", "1", "--json")
    let model = try ModelJSON(outcome.output)
    #expect(model.columns == ["eruptions", "waiting"])
    #expect(model.iterations == 1 && model.termination == "iterationLimit")
    #expect(model.weights[0] < model.weights[1])
    let summary = try #require(model.fit["start"] as? [String: Any])
    let components = try #require(summary["components"] as? [[String: Any]])
    // The parameters as they were given, in the order of the file's columns.
    #expect(components.map { $0["weight"] as? Double } == [0.25, 0.75])
    #expect(components.map { $0["mean"] as? [Double] } == [[2, 54.5], [4.25, 80]])
    #expect(components[1]["covariance"] as? [[Double]] == [[0.2, 0.75], [0.75, 40]])
  }

  @Test func toleranceZeroRunsToTheLimit() throws {
    for rule in ["predicted", "gain"] {
      let model = try fit(
        "faithful.csv", "-k", "2", "--stop", rule, "--tolerance", "0", "--max-iterations", "5", "--restarts",
        "1")
      #expect(model.iterations == 5 && model.history.count == 5)
      #expect(model.termination == "iterationLimit")
    }
  }

  @Test func changesStopWhereTheirTolerancesSay() throws {
    let model = try fit(
      "faithful.csv", "-k", "2", "--stop", "changes", "--mean-tolerance", "0.01", "--weight-tolerance",
      "0.0001")
    #expect(model.termination == "converged")
    let isMet = model.history.map { iteration in
      (iteration["meanChange"] as? Double ?? .nan) <= 0.01
        && (iteration["weightChange"] as? Double ?? .nan) < 0.0001
    }
    #expect(isMet.firstIndex(of: true) == isMet.count - 1)
  }

  @Test(arguments: ["full", "tied", "diagonal", "spherical"])
  func anyNumberOfThreadsGivesTheSameBytes(structure: String) throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "20000", "-o", "points.csv")
    let texts = try ["1", "2"].map { threads in
      let outcome = try workspace.gmm(
        "fit", "points.csv", "-k", "3", "--structure", structure, "--max-iterations", "20", "--threads",
        threads,
        "--json")
      #expect(outcome.code == 0)
      return outcome.output.replacing(/"seconds" : [^,\n]*/, with: "")
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0].contains("logLikelihood"))
  }

  @Test func answersGoToStandardOutputAndNotesToStandardError() throws {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    let loud = try workspace.succeed(
      "fit", "diabetes.csv", "-k", "3", "--start", "kmeans", "-o", "model.json")
    #expect(loud.output.hasPrefix("Gaussian mixture of 3 components in 3 dimensions"))
    #expect(loud.output.contains("starts ended at this log-likelihood"))
    #expect(
      loud.errors.contains("using the columns glucose_fasting, glucose_area, insulin_area of diabetes.csv"))
    #expect(!loud.errors.contains("\u{1B}"), "no progress where there is no terminal")
    let quiet = try workspace.succeed(
      "fit", "diabetes.csv", "-k", "3", "--start", "kmeans", "--json", "--quiet")
    #expect(quiet.errors.isEmpty)
    let seconds = /"seconds" : [^,\n]*/
    #expect(
      try quiet.output.replacing(seconds, with: "")
        == workspace.text("model.json").replacing(seconds, with: ""))
    let model = try workspace.succeed("fit", "diabetes.csv", "-k", "3", "-o", "-")
    try ModelJSON(model.output).expectSound(componentCount: 3)
    let labels = try workspace.succeed("fit", "diabetes.csv", "-k", "3", "--classify", "-")
    #expect(labels.output.hasPrefix("class,glucose_fasting,glucose_area,insulin_area,label,"))
  }
}
