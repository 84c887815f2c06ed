import Foundation
import GaussianMixtures
import MixtureFiles
import MixtureService
import Tables
import Testing

/// What the viewer's server answers of comparisons, and of points of which more is known than coordinates.
@Suite(.serialized)
struct ViewerSelectionTests {
  /// Asks for fits, waits for them, and returns what became of them.
  private func end(
    _ server: ViewerServer, _ request: [String: Any]
  ) async throws -> (fit: Int, data: [String: Any]) {
    let fit = try #require(try await server.ask("POST", "/api/fits", request)["id"] as? Int)
    let end = try #require(try await server.events(of: fit).last?.data)
    #expect(end["state"] as? String == "finished", "\(end)")
    return (fit, end)
  }

  private func model(_ server: ViewerServer, of fit: Int) async throws -> ModelDocument {
    let body = try await server.send("GET", "/api/fits/\(fit)/model.json").body
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try body.write(to: file)
    return try ModelFile.read(file.path)
  }

  private func points(_ text: String) throws -> PointSet {
    try PointSet(columns: PointTable(bytes: Array(text.utf8), source: "p.csv").numbers(in: [0, 1, 2]).columns)
  }

  @Test("the models are those of a selection in this process, to the bit, the best and all others")
  func sameModels() async throws {
    let text = Points.text(count: 400)
    let structures = [CovarianceStructure.full, .tied]
    let selection = try MixtureSelector(
      SelectionConfiguration(
        componentCounts: [2, 3, 4], structures: structures, criterion: .icl,
        fit: FitConfiguration(componentCount: 1, seed: 1))
    ).select(points(text))
    try await ViewerServer.running { server in
      let (fit, end) = try await end(
        server,
        [
          "data": try await server.upload(text), "components": 2, "most": 4,
          "structure": structures.map(\.code).joined(separator: ","), "criterion": "icl",
        ])
      #expect(end["keptCount"] as? Int == 6)
      for rank in 0..<6 {
        let candidate = try await server.ask("POST", "/api/fits/\(fit)/candidates", ["rank": rank])
        let number = try #require(candidate["id"] as? Int)
        #expect((number == fit) == (rank == 0))
        let document = try await model(server, of: number)
        #expect(document.model == selection.ranked[rank].result?.model, "\(rank)")
        #expect((document.fit?.selection != nil) == (rank == 0))
      }
      let missing = try await server.send(
        "POST", "/api/fits/\(fit)/candidates", Data(#"{"rank": 6}"#.utf8),
        headers: ["Content-Type": "application/json"])
      #expect(missing.status == 404, "\(missing.text)")
      for figure in ["criterion", "entropy", "regions"] {
        let image = try await server.send("GET", "/api/fits/\(fit)/\(figure).svg")
        #expect(image.status == 501 || image.text.contains("<svg"), "\(image.text.prefix(300))")
      }
      let report = try await server.send("GET", "/api/fits/\(fit)/report.html").text
      #expect(report.contains("Chosen among 6 models"))
    }
  }

  @Test("weights, known groups and missing cells are those of a fit in this process, to the bit")
  func sameObservations() async throws {
    var text = "x,y,z,times,kind\n"
    for (row, line) in Points.text(count: 300).split(separator: "\n").dropFirst().enumerated() {
      var cells = line.split(separator: ",").map(String.init)
      if row % 7 == 3 { cells[row % 3] = "" }
      let kind = row % 4 == 0 ? "abc".dropFirst(row % 3).prefix(1) : ""
      text += (cells + ["\(1 + row % 3)", String(kind)]).joined(separator: ",") + "\n"
    }
    let table = try PointTable(bytes: Array(text.utf8), source: "p.csv")
    let numbers = try table.numbers(in: [0, 1, 2, 3], invalid: .missing).columns
    let groups = table.categories(of: 4)
    let observations = try Observations(
      columns: Array(numbers.prefix(3)), weights: numbers[3],
      knownLabels: ClassLabels(names: groups.names, indices: groups.indices))
    var configuration = FitConfiguration(componentCount: 3, seed: 1)
    configuration.noise = NoiseConfiguration()
    let result = try MixtureEstimator(configuration).fit(observations)
    try await ViewerServer.running { server in
      let (fit, _) = try await end(
        server,
        [
          "data": try await server.upload(text), "columns": [0, 1, 2], "invalid": "missing", "weights": 3,
          "known": 4, "components": 3, "noise": true,
        ])
      #expect(try await model(server, of: fit).model == result.model)
      let scene = try PackedDocument(try await server.send("GET", "/api/fits/\(fit)/scene").body)
      #expect(try scene.numbers("points", "components").count == 300)
      let answer = try await server.ask("POST", "/api/fits/\(fit)/classify", ["row": 3])
      #expect((answer["point"] as? [Any])?.contains { $0 is NSNull } == true, "\(answer)")
      #expect(try await server.send("GET", "/api/fits/\(fit)/report.html").text.contains("cells missing"))
    }
  }

  @Test("a label may say that a group is not known, as an empty cell does")
  func unknownLabel() async throws {
    let lines = Points.text(count: 120).split(separator: "\n").dropFirst()
    func text(unknown: String) -> String {
      "x,y,z,kind\n"
        + lines.enumerated().map { row, line in "\(line),\(row % 4 == 0 ? ["-7", "b"][row % 8 / 4] : unknown)\n" }
        .joined()
    }
    try await ViewerServer.running { server in
      var request: [String: Any] = ["columns": [0, 1, 2], "known": 3, "components": 2]
      request["data"] = try await server.upload(text(unknown: ""))
      let empty = try await end(server, request).fit
      request["data"] = try await server.upload(text(unknown: "-1.0"))
      request["unknown"] = "-1"
      let named = try await end(server, request).fit
      #expect(try await model(server, of: named).model == model(server, of: empty).model)
      request["unknown"] = "?"
      let refusal = try await server.send(
        "POST", "/api/fits", try JSONSerialization.data(withJSONObject: request),
        headers: ["Content-Type": "application/json"])
      #expect(refusal.status == 422 && refusal.text.contains("no label of «kind»"), "\(refusal.text)")
    }
  }

  @Test(
    "what makes no sense is refused with its cure",
    arguments: [
      ("\"components\": 4, \"most\": 2", "backwards"), ("\"components\": 2, \"structure\": \"VVV,XXX\"", "XXX"),
      ("\"components\": 2, \"criterion\": \"luck\"", "luck"), ("\"components\": 2, \"weights\": 9", "weights"),
      ("\"components\": 2, \"invalid\": \"guess\"", "guess"), ("\"components\": 2, \"weights\": 1", "weight"),
    ])
  func refusals(options: String, word: String) async throws {
    try await ViewerServer.running { server in
      let data = try await server.upload(Points.text(count: 60))
      let answer = try await server.send(
        "POST", "/api/fits", Data("{\"data\": \(data), \"columns\": [0, 2], \(options)}".utf8),
        headers: ["Content-Type": "application/json"])
      #expect(answer.status == 422 && answer.text.contains(word), "\(answer.text)")
    }
  }
}
