import Foundation
import Testing

/// The viewer ends within seconds when it is told to, whatever it is doing, and that is no failure.
@Suite(.serialized) struct EndTests {
  enum State: String, CaseIterable, Sendable {
    case idle, connections, drippingHead, drippingUpload, parsing, fitting, watching, reporting, drawing,
      sending
  }

  @Test(arguments: State.allCases, [SIGTERM, SIGINT])
  func itEnds(state: State, signal: Int32) async throws {
    let viewer = try ViewerProcess()
    let busy = try await bring(viewer.server, into: state)
    let (code, seconds) = try await viewer.end(signal)
    print("\(state), signal \(signal): \(seconds) s")
    #expect(code == 0 && seconds < 10)
    withExtendedLifetime(busy) {}
  }

  /// Has the viewer do something; what is answered has to be kept until it has ended.
  private func bring(_ server: ViewerServer, into state: State) async throws -> [Any] {
    func open(_ text: String) throws -> OpenConnection {
      let connection = try OpenConnection(port: server.port)
      connection.send(text)
      return connection
    }
    func upload(_ count: Int) -> String {
      OpenConnection.head(
        "POST", "/api/data", server, headers: ["Content-Type": "text/csv", "Content-Length": "\(count)"])
    }
    switch state {
    case .idle: return []
    case .connections: return try (0..<64).map { _ in try open("") }
    case .drippingHead: return [try open("GET / HT")]
    case .drippingUpload: return [try open(upload(1000) + "1,2\n")]
    case .parsing:
      let text = Points.text(count: 50_000)
      let whole = text + String(repeating: String(text.drop { $0 != "\n" }.dropFirst()), count: 30)
      let sending = Task { try await server.upload(whole) }
      try await Task.sleep(for: .milliseconds(400))
      return [sending]
    case .fitting, .watching:
      let data = try await server.upload(Points.text(count: 100_000))
      let fit = try await server.begin(data: data, components: 60, start: "random")
      guard state == .watching else { return [] }
      let watching = try open(OpenConnection.head("GET", "/api/fits/\(fit)/events", server))
      try await Task.sleep(for: .milliseconds(200))
      return [watching]
    case .reporting, .drawing, .sending:
      let fit = try await server.begin(
        data: try await server.upload(Points.text(count: 50_000)), components: 3)
      _ = try await server.events(of: fit)
      let name = [.reporting: "report.html", .drawing: "pairs.svg"][state] ?? "labelled.csv"
      let asking = try open(OpenConnection.head("GET", "/api/fits/\(fit)/\(name)", server))
      try await Task.sleep(for: .milliseconds(100))
      return [asking]
    }
  }
}
