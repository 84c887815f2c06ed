import Foundation
import Testing

/// How well a model describes points: the sums that fit prints, on any points.
@Suite struct ScoreTests {
  private func summary(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// On its own points a model has the log-likelihood and the criteria of its fit, in every variant.
  @Test(arguments: [
    ("diabetes.csv", "fit diabetes.csv -k 3", ""),
    ("faithful.csv", "fit faithful.csv -k 2 --structure EEE", ""),
    ("iris.csv", "fit iris.csv -k 2 --noise", ""), ("iris.csv", "fit iris.csv -k 2 --equal-weights", ""),
    ("holes.csv", "fit holes.csv -k 2 --missing", "--missing"),
    ("counts.csv", "fit counts.csv -k 2 --weights n", "--weights n"),
  ])
  func ofItsOwnPointsItIsTheFit(file: String, command: String, options: String) throws {
    let workspace = try Workspace()
    if ["holes.csv", "counts.csv"].contains(file) {
      try workspace.copy("faithful.csv")
      let rows = try workspace.lines("faithful.csv").dropFirst().enumerated().map { row, line in
        file == "counts.csv"
          ? "\(line),\(row % 4)\n" : row % 9 == 3 ? line.split(separator: ",")[0] + ",\n" : line + "\n"
      }
      try workspace.write((file == "counts.csv" ? "u,v,n\n" : "u,v\n") + rows.joined(), to: file)
    } else {
      try workspace.copy(file)
    }
    let fit = command.split(separator: " ").map(String.init) + ["-o", "model.json"]
    #expect(try workspace.gmm(fit).code == 0)
    let document = try ModelJSON(workspace.text("model.json"))
    let score =
      ["score", file, "-m", "model.json", "--json"] + options.split(separator: " ").map(String.init)
    let found = try summary(try workspace.gmm(score))
    for key in ["logLikelihood", "bic", "aic", "icl"] {
      let (a, b) = (try #require(found[key] as? Double), try #require(document.fit[key] as? Double))
      // Sums of some hundred logarithms in another order.
      #expect(abs(a - b) <= 1e-9 * abs(b), "\(key): \(a), \(b)")
    }
    for key in ["parameterCount", "pointCount"] {
      #expect(found[key] as? Int == document.fit[key] as? Int, "\(key)")
    }
  }

  /// The definitions, by the densities that are written.
  @Test func sumsAreThoseOfTheDensities() throws {
    let workspace = try Workspace()
    try workspace.write(BadModelTests.sound, to: "model.json")
    let rows = (0..<200).map { "\(Double($0 * 37 % 101) / 10),\(Double($0 * 53 % 97) / 10),\($0 % 3)\n" }
    try workspace.write("y,x,w\n" + rows.joined(), to: "points.csv")
    let outcome = try workspace.succeed(
      "score", "points.csv", "-m", "model.json", "--weights", "w", "--json", "-o", "out.csv")
    #expect(try workspace.lines("out.csv")[0] == "y,x,w,log_density")
    let densities = try workspace.numbers("log_density", in: "out.csv")
    let weights = try workspace.numbers("w", in: "out.csv")
    let total = zip(densities, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let found = try summary(outcome)
    #expect(abs(try #require(found["logLikelihood"] as? Double) - total) < 1e-9 * abs(total))
    #expect(found["pointCount"] as? Int == weights.count { $0 > 0 })
    let parameters = try #require(found["parameterCount"] as? Double)
    #expect(parameters == 11)
    let bic = -2 * total + parameters * log(weights.reduce(0, +))
    #expect(abs(try #require(found["bic"] as? Double) - bic) < 1e-9 * bic)
    // The same as classify writes.
    try workspace.succeed("classify", "points.csv", "-m", "model.json", "-o", "labels.csv")
    #expect(try workspace.numbers("log_density", in: "labels.csv") == densities)
  }

  @Test func itIsReadByPeopleAndPipes() throws {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    try workspace.succeed("fit", "faithful.csv", "-k", "2", "-o", "model.json")
    let text = try workspace.succeed("score", "faithful.csv", "-m", "model.json").output
    #expect(text.contains("log-likelihood   -1130.2640"))
    #expect(text.contains("a point, in nats"))
    let document = try workspace.text("model.json")
    let other = try workspace.succeed("score", "faithful.csv", "-m", "-", input: document).output
    #expect(other == text)
    let points = try workspace.succeed("score", "faithful.csv", "-m", "model.json", "-o", "-").output
    #expect(points.split(separator: "\n").count == 273)
    expectRefusal(
      try workspace.gmm("score", "faithful.csv", "-m", "model.json", "--json", "-o", "-"), 64,
      saying: ["-o - and --json"])
    expectRefusal(
      try workspace.gmm("score", "faithful.csv", "-m", "model.json", "-o", "model.json"), 64,
      saying: ["replace the model"])
    try workspace.write("eruptions,wait\n1,2\n", to: "other.csv")
    expectRefusal(
      try workspace.gmm("score", "other.csv", "-m", "model.json"), 65, saying: ["«waiting»", "--columns"])
  }
}
