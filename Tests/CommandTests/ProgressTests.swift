import Foundation
import Testing

/// What is said of how far the work has come.
@Suite struct ProgressTests {
  private struct Line: Decodable {
    let stage: String
    let done: Int?
    let total: Int?
    let fraction: Double?
    let logLikelihood: Double?
    let seconds: Double
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "5000", "-o", "points.csv")
    return workspace
  }

  private let fit = [
    "fit", "points.csv", "-k", "3", "--columns", "1-3", "-o", "model.json", "--classify", "labels.csv",
  ]

  @Test func programsAreToldOfEveryStage() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(fit + ["--progress", "json", "--start", "random", "--restarts", "1"])
    #expect(outcome.code == 0)
    let lines = try outcome.errors.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    var stages: [String] = []
    for line in lines where stages.last != line.stage { stages.append(line.stage) }
    #expect(stages.starts(with: ["rows", "reading", "preparing"]) && stages.last == "writing", "\(stages)")
    #expect(stages.contains("iterations"))
    for stage in ["rows", "reading", "writing"] {
      let last = try #require(lines.last { $0.stage == stage })
      #expect(last.done == last.total && last.fraction == 1)
    }
    let found = try ModelJSON(workspace.text("model.json")).logLikelihood
    let told = try #require(lines.last { $0.stage == "iterations" }?.logLikelihood)
    // The result's components are in another order.
    #expect(abs(told - found) < 1e-12 * abs(found))
  }

  @Test func selectionsAndManyFitsAreToldOf() throws {
    let workspace = try workspace()
    for (arguments, stage) in [
      (["select", "points.csv", "-k", "1-2", "--structures", "full,tied", "--columns", "1-3"], "models"),
      (["fit", "points.csv", "-k", "1", "--by", "truth", "-o", "fits.csv"], "sets"),
    ] {
      let outcome = try workspace.gmm(arguments + ["--progress", "json"])
      let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("{") }.compactMap {
        try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
      }
      let last = try #require(lines.last { $0.stage == stage }, "\(outcome)")
      #expect(last.total ?? 0 > 1 && last.done ?? 0 <= last.total ?? 0)
    }
  }

  @Test(arguments: [["--quiet"], ["--quiet", "--progress", "json"], ["--progress", "none"], []])
  func shortRunsSayNothing(options: [String]) throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(
      ["classify", "points.csv", "--model", try model(workspace), "-o", "out.csv"] + options)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
  }

  private func model(_ workspace: Workspace) throws -> String {
    try workspace.succeed(
      "fit", "points.csv", "-k", "2", "--columns", "1-3", "-o", "model.json", "--effort", "low")
    return "model.json"
  }

  @Test func linesComeEveryFewSeconds() throws {
    let workspace = try workspace()
    let running = try Command(
      arguments: [
        "fit", "points.csv", "-k", "9", "--columns", "1-3", "--start", "random", "--restarts", "100000000",
      ],
      directory: workspace.path
    ).start()
    let end = Date(timeIntervalSinceNow: 40)
    while !running.errors.contains("log-likelihood"), end > .now { Thread.sleep(forTimeInterval: 0.2) }
    let said = running.errors
    kill(running.process.processIdentifier, SIGINT)
    _ = try running.wait(timeout: 30)
    let lines = said.split(separator: "\n").filter { $0.contains("log-likelihood") }
    #expect(lines.count >= 1 && lines.allSatisfy { $0.hasPrefix("gmm: iterations ") }, "\(said)")
  }

  /// Runs a command on a terminal of its own.
  private static let script = "/usr/bin/script"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script), "there is no util-linux here"))
  func aBarIsDrawnAndTakenAway() throws {
    let workspace = try workspace()
    var command = Command(arguments: [], directory: workspace.path)
    let line = "stty cols 90; '\(command.program.path)' " + fit.joined(separator: " ")
    command.arguments = ["-qec", line, "/dev/null"]
    command.program = URL(fileURLWithPath: Self.script)
    let outcome = try command.run()
    let erase = "\r\u{1B}[K"
    #expect(outcome.code == 0 && outcome.output.contains(erase + "preparing the points"), "\(outcome)")
    let shown = outcome.output.components(separatedBy: erase)
    // The answer begins where the last line has been taken away.
    #expect(shown.last?.hasPrefix("Gaussian mixture of 3") == true, "\(shown.last ?? "")")
    #expect(shown.dropLast().allSatisfy { $0.count < 90 && !$0.contains("\n") })
  }
}
