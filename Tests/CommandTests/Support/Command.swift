import Dispatch
import Foundation
import Testing

/// What a run of the command left behind.
struct Outcome {
  /// The exit code; nil where a signal ended the process.
  let code: Int32?
  /// The signal that ended the process.
  let signal: Int32?
  let output: String
  let errors: String
}

/// The built binary with its arguments, run as a user runs it.
struct Command {
  var arguments: [String]
  /// What it reads from standard input.
  var input = Data()
  /// Variables beside the few that every run has.
  var environment: [String: String] = [:]
  var directory: String
  /// The program: the command, or another that was built beside it.
  var program = Command.binary

  /// The binary that was built beside the tests, or the one that GMM_TEST_BINARY names, such as one with checks.
  static let binary: URL = {
    if let path = ProcessInfo.processInfo.environment["GMM_TEST_BINARY"] { return URL(fileURLWithPath: path) }
    let places = [
      Bundle.module.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0]), Bundle.main.bundleURL,
    ]
    let candidates = places.flatMap { place in
      var folder = place
      return (0..<5).map { _ in
        folder = folder.deletingLastPathComponent()
        return folder.appendingPathComponent("gmm")
      }
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()

  /// Runs to the end; a run that hangs is killed and an error.
  func run(timeout: Double = 60) throws -> Outcome { try start().wait(timeout: timeout) }

  func start() throws -> RunningCommand { try RunningCommand(self) }
}

/// A command that is running.
///
/// Its streams are files, so that no full pipe can stop it.
final class RunningCommand {
  struct Hung: Error, CustomStringConvertible {
    let description: String
  }

  let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let folder: URL
  private let files: [FileHandle]
  private let arguments: [String]

  init(_ command: Command) throws {
    arguments = command.arguments
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("gmm-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, contents) in [("input", command.input), ("output", Data()), ("errors", Data())] {
      try contents.write(to: folder.appendingPathComponent(name))
    }
    files = [
      try FileHandle(forReadingFrom: folder.appendingPathComponent("input")),
      try FileHandle(forWritingTo: folder.appendingPathComponent("output")),
      try FileHandle(forWritingTo: folder.appendingPathComponent("errors")),
    ]
    process.executableURL = command.program
    process.arguments = command.arguments
    process.currentDirectoryURL = URL(fileURLWithPath: command.directory)
    process.environment = Self.environment.merging(command.environment) { $1 }
    (process.standardInput, process.standardOutput, process.standardError) = (files[0], files[1], files[2])
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What it has said so far.
  var errors: String { text("errors") }

  func wait(timeout: Double) throws -> Outcome {
    guard ended.wait(timeout: .now() + timeout) == .success else {
      kill(process.processIdentifier, SIGKILL)
      throw Hung(
        description: "gmm \(arguments.joined(separator: " ")) did not end within \(timeout) s: \(errors)")
    }
    for file in files { try? file.close() }
    let isExit = process.terminationReason == .exit
    return Outcome(
      code: isExit ? process.terminationStatus : nil, signal: isExit ? nil : process.terminationStatus,
      output: text("output"), errors: text("errors"))
  }

  private func text(_ name: String) -> String {
    let data = try? Data(contentsOf: folder.appendingPathComponent(name))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// A width for the help, no wait for a backtrace, and what finding programs and libraries needs.
  private static let environment: [String: String] = {
    var result = ["COLUMNS": "100", "SWIFT_BACKTRACE": "enable=no"]
    for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
      result[name] = ProcessInfo.processInfo.environment[name]
    }
    return result
  }()
}
