import Foundation
import GaussianMixtures
import MixtureService
import Synchronization
import Testing

/// A viewer that serves as long as a test runs, in this process and on a port of its own.
struct ViewerServer {
  let port: Int
  let token: String

  var address: String { "http://127.0.0.1:\(port)" }
  /// The address that opens the page.
  var page: String { "\(address)/?token=\(token)" }
  /// The field that a program sends that was told the token.
  var credentials: [String: String] { ["Authorization": "Bearer \(token)"] }

  /// Serves within other limits than usual while the body runs.
  static func running(
    within change: (inout ViewerLimits) -> Void, _ body: (ViewerServer) async throws -> Void
  ) async throws {
    var limits = ViewerLimits()
    change(&limits)
    try await running(limits, body)
  }

  /// Serves while the body runs.
  static func running(
    _ limits: ViewerLimits = ViewerLimits(), worker: FitWorker = .built,
    _ body: (ViewerServer) async throws -> Void
  ) async throws {
    let viewer = Viewer(limits: limits, software: .init(name: "gmm", version: "0.0.0"), worker: worker)
    let (addresses, continuation) = AsyncStream<ViewerAddress>.makeStream()
    let serving = Task {
      defer { continuation.finish() }
      try await viewer.run(port: 0) { continuation.yield($0) }
    }
    defer { serving.cancel() }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    try await body(ViewerServer(port: address.port, token: address.token))
  }

  /// Sends a request with its headers and waits for the response.
  func send(
    _ method: String, _ path: String, _ body: Data = Data(), headers: [String: String] = [:]
  ) async throws -> LoopbackRequest.Response {
    try await LoopbackRequest(
      port: port, method, path, headers: headers.merging(credentials) { own, _ in own }, body: body
    ).response()
  }

  /// Sends JSON and reads the JSON of the response.
  func ask(_ method: String, _ path: String, _ message: [String: Any]? = nil) async throws -> [String: Any] {
    let body = try message.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
    let response = try await send(method, path, body, headers: ["Content-Type": "application/json"])
    guard (200..<300).contains(response.status) else {
      throw LoopbackRequest.Failure(description: "\(method) \(path): \(response.status) \(response.text)")
    }
    return try #require(try JSONSerialization.jsonObject(with: response.body) as? [String: Any])
  }

  /// Sends a file and returns its number.
  func upload(_ text: String, name: String = "points.csv") async throws -> Int {
    let response = try await send(
      "POST", "/api/data?name=\(name)", Data(text.utf8), headers: ["Content-Type": "text/csv"])
    #expect(response.status == 201, "\(response.text)")
    let file = try JSONSerialization.jsonObject(with: response.body) as? [String: Any]
    return try #require(file?["id"] as? Int)
  }

  /// Begins a fit and returns its number.
  func begin(data: Int, components: Int, start: String = "auto") async throws -> Int {
    let fit = try await ask("POST", "/api/fits", ["data": data, "components": components, "start": start])
    return try #require(fit["id"] as? Int)
  }

  /// The events of a fit to its end: their names and data.
  func events(of fit: Int) async throws -> [(name: String, data: [String: Any])] {
    let response = try await send("GET", "/api/fits/\(fit)/events")
    return response.text.components(separatedBy: "\n\n").compactMap { event in
      let lines = event.split(separator: "\n")
      guard lines.count == 2, lines[0].hasPrefix("event: "), lines[1].hasPrefix("data: ") else { return nil }
      let data = try? JSONSerialization.jsonObject(with: Data(lines[1].dropFirst(6).utf8))
      return (String(lines[0].dropFirst(7)), data as? [String: Any] ?? [:])
    }
  }
}

/// Points of three groups as text.
enum Points {
  static func text(count: Int, columns: Int = 3) -> String {
    var stream = RandomStream(seed: 3, purpose: .sampling)
    var text = (1...columns).map { "c\($0)" }.joined(separator: ",") + "\n"
    for point in 0..<count {
      let group = Double(point % 3)
      let cells = (0..<columns).map { String(4 * group * ($0 == 1 ? 0.5 : 1) + stream.normal()) }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }
}

extension FitWorker {
  /// The command that was built beside the tests.
  static let built = FitWorker(executable: BuiltCommand.path, arguments: ["fit-process"])
}

/// The command that was built beside the tests.
enum BuiltCommand {
  static let path: String = {
    let places = [URL(fileURLWithPath: CommandLine.arguments[0]), Bundle.main.bundleURL]
    let candidates = places.flatMap { place in
      var folder = place
      return (0..<5).map { _ in
        folder = folder.deletingLastPathComponent()
        return folder.appendingPathComponent("gmm").path
      }
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }()
}
