import Foundation
import Testing

/// Fits and selections that are killed at any moment go on from their checkpoint, and end in the same bytes.
@Suite struct CheckpointCommandTests {
  /// Twenty thousand points of three clouds; the same with a weight and some empty cells; and a model with a component
  /// that has no weight.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "20000", "-o", "clouds.csv")
    var text = ""
    for (row, line) in try workspace.lines("clouds.csv").enumerated() {
      let cells = line.split(separator: ",")
      text += row == 0 ? "x,y,z,w\n" : "\(cells[0]),\(row % 50 == 0 ? "" : cells[1]),\(cells[2]),\(1 + row % 3)\n"
    }
    try workspace.write(text, to: "gaps.csv")
    let components = ([0.4, 0.6, 0].enumerated()).map { place, weight in
      let covariance = [[2000, 0, 0], [0, 2000, 0], [0, 0, 2000]]
      return #"{"weight": \#(weight), "mean": [\#(place * 100), 100, \#(place * 90)], "covariance": \#(covariance)}"#
    }
    try workspace.write(
      #"{"schema": "gaussian-mixtures/model/1", "dimension": 3, "componentCount": 3, "structure": "VVV", "noise": null, "#
        + #""components": [\#(components.joined(separator: ", "))]}"#, to: "idle.json")
    return workspace
  }

  /// A model document without what the clock says.
  private func timeless(_ text: String) -> String { text.replacing(/"seconds" : [-+0-9.e]+/, with: "") }

