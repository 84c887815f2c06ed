import Foundation

/// A connection to a server on this machine that stays open, for whoever sends slowly or nothing at all.
final class OpenConnection: Sendable {
  private let descriptor: Int32

  #if os(Linux)
  private static let noWait = Int32(MSG_DONTWAIT)
  #else
  private static let noWait = MSG_DONTWAIT
  #endif

  init(port: Int) throws {
    descriptor = try LoopbackRequest.connected(UInt16(port))
  }

  deinit { close(descriptor) }

  /// Sends bytes; false where the other side has closed.
  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.send(descriptor, bytes, bytes.count, LoopbackRequest.noSignal) == bytes.count
  }

  /// Reads one response.
  func response() async throws -> LoopbackRequest.Response {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { [self] in
        continuation.resume(with: Result { try LoopbackRequest.response(on: descriptor) })
      }
    }
  }

  /// Whether the other side closes within a time, whatever it sends before.
  func isClosed(within seconds: Double) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while ContinuousClock.now < deadline {
      let count = recv(descriptor, &buffer, buffer.count, Self.noWait)
      if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  /// The head of a request with the token.
  static func head(
    _ method: String, _ path: String, _ server: ViewerServer, headers: [String: String] = [:]
  ) -> String {
    let all = server.credentials.merging(headers) { $1 }.map { "\($0.key): \($0.value)\r\n" }.joined()
    return "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\(all)\r\n"
  }
}
