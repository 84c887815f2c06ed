import Foundation
import Testing

/// Weights, noise, missing cells and known labels from the command line.
@Suite struct ObservationTests {
  /// Two groups and an outlier.
  private static let table = """
    x,y,count,kind
    0,0,2,a
    0.5,1,1,
    1,0.2,0,
    0.2,0.7,3,
    9,9,1,b
    9.5,8,2,
    8.7,8.4,1,
    9.1,9.9,2,

    """

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.table, to: "points.csv")
    return workspace
  }

  @Test func weightsAreNoCoordinates() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed("fit", "points.csv", "-k", "2", "--weights", "count")
    #expect(outcome.errors.contains("using the columns x, y of points.csv"))
    #expect(outcome.output.contains("points           7  (of the total weight 12)"))
    let repeated =
      "x,y\n0,0\n0,0\n0.5,1\n0.2,0.7\n0.2,0.7\n0.2,0.7\n9,9\n9.5,8\n9.5,8\n8.7,8.4\n9.1,9.9\n9.1,9.9\n"
    try workspace.write(repeated, to: "repeated.csv")
    let expected = try workspace.succeed("fit", "repeated.csv", "-k", "2")
    func value(_ name: String, _ text: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(name) }.map(String.init)
    }
    #expect(value("log-likelihood", outcome.output) == value("log-likelihood", expected.output))
    #expect(value("BIC", outcome.output) == value("BIC", expected.output))
  }

  @Test(arguments: [
    ("x,y,w\n1,2,1\n3,4,-2\n", ["points.csv:3: column 3 (w): ", "the weight -2.0", "from 0 to 1e100"]),
    ("x,y,w\n1,2,0\n3,4,0\n", ["points.csv", "No point counts"]),
    ("x,y,w\n1,2,1\n3,4,\n", ["points.csv:3: ", "column 3 (w)", "--skip-invalid"]),
    ("x,y\n1,2\n3,4\n", ["«w»", "--weights"]),
  ])
  func badWeightsAreNamed(text: String, says: [String]) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    expectRefusal(
      try workspace.gmm("fit", "points.csv", "-k", "1", "--weights", "w"), 65, saying: says)
  }

  @Test func noiseIsLabelledZero() throws {
    let workspace = try workspace()
    // A grid wide around two clusters.
    let grid = (0..<100).map { "\(Double($0 % 10) * 3 - 13),\(Double($0 / 10) * 3 - 13)\n" }.joined()
    let groups = (0..<300).map { i in
      let angle = Double(i) * 2.4
      let radius = (Double(i) / 300).squareRoot()
      return "\(radius * cos(angle) + (i % 2 == 0 ? 0 : 6)),\(radius * sin(angle))\n"
    }.joined()
    try workspace.write("x,y\n" + grid + groups, to: "noisy.csv")
    let outcome = try workspace.succeed(
      "fit", "noisy.csv", "-k", "2", "--noise", "-o", "model.json", "--classify", "out.csv")
    #expect(outcome.output.contains("noise (0)"))
    let labels = try workspace.numbers("label", in: "out.csv")
    #expect(labels[0..<100].count { $0 == 0 } >= 90)
    #expect(labels[100..<400].count { $0 == 0 } <= 6)
    try workspace.succeed("classify", "noisy.csv", "-m", "model.json", "-o", "again.csv")
    #expect(try workspace.numbers("label", in: "again.csv") == labels)
    // Points drawn of it have noise too, whose truth is 0.
    try workspace.succeed("generate", "-m", "model.json", "-n", "500", "-o", "drawn.csv")
    #expect(Set(try workspace.numbers("truth", in: "drawn.csv")) == [0, 1, 2])
    // Begun from its own labels, the same is found.
    try workspace.succeed(
      "fit", "out.csv", "--start", "labels:label", "--columns", "x,y", "--noise", "--classify", "third.csv")
    #expect(try workspace.numbers("label", in: "third.csv").count { $0 == 0 } == labels.count { $0 == 0 })
  }

  @Test func missingCellsCountByWhatIsKnown() throws {
    let workspace = try workspace()
    let rows = try workspace.linesOfIris().map { $0.replacingOccurrences(of: "\"", with: "") }
    let holes = rows.enumerated().map { number, row in
      var cells = row.split(separator: ",").map(String.init)
      if number > 0, number % 4 == 0 { cells[number % 3] = number % 8 == 0 ? "NA" : "" }
      return cells.joined(separator: ",") + "\n"
    }
    try workspace.write(holes.joined(), to: "holes.csv")
    expectRefusal(
      try workspace.gmm("fit", "holes.csv", "-k", "3"), 65,
      saying: ["holes.csv:5: ", "--skip-invalid", "--missing"])
    let outcome = try workspace.succeed(
      "fit", "holes.csv", "-k", "3", "--missing", "-o", "model.json", "--classify", "out.csv", "--report",
      "r.html")
    #expect(outcome.errors.contains("37 cells taken as missing"))
    #expect(try workspace.lines("out.csv").count == 151)
    #expect(try workspace.numbers("probability", in: "out.csv").allSatisfy { $0 > 0.33 && $0 <= 1 })
    try workspace.succeed("plot", "holes.csv", "-m", "model.json", "--missing", "-o", "p.svg")
    try workspace.succeed("impute", "holes.csv", "-m", "model.json", "-o", "full.csv")
    let full = try workspace.lines("full.csv")
    #expect(full.count == 151)
    #expect(full[0] == "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width,Species")
    for (row, original) in zip(full, rows).dropFirst() {
      let (found, expected) = (row.split(separator: ","), original.split(separator: ","))
      #expect(found.last == expected.last)
      for (a, b) in zip(found, expected).dropLast() {
        let (a, b) = (try #require(Double(a)), try #require(Double(b)))
        #expect(abs(a - b) < 1.5)
      }
    }
    let text = try workspace.lines("full.csv").joined(separator: "\n")
    #expect(!text.contains("NA"))
  }

  /// A column that is not the model's stays as it is, whatever its name.
  @Test func imputationTouchesTheModelsColumnsAlone() throws {
    let workspace = try Workspace()
    try workspace.write("x,y,x\n0,0,a\n1,,NA\n2,4,5\n3,6,\n4,7,7\n", to: "points.csv")
    try workspace.succeed(
      "fit", "points.csv", "-k", "1", "--columns", "1,2", "--missing", "-o", "model.json")
    try workspace.succeed(
      "impute", "points.csv", "-m", "model.json", "--columns", "1,2", "-o", "full.csv")
    let rows = try workspace.lines("full.csv").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.map { $0[2] } == ["x", "a", "NA", "5", "", "7"])
    #expect(rows.dropFirst().allSatisfy { Double($0[1]) != nil })
  }

  @Test func knownLabelsNameComponents() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed(
      "fit", "points.csv", "--known-labels", "kind", "--columns", "x,y", "--structure", "EII", "--classify",
      "out.csv")
    #expect(outcome.output.contains("known-labels"))
    let labels = try workspace.lines("out.csv").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)[4]
    }
    #expect(labels == ["a", "a", "a", "a", "b", "b", "b", "b"])
  }

  @Test(arguments: [
    (["--known-labels", "kind", "--start", "kmeans", "-k", "2"], 65, ["kmeans", "known labels"]),
    (["--known-labels", "kind", "-k", "1"], 65, ["2 groups", "1 components"]),
    (["--noise-volume", "3", "-k", "2"], 64, ["--noise-volume belongs to --noise"]),
    (["--noise", "--noise-volume", "-3", "-k", "2"], 64, ["--noise-volume", "above 0"]),
    (["--missing", "--skip-invalid", "-k", "2"], 64, ["--skip-invalid", "--missing"]),
    (["--columns", "x,y", "--known-labels", "count", "--noise", "-k", "5"], 65, ["label 0 means noise"]),
  ])
  func whatCannotBeCombinedIsRefused(options: [String], code: Int, says: [String]) throws {
    let workspace = try workspace()
    expectRefusal(try workspace.gmm(["fit", "points.csv"] + options), Int32(code), saying: says)
  }
}

extension Workspace {
  fileprivate func linesOfIris() throws -> [String] {
    try copy("iris.csv")
    return try lines("iris.csv")
  }
}
