import Foundation
import MixtureService
import Tables
import Testing

/// What the viewer's server answers, over real sockets.
@Suite(.serialized)
struct ViewerServiceTests {
  @Test("a file becomes points, a fit, and all that can be taken home of it")
  func wholePath() async throws {
    try await ViewerServer.running { server in
      let data = try await server.upload(Points.text(count: 600))
      let points = try await server.send("GET", "/api/data/\(data)/points")
      #expect(points.headers["content-type"] == "application/octet-stream")
      #expect(try PackedDocument(points.body).numbers("points", "columns", 0).count == 2 * 600)
      let fit = try await server.begin(data: data, components: 3)
      let events = try await server.events(of: fit)
      #expect(events.first?.name == "begin" && events.last?.name == "end")
      let end = try #require(events.last?.data)
      #expect(end["state"] as? String == "finished" && end["termination"] as? String == "converged")
      let scene = try PackedDocument(try await server.send("GET", "/api/fits/\(fit)/scene").body)
      #expect(try scene.numbers("points", "components").count == 600)
      let model = try await server.send("GET", "/api/fits/\(fit)/model.json")
      #expect(model.headers["content-disposition"] == "attachment; filename=\"model.json\"")
      let document = try #require(try JSONSerialization.jsonObject(with: model.body) as? [String: Any])
      #expect(
        (document["fit"] as? [String: Any])?["logLikelihood"] as? Double == end["logLikelihood"] as? Double)
      let labelled = try await server.send("GET", "/api/fits/\(fit)/labelled.csv").text.split(separator: "\n")
      #expect(labelled.count == 601 && labelled[0] == "c1,c2,c3,label,probability,uncertainty,log_density")
      #expect(try await server.send("GET", "/api/fits/\(fit)/report.html").text.hasPrefix("<!DOCTYPE html>"))
      let figure = try await server.send("GET", "/api/fits/\(fit)/classification.svg")
      #expect(figure.status == 501 || figure.text.contains("<svg"), "\(figure.text.prefix(300))")
    }
  }

  @Test("a point is classified by its coordinates or its row")
  func point() async throws {
    try await ViewerServer.running { server in
      let data = try await server.upload(Points.text(count: 300, columns: 2))
      let fit = try await server.begin(data: data, components: 3)
      _ = try await server.events(of: fit)
      let path = "/api/fits/\(fit)/classify"
      let byRow = try await classified("{\"row\": 7}", at: path, server)
      let byPoint = try await classified("{\"point\": \(byRow.point)}", at: path, server)
      #expect(byRow.line == 9 && byPoint.line == nil)
      #expect(byPoint.point == byRow.point && byPoint.responsibilities == byRow.responsibilities)
      #expect(abs(byPoint.responsibilities.reduce(0, +) - 1) < 1e-12)
      #expect(abs(byPoint.density - exp(byPoint.logDensity)) < 1e-12 * byPoint.density)
    }
  }

  private struct Classified: Decodable {
    let point: [Double]
    let line: Int?
    let responsibilities: [Double]
    let logDensity: Double
    let density: Double
  }

  /// Asks with numbers in their shortest texts and decodes what comes back: neither loses a digit, as
  /// JSONSerialization does where it reads.
  private func classified(
    _ message: String, at path: String, _ server: ViewerServer
  ) async throws -> Classified {
    let response = try await server.send(
      "POST", path, Data(message.utf8), headers: ["Content-Type": "application/json"])
    return try JSONDecoder().decode(Classified.self, from: response.body)
  }

  @Test("a fit that runs can be stopped and keeps its model; no more than the limit run")
  func stopping() async throws {
    try await ViewerServer.running(within: { $0.concurrentFits = 1 }) { server in
      // Many components on one cloud take long.
      let data = try await server.upload(Points.text(count: 40_000))
      let fit = try await server.begin(data: data, components: 60, start: "random")
      let refused = try await server.send(
        "POST", "/api/fits", Data(#"{"data": \#(data), "components": 2}"#.utf8),
        headers: ["Content-Type": "application/json"])
      #expect(refused.status == 429 && refused.headers["retry-after"] != nil, "\(refused.text)")
      #expect(try await server.send("GET", "/api/fits/\(fit)/model.json").status == 409)
      _ = try await server.ask("POST", "/api/fits/\(fit)/stop", [:])
      let end = try #require(try await server.events(of: fit).last?.data)
      #expect(end["termination"] as? String == "stopped", "\(end)")
      #expect(try await server.send("GET", "/api/fits/\(fit)/model.json").status == 200)
    }
  }

  @Test("a fit ends at the time limit with its model")
  func timeLimit() async throws {
    try await ViewerServer.running(within: { $0.fitSeconds = 0 }) { server in
      let data = try await server.upload(Points.text(count: 500))
      let end = try #require(
        try await server.events(of: try await server.begin(data: data, components: 3)).last?.data)
      #expect(end["termination"] as? String == "stopped")
      #expect((end["notes"] as? [String])?.first?.contains("a fit may take") == true, "\(end)")
    }
  }

  @Test("what is too large or too much is refused, and the oldest goes")
  func limits() async throws {
    var limits = ViewerLimits()
    (limits.uploadBytes, limits.rows, limits.keptDataSets) = (200_000, 1000, 2)
    try await ViewerServer.running(limits) { server in
      let tooManyRows = Data(Points.text(count: 1001).utf8)
      let csv = ["Content-Type": "text/csv"]
      #expect(try await server.send("POST", "/api/data", tooManyRows, headers: csv).status == 413)
      let tooManyBytes = Data(repeating: UInt8(ascii: "1"), count: 300_000)
      #expect(try await server.send("POST", "/api/data", tooManyBytes, headers: csv).status == 413)
      var files: [Int] = []
      for _ in 0..<3 { files.append(try await server.upload(Points.text(count: 20))) }
      #expect(try await server.send("GET", "/api/data/\(files[0])/points").status == 404)
      #expect(try await server.send("GET", "/api/data/\(files[2])/points").status == 200)
    }
  }

  @Test("invalid cells are refused with their place, or left out")
  func invalidCells() async throws {
    try await ViewerServer.running { server in
      let data = try await server.upload("x,y\n1,2\n3,NA\n5,6\n7,9\n")
      let refused = try await server.send("GET", "/api/data/\(data)/points")
      #expect(refused.status == 422 && refused.text.contains(":3:"), "\(refused.text)")
      let kept = try await server.send("GET", "/api/data/\(data)/points?invalid=skip")
      #expect(try PackedDocument(kept.body).numbers("rows").count == 4 * 3)
      let missing = try await server.send("GET", "/api/data/\(data)/points?invalid=missing")
      #expect(try PackedDocument(missing.body).numbers("rows").count == 4 * 4)
    }
  }

  @Test("every example can be fitted")
  func examples() async throws {
    try await ViewerServer.running { server in
      for name in ["clouds", "surface", "diabetes"] {
        let file = try await server.ask("POST", "/api/examples/\(name)")
        let fit = try await server.begin(data: try #require(file["id"] as? Int), components: 3)
        #expect(try await server.events(of: fit).last?.data["state"] as? String == "finished", "\(name)")
      }
    }
  }

  @Test("pages carry a policy, and nothing of theirs leaves their origin")
  func headers() async throws {
    try await ViewerServer.running { server in
      for path in ["/", "/viewer.js", "/viewer.css", "/api/data", "/nowhere"] {
        let response = try await server.send("GET", path)
        #expect(response.headers["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(response.headers["x-content-type-options"] == "nosniff")
        #expect(response.headers["content-security-policy"]?.contains("unsafe") == false)
      }
      let page = try await server.send("GET", "/").text
      #expect(!page.contains("://") && !page.contains("<script>") && !page.contains("style=\""))
    }
  }
}

/// A document whose typed arrays follow its text.
struct PackedDocument {
  private let json: Any
  private let numbers: Data

  init(_ body: Data) throws {
    let length = body.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    json = try JSONSerialization.jsonObject(with: body.dropFirst(8).prefix(length))
    numbers = body.dropFirst(8 + length)
  }

  /// The bytes of the array at the end of a path of keys and places.
  func numbers(_ path: Any...) throws -> Data {
    let value = path.reduce(json as Any?) { value, key in
      if let name = key as? String { return (value as? [String: Any])?[name] }
      return (key as? Int).flatMap { (value as? [Any])?[$0] }
    }
    let place = try #require(value as? [String: Int])
    let start = numbers.startIndex + (try #require(place["packedAt"]))
    return numbers[start..<start + (try #require(place["byteCount"]))]
  }
}
