import Foundation
import Testing

/// Inputs that hold what cannot be used: 65, with the place and the cure, and no file written.
@Suite struct BadTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    var options: [String] = []
    let says: [String]
    var testDescription: String { what }
  }

  static let cases = [
    Case(what: "empty", text: "", says: ["points.csv: ", "empty", "a row for each point"]),
    Case(what: "blank lines", text: "\n\n  \n", says: ["points.csv: ", "empty"]),
    Case(what: "comments only", text: "# nothing\n", says: ["points.csv: ", "comments only"]),
    Case(what: "header alone", text: "x,y\n", says: ["points.csv:1: ", "header and no row", "add rows"]),
    Case(
      what: "cell no number", text: "x,y\n1,2\n3,abc\n4,5\n",
      says: ["points.csv:3: column 2 (y): ", "«abc»", "no number", "correct the cell"]),
    Case(
      what: "cell no number after comments", text: "# a\nx,y\n\n1,2\n# b\n3,4\nq,5\n",
      says: ["points.csv:7: column 1 (x): ", "«q»"]),
    Case(
      what: "too few cells", text: "x,y\n1,2\n3\n4,5\n",
      says: ["points.csv:3: ", "1 cell ", "header (line 1) has 2", "complete or remove"]),
    Case(
      what: "too many cells", text: "x,y\n1,2\n3,4,5\n4,5\n",
      says: ["points.csv:3: ", "3 cells", "header (line 1) has 2"]),
    Case(
      what: "NaN", text: "x,y\n1,2\nNaN,4\n4,5\n",
      says: ["points.csv:3: column 1 (x): ", "«NaN»", "only invalid cell", "--skip-invalid"]),
    Case(
      what: "several invalid", text: "x,y\n1,2\n3,inf\n,-Infinity\nNA,5\n",
      says: ["points.csv:3: column 2 (y): ", "«inf»", "first of 4 invalid cells", "--skip-invalid"]),
    Case(
      what: "nothing valid", text: "x,y\nNA,2\n3,\n", options: ["--skip-invalid"],
      says: ["points.csv: ", "no row is left", "--columns"]),
    Case(
      what: "quote never closed", text: "x,y\n1,\"2\n3,4\n",
      says: ["points.csv:2: column 2 (y): ", "never closed"]),
    Case(what: "text only", text: "x,y\na,b\nc,d\n", says: ["points.csv: ", "no numeric column", "«a»"]),
    Case(
      what: "only columns of gmm", text: "label,probability\n1,0.5\n2,0.5\n",
      says: ["points.csv: ", "label, probability", "--columns"]),
    Case(
      what: "decimal comma", text: "x;y\n1;2\n3;4,5\n",
      says: ["points.csv:3: column 2 (y): ", "--decimal-comma"]),
    Case(
      what: "unknown column", text: "height,width\n1,2\n3,4\n", options: ["--columns", "heigth"],
      says: ["points.csv: ", "«heigth»", "did you mean «height»", "height, width"]),
    Case(
      what: "column beyond", text: "x,y\n1,2\n3,4\n", options: ["--columns", "1-3"],
      says: ["points.csv: ", "«1-3»", "x, y"]),
    Case(
      what: "column twice", text: "x,y\n1,2\n3,4\n", options: ["--columns", "x,1"],
      says: ["points.csv: column 1 (x): ", "twice"]),
    Case(
      what: "ambiguous name", text: "x,x\n1,2\n3,4\n", options: ["--columns", "x"],
      says: ["points.csv: ", "«x»", "2 columns (1, 2)"]),
    Case(
      what: "fewer distinct points than components", text: "x,y\n1,2\n1,2\n3,4\n3,4\n", options: ["-k", "3"],
      says: ["points.csv: ", "4 points, 2 of them distinct", "3 components", "at most 2"]),
    Case(
      what: "too many components", text: "x,y\n1,2\n", options: ["-k", "1000000000"],
      says: ["points.csv: ", "1000000000 components", "at most 1"]),
    Case(
      what: "spread beyond squares", text: "x,y\n1,1e200\n2,-1e200\n3,1\n",
      says: ["points.csv (y): ", "spread of column 2", "Rescale"]),
    Case(
      what: "spread below squares", text: "x,y\n1,1e-200\n2,-1e-200\n3,2e-200\n",
      says: ["points.csv (y): ", "spread of column 2", "Rescale"]),
    Case(
      what: "labels that are not there", text: "x,y\n1,2\n3,4\n5,1\n", options: ["--start", "labels:class"],
      says: ["points.csv: ", "«class»", "x, y", "--start labels:"]),
    Case(
      what: "as many components as labels", text: "x,c\n1,a\n3,a\n5,b\n6,b\n",
      options: ["--start", "labels:c", "-k", "3"], says: ["-k is 3", "2", "leave -k out"]),
    Case(
      what: "more lines left out than there are", text: "x,y\n1,2\n3,4\n",
      options: ["--skip-rows", "9223372036854775807"], says: ["points.csv: ", "--skip-rows"]),
    Case(what: "gzip", text: "\u{1F}\u{8B}abc", says: []),
    Case(what: "NUL", text: "x,y\n1,2\n\0,3\n", says: ["points.csv:3: ", "NUL"]),
  ]

  @Test(arguments: cases)
  func badTableIsRefused(_ bad: Case) throws {
    let workspace = try Workspace()
    try workspace.write(bad.text, to: "points.csv")
    try workspace.write("old", to: "old.json")
    let components = bad.options.contains { $0 == "-k" || $0 == "--start" } ? [] : ["-k", "2"]
    for output in ["old.json", "new.json"] {
      let outcome = try workspace.gmm(
        ["fit", "points.csv", "-o", output, "--classify", "labels.csv"] + components + bad.options)
      expectRefusal(outcome, 65, saying: bad.says)
    }
    #expect(try workspace.text("old.json") == "old")
    #expect(try workspace.names == ["old.json", "points.csv"])
  }

  @Test func badTableOnStandardInputIsNamedSo() throws {
    let outcome = try Workspace().gmm("fit", "-", "-k", "2", input: "x,y\n1,2\n3,abc\n")
    expectRefusal(outcome, 65, saying: ["standard input:3: column 2 (y): ", "«abc»"])
  }

  @Test func skippedRowsAreCountedLocatedAndKept() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\nNaN,4\n4,inf\n5,6\n7,1\n", to: "points.csv")
    let outcome = try workspace.gmm(
      "fit", "points.csv", "-k", "1", "--skip-invalid", "-o", "model.json", "--classify", "labels.csv")
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.contains("2 rows with invalid cells left out, the first at line 3, column 1 (x): «NaN»"))
    #expect(try ModelJSON(workspace.text("model.json")).fit["pointCount"] as? Int == 3)
    let lines = try workspace.lines("labels.csv")
    #expect(lines.count == 6)
    #expect(lines[2] == "NaN,4,,,,")
    #expect(lines[3] == "4,inf,,,,")
    #expect(lines[4].hasPrefix("5,6,1,1,0,"))
  }

  @Test(arguments: [
    "fit missing.csv -k 2", "classify missing.csv -m model.json", "evaluate missing.csv",
    "describe missing.csv", "plot missing.csv -m model.json -o figure.png",
    "fit points.csv --start missing.csv",
    "generate --model missing.csv", "classify points.csv -m missing.csv",
    "evaluate points.csv missing.csv --label x",
  ])
  func missingInputIsNoInput(arguments: String) throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n", to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "model.json")
    let outcome = try workspace.gmm(arguments.split(separator: " ").map(String.init))
    expectRefusal(outcome, 66, saying: ["missing.csv: ", "no such file", "check the path"])
    #expect(try workspace.names == ["model.json", "points.csv"])
  }

  @Test func folderWithoutTablesIsNoInput() throws {
    expectRefusal(
      try Workspace().gmm("fit", ".", "-k", "2"), 66, saying: [".: ", "no file that is read", ".csv"])
    expectRefusal(
      try Workspace().gmm("evaluate", "."), 66, saying: [".: ", "directory"])
  }
}
