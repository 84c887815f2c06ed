import Foundation

extension Workspace {
  /// Runs a line of the shell, in which `"$GMM"` is the command.
  func shell(_ line: String, timeout: Double = 60) throws -> Outcome {
    try shellCommand(line).run(timeout: timeout)
  }

  func shellCommand(_ line: String) -> Command {
    Command(
      arguments: ["-c", line], environment: ["GMM": Command.binary.path], directory: path,
      program: URL(fileURLWithPath: "/bin/sh"))
  }
}
