import Foundation
import GaussianMixtures
import MixtureService
import Testing

/// Two hundred requests that make no sense, each drawn from a kind of its own: all are answered with what is
/// wrong, and the server lives on.
@Suite(.serialized)
struct MalformedRequestTests {
  @Test func everyOneIsExplained() async throws {
    var limits = ViewerLimits()
    (limits.uploadBytes, limits.bodySeconds) = (1 << 16, 0.3)
    try await ViewerServer.running(limits) { server in
      let data = try await server.upload(Points.text(count: 100))
      let fit = try await server.begin(data: data, components: 2)
      _ = try await server.events(of: fit)
      var generator = MalformedRequests(server, data: data, fit: fit)
      for number in 0..<200 {
        let (kind, request) = generator.next(number)
        let response = try await request.response()
        #expect((400..<500).contains(response.status), "\(kind): \(response.status) \(response.text)")
        let problem = try? JSONSerialization.jsonObject(with: response.body) as? [String: String]
        #expect(problem?["error"]?.isEmpty == false, "\(kind): \(response.text)")
        #expect(problem?["cure"]?.isEmpty == false, "\(kind): \(response.text)")
        if kind == "wrong method" { #expect(response.headers["allow"]?.isEmpty == false) }
        if kind == "slow body" { #expect(response.status == 408) }
        if kind == "huge body" { #expect(response.status == 413) }
      }
      let again = try await server.begin(data: data, components: 3)
      #expect(try await server.events(of: again).last?.data["state"] as? String == "finished")
    }
  }
}

/// Requests with one thing wrong in each.
private struct MalformedRequests {
  let port: Int
  let credentials: [String: String]
  let data: Int
  let fit: Int
  private var stream = RandomStream(seed: 11, purpose: .sampling)
  private static let json = ["Content-Type": "application/json"]

  init(_ server: ViewerServer, data: Int, fit: Int) {
    (port, credentials) = (server.port, server.credentials)
    (self.data, self.fit) = (data, fit)
  }

  /// Something that can be wrong, and requests in which it is.
  struct Kind: Sendable {
    let name: String
    let request: @Sendable (inout MalformedRequests) -> LoopbackRequest

    init(_ name: String, _ request: @escaping @Sendable (inout MalformedRequests) -> LoopbackRequest) {
      (self.name, self.request) = (name, request)
    }
  }

  mutating func next(_ number: Int) -> (kind: String, request: LoopbackRequest) {
    let kind = Self.kinds[number % Self.kinds.count]
    // Waiting takes time: once is enough.
    return number == 4 ? ("slow body", slow()) : (kind.name, kind.request(&self))
  }

  static let kinds = [
    Kind("broken JSON") { $0.post("/api/fits", $0.brokenJSON()) },
    Kind("NaN") {
      $0.post(
        "/api/fits/\($0.fit)/classify",
        #"{"point": [\#($0.pick(["NaN", "Infinity", "1e999", "-nan"])), 1, 2]}"#)
    },
    Kind("wrong dimension") {
      $0.post(
        "/api/fits/\($0.fit)/classify",
        "{\"point\": \([Double](repeating: 1, count: $0.pick([0, 1, 2, 4, 50])))}")
    },
    Kind("huge body") {
      $0.request("POST", "/api/data", ["Content-Type": "text/csv"], size: (1 << 16) + 1 + $0.whole(200_000))
    },
    Kind("early end") { $0.early() },
    Kind("path trick") { $0.request("GET", $0.pathTrick()) },
    Kind("wrong method") {
      $0.request(
        $0.pick(["DELETE", "PUT", "PATCH", "OPTIONS"]),
        $0.pick(["/", "/api/data", "/api/fits", "/api/fits/\($0.fit)/stop"]))
    },
    Kind("bad Host") {
      $0.request(
        "GET", "/",
        [
          "Host": $0.pick([
            "evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:\($0.port)", "",
          ])
        ])
    },
    Kind("bad Origin") {
      $0.post(
        "/api/fits", $0.good,
        [
          "Origin": $0.pick([
            "http://evil.example", "null", "https://127.0.0.1:\($0.port)", "http://127.0.0.1:1",
          ])
        ])
    },
    Kind("missing content type") {
      $0.request(
        "POST", $0.pick(["/api/fits", "/api/data", "/api/fits/\($0.fit)/classify"]), [:], size: $0.whole(100))
    },
    Kind("bad K") {
      $0.post(
        "/api/fits",
        $0.fitting(
          "components", $0.pick(["-1", "0", "101", "100000", "2.5", "\"3\"", "null", "9223372036854775808"])))
    },
    Kind("unknown structure") {
      $0.post("/api/fits", $0.fitting("structure", $0.pick(["\"XYZ\"", "\"\"", "\"../../etc\"", "7", "[]"])))
    },
    Kind("unknown start") {
      $0.post("/api/fits", $0.fitting("start", $0.pick(["\"labels\"", "\"/etc/passwd\"", "\"\"", "{}"])))
    },
    Kind("unknown file") {
      $0.post("/api/fits", $0.fitting("data", $0.pick(["0", "-1", "999999", "\"1\""])))
    },
    Kind("unknown fit") {
      $0.request(
        "GET",
        "/api/fits/\($0.pick(["0", "99999", "x", "-1", "1e3"]))/\($0.pick(["scene", "events", "model.json"]))"
      )
    },
    Kind("bad columns") {
      $0.request(
        "GET",
        "/api/data/\($0.data)/points?columns=\($0.pick(["", "0,0", "9", "-1", "a", "1;2", "0,1,2,3,4,5"]))")
    },
    Kind("no table") { $0.request("POST", "/api/data", ["Content-Type": "text/csv"], body: $0.noTable()) },
    Kind("foreign page") {
      $0.post("/api/fits", $0.good, ["Sec-Fetch-Site": $0.pick(["cross-site", "same-site"])])
    },
    Kind("no HTTP") {
      LoopbackRequest(
        port: $0.port,
        message: Data(
          ($0.pick(["garbage", "GET /", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\nHost 127.0.0.1"]) + "\r\n\r\n")
            .utf8))
    },
    Kind("bad seed") {
      $0.post("/api/fits", $0.fitting("seed", $0.pick(["-1", "1.5", "\"one\"", "18446744073709551616"])))
    },
  ]

  private var good: String { "{\"data\": \(data), \"components\": 2}" }

  private func fitting(_ name: String, _ value: String) -> String {
    let fields = ["data": "\(data)", "components": "2"].merging([name: value]) { _, new in new }
    return "{" + fields.map { "\"\($0)\": \($1)" }.sorted().joined(separator: ", ") + "}"
  }

  private mutating func brokenJSON() -> String {
    switch whole(4) {
    case 0: String(good.prefix(whole(good.count)))
    case 1: good.replacingOccurrences(of: ":", with: pick([";", "", "::"]))
    case 2: String(repeating: pick(["[", "{\"a\":"]), count: 1 + whole(3000))
    default: pick(["null", "[]", "\"data\"", "\u{0}", "{\"data\": 1}", "true"])
    }
  }

  private mutating func noTable() -> Data {
    switch whole(4) {
    case 0: Data()
    case 1: Data((0..<(1 + whole(200))).map { _ in UInt8(truncatingIfNeeded: whole(256)) } + [0])
    case 2: Data("a,b\nx,y\nz,w\n".utf8)
    default: Data([0x1F, 0x8B, 8, 0])
    }
  }

  private mutating func pathTrick() -> String {
    pick([
      "/../etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/api/data/../../etc", "/%2e%2e/",
      "/api//data",
      "/viewer.js/", "/api/data/1/points/..", "/\\..\\..", "/viewer.js%00.css",
      "/api/fits/\(fit)/../../viewer.js",
      "/API/data", "/.git/config", "/api/fits/\(fit)/model.json.svg",
      "/" + String(repeating: "a/", count: 500),
    ])
  }

  private func slow() -> LoopbackRequest {
    var request = request(
      "POST", "/api/data", ["Content-Type": "text/csv"], body: Data(Points.text(count: 20).utf8))
    request.pause = 0.12
    return request
  }

  /// Fewer bytes than were announced, and then no more.
  private func early() -> LoopbackRequest {
    request("POST", "/api/fits", Self.json.merging(["Content-Length": "500"]) { $1 }, body: Data(good.utf8))
  }

  private func post(_ path: String, _ body: String, _ more: [String: String] = [:]) -> LoopbackRequest {
    request("POST", path, Self.json.merging(more) { $1 }, body: Data(body.utf8))
  }

  private func request(_ method: String, _ path: String, _ headers: [String: String] = [:], size: Int)
    -> LoopbackRequest
  {
    request(method, path, headers, body: Data(repeating: UInt8(ascii: "1"), count: size))
  }

  private func request(
    _ method: String, _ path: String, _ headers: [String: String] = [:], body: Data = Data()
  ) -> LoopbackRequest {
    LoopbackRequest(
      port: port, method, path, headers: headers.merging(credentials) { own, _ in own }, body: body)
  }

  private mutating func whole(_ bound: Int) -> Int { stream.integer(below: bound) }
  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[whole(choices.count)] }
}
