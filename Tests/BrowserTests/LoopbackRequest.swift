import Foundation

/// A request to a server on this machine, and its answer.
///
/// Foundation's client on Linux refuses the headers that chromedriver answers with.
struct LoopbackRequest {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let port: UInt16
  private let message: Data

  init(_ method: String, _ address: String, body: Data?) throws {
    guard let url = URLComponents(string: address), let port = url.port else {
      throw Failure(description: "no address on this machine: \(address)")
    }
    self.port = UInt16(port)
    let body = body ?? Data()
    let head = """
      \(method) \(url.path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n\
      Content-Length: \(body.count)\r\n\r\n
      """
    message = Data(head.utf8) + body
  }

  /// Sends the request and waits for the whole answer.
  func answer() throws -> (status: Int, body: Data) {
    let connection = try connected()
    defer { close(connection) }
    try FileHandle(fileDescriptor: connection, closeOnDealloc: false).write(contentsOf: message)
    var received = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let answer = Self.parsed(received) { return answer }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else {
        throw Failure(
          description: "the answer ended early: \(String(decoding: received.prefix(300), as: UTF8.self))")
      }
      received += buffer.prefix(count)
    }
  }

  private func connected() throws -> Int32 {
    #if os(Linux)
      let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let connection = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // An answer that does not come must not hold up the tests.
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard result == 0 else {
      close(connection)
      throw Failure(description: "nothing listens on port \(port)")
    }
    return connection
  }

  /// Status and body, once all of it is there.
  private static func parsed(_ received: Data) -> (status: Int, body: Data)? {
    guard let border = received.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: received[..<border.lowerBound], as: UTF8.self)
    let lines = head.split(separator: "\r\n")
    let length = lines.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { line in
      Int(line.split(separator: ":")[1].trimmingCharacters(in: .whitespaces))
    }
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let body = received[border.upperBound...]
    guard let length, let status, body.count >= length else { return nil }
    return (status, Data(body.prefix(length)))
  }
}
