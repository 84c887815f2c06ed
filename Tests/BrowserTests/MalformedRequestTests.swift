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
        let answer = try await request.answer()
        #expect((400..<500).contains(answer.status), "\(kind): \(answer.status) \(answer.text)")
        let problem = try? JSONSerialization.jsonObject(with: answer.body) as? [String: String]
        #expect(problem?["error"]?.isEmpty == false, "\(kind): \(answer.text)")
        #expect(problem?["cure"]?.isEmpty == false, "\(kind): \(answer.text)")
        if kind == "wrong method" { #expect(answer.headers["allow"]?.isEmpty == false) }
        if kind == "slow body" { #expect(answer.status == 408) }
        if kind == "huge body" { #expect(answer.status == 413) }
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

  typealias Named = (kind: String, request: LoopbackRequest)

  mutating func next(_ number: Int) -> Named {
    switch number % 20 {
    case 0..<5: faultyBody(number)
    case 5..<10: faultyHead(number)
    case 10..<15: faultyOrder(number)
    default: faultyRest(number)
    }
  }

  /// What is sent is broken, too large, or does not come.
  private mutating func faultyBody(_ number: Int) -> Named {
    switch number % 20 {
    case 0: ("broken JSON", post("/api/fits", brokenJSON()))
    case 1:
      (
        "NaN",
        post(
          "/api/fits/\(fit)/classify", #"{"point": [\#(pick(["NaN", "Infinity", "1e999", "-nan"])), 1, 2]}"#)
      )
    case 2:
      (
        "wrong dimension",
        post(
          "/api/fits/\(fit)/classify", "{\"point\": \([Double](repeating: 1, count: pick([0, 1, 2, 4, 50])))}"
        )
      )
    case 3:
      (
        "huge body",
        request("POST", "/api/data", ["Content-Type": "text/csv"], size: (1 << 16) + 1 + whole(200_000))
      )
    default: number < 20 ? ("slow body", slow()) : ("early end", early())
    }
  }

  /// The way, the method or a header is wrong.
  private mutating func faultyHead(_ number: Int) -> Named {
    switch number % 20 {
    case 5: ("path trick", request("GET", pathTrick()))
    case 6:
      (
        "wrong method",
        request(
          pick(["DELETE", "PUT", "PATCH", "OPTIONS"]),
          pick(["/", "/api/data", "/api/fits", "/api/fits/\(fit)/stop"]))
      )
    case 7:
      (
        "bad Host",
        request(
          "GET", "/",
          ["Host": pick(["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:\(port)", ""])])
      )
    case 8:
      (
        "bad Origin",
        post(
          "/api/fits", good,
          [
            "Origin": pick(["http://evil.example", "null", "https://127.0.0.1:\(port)", "http://127.0.0.1:1"])
          ])
      )
    default:
      (
        "missing content type",
        request("POST", pick(["/api/fits", "/api/data", "/api/fits/\(fit)/classify"]), [:], size: whole(100))
      )
    }
  }

  /// A fit is ordered, or asked for, that cannot be.
  private mutating func faultyOrder(_ number: Int) -> Named {
    switch number % 20 {
    case 10:
      (
        "bad K",
        post(
          "/api/fits",
          fitting(
            "components", pick(["-1", "0", "101", "100000", "2.5", "\"3\"", "null", "9223372036854775808"])))
      )
    case 11:
      (
        "unknown structure",
        post("/api/fits", fitting("structure", pick(["\"XYZ\"", "\"\"", "\"../../etc\"", "7", "[]"])))
      )
    case 12:
      (
        "unknown start",
        post("/api/fits", fitting("start", pick(["\"labels\"", "\"/etc/passwd\"", "\"\"", "{}"])))
      )
    case 13: ("unknown file", post("/api/fits", fitting("data", pick(["0", "-1", "999999", "\"1\""]))))
    default:
      (
        "unknown fit",
        request(
          "GET",
          "/api/fits/\(pick(["0", "99999", "x", "-1", "1e3"]))/\(pick(["scene", "events", "model.json"]))")
      )
    }
  }

  /// What is left: columns, files, other pages, other protocols.
  private mutating func faultyRest(_ number: Int) -> Named {
    switch number % 20 {
    case 15:
      (
        "bad columns",
        request(
          "GET", "/api/data/\(data)/points?columns=\(pick(["", "0,0", "9", "-1", "a", "1;2", "0,1,2,3,4,5"]))"
        )
      )
    case 16: ("no table", request("POST", "/api/data", ["Content-Type": "text/csv"], body: noTable()))
    case 17: ("foreign page", post("/api/fits", good, ["Sec-Fetch-Site": pick(["cross-site", "same-site"])]))
    case 18:
      (
        "no HTTP",
        LoopbackRequest(
          port: port,
          message: Data(
            (pick(["garbage", "GET /", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\nHost 127.0.0.1"]) + "\r\n\r\n")
              .utf8))
      )
    default:
      (
        "bad seed",
        post("/api/fits", fitting("seed", pick(["-1", "1.5", "\"one\"", "18446744073709551616"])))
      )
    }
  }

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
