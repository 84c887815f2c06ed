import Foundation
import Testing

/// What a file of points or a model holds.
@Suite struct DescribeTests {
  @Test func columnsAreDescribed() throws {
    let workspace = try Workspace()
    try workspace.write("x,kind,y\n1,a,\n3,b,inf\n5,a,2.5\n", to: "points.csv")
    let lines = try workspace.succeed("describe", "points.csv").output.split(separator: "\n")
    #expect(lines[0] == "points.csv: 3 rows, 3 columns")
    func cells(_ line: Int) -> [String] { lines[line].split(separator: " ").map(String.init) }
    #expect(cells(2) == ["1", "x", "number", "0", "1", "5", "3", "2"])
    #expect(cells(3) == ["2", "kind", "text", "0", "2", "distinct"])
    #expect(cells(4) == ["3", "y", "number", "2", "2.5", "2.5", "2.5"])
    let output = try workspace.succeed("describe", "points.csv", "--json").output
    let json = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    #expect(json["rowCount"] as? Int == 3)
    #expect((json["columns"] as? [[String: Any]])?.map { $0["invalidCount"] as? Int } == [0, 0, 2])
  }

  @Test func extremeNumbersAreDescribed() throws {
    let input = "x\n1.7976931348623157e308\n-1.7976931348623157e308\n5e-324\n"
    let outcome = try Workspace().gmm("describe", "-", "--json", input: input)
    #expect(outcome.code == 0)
    #expect(!outcome.output.contains("inf") && !outcome.output.contains("nan"))
  }

  @Test func brokenColumnIsReportedWhereItIs() throws {
    let outcome = try Workspace().gmm("describe", "-", input: "x,y\n1,2\n3,oops\n")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("«oops»"))
  }

  /// A terminal must not obey a file.
  @Test func controlCharactersAreSpelledOut() throws {
    let workspace = try Workspace()
    let model = BadModelTests.sound.replacingOccurrences(
      of: #""weight": 0.25"#, with: #""weight": 0.25, "name": "\u001b[2J""#)
    try workspace.write(model, to: "model.json")
    try workspace.write("\u{1B}[2Jx,y,t\n1,2,a\n3,1,b\n5,5,c\n", to: "points.csv")
    let runs = [["describe", "model.json"], ["describe", "points.csv"], ["fit", "points.csv", "-k", "1"]]
    for arguments in runs {
      let outcome = try workspace.gmm(arguments)
      #expect(outcome.code == 0)
      #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
      #expect((outcome.output + outcome.errors).contains("[2J"))
    }
  }

  @Test func emptyAndDamagedFilesAreRefused() throws {
    expectRefusal(try Workspace().gmm("describe", "-", input: ""), 65, saying: ["standard input", "empty"])
    expectRefusal(
      try Workspace().gmm("describe", "-", input: "{\"schema\":"), 65,
      saying: ["standard input", "breaks off"])
  }
}
