import Foundation
import Testing

/// The viewer as a program: it says where it is, and ends when it is told to.
@Suite struct ViewTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func signalsEndIt(signal: Int32) throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "100", "-o", "points.csv")
    let running = try Command(
      arguments: ["view", "points.csv", "--no-open"], directory: workspace.path
    ).start()
    for _ in 0..<600 where !running.errors.contains("Ctrl-C ends it") { Thread.sleep(forTimeInterval: 0.05) }
    kill(running.process.processIdentifier, signal)
    let outcome = try running.wait(timeout: 30)
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/\n/) != nil, "\(outcome)")
    #expect(try workspace.names == ["points.csv"])
  }

  @Test func whatCannotBeShownIsSaid() throws {
    let workspace = try Workspace()
    try Data("a,b\nx,y\n".utf8).write(to: URL(fileURLWithPath: workspace.path + "/text.csv"))
    #expect(try workspace.gmm("view", "missing.csv", "--no-open").code == 66)
    #expect(try workspace.gmm("view", "text.csv", "--no-open").code == 65)
    #expect(try workspace.gmm("view", "--port", "70000").code == 64)
    #expect(try workspace.gmm("view", "--upload-limit", "0").code == 64)
    try workspace.write("a,b\n1,2\n3,\n", to: "p.csv")
    for arguments in [["view", "--missing"], ["view", "p.csv", "--missing", "--no-open"]] {
      expectRefusal(
        try workspace.gmm(arguments), 64, saying: ["--missing", "--skip-invalid", "gmm fit --missing"])
    }
  }
}
