import Foundation
import Testing

/// Ctrl-C.
@Suite struct InterruptionTests {
  /// A run over 20,000 points that is interrupted once there is a model to keep.
  private func interrupted(_ arguments: String...) throws -> (workspace: Workspace, outcome: Outcome) {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "20000", "-o", "points.csv")
    let running = try Command(arguments: arguments, directory: workspace.path).start()
    try waitUntilItListens(running)
    // There is a model to keep once an iteration is over, which takes milliseconds.
    Thread.sleep(forTimeInterval: 2)
    kill(running.process.processIdentifier, SIGINT)
    let outcome = try running.wait(timeout: 30)
    #expect(outcome.code == 130, "\(outcome)")
    #expect(outcome.errors.contains("interrupted; the best model so far was kept"))
    return (workspace, outcome)
  }

  @Test func interruptedFitKeepsItsModel() throws {
    let (workspace, outcome) = try interrupted(
      "fit", "points.csv", "-k", "3", "--restarts", "100000000", "-o", "model.json", "--classify",
      "labels.csv")
    let model = try ModelJSON(workspace.text("model.json"))
    model.expectSound(componentCount: 3)
    #expect(model.termination == "stopped")
    #expect(outcome.output.contains("interrupted"))
    #expect(try workspace.lines("labels.csv").count == 20001)
    #expect(try workspace.names == ["labels.csv", "model.json", "points.csv"])
  }

  @Test func interruptedSelectionKeepsTheBestSoFar() throws {
    let (workspace, outcome) = try interrupted(
      "select", "points.csv", "-k", "1-3", "--structures", "full,tied", "--restarts", "100000000", "-o",
      "model.json", "--all-rows")
    #expect(outcome.output.contains("stopped before this model's turn came"))
    #expect(try ModelJSON(workspace.text("model.json")).termination == "stopped")
  }

  @Test func interruptedFitsOfGroupsAreKept() throws {
    let workspace = try Workspace()
    // One group is over at once; the others would not end.
    let lines = (0..<30).map { "g\($0 % 3),\($0 * $0 % 11).5,\($0 % 7)\n" }
    try workspace.write("g,x,y\na,1,2\n" + lines.joined(), to: "points.csv")
    let command = Command(
      arguments: [
        "fit", "points.csv", "-k", "2", "--by", "g", "--start", "random", "--restarts", "100000000", "-o",
        "fits.csv",
        "--output-folder", "models",
      ], directory: workspace.path)
    let running = try command.start()
    try waitUntilItListens(running)
    Thread.sleep(forTimeInterval: 2)
    kill(running.process.processIdentifier, SIGINT)
    let outcome = try running.wait(timeout: 30)
    #expect(outcome.code == 130, "\(outcome)")
    #expect(outcome.errors.contains("interrupted; the fits so far were kept"))
    #expect(try workspace.lines("fits.csv").count == 5)
    let errors = try workspace.column("error", in: "fits.csv")
    #expect(errors[0].contains("cannot be shared by 2 components"))
    #expect(errors[1].isEmpty)
    let models = try FileManager.default.contentsOfDirectory(atPath: workspace.path("models"))
    #expect(models.count == errors.count(where: \.isEmpty))
  }

  /// With so many components that nothing is over when the signal comes, be it in a start or in an iteration.
  @Test(arguments: [["--start", "kmeans"], ["--start", "random"], ["--start", "hierarchical"], []])
  func interruptionBeforeTheFirstIterationLeavesAnOlderModel(options: [String]) throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "200000", "-o", "points.npy")
    try workspace.succeed("generate", "--preset", "rgb", "-n", "300", "-o", "few.csv")
    try workspace.succeed("fit", "few.csv", "-k", "2", "-o", "model.json")
    let older = try workspace.text("model.json")
    let command = Command(
      arguments: [
        "fit", "points.npy", "-k", "2500", "--columns", "1-3", "-o", "model.json", "--classify", "labels.csv",
      ] + options, directory: workspace.path)
    let running = try command.start()
    try waitUntilItListens(running)
    kill(running.process.processIdentifier, SIGINT)
    let outcome = try running.wait(timeout: 20)
    #expect(outcome.code == 130, "\(outcome)")
    #expect(outcome.errors.contains("stopped before its first iteration was over"), "\(outcome)")
    #expect(try workspace.text("model.json") == older)
    #expect(try workspace.names == ["few.csv", "model.json", "points.npy"])
  }

  /// From when on the signal is caught: on Linux the process's own record says so.
  private func waitUntilItListens(_ running: RunningCommand) throws {
    let status = "/proc/\(running.process.processIdentifier)/status"
    for _ in 0..<600 {
      Thread.sleep(forTimeInterval: 0.05)
      guard let text = try? String(contentsOfFile: status, encoding: .utf8) else {
        guard running.errors.contains("using the columns") else { continue }
        return Thread.sleep(forTimeInterval: 3)
      }
      let caught = text.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
      if let caught, let mask = UInt64(caught, radix: 16), mask & (1 << (SIGINT - 1)) != 0 { return }
    }
    Issue.record("the fit did not begin within 30 s: \(running.errors)")
  }
}