  /// Kills a run again and again, each time going on with another number of threads, until it is whole.
  ///
  /// - Returns: how often it was killed.
  private func killed(_ arguments: [String], in workspace: Workspace) throws -> Int {
    var kills = 0
    while true {
      let isThere = FileManager.default.fileExists(atPath: workspace.path("run.checkpoint"))
      let keeping = [isThere ? "--resume" : "--checkpoint", "run.checkpoint", "--checkpoint-every", "0"]
      let running = try Command(
        arguments: arguments + keeping + ["--threads", "\(1 + kills % 3)"], directory: workspace.path
      ).start()
      // Later each time: a search that is broken off begins again, and has to come to its end at some time.
      let patience = Double.random(in: 0.02...0.12) * pow(1.3, Double(kills))
      let end = Date(timeIntervalSinceNow: patience)
      while running.process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.002) }
      if running.process.isRunning { kill(running.process.processIdentifier, SIGKILL) }
      let outcome = try running.wait(timeout: 60)
      guard outcome.signal == SIGKILL else {
        #expect(outcome.code == 0, "\(outcome)")
        return kills
      }
      kills += 1
    }
  }

  /// So many iterations that there is always one to be killed in.
  private static let endless = ["--tolerance", "0", "--max-iterations", "300"]

  @Test(arguments: [
    ["fit", "clouds.csv", "-k", "5", "--start", "kmeans", "--acceleration", "none"] + endless,
    ["fit", "clouds.csv", "-k", "6", "--start", "random", "--acceleration", "squarem", "--tolerance", "1e-11"],
    ["fit", "clouds.csv", "-k", "4", "--start", "kmeans", "--restarts", "3"],
    ["fit", "clouds.csv", "-k", "4"],
    ["fit", "clouds.csv", "-k", "3", "--noise", "--start", "kmeans", "--restarts", "2"] + endless,
    ["fit", "gaps.csv", "-k", "3", "--missing", "--weights", "w", "--start", "kmeans"] + endless,
    // A component without weight, which is reseeded.
    ["fit", "clouds.csv", "-k", "3", "--start", "idle.json", "--acceleration", "none"] + endless,
    ["fit", "clouds.csv", "-k", "40", "--start", "random", "--max-iterations", "60"],
    ["select", "clouds.csv", "-k", "1-4", "--structures", "full,tied"],
    ["fit", "clouds.csv", "-k", "1-4", "--start", "kmeans"],
  ])
  func killedAtAnyMoment(arguments: [String]) throws {
    let workspace = try workspace()
    let arguments = arguments + ["--columns", "1-3"]
    #expect(try workspace.gmm(arguments + ["-o", "whole.json"]).code == 0)
    let kills = try killed(arguments + ["-o", "resumed.json"], in: workspace)
    #expect(try timeless(workspace.text("resumed.json")) == timeless(workspace.text("whole.json")))
    #expect(try workspace.names == ["clouds.csv", "gaps.csv", "idle.json", "resumed.json", "whole.json"], "after \(kills) kills")
  }

  /// What Ctrl-C says leads on.
  @Test func interruptedRunSaysHowItGoesOn() throws {
    let workspace = try workspace()
    let arguments = [
      "fit", "clouds.csv", "--columns", "x,y,z", "-k", "6", "--start", "random", "--restarts", "60", "--seed=5",
      "-o", "it's.json",
    ]
    let running = try Command(
      arguments: arguments + ["--checkpoint", "run.checkpoint", "--checkpoint-every", "1000"], directory: workspace.path
    ).start()
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: workspace.path("run.checkpoint")) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    Thread.sleep(forTimeInterval: 0.5)
    kill(running.process.processIdentifier, SIGINT)
    let outcome = try running.wait(timeout: 30)
    #expect(outcome.code == 130, "\(outcome)")
    let line = try #require(outcome.errors.split(separator: "Go on with: ").last)
    let expected =
      "gmm fit clouds.csv --columns x,y,z -k 6 --start random --restarts 60 --seed=5 -o 'it'\\''s.json' "
      + "--checkpoint-every 1000 --resume run.checkpoint"
    #expect(line.trimmingCharacters(in: .whitespacesAndNewlines) == expected)
    let resumed = try workspace.gmm(arguments + ["--resume", "run.checkpoint"])
    #expect(resumed.code == 0, "\(resumed)")
    #expect(resumed.errors.contains("note: going on with start"), "\(resumed)")
    #expect(try workspace.gmm(Array(arguments.dropLast(2)) + ["-o", "whole.json"]).code == 0)
    #expect(try timeless(workspace.text("it's.json")) == timeless(workspace.text("whole.json")))
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let workspace = try workspace()
    let fit = ["fit", "clouds.csv", "--columns", "1-3", "-k", "3", "--start", "kmeans", "--restarts", "100000000"]
    func expect(_ code: Int32, _ text: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation)
      throws
    {
      let outcome = try workspace.gmm(arguments)
      #expect(outcome.code == code && outcome.errors.contains(text), "\(outcome)", sourceLocation: sourceLocation)
    }
    try expect(66, "to begin anew, give --checkpoint run.checkpoint", fit + ["--resume", "run.checkpoint"])
    let running = try Command(
      arguments: fit + ["--checkpoint", "run.checkpoint", "--checkpoint-every", "0"], directory: workspace.path
    ).start()
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: workspace.path("run.checkpoint")) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    Thread.sleep(forTimeInterval: 0.5)
    kill(running.process.processIdentifier, SIGKILL)
    _ = try running.wait(timeout: 30)
    let resume = ["--resume", "run.checkpoint"]
    try expect(73, "go on with --resume run.checkpoint", fit + ["--checkpoint", "run.checkpoint"])
    try expect(65, "the seed was 1, and here it is 2", fit + resume + ["--seed", "2"])
    try expect(65, "the structure was VVV, and here it is EEE", fit + resume + ["--structure", "tied"])
    try expect(65, "of other data", ["fit", "gaps.csv", "--skip-invalid"] + fit[2...] + resume)
    try expect(65, "is of a fit of one number", ["select", "clouds.csv", "--columns", "1-3", "-k", "3"] + resume)
    try workspace.write(Array(Data(contentsOf: URL(fileURLWithPath: workspace.path("run.checkpoint"))).dropLast()), to: "cut")
    try expect(65, "--resume cut: The checkpoint is damaged", fit + ["--resume", "cut"])
    try expect(65, "--resume clouds.csv", ["fit", "gaps.csv", "--skip-invalid", "-k", "2", "--resume", "clouds.csv"])
    try expect(64, "would replace the points", fit + ["--checkpoint", "clouds.csv"])
    try expect(64, "--checkpoint-every belongs to", fit + ["--checkpoint-every", "3"])
    try expect(64, "--checkpoint is of a single fit", fit + ["--by", "truth", "--checkpoint", "new"])
    try expect(73, "absent/new", fit + ["--checkpoint", "absent/new"])
  }
}
