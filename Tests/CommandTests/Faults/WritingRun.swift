import Foundation
import Testing

/// A run of the command that writes files, in a folder where it finds all that it needs.
struct WritingRun: Sendable {
  let arguments: [String]
  let outputs: [String]

  static let rowCount = 4000

  /// Every command that writes, in every format.
  static let all = [
    WritingRun(
      "fit points.csv -k 3 -o model.json --classify labels.csv --report page.html",
      ["model.json", "labels.csv", "page.html"]),
    WritingRun("fit points.csv -k 3 -o model.json", ["model.json"]),
    WritingRun(
      "select points.csv -k 1-2 --structures EII,VVI -o model.json --table selection.csv --plot selection.svg",
      ["model.json", "selection.csv", "selection.svg"]),
    WritingRun("classify points.csv -m kept.json -o labels.csv", ["labels.csv"]),
    WritingRun("classify points.csv -m kept.json -o labels.npy", ["labels.npy"]),
    WritingRun("score points.csv -m kept.json -o densities.csv", ["densities.csv"]),
    WritingRun("impute points.csv -m kept.json -o complete.csv", ["complete.csv"]),
    WritingRun("generate -m kept.json -n \(rowCount) -o drawn.csv", ["drawn.csv"]),
    WritingRun("generate -m kept.json -n \(rowCount) -o drawn.npy", ["drawn.npy"]),
    WritingRun("report points.csv -m kept.json -o page.html", ["page.html"]),
    WritingRun("plot points.csv -m kept.json -o figure.svg", ["figure.svg"]),
    WritingRun("plot points.csv -m kept.json -o figure.png", ["figure.png"]),
    WritingRun("plot --what convergence -m kept.json -o figure.pdf", ["figure.pdf"]),
    WritingRun(
      "demo -n \(rowCount) --output .",
      ["data.csv", "model.json", "labelled.csv", "report.html", "scatter.png"]),
  ]

  /// - Parameter line: the words of the run, with spaces between them.
  init(_ line: String, _ outputs: [String]) {
    arguments = line.split(separator: " ").map(String.init)
    self.outputs = outputs
  }

  /// A folder in which all of them work and have worked.
  static func folder() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "\(rowCount)", "-o", "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "kept.json", "-q")
    try FileManager.default.createDirectory(atPath: workspace.path("tmp"), withIntermediateDirectories: false)
    return workspace
  }

  func command(in workspace: Workspace) -> Command {
    Command(
      arguments: arguments, environment: ["TMPDIR": workspace.path("tmp")], directory: workspace.path)
  }

  /// What lies in the folder that no run was asked for.
  static func leftovers(in workspace: Workspace) throws -> Set<String> {
    let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
    return Set(
      names.filter { $0.hasPrefix("tmp/") || $0.split(separator: "/").contains { $0.hasPrefix(".") } })
  }
}
