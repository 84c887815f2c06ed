import Foundation
import Testing

/// Files, descriptors and memory that end: a run says so in words and with its code, and never by a signal.
@Suite struct ResourceLimitTests {
  /// Runs of the kinds that read, compute, write and draw.
  private static let runs = WritingRun.all.filter { $0.arguments[0] != "demo" }

  private func outcome(
    of run: WritingRun, in workspace: Workspace, under limit: String
  ) throws -> Outcome {
    var command = run.command(in: workspace)
    command.arguments = ["-c", "\(limit); exec \"$0\" \"$@\"", command.program.path] + run.arguments
    command.program = URL(fileURLWithPath: "/bin/sh")
    return try command.run()
  }

  /// Files of the run's outputs, to be there unchanged after a run that fails.
  private func writeOld(_ run: WritingRun, in workspace: Workspace) throws {
    for name in run.outputs { try workspace.write("old", to: name) }
  }

  private func expectOrder(
    _ outcome: Outcome, of run: WritingRun, in workspace: Workspace, under limit: String, codes: Set<Int32>
  ) throws {
    let what = "\(run.arguments) under «\(limit)»: \(outcome)"
    // The loader of the program speaks for itself where not even its libraries can be opened.
    let isLoader = outcome.code == 127 && outcome.errors.contains("loading shared libraries")
    #expect(outcome.signal == nil, "\(what)")
    #expect(isLoader || codes.contains(outcome.code ?? -1), "\(what)")
    #expect(isLoader || outcome.code == 0 || outcome.errors.contains("gmm: error: "), "\(what)")
    let left = try WritingRun.leftovers(in: workspace)
    #expect(left.isEmpty, "\(what): \(left)")
    for name in run.outputs {
      let data = try Data(contentsOf: URL(fileURLWithPath: workspace.path(name)))
      #expect(
        data == Data("old".utf8) || OutputKind.isWhole(name, data, rowCount: WritingRun.rowCount),
        "\(what): \(name) is neither the old one nor whole")
    }
  }

  /// All commands under a limit.
  private func expectOrder(under limit: String, codes: Set<Int32>) throws {
    let workspace = try WritingRun.folder()
    for run in Self.runs {
      try writeOld(run, in: workspace)
      let outcome = try outcome(of: run, in: workspace, under: limit)
      try expectOrder(outcome, of: run, in: workspace, under: limit, codes: codes)
    }
  }

  @Test func filesThatMayNotGrow() throws { try expectOrder(under: "ulimit -f 1", codes: [0, 73, 74]) }

  @Test(arguments: [3, 4, 5, 6, 7, 8, 10, 12])
  func fewDescriptors(count: Int) throws {
    try expectOrder(under: "ulimit -n \(count)", codes: [0, 66, 73, 74])
  }

  @Test(arguments: [128, 192, 256, 384, 512, 640, 768, 1024])
  func littleMemory(megabytes: Int) throws {
    try expectOrder(under: "ulimit -v \(megabytes << 10)", codes: [0, 74])
  }

  @Test func outputThatIsFull() throws {
    let workspace = try WritingRun.folder()
    for run in [
      "classify points.csv -m kept.json", "generate -m kept.json", "fit points.csv -k 1 --json",
      "describe kept.json",
    ] {
      var command = Command(arguments: [], directory: workspace.path)
      command.arguments = ["-c", "exec \"$0\" \(run) > /dev/full", command.program.path]
      command.program = URL(fileURLWithPath: "/bin/sh")
      let outcome = try command.run()
      #expect(outcome.code == 74, "\(run): \(outcome)")
      #expect(outcome.errors.contains("gmm: error: "), "\(run): \(outcome)")
    }
  }
}
