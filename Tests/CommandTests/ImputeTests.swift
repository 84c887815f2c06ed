import Foundation
import GaussianMixtures
import Tables
import Testing

/// Missing cells are filled and nothing else is touched; a column that is not there is added.
@Suite struct ImputeTests {
  /// A text in some dialect, and the pieces between its missing cells.
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let options: [String]
    let pieces: [String]
    var missing = ""
    var testDescription: String { what }
    var text: String { pieces.joined(separator: missing) }
  }

  static let cases = [
    Case(what: "commas", options: [], pieces: ["x,y,note\n1,2,a\n3,", ",b\n", ",4,\"c, d\"\n"]),
    Case(
      what: "semicolons, decimal commas, carriage returns", options: ["--decimal-comma"],
      pieces: ["x;y;n\r\n1,5;2,25;7\r\n", ";4,0;8\r\n2,5;", ";9\r\n"]),
    Case(
      what: "tabs and comments", options: [],
      pieces: ["# made by hand\nx\ty\n1\t2\n\n# here\n", "\t4\n5e0\t", "\n7.50\t0\n"]),
    Case(what: "spaces", options: [], pieces: ["x y\n 1  2\n", "   4\n5 ", " \n"], missing: "NA"),
    Case(
      what: "a mark and no last line end", options: [], pieces: ["\u{FEFF}x,y\n1,2\n", ",4\n5,"],
      missing: "NaN"),
    Case(what: "quotes", options: [], pieces: ["\"x\",\"y\"\n\"1\",\"2\"\n\"", "\",\"4\"\n5,\"", "\"\n"]),
    Case(what: "no header", options: ["--header", "no"], pieces: ["1,2\n", ",4\n5,", "\n"], missing: "NA"),
  ]

  private func workspace(names: [String]) throws -> Workspace {
    let workspace = try Workspace()
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    try workspace.write(
      BadModelTests.sound.replacingOccurrences(of: #"["x", "y"]"#, with: "[\(list)]"), to: "model.json")
    return workspace
  }

  @Test(arguments: cases)
  func dialectIsKeptByteForByte(given: Case) throws {
    let workspace = try workspace(names: given.options.contains("no") ? ["1", "2"] : ["x", "y"])
    try workspace.write(given.text, to: "points.txt")
    let outcome = try workspace.gmm(
      ["impute", "points.txt", "-m", "model.json", "-o", "full.txt"] + given.options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    // What stood between the missing cells still does, and numbers stand between.
    var rest = Substring(try workspace.text("full.txt"))
    for (index, piece) in given.pieces.enumerated() {
      let next = try #require(rest.range(of: piece, options: .literal), "\(rest.debugDescription)")
      let number = rest[..<next.lowerBound].replacingOccurrences(of: ",", with: ".")
      #expect(index == 0 ? number.isEmpty : Double(number) != nil, "\(number)")
      rest = rest[next.upperBound...]
    }
    if !rest.isEmpty { #expect(Double(rest.replacingOccurrences(of: ",", with: ".")) != nil, "\(rest)") }
  }

  /// The first of the two Gaussians alone: its conditional mean by the formula.
  @Test func aColumnThatIsNotThereIsAdded() throws {
    let workspace = try Workspace()
    let text = """
      {"schema": "gaussian-mixtures/model/1", "dimension": 3, "componentCount": 1, "structure": "VVV",
       "columns": ["x", "y", "z"], "components": [{"weight": 1, "mean": [1, 2, 3],
       "covariance": [[2, 1, 0], [1, 3, 0.5], [0, 0.5, 1]]}]}
      """
    try workspace.write(text, to: "model.json")
    try workspace.write("z;note;x\n3;a;0,5\n;b;2\n1,5;c;\n", to: "points.csv")
    let outcome = try workspace.succeed(
      "impute", "points.csv", "-m", "model.json", "--decimal-comma", "-o", "full.csv")
    #expect(outcome.errors.contains("points.csv has no column y; added"), "\(outcome.errors)")
    let rows = try workspace.lines("full.csv").map {
      $0.replacingOccurrences(of: ",", with: ".").split(separator: ";").map(String.init)
    }
    #expect(rows[0] == ["z", "note", "x", "y"])
    #expect(rows[1].prefix(3) == ["3", "a", "0.5"])
    let given = [(x: 0.5, z: 3.0), (x: 2.0, z: 3.0), (x: 1.0, z: 1.5)]
    for (row, point) in zip(rows.dropFirst(), given) {
      // y is 2 + 1/2 (x - 1) + 0.5 (z - 3); x and z are independent, so a missing one is at its mean.
      let expected = 2 + 0.5 * (point.x - 1) + 0.5 * (point.z - 3)
      #expect(abs(try #require(Double(row[3])) - expected) < 1e-12, "\(row)")
    }
  }

  @Test func regressionNeedsSomethingToStandOn() throws {
    let workspace = try workspace(names: ["width", "height"])
    try workspace.write("wdth,height\n1,2\n3,4\n", to: "points.csv")
    let typo = try workspace.succeed("impute", "points.csv", "-m", "model.json")
    #expect(typo.errors.contains("no column width (did you mean «wdth»?)"), "\(typo.errors)")
    #expect(typo.output.hasPrefix("wdth,height,width\n1,2,"))
    try workspace.write("a,b\n1,2\n", to: "points.csv")
    expectRefusal(
      try workspace.gmm("impute", "points.csv", "-m", "model.json"), 65, saying: ["«width»", "a, b"])
  }

  /// Columns without names are called by their numbers: only what follows them can be added.
  @Test func withoutAHeaderTheNextColumnIsAdded() throws {
    let workspace = try workspace(names: ["1", "2"])
    let outcome = try workspace.succeed("impute", "-", "-m", "model.json", input: "0.5\n1.5\n-3\n")
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    #expect(rows.map(\.count) == [2, 2, 2] && rows.map { $0[0] } == [0.5, 1.5, -3])
    let other = try self.workspace(names: ["1", "4"])
    expectRefusal(
      try other.gmm("impute", "-", "-m", "model.json", input: "0.5,1\n1.5,2\n"), 65, saying: ["«4»"])
  }

  /// Points that are drawn go through a pipe under the model's own names.
  @Test func generatedPointsFitTheirModel() throws {
    let workspace = try Workspace()
    try workspace.copy("area_model.json")
    let points = try workspace.succeed("generate", "--model", "area_model.json", "-n", "200").output
    #expect(points.hasPrefix("area,weight,count,truth\n"))
    let labels = try workspace.succeed("classify", "-", "--model", "area_model.json", input: points)
    #expect(labels.output.hasPrefix("area,weight,count,truth,label,probability,uncertainty,log_density\n"))
    try workspace.write(labels.output, to: "labels.csv")
    let error = try workspace.succeed("evaluate", "labels.csv", "--json").output
    #expect(error.contains("\"errorRate\" : 0"))
    let fit = try workspace.succeed("fit", "-", "-k", "2", "-o", "again.json", input: points)
    #expect(fit.errors.contains("truth (written by gmm)"))
    #expect(try ModelJSON(workspace.text("again.json")).columns == ["area", "weight", "count"])
    // Of a model without names, and of one with such a name.
    let anonymous = try workspace.text("area_model.json").replacing(
      /"columns" : \[[^\]]*\],/, with: "")
    try workspace.write(anonymous, to: "anonymous.json")
    #expect(
      try workspace.succeed("generate", "-m", "anonymous.json", "-n", "5").output.hasPrefix("x,y,z,truth\n"))
    try workspace.write(
      workspace.text("area_model.json").replacingOccurrences(of: "\"weight\",", with: "\"truth\","),
      to: "truth.json")
    let renamed = try workspace.succeed("generate", "-m", "truth.json", "-n", "5")
    #expect(renamed.output.hasPrefix("area,truth,count,truth_component\n"))
    #expect(renamed.errors.contains("written as «truth_component»"))
  }
}
