import Foundation
import Testing

/// What make install puts below a prefix works, and make uninstall takes all of it away.
@Suite struct InstallTests {
  @Test func installedCommandWorksAndLeavesNothing() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let script = package.appendingPathComponent("Scripts/test-install.sh")
    let outcome = try Command(
      arguments: [script.path, Command.binary.path], directory: package.path,
      program: URL(fileURLWithPath: "/bin/bash")
    ).run(timeout: 120)
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
  }
}
