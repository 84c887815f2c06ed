import Foundation
import Testing

/// Labels beside the input's columns, whatever the input looks like.
@Suite struct ClassifyTests {
  private func workspace(_ text: String, _ options: String...) throws -> (Workspace, Outcome) {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.txt")
    let outcome = try workspace.gmm(
      ["fit", "points.txt", "-k", "1", "-o", "model.json", "--classify", "out.txt"] + options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (workspace, outcome)
  }

  @Test func columnsAreFoundByNameInAnyOrder() throws {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    try workspace.succeed("fit", "faithful.csv", "-k", "2", "-o", "model.json", "--classify", "labels.csv")
    let lines = try workspace.lines("faithful.csv").map { $0.split(separator: ",") }
    try workspace.write(lines.map { "\($0[1]),note,\($0[0])\n" }.joined(), to: "turned.csv")
    try workspace.succeed("classify", "turned.csv", "-m", "model.json", "-o", "out.csv")
    #expect(try workspace.numbers("label", in: "out.csv") == workspace.numbers("label", in: "labels.csv"))
    #expect(
      try workspace.numbers("log_density", in: "out.csv")
        == workspace.numbers("log_density", in: "labels.csv"))
  }

  @Test func missingColumnIsNamed() throws {
    let (workspace, _) = try workspace("height,width\n1,2\n3,4\n5,1\n")
    try workspace.write("height,wdth\n1,2\n", to: "other.csv")
    let outcome = try workspace.gmm("classify", "other.csv", "-m", "model.json", "-o", "labels.csv")
    expectRefusal(
      outcome, 65, saying: ["other.csv: ", "«width»", "did you mean «wdth»", "--columns"])
    try workspace.succeed(
      "classify", "other.csv", "-m", "model.json", "--columns", "height,wdth", "-o", "labels.csv")
    #expect(try workspace.lines("labels.csv").count == 2)
  }

