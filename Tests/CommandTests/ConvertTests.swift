import Foundation
import Testing

/// Tables in other formats, and models in those of other programs.
@Suite struct ConvertTests {
  private static let points = "x,y,kind\n1.5,2,a\n-3,4e-7,b\n0.1,,c\n"

  private func workspace(_ text: String = points) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    try workspace.write(BadModelTests.sound, to: "model.json")
    return workspace
  }

  // MARK: Tables

  @Test func aTextStaysAsItIs() throws {
    let text = "# comment\n\"x\";y \n1,50; 2\n\n-3;4\r\n"
    let workspace = try workspace(text)
    let outcome = try workspace.succeed("convert", "points.csv", "copy.csv", "-q")
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    #expect(try workspace.text("copy.csv") == text)
    #expect(try workspace.succeed("convert", "points.csv", "-", "-q").output == text)
    #expect(try workspace.succeed("convert", "-", "-", "-q", input: text).output == text)
  }

  @Test(arguments: ["parquet", "tsv", "csv.gz", "csv.zst"]) func textAndNumbersComeBack(ending: String) throws
  {
    let workspace = try workspace()
    try workspace.succeed("convert", "points.csv", "other.\(ending)")
    try workspace.succeed("convert", "other.\(ending)", "again.csv")
    #expect(
      try workspace.lines("again.csv").map { $0.split { ",\t".contains($0) } }[0] == ["x", "y", "kind"])
    #expect(try workspace.column("kind", in: "again.csv") == ["a", "b", "c"])
    #expect(try workspace.numbers("x", in: "again.csv") == [1.5, -3, 0.1])
  }

  @Test(arguments: ["npy", "npz", "ply", "pcd", "las", "fcs", "fits", "npz.gz"]) func numbersComeBack(
    ending: String
  ) throws {
    let workspace = try workspace("x,y,z\n1.5,2,3\n-3,4,5\n0.25,6,-7\n")
    try workspace.succeed("convert", "points.csv", "other.\(ending)")
    try workspace.succeed("convert", "other.\(ending)", "again.csv", "--columns", "1-3")
    let numbers = try workspace.lines("again.csv").suffix(3).map {
      $0.split(separator: ",").map { Double($0) }
    }
    #expect(numbers == [[1.5, 2, 3], [-3, 4, 5], [0.25, 6, -7]])
  }

  @Test func columnsAndFilesAreChosen() throws {
    let workspace = try workspace()
    try workspace.write("kind\ty\tx\nd\t5\t6\n", to: "more.tsv")
    try workspace.succeed("convert", "points.csv", "more.tsv", "-o", "all.csv", "--columns", "kind,x")
    #expect(try workspace.text("all.csv") == "kind,x\na,1.5\nb,-3\nc,0.1\nd,6\n")
    try workspace.succeed(
      "convert", "points.csv", "more.tsv", "-o", "files.csv", "--columns", "x", "--file-column", "file")
    #expect(try workspace.lines("files.csv").last == "6,more.tsv")
    let outcome = try workspace.succeed("convert", "points.csv", "-", "--to", "tsv", "--columns", "y,x")
    #expect(outcome.output == "y\tx\n2\t1.5\n4e-7\t-3\n\t0.1\n")
  }

  @Test func whatCannotBeIsRefused() throws {
    let workspace = try workspace()
    let names = try workspace.names
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "p.npy"), 65,
      saying: ["p.npy: ", "«kind» holds text", ".parquet"])
    expectRefusal(try workspace.gmm("convert", "points.csv"), 64, saying: ["Name the output", "-o FILE"])
    expectRefusal(
      try workspace.gmm("convert", "a.csv", "b.csv", "c.csv"), 64, saying: ["3 files are named", "-o FILE"])
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "points.csv"), 64,
      saying: ["points.csv", "would replace the input"])
    expectRefusal(try workspace.gmm("convert", "none.csv", "p.npy"), 66, saying: ["none.csv"])
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "p.xlsx"), 64,
      saying: ["an Excel workbook", ".csv, .tsv, .npy"])
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "p.csv", "--columns", "z"), 65, saying: ["no column «z»"])
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "none/p.csv"), 73, saying: ["none/p.csv"])
    #expect(try workspace.names == names)
  }

  // MARK: Models

  @Test(arguments: ["npz", "R", "yml", "yaml", "xml", "json"]) func modelsComeBack(ending: String) throws {
    let workspace = try workspace("x,y\n0,0\n3,4\n1.5,2\n")
    try workspace.succeed("convert", "model.json", "other.\(ending)")
    try workspace.succeed("convert", "other.\(ending)", "again.json")
    try workspace.succeed("classify", "points.csv", "-m", "model.json", "-o", "first.csv")
    try workspace.succeed("classify", "points.csv", "-m", "again.json", "-o", "second.csv")
    #expect(try workspace.text("second.csv") == workspace.text("first.csv"))
    // What is read as a model is one for every command.
    try workspace.succeed("classify", "points.csv", "-m", "other.\(ending)", "-o", "third.csv")
    #expect(try workspace.text("third.csv") == workspace.text("first.csv"))
    #expect(
      try workspace.succeed("describe", "other.\(ending)").output.contains("Gaussian mixture of 2 components")
    )
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed("convert", "model.json", "em.yml")
    #expect(outcome.errors == "gmm: note: em.yml does not hold the names of the columns\n")
    #expect(try workspace.succeed("convert", "model.json", "m.npz").errors.isEmpty)
    #expect(try workspace.succeed("convert", "model.json", "em.yml", "-q").errors.isEmpty)
  }

  @Test func aModelIsNoTableAndATableNoModel() throws {
    let workspace = try workspace()
    expectRefusal(
      try workspace.gmm("convert", "model.json", "m.csv"), 64,
      saying: ["m.csv: ", "is a model", ".json, .npz, .R"])
    expectRefusal(
      try workspace.gmm("convert", "points.csv", "p.json"), 64, saying: ["promises JSON", "is a table"])
    expectRefusal(
      try workspace.gmm("convert", "model.json", "m.npz", "--columns", "x"), 64,
      saying: ["--columns", "is a model"])
    let noisy = BadModelTests.sound.replacingOccurrences(of: "0.75", with: "0.5").replacingOccurrences(
      of: "\"noise\": null", with: #""noise": {"weight": 0.25, "logVolume": 2}"#)
    try workspace.write(noisy, to: "noisy.json")
    expectRefusal(
      try workspace.gmm("convert", "noisy.json", "m.npz"), 65,
      saying: ["m.npz: ", "a component of noise", "without --noise", ".json, .R, .onnx or .c"])
    try workspace.succeed("convert", "noisy.json", "m.R")
  }

  @Test func modelsGoToStandardOutput() throws {
    let workspace = try workspace()
    let text = try workspace.succeed("convert", "model.json", "-", "--to", "c").output
    #expect(text.contains("int classify(const double x[D])") && text.contains("#define K 2"))
    try workspace.succeed("convert", "model.json", "m.onnx")
    expectRefusal(
      try workspace.gmm("convert", "m.onnx", "again.json"), 65, saying: ["m.onnx: ", "written and not read"])
    #expect(try workspace.succeed("convert", "model.json", "-").output.hasPrefix("{"))
  }
}
