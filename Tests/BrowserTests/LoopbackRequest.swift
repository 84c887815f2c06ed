import Dispatch
import Foundation

/// A request to a server on this machine, and its response.
///
/// Foundation's client on Linux refuses the headers that chromedriver answers with.
struct LoopbackRequest {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The response of the server.
  struct Response {
    let status: Int
    /// The fields of the head, by their names in small letters.
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let port: UInt16
  private let message: Data
  /// The seconds between its pieces, where it is sent in pieces.
  var pause = 0.0

  init(_ method: String, _ address: String, body: Data?) throws {
    guard let url = URLComponents(string: address), let port = url.port else {
      throw Failure(description: "no address on this machine: \(address)")
    }
    self.init(
      port: port, method, url.path, headers: ["Content-Type": "application/json"], body: body ?? Data())
  }

  /// A request with these headers, beside Host and Content-Length where they are not among them.
  init(port: Int, _ method: String, _ path: String, headers: [String: String] = [:], body: Data = Data()) {
    let usual = ["Host": "127.0.0.1:\(port)", "Content-Length": "\(body.count)"]
    let lines = headers.merging(usual) { own, _ in own }.sorted { $0.key < $1.key }.map {
      "\($0.key): \($0.value)"
    }
    let head = ["\(method) \(path) HTTP/1.1"] + lines
    self.init(port: port, message: Data((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
  }

  /// A request of any bytes at all.
  init(port: Int, message: Data) {
    self.port = UInt16(port)
    self.message = message
  }

  /// Sends the request and waits for the whole response, on a thread that nobody else waits for: a server in
  /// this process needs those of the tasks.
  func response() async throws -> Response {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try sendAndReceive() }) }
    }
  }

  private func sendAndReceive() throws -> Response {
    let connection = try Self.connected(port)
    defer { close(connection) }
    try send(on: connection)
    return try Self.response(on: connection)
  }

  /// Reads one response, and no further.
  static func response(on connection: Int32) throws -> Response {
    var received = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let response = parsed(received, isWhole: false) { return response }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else {
        if let response = parsed(received, isWhole: true) { return response }
        throw Failure(
          description: "the response ended early: \(String(decoding: received.prefix(300), as: UTF8.self))")
      }
      received += buffer.prefix(count)
    }
  }

  /// A server that has heard enough may close while more is sent; what it answered is read all the same.
  private func send(on connection: Int32) throws {
    let size = pause > 0 ? max(1, message.count / 20) : 1 << 20
    for start in stride(from: 0, to: message.count, by: size) {
      let piece = message[message.startIndex + start..<message.startIndex + min(message.count, start + size)]
      var rest = Array(piece)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Foundation.send(connection, $0.baseAddress, $0.count, Self.noSignal)
        }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
      if pause > 0 { Thread.sleep(forTimeInterval: pause) }
    }
  }

  #if os(Linux)
  static let noSignal = Int32(MSG_NOSIGNAL)
  #else
  static let noSignal: Int32 = 0
  #endif

  /// Opens a connection, which whoever asks closes.
  static func connected(_ port: UInt16) throws -> Int32 {
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
    // A response that does not come must not hold up the tests.
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard result == 0 else {
      close(connection)
      throw Failure(description: "nothing listens on port \(port)")
    }
    return connection
  }

  /// The response, once all of it is there.
  ///
  /// - Parameter isWhole: whether nothing more will come.
  private static func parsed(_ received: Data, isWhole: Bool) -> Response? {
    guard let border = received.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: received[..<border.lowerBound], as: UTF8.self)
    let lines = head.components(separatedBy: "\r\n")
    guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    // What announces that the rest may be sent is no response.
    if status == 100 { return parsed(Data(received[border.upperBound...]), isWhole: isWhole) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let body = Data(received[border.upperBound...])
    if headers["transfer-encoding"] == "chunked" {
      return unchunked(body).map { Response(status: status, headers: headers, body: $0) }
    }
    guard let length = headers["content-length"].flatMap({ Int($0) }) else {
      return isWhole ? Response(status: status, headers: headers, body: body) : nil
    }
    guard body.count >= length else { return nil }
    return Response(status: status, headers: headers, body: body.prefix(length))
  }

  /// A body that comes in chunks, each after its length; nil until the last is there.
  private static func unchunked(_ body: Data) -> Data? {
    var (result, rest) = (Data(), body)
    while let end = rest.range(of: Data("\r\n".utf8)) {
      let digits = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      guard let length = Int(digits, radix: 16) else { return nil }
      if length == 0 { return result }
      guard rest.distance(from: end.upperBound, to: rest.endIndex) >= length + 2 else { return nil }
      let next = rest.index(end.upperBound, offsetBy: length)
      result += rest[end.upperBound..<next]
      rest = Data(rest[rest.index(next, offsetBy: 2)...])
    }
    return nil
  }
}
