import Foundation
import Testing

/// Help texts as they were last read by a person; GMM_UPDATE_SNAPSHOTS=1 rewrites them in the source tree.
@Suite struct HelpTests {
  static let subcommands = [
    "fit", "select", "classify", "score", "evaluate", "impute", "convert", "describe", "report", "view",
    "plot", "outliers", "predict", "compare", "bootstrap", "train", "combine", "simplify", "modes", "probability",
    "generate", "demo",
  ]

  @Test(arguments: [""] + subcommands)
  func helpIsAsItWasRead(subcommand: String) throws {
    let arguments = subcommand.isEmpty ? ["--help"] : [subcommand, "--help"]
    let outcome = try Workspace().gmm(arguments)
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    let name = (subcommand.isEmpty ? "gmm" : subcommand) + ".txt"
    if ProcessInfo.processInfo.environment["GMM_UPDATE_SNAPSHOTS"] == "1" {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Snapshots")
      try Data(outcome.output.utf8).write(to: folder.appendingPathComponent(name))
      return
    }
    let file = Bundle.module.bundleURL.appendingPathComponent("Snapshots").appendingPathComponent(name)
    let snapshot = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(outcome.output == snapshot)
  }

  @Test(arguments: subcommands)
  func helpHasExamplesAndNoLineIsTooWide(subcommand: String) throws {
    let help = try Workspace().gmm(subcommand, "--help").output
    #expect(help.contains("Examples:\n  gmm \(subcommand)"))
    let options = help.split(separator: "\n").filter { !$0.hasPrefix("USAGE:") }
    #expect(options.allSatisfy { $0.count <= 100 })
  }

  /// The examples of the help are run as they stand.
  @Test func examplesOfTheHelpWork() throws {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    try workspace.succeed("generate", "--preset", "rgb", "-n", "300", "-o", "points.csv")
    try workspace.succeed("generate", "--preset", "rgb", "-n", "3000", "-o", "scan.ply")
    let columns = try workspace.lines("points.csv").enumerated().map { row, line in
      let cells = line.split(separator: ",")
      return row == 0
        ? "x,y,z,count\n" : "\(cells[0]),\(row % 9 == 0 ? "" : cells[1]),\(cells[2]),\(row % 3)\n"
    }
    try workspace.write(columns.joined(), to: "counts.csv")
    for folder in ["runs", "more"] {
      try FileManager.default.createDirectory(
        atPath: workspace.path(folder), withIntermediateDirectories: true)
      for name in ["1.csv", "2.csv"] {
        try workspace.write(workspace.text("points.csv"), to: "\(folder)/\(name)")
      }
    }
    let pixels = try workspace.lines("points.csv").enumerated().map { row, line in
      row == 0 ? "row,column,\(line)\n" : "\(row % 2),\(row % 3),\(line)\n"
    }
    try workspace.write(pixels.joined(), to: "pixels.csv")
    let help = try workspace.gmm("fit", "--help").output
    let examples = help.split(separator: "\n").filter {
      $0.hasPrefix("  gmm fit ") && !$0.contains("species")
        // Tried by tests of their own.
        && !$0.contains("photo.jpg") && !$0.contains("cells.fcs")
    }
    #expect(examples.count >= 3)
    for example in examples {
      let arguments = example.split(separator: " ").dropFirst().map { String($0.filter { $0 != "'" }) }
      #expect(try workspace.gmm(arguments).code == 0, "\(example)")
    }
    #expect(
      try workspace.names == [
        "counts.csv", "diabetes.csv", "fits.csv", "labelled.csv", "model.json", "models", "more",
        "pixels.csv", "points.csv",
        "report.html", "runs", "scan.ply",
      ])
  }

  @Test func versionIsANumber() throws {
    let outcome = try Workspace().gmm("--version")
    #expect(outcome.code == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test func withoutArgumentsThereIsHelp() throws {
    let workspace = try Workspace()
    #expect(try workspace.gmm().output == workspace.gmm("--help").output)
  }
}
