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
    #expect(
      outcome.output.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{48}\n/) != nil, "\(outcome)")
    #expect(try workspace.names == ["points.csv"])
  }

  /// Other users see the arguments of every process: the token is in none, and the file that has it is private.
  @Test func theBrowserIsToldTheAddressAlone() throws {
    let workspace = try Workspace()
    let folder = URL(fileURLWithPath: workspace.path)
    for name in ["bin", "run"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
    }
    // On Linux it is the one program, on macOS the other.
    for name in ["xdg-open", "open"] {
      let program = folder.appendingPathComponent("bin/\(name)").path
      try workspace.write("#!/bin/sh\necho \"$*\" > arguments.txt\ncp \"$1\" page.html\n", to: "bin/\(name)")
      chmod(program, 0o755)
    }
    let leftover = "run/gmm-view-999999999-x.html"
    try workspace.write("of a viewer that was killed", to: leftover)
    var command = Command(arguments: ["view"], directory: workspace.path)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    command.environment = [
      "PATH": "\(workspace.path)/bin:\(path)", "DISPLAY": ":0", "XDG_RUNTIME_DIR": "\(workspace.path)/run",
    ]
    let running = try command.start()
    for _ in 0..<600 where try !workspace.names.contains("page.html") { Thread.sleep(forTimeInterval: 0.05) }
    Thread.sleep(forTimeInterval: 0.2)
    let page = try workspace.lines("page.html").joined(separator: "\n")
    let arguments = try workspace.lines("arguments.txt").joined()
    let status = try FileManager.default.attributesOfItem(atPath: arguments)
    #expect((status[.posixPermissions] as? Int) == 0o600)
    kill(running.process.processIdentifier, SIGTERM)
    let outcome = try running.wait(timeout: 30)
    let address = outcome.output.split(separator: "\n").first.map(String.init) ?? ""
    let token = address.split(separator: "=").last.map(String.init) ?? ""
    #expect(
      token.count >= 32 && !arguments.contains(token) && page.contains("url=\(address)\""), "\(outcome)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/run").isEmpty)
  }

  @Test func whatCannotBeShownIsSaid() throws {
    let workspace = try Workspace()
    try Data("a,b\nx,y\n".utf8).write(to: URL(fileURLWithPath: workspace.path + "/text.csv"))
    #expect(try workspace.gmm("view", "missing.csv", "--no-open").code == 66)
    #expect(try workspace.gmm("view", "text.csv", "--no-open").code == 65)
    #expect(try workspace.gmm("view", "--port", "70000").code == 64)
    let strange = try workspace.gmm("view", try workspace.copy("iris.csv"), "--truth", "kind", "--no-open")
    expectRefusal(strange, 65, saying: ["--truth", "kind", "Species"])
    #expect(try workspace.gmm("view", "iris.csv", "--unknown-label", "setosa", "--no-open").code == 64)
    expectRefusal(
      try workspace.gmm(
        "view", "iris.csv", "--known-labels", "Species", "--unknown-label", "rose", "--no-open"), 65,
      saying: ["--unknown-label rose", "«Species»", "setosa"])
    #expect(try workspace.gmm("view", "--upload-limit", "0").code == 64)
    #expect(try workspace.gmm("view", "--column-limit", "0").code == 64)
    try workspace.write(String(repeating: "1,", count: 49) + "1\n", to: "wide.csv")
    expectRefusal(
      try workspace.gmm("view", "wide.csv", "--no-open", "--column-limit", "20"), 65,
      saying: ["wide.csv", "50 columns", "--column-limit"])
  }
}