  @Test func modelWithoutColumnsTakesTheNumericOnes() throws {
    let workspace = try Workspace()
    try workspace.write("name,a,b,label\nfirst,0,0,9\nsecond,3,4,9\n", to: "points.csv")
    try workspace.write(
      BadModelTests.sound.replacingOccurrences(of: #""columns": ["x", "y"],"#, with: ""), to: "model.json")
    let outcome = try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--output-columns", "label")
    #expect(outcome.output == "name,a,b,label_input,label\nfirst,0,0,9,1\nsecond,3,4,9,2\n")
    #expect(outcome.errors.contains("using the columns a, b of points.csv"))
    #expect(outcome.errors.contains("«label» is written as «label_input»"))
    #expect(try workspace.gmm("classify", "points.csv", "-m", "model.json", "-q").errors.isEmpty)
  }

  @Test func chosenColumnsComeInTheOrderAskedFor() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n0,0\n3,4\n1.5,2\n", to: "points.csv")
    try workspace.write(BadModelTests.sound, to: "model.json")
    try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--output-columns",
      "density,label,log_density,uncertainty,probability", "--responsibilities", "-o", "out.csv")
    let header = "x,y,density,label,log_density,uncertainty,probability,responsibility_1,responsibility_2"
    #expect(try workspace.lines("out.csv")[0] == header)
    func column(_ name: String) throws -> [Double] { try workspace.numbers(name, in: "out.csv") }
    // Two Gaussians by the formula: at the mean of the first, whose covariance is the identity.
    let first = 0.25 / (2 * Double.pi)
    // Mahalanobis' distance of (3, 4) from 0 under [[2, .5], [.5, 1]], whose determinant is 1.75.
    let second =
      0.75 / (2 * Double.pi * 1.75.squareRoot()) * exp(-0.5 * (9 * 1 - 2 * 12 * 0.5 + 16 * 2) / 1.75)
    #expect(abs(try column("density")[0] / (first + second) - 1) < 1e-12)
    #expect(abs(try column("responsibility_2")[0] / (second / (first + second)) - 1) < 1e-12)
    for row in 0..<3 {
      #expect(abs(try exp(column("log_density")[row]) / column("density")[row] - 1) < 1e-12)
      #expect(abs(try column("probability")[row] + column("uncertainty")[row] - 1) < 1e-15)
      let responsibilities = [try column("responsibility_1")[row], try column("responsibility_2")[row]]
      #expect(try column("probability")[row] == responsibilities.max())
      #expect(
        try column("label")[row]
          == Double((responsibilities.firstIndex(of: responsibilities.max()!) ?? 9) + 1))
    }
  }

  @Test func pointsComeFromStandardInputAndLabelsGoToStandardOutput() throws {
    let workspace = try Workspace()
    try workspace.write(BadModelTests.sound, to: "model.json")
    let outcome = try workspace.gmm(
      "classify", "-", "-m", "model.json", "--output-columns", "label", input: "y,x\n0,0\n4,3\n")
    #expect(outcome.output == "y,x,label\n0,0,1\n4,3,2\n")
    #expect(outcome.errors.isEmpty)
    let modelOnInput = try workspace.gmm("generate", "-m", "-", "-n", "2", input: BadModelTests.sound)
    #expect(modelOnInput.output.hasPrefix("x,y,truth\n"))
  }

  @Test func filesWithoutHeaderHaveNumbersForNames() throws {
    let (workspace, outcome) = try workspace("1,2\n3,4\n5,1\n")
    #expect(outcome.errors.isEmpty)
    #expect(try ModelJSON(workspace.text("model.json")).columns == ["1", "2"])
    #expect(try workspace.lines("out.txt")[0] == "1,2,label,probability,uncertainty,log_density")
    try workspace.succeed("classify", "out.txt", "-m", "model.json", "-o", "again.txt")
    #expect(try workspace.lines("again.txt").count == 4)
  }

  @Test func arraysOfNumPyAreRead() throws {
    let workspace = try Workspace()
    let numbers: [Double] = [1, 2, 3, 4, 5, 1, 9, 8]
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }".padding(
      toLength: 117, withPad: " ", startingAt: 0)
    var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data((header + "\n").utf8)
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try bytes.write(to: URL(fileURLWithPath: workspace.path("points.npy")))
    try workspace.succeed("fit", "points.npy", "-k", "1", "-o", "model.json", "--classify", "out.csv")
    #expect(try ModelJSON(workspace.text("model.json")).means == [[4.5, 3.75]])
    #expect(try workspace.lines("out.csv")[0].hasPrefix("1,2,label,"))
    #expect(try workspace.numbers("2", in: "out.csv") == [2, 4, 1, 8])
    // A damaged one: half of its numbers are missing.
    try bytes.dropLast(32).write(to: URL(fileURLWithPath: workspace.path("short.npy")))
    expectRefusal(try workspace.gmm("fit", "short.npy", "-k", "1"), 65, saying: ["short.npy: "])
  }

  @Test func dialectOfTheInputIsKept() throws {
    let (tabs, _) = try workspace("a\tb\r\n1\t2\r\n3\t4\r\n5\t1\r\n")
    #expect(
      try tabs.text("out.txt").hasPrefix(
        "a\tb\tlabel\tprobability\tuncertainty\tlog_density\r\n1\t2\t1\t1\t0\t-"))
    let (semicolons, _) = try workspace("a;b\n1,5;2\n3;4,25\n5,5;1\n", "--decimal-comma")
    let lines = try semicolons.lines("out.txt")
    #expect(lines[0] == "a;b;label;probability;uncertainty;log_density")
    #expect(lines[1].wholeMatch(of: /1,5;2;1;1;0;-\d+,\d+/) != nil)
    let (spaces, _) = try workspace("a b\n1   2\n3 4\n5 1\n")
    #expect(try spaces.lines("out.txt")[1].hasPrefix("1   2 1 1 0 -"))
  }

  @Test func namesWithQuotesCommasAndLettersOfAllKindsStay() throws {
    let header = "\"a \"\"b\"\"\",\"c, d\",größe,#"
    let (workspace, _) = try workspace("\(header)\n1,2,3,x\n3,4,7,\"y, \"\"z\"\"\"\n5,1,1,z\n2,2,9,z\n")
    #expect(try ModelJSON(workspace.text("model.json")).columns == ["a \"b\"", "c, d", "größe"])
    let lines = try workspace.lines("out.txt")
    #expect(lines[0] == header + ",label,probability,uncertainty,log_density")
    #expect(lines[2].hasPrefix("3,4,7,\"y, \"\"z\"\"\",1,1,0,"))
    try workspace.succeed("classify", "points.txt", "-m", "model.json", "-o", "again.txt")
    #expect(try workspace.text("again.txt") == workspace.text("out.txt"))
    try workspace.succeed("fit", "points.txt", "-k", "1", "--columns", "c, d,größe")
  }
}
