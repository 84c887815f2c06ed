import Foundation
import Testing

/// The programs of the folder Snippets run, and say what they promise.
@Suite struct SnippetTests {
  private func lines(of snippet: String) throws -> [String] {
    let workspace = try Workspace()
    let program = Command.binary.deletingLastPathComponent().appendingPathComponent(snippet)
    let outcome = try Command(arguments: [], directory: workspace.path, program: program).run()
    #expect(outcome.code == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test func fitPoints() throws {
    let lines = try lines(of: "FitPoints")
    #expect(lines[0].hasPrefix("converged after "))
    #expect(lines.count { $0.hasPrefix("weight 0.") } == 2)
    let rate = try #require(lines.last.flatMap { Double($0.dropFirst("error rate ".count)) })
    #expect(rate < 0.05)
  }

  @Test func watchFit() throws {
    let lines = try lines(of: "WatchFit")
    #expect(lines.filter { $0.hasPrefix("iteration ") }.count == 5)
    #expect(lines.contains("stopped after 5 iterations"))
    #expect(lines.last?.hasPrefix("log-likelihood -") == true)
  }

  @Test func stepByStep() throws {
    let lines = try lines(of: "StepByStep")
    #expect(lines.count > 3)
    #expect(lines[0].hasPrefix("1: -"))
  }
}
