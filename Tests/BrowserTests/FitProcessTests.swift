import Foundation
import GaussianMixtures
import MixtureFiles
import MixtureService
import Tables
import Testing

/// Fits in processes of their own: the same numbers, and whatever ends one of them ends nothing else.
@Suite(.serialized) struct FitProcessTests {
  /// What became of the fit of some points.
  private func end(_ server: ViewerServer, components: Int = 3) async throws -> [String: Any] {
    let data = try await server.upload(Points.text(count: 300))
    let fit = try await server.begin(data: data, components: components)
    return try #require(try await server.events(of: fit).last?.data)
  }

  @Test("the model is that of a fit in this process, to the bit")
  func sameNumbers() async throws {
    let text = Points.text(count: 700)
    let table = try PointTable(bytes: Array(text.utf8), source: "p.csv")
    let points = try PointSet(columns: table.numbers(in: [0, 1, 2]).columns)
    let result = try MixtureEstimator(
      FitConfiguration(componentCount: 3, structure: try #require(CovarianceStructure("VVV")), seed: 1)
    ).fit(points)
    try await ViewerServer.running { server in
      let fit = try await server.begin(data: try await server.upload(text), components: 3)
      _ = try await server.events(of: fit)
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      try await server.send("GET", "/api/fits/\(fit)/model.json").body.write(to: file)
      let document = try ModelFile.read(file.path)
      #expect(document.model == result.model)
      #expect(document.fit?.logLikelihood == result.logLikelihood)
      #expect(document.fit?.history.map(\.logLikelihood) == result.history.map(\.logLikelihood))
    }
  }

  @Test(
    "a process that is ended by a signal, ends early or cannot be started fails its own fit alone",
    arguments: [
      ("kill -ILL $$", "signal 4"), ("kill -KILL $$", "signal 9"), ("kill -ABRT $$", "signal 6"),
      ("cat > /dev/null & sleep 0.2; exit 3", "code 3"), ("exit 0", "code 0"),
      ("echo nonsense and more of it", "code 0"),
    ])
  func ends(script: String, words: String) async throws {
    try await ViewerServer.running(worker: FitWorker(executable: "/bin/sh", arguments: ["-c", script])) {
      server in
      let end = try await end(server)
      #expect(end["state"] as? String == "failed", "\(end)")
      #expect((end["error"] as? String)?.contains(words) == true, "\(end)")
      #expect((end["cure"] as? String)?.isEmpty == false)
      #expect(try await server.send("GET", "/api/data").status == 200)
    }
  }

  @Test func aMissingProgramFailsTheFitAlone() async throws {
    try await ViewerServer.running(worker: FitWorker(executable: "/nowhere/gmm", arguments: [])) { server in
      let end = try await end(server)
      #expect((end["error"] as? String)?.contains("could not be started") == true, "\(end)")
      #expect(try await server.send("GET", "/api/data").status == 200)
    }
  }

  #if os(Linux)
  @Test func moreMemoryThanAllowedFailsTheFitAlone() async throws {
    var limits = ViewerLimits()
    // Less than the first column takes: the process has no thread yet that would wait for memory.
    limits.fitBytes = 1 << 20
    try await ViewerServer.running(limits) { server in
      let data = try await server.upload(Points.text(count: 200_000, columns: 6))
      let fit = try await server.begin(data: data, components: 3)
      let end = try #require(try await server.events(of: fit).last?.data)
      #expect((end["error"] as? String)?.contains("memory") == true, "\(end)")
      #expect(try await server.send("GET", "/api/data/\(data)/points").status == 200)
    }
  }

  @Test("a killed fit fails, and a killed viewer leaves none behind")
  func kills() async throws {
    let viewer = try ViewerProcess()
    let data = try await viewer.server.upload(Points.text(count: 100_000))
    let fit = try await viewer.server.begin(data: data, components: 60, start: "random")
    let child = try #require(await child(of: viewer))
    kill(child, SIGKILL)
    let end = try #require(try await viewer.server.events(of: fit).last?.data)
    #expect((end["error"] as? String)?.contains("signal 9") == true, "\(end)")
    _ = try await viewer.server.begin(data: data, components: 60, start: "random")
    let orphan = try #require(await self.child(of: viewer))
    kill(viewer.identifier, SIGKILL)
    for _ in 0..<1000 where ViewerProcess.parent(of: orphan) != nil {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(ViewerProcess.parent(of: orphan) == nil)
  }

  private func child(of viewer: ViewerProcess) async -> Int32? {
    for _ in 0..<500 {
      if let child = viewer.children.first { return child }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
  #endif
}
