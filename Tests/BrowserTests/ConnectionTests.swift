import Foundation
import MixtureService
import Testing

/// Slow and idle connections, and requests that are refused while they are still being sent.
@Suite(.serialized) struct ConnectionTests {
  /// A server that waited for one slow head after the other, ten seconds each, would not be done within the limit.
  @Test("requests are answered while others send slowly or nothing", .timeLimit(.minutes(3)))
  func slowAndIdle() async throws {
    let (slowCount, idleCount, requestCount) = Load.isFull ? (200, 1000, 100) : (80, 100, 30)
    let viewer = try ViewerProcess()
    let server = viewer.server
    let idle = try (0..<idleCount).map { _ in try OpenConnection(port: server.port) }
    let slow = (0..<slowCount).map { number in Task { await Self.drip(number, server) } }
    try await Task.sleep(for: .seconds(1))
    var seconds: [Double] = []
    for turn in 0..<2 {
      seconds += try await withThrowingTaskGroup(of: Double.self) { group in
        for _ in 0..<(turn == 0 ? 0 : requestCount / 2) { group.addTask { try await Self.answered(server) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      for _ in 0..<(turn == 0 ? requestCount / 2 : 0) { seconds.append(try await Self.answered(server)) }
    }
    slow.forEach { $0.cancel() }
    withExtendedLifetime(idle) {}
    seconds.sort()
    let (middle, late) = (seconds[seconds.count / 2], seconds[seconds.count * 99 / 100])
    print(
      "\(seconds.count) requests beside \(slowCount) slow and \(idleCount) idle connections: \(middle) s, 99 % \(late) s"
    )
    #expect(seconds.count == requestCount / 2 * 2)
    #expect(try await viewer.end(SIGTERM).code == 0)
  }

  /// The time that one request takes.
  private static func answered(_ server: ViewerServer) async throws -> Double {
    let start = ContinuousClock.now
    #expect(try await server.send("GET", "/api/data").status == 200)
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Sends a head or a body, a byte at a time, and begins again where it is cut off.
  private static func drip(_ number: Int, _ server: ViewerServer) async {
    let head = OpenConnection.head(
      "POST", "/api/data", server, headers: ["Content-Type": "text/csv", "Content-Length": "100000"])
    while !Task.isCancelled {
      guard let connection = try? OpenConnection(port: server.port) else { return }
      var isOpen = number % 2 == 0 || connection.send(head)
      for sign in (number % 2 == 0 ? head : "1,2\n3,4\n5,6\n") where isOpen && !Task.isCancelled {
        isOpen = connection.send(String(sign))
        try? await Task.sleep(for: .milliseconds(300))
      }
    }
  }

  @Test("a head that comes too slowly is cut off, and a body, with words")
  func slowRequests() async throws {
    var limits = ViewerLimits()
    (limits.headSeconds, limits.bodySeconds, limits.idleSeconds) = (0.5, 0.5, 0.5)
    try await ViewerServer.running(limits) { server in
      let head = try OpenConnection(port: server.port)
      head.send("GET / HTTP/1.1\r\nHost: 127.0")
      #expect(try await head.response().status == 408)
      #expect(await head.isClosed(within: 10))
      let body = try OpenConnection(port: server.port)
      body.send(Self.upload(server, count: 1000))
      let dripping = Task {
        while !Task.isCancelled, body.send("1,") { try? await Task.sleep(for: .milliseconds(50)) }
      }
      let response = try await body.response()
      #expect(response.status == 408 && response.text.contains("did not arrive"))
      #expect(await body.isClosed(within: 10))
      dripping.cancel()
      #expect(await (try OpenConnection(port: server.port)).isClosed(within: 10))
    }
  }

  private static func upload(_ server: ViewerServer, count: Int) -> String {
    OpenConnection.head(
      "POST", "/api/data", server, headers: ["Content-Type": "text/csv", "Content-Length": "\(count)"])
  }

  @Test(
    "a request that is refused is cut off, however slowly the rest of it comes",
    arguments: [
      (413, ["Content-Type": "text/csv", "Content-Length": "999999999"]),
      (415, ["Content-Type": "text/plain", "Content-Length": "99999999"]),
      (403, ["Content-Type": "text/csv", "Content-Length": "99999999", "Authorization": "Bearer x"]),
      (413, ["Content-Type": "text/csv", "Transfer-Encoding": "chunked"]),
    ])
  func refused(status: Int, headers: [String: String]) async throws {
    var limits = ViewerLimits()
    limits.uploadBytes = 1 << 27
    limits.columns = 100
    try await ViewerServer.running(limits) { server in
      let connection = try OpenConnection(port: server.port)
      connection.send(OpenConnection.head("POST", "/api/data", server, headers: headers))
      if headers["Transfer-Encoding"] != nil {
        connection.send("FFFFFF\r\n" + String(repeating: ",", count: 1000))
      }
      let response = try await connection.response()
      #expect(response.status == status && response.headers["connection"] == "close", "\(response.text)")
      let dripping = Task {
        while !Task.isCancelled, connection.send(",") { try? await Task.sleep(for: .milliseconds(50)) }
      }
      #expect(await connection.isClosed(within: 10))
      dripping.cancel()
    }
  }

  @Test("few descriptors leave few places, and the viewer lives")
  func fewDescriptors() async throws {
    let viewer = try ViewerProcess(openFiles: 40)
    let idle = try (0..<100).map { _ in try OpenConnection(port: viewer.server.port) }
    // A request beside a hundred that are just being entered may be the one that has to go.
    try await Task.sleep(for: .seconds(1))
    for _ in 0..<20 { _ = try await Self.answered(viewer.server) }
    withExtendedLifetime(idle) {}
    #expect(try await viewer.end(SIGTERM).code == 0)
  }
}
