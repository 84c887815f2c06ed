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
      arguments: [
        "fit", "points.csv", "-k", "3", "-o", "model.json", "--classify", "labels.csv", "--report",
        "page.html",
      ],
      outputs: ["model.json", "labels.csv", "page.html"]),
    WritingRun(arguments: ["fit", "points.csv", "-k", "3", "-o", "model.json"], outputs: ["model.json"]),
    WritingRun(
      arguments: [
        "select", "points.csv", "-k", "1-2", "--structures", "EII,VVI", "-o", "model.json", "--table",
        "selection.csv",
        "--plot", "selection.svg",
      ], outputs: ["model.json", "selection.csv", "selection.svg"]),
    WritingRun(
      arguments: ["classify", "points.csv", "-m", "kept.json", "-o", "labels.csv"], outputs: ["labels.csv"]),
    WritingRun(
      arguments: ["classify", "points.csv", "-m", "kept.json", "-o", "labels.npy"], outputs: ["labels.npy"]),
    WritingRun(
      arguments: ["score", "points.csv", "-m", "kept.json", "-o", "densities.csv"], outputs: ["densities.csv"]
    ),
    WritingRun(
      arguments: ["impute", "points.csv", "-m", "kept.json", "-o", "complete.csv"], outputs: ["complete.csv"]),
    WritingRun(
      arguments: ["generate", "-m", "kept.json", "-n", "\(rowCount)", "-o", "drawn.csv"],
      outputs: ["drawn.csv"]),
    WritingRun(
      arguments: ["generate", "-m", "kept.json", "-n", "\(rowCount)", "-o", "drawn.npy"],
      outputs: ["drawn.npy"]),
    WritingRun(
      arguments: ["report", "points.csv", "-m", "kept.json", "-o", "page.html"], outputs: ["page.html"]),
    WritingRun(
      arguments: ["plot", "points.csv", "-m", "kept.json", "-o", "figure.svg"], outputs: ["figure.svg"]),
    WritingRun(
      arguments: ["plot", "points.csv", "-m", "kept.json", "-o", "figure.png"], outputs: ["figure.png"]),
    WritingRun(
      arguments: ["plot", "--what", "convergence", "-m", "kept.json", "-o", "figure.pdf"],
      outputs: ["figure.pdf"]),
    WritingRun(
      arguments: ["demo", "-n", "\(rowCount)", "--output", "."],
      outputs: ["data.csv", "model.json", "labelled.csv", "report.html", "scatter.png"]),
  ]

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
