import Foundation
import Testing

/// Several files, folders and patterns are one data set, for every command that reads points.
@Suite struct ManyFilesTests {
  /// Points in one file, and in three with their columns in other orders and formats.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "300", "-o", "whole.csv")
    let rows = try workspace.lines("whole.csv").map { $0.split(separator: ",").map(String.init) }
    let manager = FileManager.default
    try manager.createDirectory(atPath: workspace.path("parts"), withIntermediateDirectories: true)
    for (name, taken, order, separator) in [
      ("a.csv", 1...100, [0, 1, 2, 3], ","), ("b.tsv", 101...150, [3, 1, 0, 2], "\t"),
      ("c.csv", 151...300, [2, 0, 1, 3], ";"),
    ] {
      let lines = ([rows[0]] + rows[taken]).map { row in
        order.map { row[$0] }.joined(separator: separator) + "\n"
      }
      try workspace.write(lines.joined(), to: "parts/" + name)
    }
    return workspace
  }

  /// A model file without what differs from run to run.
  private func model(_ workspace: Workspace, _ name: String) throws -> [String] {
    try workspace.lines(name).filter { !$0.contains("\"seconds\"") }
  }

  private static let ways = [
    ["parts"], ["parts/"], ["parts/*"], ["parts/a.csv", "parts/b.tsv", "parts/c.csv"],
    ["parts/[ab]*", "parts/c.csv"],
  ]

  @Test(arguments: ways)
  func theModelIsThatOfOneFile(arguments: [String]) throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "whole.csv", "-k", "3", "-o", "one.json")
    #expect(try workspace.gmm(["fit"] + arguments + ["-k", "3", "-o", "many.json"]).code == 0)
    #expect(try model(workspace, "many.json") == model(workspace, "one.json"))
    try workspace.succeed("classify", "whole.csv", "-m", "one.json", "-o", "one.csv")
    #expect(try workspace.gmm(["classify"] + arguments + ["-m", "one.json", "-o", "many.csv"]).code == 0)
    #expect(try workspace.text("many.csv") == workspace.text("one.csv"))
  }

  @Test func allCommandsTakeSeveral() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "whole.csv", "-k", "3", "-o", "m.json")
    let score = try workspace.succeed("score", "whole.csv", "-m", "m.json").output
    #expect(try workspace.succeed("score", "parts", "-m", "m.json").output == score)
    try workspace.succeed("impute", "whole.csv", "-m", "m.json", "-o", "one.csv")
    try workspace.succeed("impute", "parts", "-m", "m.json", "-o", "many.csv")
    #expect(try workspace.text("many.csv") == workspace.text("one.csv"))
    let described = try workspace.succeed("describe", "parts").output
    #expect(described.hasPrefix("3 files (a.csv to c.csv): 300 rows, 4 columns"))
    try workspace.succeed("report", "parts", "-m", "m.json", "-o", "r.html")
    try workspace.succeed("plot", "parts", "-m", "m.json", "-o", "p.svg")
    let selection = try workspace.succeed(
      "select", "parts", "-k", "3", "--structures", "full", "-o", "s.json")
    #expect(selection.errors.contains("parts: 3 files (a.csv to c.csv)"))
    #expect(try workspace.text("r.html").contains("3 files (a.csv to c.csv)"))
  }

  @Test func standardInputMayBeOneOfThem() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "whole.csv", "-k", "3", "-o", "one.json")
    let last = try workspace.text("parts/c.csv")
    try workspace.succeed("fit", "parts/a.csv", "parts/b.tsv", "-", "-k", "3", "-o", "many.json", input: last)
    #expect(try model(workspace, "many.json") == model(workspace, "one.json"))
    expectRefusal(
      try workspace.gmm("fit", "-", "-", "-k", "3", input: last), 64,
      saying: ["Standard input can be read once"])
  }

  @Test func theFilePassesThroughAsAColumn() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "parts", "-k", "3", "--file-column", "source", "--classify", "out.csv")
    let files = try workspace.column("source", in: "out.csv")
    #expect(files.count == 300)
    #expect(files[99] == "parts/a.csv" && files[100] == "parts/b.tsv" && files[299] == "parts/c.csv")
    #expect(
      try workspace.lines("out.csv")[0] == "x,y,z,truth,source,label,probability,uncertainty,log_density")
  }

  @Test func mistakesNameTheFileAndTheCure() throws {
    let workspace = try workspace()
    try workspace.write("x,y\n1,2\n3,4\n", to: "narrow.csv")
    try workspace.write("x,y,z\n1,2,3\n3,4,oops\n5,6,7\n", to: "torn.csv")
    try workspace.write("1,2,3,4\n5,6,7,8\n", to: "nameless.csv")
    for (files, texts) in [
      (
        ["parts", "narrow.csv"],
        ["narrow.csv: there is no column «z» here, which parts/a.csv has", "--columns"]
      ),
      (["parts", "torn.csv", "--columns", "x,z"], ["torn.csv:3: column 3 (z)", "«oops»"]),
      (["parts", "nameless.csv"], ["nameless.csv: the columns have no names here", "--header yes"]),
    ] {
      expectRefusal(try workspace.gmm(["fit", "-k", "2"] + files), 65, saying: texts)
    }
    expectRefusal(
      try workspace.gmm("fit", "no*.such", "-k", "2"), 66, saying: ["no*.such: no file has a name"])
    // What is not used may be missing.
    try workspace.succeed(
      "fit", "parts", "narrow.csv", "--columns", "x,y", "-k", "2", "--classify", "out.csv")
    #expect(try workspace.lines("out.csv")[301].hasPrefix("1,2,,,"))
  }

  @Test func nothingIsWrittenOverOneOfThem() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "whole.csv", "-k", "3", "-o", "m.json")
    let before = try workspace.text("parts/b.tsv")
    expectRefusal(
      try workspace.gmm("classify", "parts", "-m", "m.json", "-o", "parts/b.tsv"), 64,
      saying: ["-o parts/b.tsv would replace the points"])
    #expect(try workspace.text("parts/b.tsv") == before)
  }
}
