import Foundation
import Testing

/// What is said of checkpoints, and which are refused; that fits go on from them at any moment is of ``Faults``.
@Suite struct CheckpointCommandTests {
  /// What Ctrl-C says leads on.
  @Test func interruptedRunSaysHowItGoesOn() throws {
    let workspace = try Workspace.ofClouds()
    let arguments = [
      "fit", "clouds.csv", "--columns", "x,y,z", "-k", "6", "--start", "random", "--restarts", "60",
      "--seed=5",
      "-o", "it's.json",
    ]
    let running = try Command(
      arguments: arguments + ["--checkpoint", "run.checkpoint", "--checkpoint-every", "1000"],
      directory: workspace.path
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
    func model(_ name: String) throws -> String { OutputKind.timeless(Data(try workspace.text(name).utf8)) }
    #expect(try model("it's.json") == model("whole.json"))
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let workspace = try Workspace.ofClouds()
    let fit = [
      "fit", "clouds.csv", "--columns", "1-3", "-k", "3", "--start", "kmeans", "--restarts", "100000000",
    ]
    func expect(_ code: Int32, _ text: String, _ arguments: [String]) throws {
      let outcome = try workspace.gmm(arguments)
      #expect(outcome.code == code && outcome.errors.contains(text), "\(arguments): \(outcome)")
    }
    try expect(66, "to begin anew, give --checkpoint run.checkpoint", fit + ["--resume", "run.checkpoint"])
    let running = try Command(
      arguments: fit + ["--checkpoint", "run.checkpoint", "--checkpoint-every", "0"],
      directory: workspace.path
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
    try expect(
      65, "is of a fit of one number", ["select", "clouds.csv", "--columns", "1-3", "-k", "3"] + resume)
    try workspace.write(
      Array(Data(contentsOf: URL(fileURLWithPath: workspace.path("run.checkpoint"))).dropLast()), to: "cut")
    try expect(65, "--resume cut: The checkpoint is damaged", fit + ["--resume", "cut"])
    try expect(
      65, "--resume clouds.csv", ["fit", "gaps.csv", "--skip-invalid", "-k", "2", "--resume", "clouds.csv"])
    try expect(64, "would replace the points", fit + ["--checkpoint", "clouds.csv"])
    try expect(64, "--checkpoint-every belongs to", fit + ["--checkpoint-every", "3"])
    try expect(64, "--checkpoint is of a single fit", fit + ["--by", "truth", "--checkpoint", "new"])
    try expect(73, "absent/new", fit + ["--checkpoint", "absent/new"])
  }
}
