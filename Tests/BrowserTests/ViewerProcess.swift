import Foundation
import Synchronization
import Testing

/// The viewer as the command, in a process of its own.
final class ViewerProcess {
  struct Hung: Error {}

  let server: ViewerServer
  private let process = Process()
  /// When it ended; a test that waits for a processor learns of it later.
  private let ended = EndOfProcess()

  var identifier: Int32 { process.processIdentifier }

  /// Starts it and waits for its address.
  init(_ arguments: [String] = [], openFiles: Int? = nil) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: openFiles == nil ? BuiltCommand.path : "/bin/sh")
    let command = ["view", "--no-open", "--quiet"] + arguments
    process.arguments =
      openFiles.map { ["-c", "ulimit -n \($0); exec \"$0\" \"$@\"", BuiltCommand.path] + command } ?? command
    process.standardOutput = output
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.terminationHandler = { [ended] _ in ended.moment.withLock { $0 = .now } }
    try process.run()
    var line = Data()
    while !line.contains(UInt8(ascii: "\n")) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Hung() }
      line += more
    }
    let address = String(decoding: line, as: UTF8.self)
    let match = try #require(address.firstMatch(of: /:(\d+)\/\?token=([0-9a-f]+)/), "\(address)")
    server = ViewerServer(port: try #require(Int(match.1)), token: String(match.2))
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Sends a signal and waits for the end; answers the exit code, and how many seconds that took.
  func end(_ signal: Int32) async throws -> (code: Int32, seconds: Double) {
    let start = ContinuousClock.now
    kill(process.processIdentifier, signal)
    for _ in 0..<3000 {
      if let moment = ended.moment.withLock({ $0 }) {
        return (process.terminationStatus, (moment - start) / .seconds(1))
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw Hung()
  }

  #if os(Linux)
  /// The bytes of memory that it has.
  var memory: Int {
    let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
    return (text.firstMatch(of: /VmRSS:\s*(\d+)/).flatMap { Int($0.1) } ?? 0) << 10
  }

  /// The most bytes of memory that it has had.
  var peak: Int {
    let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
    return (text.firstMatch(of: /VmHWM:\s*(\d+)/).flatMap { Int($0.1) } ?? 0) << 10
  }

  var descriptorCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count) ?? 0
  }

  /// The processes that it has started and that still run.
  var children: [Int32] {
    let processes =
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
    return processes.filter { Self.parent(of: $0) == identifier }
  }

  /// The process that started another; nil where that one does not run.
  static func parent(of process: Int32) -> Int32? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(end, offsetBy: 2)...].split(separator: " ")
    return fields.count > 1 && fields[0] != "Z" ? Int32(fields[1]) : nil
  }
  #endif
}

private final class EndOfProcess: Sendable {
  let moment = Mutex<ContinuousClock.Instant?>(nil)
}

/// Whether tests take the full numbers of what the viewer has to bear: `GMM_FULL_LOAD=1`.
enum Load {
  static let isFull = ProcessInfo.processInfo.environment["GMM_FULL_LOAD"] == "1"
}
