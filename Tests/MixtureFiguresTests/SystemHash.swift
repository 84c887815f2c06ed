import Foundation
import Testing

/// Hashes by the system's own tool.
enum SystemHash {
  /// SHA-256 in base 64.
  static func sha256(of text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
    process.arguments = ["shasum", "-a", "256"]
    #else
    process.arguments = ["sha256sum"]
    #endif
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let digits = Array(answer.prefix(64).utf8)
    try #require(digits.count == 64, "no hash: \(answer)")
    let bytes = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}
