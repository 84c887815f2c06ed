import Foundation
import Testing

/// Files appear complete or not at all.
@Suite struct OutputTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n9,8\n", to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "model.json")
    return workspace
  }

  @Test(arguments: [
    "fit points.csv -k 1 -o", "fit points.csv -k 1 --classify", "classify points.csv -m model.json -o",
    "generate --preset rgb -o",
  ])
  func unwritableOutputIsRefused(arguments: String) throws {
    let workspace = try workspace()
    try workspace.write("old", to: "old.csv")
    let before = try workspace.names
    let places = [
      ("nowhere/out.csv", "directory does not exist"), (".", "directory"),
      ("old.csv/out.csv", "no directory"),
    ]
    for (place, cause) in places {
      let outcome = try workspace.gmm(arguments.split(separator: " ").map(String.init) + [place])
      expectRefusal(outcome, 73, saying: [place + ": ", cause])
    }
    #expect(try workspace.names == before)
    #expect(try workspace.text("old.csv") == "old")
  }

  /// Nobody waits for a fit whose result cannot be written.
  @Test func unwritableOutputIsFoundOutBeforeTheFit() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(
      "fit", "points.csv", "-k", "2", "--tolerance", "0", "--restarts", "1000000000", "-o", "nowhere/out.json"
    )
    expectRefusal(outcome, 73, saying: ["nowhere/out.json: "])
  }

  @Test func folderOfTheDemoThatIsAFileIsRefused() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm("demo", "-n", "50", "--output", "points.csv")
    expectRefusal(outcome, 73, saying: ["points.csv: ", "--output"])
  }

  @Test func outputReplacesItsOwnInput() throws {
    let workspace = try workspace()
    try workspace.succeed("classify", "points.csv", "-m", "model.json", "-o", "points.csv")
    let lines = try workspace.lines("points.csv")
    #expect(lines[0] == "x,y,label,probability,uncertainty,log_density")
    #expect(lines.count == 5)
    #expect(lines[4].hasPrefix("9,8,1,1,0,"))
    #expect(try workspace.names == ["model.json", "points.csv"])
  }

  @Test func linkIsWrittenThrough() throws {
    let workspace = try workspace()
    try workspace.write("old", to: "target.json")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("link.json"), withDestinationPath: "target.json")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "link.json")
    try ModelJSON(workspace.text("target.json")).expectSound(componentCount: 1)
  }

  @Test func fullDeviceIsAnInputOutputError() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let outcome = try workspace().gmm("generate", "--preset", "rgb", "-o", "/dev/full")
    expectRefusal(outcome, 74, saying: ["/dev/full: ", "no space"])
  }
}
