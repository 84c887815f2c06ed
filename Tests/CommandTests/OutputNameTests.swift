import Foundation
import MixtureFiles
import Tables
import Testing

/// A file is what the end of its name says, or is refused before anything is done.
@Suite struct OutputNameTests {
  private func workspace(_ text: String = "x,y\n1,2.5\n3,4\n5,1\n9,8\n") throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    try workspace.write(BadModelTests.sound, to: "model.json")
    return workspace
  }

  /// Every number of a file, column by column.
  private func numbers(_ name: String, in workspace: Workspace) throws -> [[Double]] {
    let table = try PointTable(contentsOf: workspace.path(name), options: .withResults)
    return try table.numbers(in: Array(0..<table.columnCount), invalid: .missing).columns
  }

  @Test(arguments: [
    "classify points.csv -m model.json", "impute points.csv -m model.json", "score points.csv -m model.json",
    "generate --preset rgb -n 100 --seed 3",
  ])
  func arraysAndTabsHoldTheSameNumbers(command: String) throws {
    let workspace = try workspace()
    for name in ["out.csv", "out.npy", "out.tsv", "OUT.TAB"] {
      let outcome = try workspace.gmm(command.split(separator: " ").map(String.init) + ["-o", name])
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let expected = try numbers("out.csv", in: workspace)
    #expect(try numbers("out.npy", in: workspace) == expected)
    #expect(try numbers("out.tsv", in: workspace) == expected)
    #expect(
      try workspace.text("out.tsv") == workspace.text("out.csv").replacingOccurrences(of: ",", with: "\t"))
    #expect(try workspace.text("OUT.TAB") == workspace.text("out.tsv"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: workspace.path("out.npy")))
    #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8)))
    #expect(bytes.count % 64 == expected.count * expected[0].count * 8 % 64)
  }

  /// Cells keep their text in another dialect: what holds a tab is quoted, what need not be quoted is not.
  @Test func cellsAreWrittenAnewWithTabs() throws {
    let workspace = try workspace()
    try workspace.write(
      "# first\r\nx;\"a b\";y\r\n1,5;\"p;q\";2\r\n\r\n-1;\"u\tv\"; 3,25\r\n", to: "points.csv")
    try workspace.succeed(
      "classify", "points.csv", "--decimal-comma", "-m", "model.json", "--output-columns", "label", "-o",
      "out.tsv")
    #expect(
      try workspace.text("out.tsv")
        == "# first\r\nx\ta b\ty\tlabel\r\n1,5\tp;q\t2\t2\r\n\r\n-1\t\"u\tv\"\t3,25\t2\r\n")
  }

  /// A line that names the input's delimiter says nothing of the output's.
  @Test func theLineOfADelimiterGoesWithIt() throws {
    let workspace = try workspace("\u{FEFF}sep=;\r\nx;y\r\n0;0\r\n3;4\r\n")
    let classify = ["classify", "points.csv", "-m", "model.json", "--output-columns", "label", "-o"]
    #expect(try workspace.gmm(classify + ["out.csv"]).code == 0)
    #expect(try workspace.text("out.csv").hasPrefix("\u{FEFF}sep=;\r\nx;y;label\r\n0;0;1\r\n"))
    #expect(try workspace.gmm(classify + ["out.tsv"]).code == 0)
    #expect(try workspace.text("out.tsv") == "\u{FEFF}x\ty\tlabel\r\n0\t0\t1\r\n3\t4\t2\r\n")
  }

  @Test func textAndLongNumbersAreNoArray() throws {
    let workspace = try workspace("x,kind,y\n1,a,2\n3,b,4\n")
    let classify = ["classify", "points.csv", "-m", "model.json", "-o", "out.npy"]
    expectRefusal(
      try workspace.gmm(classify), 65, saying: ["out.npy: ", "«kind» holds text («a»)", ".csv, .tsv, .parquet or .arrow"])
    try workspace.write("x,id,y\n1,9007199254740993,2\n3,5,4\n", to: "points.csv")
    expectRefusal(
      try workspace.gmm(classify), 65, saying: ["«id»", "«9007199254740993»", "more digits", ".csv, .tsv, .parquet or .arrow"])
    let table = try workspace.gmm(
      "select", "points.csv", "-k", "1", "--table", "models.npy", "--columns", "x,y")
    #expect(table.code == 65 && table.errors.contains("«structure» holds text"), "\(table.errors)")
    #expect(try workspace.names == ["model.json", "points.csv"])
  }

  /// Rows that were left out have no numbers in an array either.
  @Test func leftOutRowsAreNaN() throws {
    let workspace = try workspace("x,y\n0,0\n,4\n3,4\n")
    try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--skip-invalid", "--output-columns", "label", "-o",
      "out.npy")
    let label = try numbers("out.npy", in: workspace)[2]
    #expect(label[0] == 1 && label[1].isNaN && label[2] == 2)
  }

  @Test(arguments: [
    (
      "classify points.csv -m model.json -o out.csv.xz",
      ["xz", "name the file out.csv", "-o - | xz > out.csv.xz"]
    ),
    ("generate --preset rgb -o points.tsv.bz2", ["bzip2", "points.tsv"]),
    ("impute points.csv -m model.json -o full.xlsx", ["an Excel workbook", ".csv, .tsv, .npy"]),
    ("classify points.csv -m model.json -o out.json", ["promises JSON", "is a table"]),
    ("score points.csv -m model.json -o out.mat", ["a MATLAB file", ".csv"]),
    ("fit points.csv -k 1 -o model.csv", ["promises a table", "JSON", ".json"]),
    ("fit points.csv -k 1 -o model.json.gz", ["gzip", "name the file model.json"]),
    ("fit points.csv -k 1 --classify labels.html", ["labels.html", "a page", ".csv"]),
    ("fit points.csv -k 1 --report report.pdf", ["report.pdf", "a figure", ".html", "gmm plot"]),
    ("report points.csv -m model.json -o report.svg", ["a figure", ".html"]),
    ("select points.csv -k 1 --table models.png", ["a figure", "a table"]),
    ("select points.csv -k 1 -o best.npy", ["a table", ".json"]),
  ])
  func namesThatPromiseSomethingElseAreRefused(arguments: String, says: [String]) throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(arguments.split(separator: " ").map(String.init))
    expectRefusal(outcome, 64, saying: says)
    #expect(try workspace.names == ["model.json", "points.csv"])
  }
}
