import Foundation
import Testing

/// Nothing is written over what is read, by whatever path, and no two outputs into one file.
@Suite struct FilesOfRunTests {
  private static let points = "x,y\n1,2\n3,4\n5,1\n9,8\n2,2\n"

  /// Points, a model, and other names for both.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.points, to: "s.csv")
    try workspace.succeed("fit", "s.csv", "-k", "1", "-o", "m.json")
    try FileManager.default.createDirectory(atPath: workspace.path("sub"), withIntermediateDirectories: true)
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: workspace.path("soft.csv"), withDestinationPath: "s.csv")
    try manager.createSymbolicLink(atPath: workspace.path("soft.html"), withDestinationPath: "soft.csv")
    try manager.linkItem(atPath: workspace.path("s.csv"), toPath: workspace.path("hard.json"))
    try manager.linkItem(atPath: workspace.path("m.json"), toPath: workspace.path("hard.csv"))
    try manager.createSymbolicLink(atPath: workspace.path("new1.json"), withDestinationPath: "new.json")
    return workspace
  }

  private static let lossy: [(line: String, says: String)] = [
    ("fit s.csv -k 1 -o ./s.csv", "-o ./s.csv is the file of the points (s.csv), and would replace"),
    ("fit s.csv -k 1 -o s.csv", "-o s.csv would replace the points by the model"),
    ("fit s.csv -k 1 -o sub/..//s.csv", "-o sub/..//s.csv"), ("fit ./s.csv -k 1 -o \"$PWD/s.csv\"", "s.csv"),
    ("fit s.csv -k 1 -o soft.csv", "-o soft.csv"), ("fit soft.csv -k 1 -o s.csv", "-o s.csv"),
    ("fit s.csv -k 1 -o hard.json", "-o hard.json"), ("fit s.csv -k 1 --report soft.html", "--report soft.html"),
    ("fit - -k 1 -o s.csv < s.csv", "(standard input)"), ("fit /dev/stdin -k 1 -o s.csv < s.csv", "-o s.csv"),
    ("fit /proc/self/fd/5 -k 1 -o s.csv 5< s.csv", "-o s.csv"),
    ("fit s.csv -k 1 >> s.csv", "Standard output goes into the file of the points"),
    ("fit s.csv -k 1 -o - 1<> s.csv", "Standard output"),
    ("fit s.csv -k 1 -o /dev/fd/7 7>> s.csv", "/dev/fd/7 goes into the file of the points"),
    ("fit s.csv --start m.json --classify ./m.json", "the model to start from"),
    ("fit s.csv --start m.json -o ./m.json", "the model to start from"),
    ("select s.csv -k 1 --table ./s.csv", "--table ./s.csv"), ("select s.csv -k 1 --plot soft.csv", "--plot"),
    ("classify s.csv --model m.json -o ./m.json", "-o ./m.json"),
    ("classify s.csv --model m.json -o hard.csv", "-o hard.csv"),
    ("classify s.csv --model m.json >> s.csv", "Standard output"),
    ("score s.csv --model m.json -o ./m.json", "-o ./m.json"),
    ("impute s.csv --model m.json -o ./s.csv", "by the completed points"),
    ("report s.csv --model m.json -o ./s.csv", "by the report"),
    ("report s.csv --model m.json -o hard.csv", "the model (m.json)"),
    ("plot s.csv --model m.json -o ./soft.csv", "by the figure"),
    ("generate --model m.json -o ./m.json", "by the points"),
    ("generate --model - -o m.json < m.json", "by the points"),
    ("describe s.csv >> s.csv", "Standard output"), ("evaluate s.csv --truth x --label y >> s.csv", "Standard output"),
  ]

  @Test(arguments: lossy)
  func whatIsReadIsNotReplaced(line: String, says: String) throws {
    let workspace = try workspace()
    let model = try workspace.text("m.json")
    let names = try workspace.names
    let outcome = try workspace.shell("\"$GMM\" " + line)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
    #expect(try workspace.text("s.csv") == Self.points)
    #expect(try workspace.text("m.json") == model)
    #expect(try workspace.names == names)
  }

  private static let twice = [
    "fit s.csv -k 1 -o new.json --report ./new.json", "fit s.csv -k 1 -o new.json --classify sub/../new.json",
    "fit s.csv -k 1 -o new.json --classify new1.json", "fit s.csv -k 1 -o m.json --classify hard.csv",
    "select s.csv -k 1 --table a.csv --plot ./a.csv", "fit s.csv -k 1 -o - --classify /dev/stdout > out",
  ]

  @Test(arguments: twice)
  func twoOutputsAreNotOneFile(line: String) throws {
    let workspace = try workspace()
    let outcome = try workspace.shell("\"$GMM\" " + line)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains("one file"), "\(outcome.errors)")
    #expect(try !workspace.names.contains("new.json"))
  }

  @Test func theDemoDoesNotWriteTwoFilesIntoOne() throws {
    let workspace = try workspace()
    try FileManager.default.createDirectory(atPath: workspace.path("d"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("d/model.json"), withDestinationPath: "data.csv")
    let outcome = try workspace.gmm("demo", "-n", "50", "--output", "d")
    expectRefusal(outcome, 64, saying: ["d/data.csv", "d/model.json", "--output"])
  }

  /// A labelled copy has all that its source has.
  @Test(arguments: [
    "classify s.csv --model m.json -o ./s.csv", "fit s.csv -k 1 --classify soft.csv",
    "score s.csv --model m.json -o ./s.csv", "classify - --model m.json -o s.csv < s.csv",
  ])
  func labelledCopiesMayReplaceTheirSource(line: String) throws {
    let workspace = try workspace()
    let outcome = try workspace.shell("\"$GMM\" " + line)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = try workspace.lines("s.csv")
    #expect(lines[0].hasPrefix("x,y,"))
    #expect(lines.count == 6)
    #expect(lines[4].hasPrefix("9,8,"))
  }

  /// Devices and pipes lose nothing.
  @Test(arguments: [
    "fit s.csv -k 1 -o /dev/null --report /dev/null --classify /dev/null",
    "fit - -k 1 -o - < s.csv > other", "classify s.csv --model m.json -o /dev/stdout | cat > other",
    "describe /dev/stdin < s.csv > /dev/null", "evaluate s.csv s.csv --truth x --label y",
  ])
  func devicesAndPipesAreWritten(line: String) throws {
    let outcome = try workspace().shell("\"$GMM\" " + line)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
