import Foundation
import MixtureService
import Testing

/// Files that would take more memory than is given to them, and files that never come whole.
@Suite(.serialized) struct LargeFileTests {
  private func refusal(_ server: ViewerServer, _ body: Data) async throws -> LoopbackRequest.Response {
    try await server.send("POST", "/api/data?name=wide.csv", body, headers: ["Content-Type": "text/csv"])
  }

  private func array(rows: Int, columns: Int) -> Data {
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let padded = header.padding(toLength: 117, withPad: " ", startingAt: 0) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(padded.utf8)
      + Data(count: rows * columns)
  }

  @Test("columns and rows beyond the limits are refused by name, however they come")
  func tooMany() async throws {
    var limits = ViewerLimits()
    (limits.columns, limits.rows) = (1000, 5000)
    try await ViewerServer.running(limits) { server in
      func repeated(_ text: String, _ count: Int) -> Data { Data(String(repeating: text, count: count).utf8) }
      let wide = [
        repeated(",", 200_000), repeated("name,", 2000), repeated("1;", 2000), repeated("1\t", 2000),
        repeated("1 ", 2000), repeated("\"\",", 2000), Data("# a file\n".utf8) + repeated("1,", 2000),
        repeated("a,;", 2000), Data("1,2\n".utf8) + repeated("1,", 2000), array(rows: 2, columns: 2000),
      ]
      for body in wide {
        let response = try await refusal(server, body)
        let start = String(decoding: body.prefix(20), as: UTF8.self)
        #expect(response.status == 413 || response.status == 422, "\(start): \(response.text)")
        #expect(
          response.text.contains("1000") && response.text.contains("columns") || response.status == 422,
          "\(start): \(response.text)")
      }
      for body in [repeated("1,2\n", 6000), repeated("\"\"\n", 20_000), array(rows: 6000, columns: 2)] {
        let response = try await refusal(server, body)
        #expect(
          response.status == 413 && response.text.contains("5000") && response.text.contains("rows"),
          "\(response.text)")
      }
      let most = (1...1000).map { "c\($0)" }.joined(separator: ",") + "\n" + repeatedRow(1000)
      #expect(try await refusal(server, Data(most.utf8)).status == 201)
    }
  }

  private func repeatedRow(_ count: Int) -> String {
    (0..<3).map { row in (0..<count).map { "\($0 + row).5" }.joined(separator: ",") + "\n" }.joined()
  }

  @Test("memory is counted as what is held: the oldest goes, and what never fits is refused")
  func memory() async throws {
    var limits = ViewerLimits()
    limits.keptBytes = 1 << 20
    try await ViewerServer.running(limits) { server in
      let first = try await server.upload(Points.text(count: 6000))
      let second = try await server.upload(Points.text(count: 6000))
      _ = try await server.upload(Points.text(count: 6000))
      #expect(try await server.send("GET", "/api/data/\(first)/points").status == 404)
      #expect(try await server.send("GET", "/api/data/\(second)/points").status == 200)
      let response = try await refusal(server, Data(Points.text(count: 40_000).utf8))
      #expect(response.status == 413 && response.text.contains("--memory-limit"), "\(response.text)")
      // Short cells are more as numbers than as text.
      let cells = String(repeating: String(repeating: "1,", count: 49) + "2\n", count: 4000)
      let data = try await server.upload("c" + (1..<50).map { ",c\($0)" }.joined() + "\n" + cells)
      let points = try await server.send("GET", "/api/data/\(data)/points")
      #expect(points.status == 413 && points.text.contains("fewer columns"), "\(points.text)")
    }
  }

  #if os(Linux)
  @Test("commas alone are refused while they arrive", .timeLimit(.minutes(2)))
  func commas() async throws {
    let viewer = try ViewerProcess()
    let size = Load.isFull ? 256 << 20 : 8 << 20
    let start = ContinuousClock.now
    let response = try await refusal(viewer.server, Data(repeating: UInt8(ascii: ","), count: size))
    print("\(size >> 20) MiB of commas: \(ContinuousClock.now - start), \(viewer.peak >> 20) MiB at most")
    #expect(response.status == 413 && response.text.contains("10000 columns"), "\(response.text)")
    #expect(viewer.peak < 300_000_000)
  }

  @Test("dropped uploads leave nothing behind", .timeLimit(.minutes(5)))
  func dropped() async throws {
    let viewer = try ViewerProcess()
    let server = viewer.server
    let (memory, descriptors) = (viewer.memory, viewer.descriptorCount)
    let text = Points.text(count: 20_000)
    let head = OpenConnection.head(
      "POST", "/api/data", server,
      headers: ["Content-Type": "text/csv", "Content-Length": "\(text.utf8.count)"])
    for number in 0..<(Load.isFull ? 1000 : 100) {
      let connection = try OpenConnection(port: server.port)
      connection.send(head + text.prefix(text.utf8.count * (number % 10) / 10))
    }
    for _ in 0..<500 where viewer.descriptorCount > descriptors {
      try await Task.sleep(for: .milliseconds(20))
    }
    for _ in 0..<100 where viewer.memory > memory + 16 << 20 {
      try await Task.sleep(for: .milliseconds(100))
    }
    print(
      "memory \(memory >> 10) KiB, then \(viewer.memory >> 10); descriptors \(descriptors), then \(viewer.descriptorCount)"
    )
    #expect(viewer.descriptorCount <= descriptors + 1)
    #expect(viewer.memory <= memory + 16 << 20)
  }
  #endif
}
