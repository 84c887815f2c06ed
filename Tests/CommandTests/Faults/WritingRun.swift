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
      "fit points.csv -k 2 --by truth -o fits.csv --output-folder models --classify labels.csv",
      ["fits.csv", "labels.csv", "models/1.json", "models/2.json", "models/3.json"]),
    WritingRun(
      "select points.csv -k 1-2 --structures EII,VVI -o model.json --table selection.csv --plot selection.svg",
      ["model.json", "selection.csv", "selection.svg"]),
    WritingRun("classify points.csv -m kept.json -o labels.csv", ["labels.csv"]),
    WritingRun("classify points.csv -m kept.json -o labels.npy", ["labels.npy"]),
    WritingRun("score points.csv -m kept.json -o densities.csv", ["densities.csv"]),
    WritingRun("impute gaps.csv -m kept.json -o complete.csv", ["complete.csv"]),
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

  /// Runs whose points stay on the disk; their inputs are those of ``writeLargeFiles(in:)``.
  static let larger = [
    WritingRun(
      "fit large.npy --columns 1-3 -k 3 --start random --max-iterations 12 --memory 500M --scratch tmp -o model.json",
      ["model.json"]),
    WritingRun(
      "fit large.csv --columns 1-3 -k 3 --start random --max-iterations 5 --memory 500M --scratch tmp -o model.json "
        + "--classify labels.csv --output-columns label", ["model.json", "labels.csv"]),
    WritingRun(
      "select large.npy --columns 1-3 -k 2-3 --start random --max-iterations 4 --memory 500M --scratch tmp -o model.json",
      ["model.json"]),
    WritingRun("classify large.npy --columns 1-3 -m kept.json --memory 500M -o labels.npy", ["labels.npy"]),
    WritingRun(
      "classify large.csv -m kept.json --memory 500M --output-columns label -o labels.csv", ["labels.csv"]),
    WritingRun("impute large.npy --columns 1-3 -m kept.json --memory 500M -o complete.npy", ["complete.npy"]),
    WritingRun("impute large.csv -m kept.json --memory 500M -o complete.csv", ["complete.csv"]),
  ]

  /// - Parameter line: the words of the run, with spaces between them.
  init(_ line: String, _ outputs: [String]) {
    arguments = line.split(separator: " ").map(String.init)
    self.outputs = outputs
  }

  /// A folder in which all of them work and have worked.
  static func folder() throws -> Workspace {
    let workspace = try Workspace()
    try writeInputs(in: workspace)
    return workspace
  }

  static func writeInputs(in workspace: Workspace) throws {
    try workspace.succeed("generate", "--preset", "rgb", "-n", "\(rowCount)", "-o", "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "kept.json", "-q")
    var gaps = ""
    for (row, line) in try workspace.lines("points.csv").enumerated() {
      let cells = line.split(separator: ",")
      gaps += "\(cells[0]),\(row % 50 == 1 ? "" : cells[1]),\(cells[2])\n"
    }
    try workspace.write(gaps, to: "gaps.csv")
    for name in ["tmp", "models"] {
      try FileManager.default.createDirectory(
        atPath: workspace.path(name), withIntermediateDirectories: false)
    }
  }

  /// Files that are just larger than a quarter of the least `--memory`.
  static func writeLargeFiles(in workspace: Workspace) throws {
    for (name, rowCount) in [("large.npy", 3_950_000), ("large.csv", 2_300_000)] {
      try workspace.succeed("generate", "--preset", "rgb", "-n", "\(rowCount)", "-o", name)
      let size = try FileManager.default.attributesOfItem(atPath: workspace.path(name))[.size] as? Int ?? 0
      #expect(size > 125_000_000)
    }
  }

  func command(in workspace: Workspace) -> Command {
    Command(
      arguments: arguments, environment: ["TMPDIR": workspace.path("tmp")], directory: workspace.path)
  }

  /// The same under a limit of the shell's.
  func command(in workspace: Workspace, under limit: String) -> Command {
    var command = command(in: workspace)
    command.arguments = ["-c", "\(limit); exec \"$0\" \"$@\"", command.program.path] + arguments
    command.program = URL(fileURLWithPath: "/bin/sh")
    return command
  }

  /// Files of the run's outputs, to be there unchanged after a run that fails.
  func writeOld(in workspace: Workspace) throws {
    for name in outputs { try workspace.write("old", to: name) }
  }

  /// What has to hold of a run that met a fault: it ended by itself and said why, and its files are the old ones or whole.
  ///
  /// - Parameters:
  ///   - codes: The exit codes that there may be.
  ///   - saying: What its message holds where it has failed.
  func expectOrder(
    _ outcome: Outcome, in workspace: Workspace, under fault: String, codes: Set<Int32>, saying: [String] = []
  ) throws {
    let what = "\(arguments) under «\(fault)»: \(outcome)"
    // The loader of the program speaks for itself where not even its libraries can be opened.
    let isLoader = outcome.code == 127 && outcome.errors.contains("loading shared libraries")
    #expect(outcome.signal == nil, "\(what)")
    #expect(isLoader || codes.contains(outcome.code ?? -1), "\(what)")
    if !isLoader, outcome.code != 0 {
      let errors = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("gmm: error: ") }
      #expect(errors.count == 1, "\(what)")
      for text in saying { #expect(errors.first?.contains(text) == true, "\(what)") }
    }
    let left = try Self.leftovers(in: workspace)
    #expect(left.isEmpty, "\(what): \(left)")
    for name in outputs {
      let data = try Data(contentsOf: URL(fileURLWithPath: workspace.path(name)))
      #expect(
        data == Data("old".utf8) || isWhole(name, data),
        "\(what): \(name) is neither the old one nor whole")
    }
  }

  /// Whether a file that it writes is whole.
  ///
  /// Tables of larger runs take too long to be looked through: that they are those of runs in memory is tested elsewhere.
  func isWhole(_ name: String, _ data: Data) -> Bool {
    name.hasSuffix(".csv") && arguments.contains("--memory")
      || OutputKind.isWhole(name, data, rowCount: Self.rowCount)
  }

  /// What lies in the folder that no run was asked for.
  static func leftovers(in workspace: Workspace) throws -> Set<String> {
    let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
    return Set(
      names.filter { $0.hasPrefix("tmp/") || $0.split(separator: "/").contains { $0.hasPrefix(".") } })
  }
}
