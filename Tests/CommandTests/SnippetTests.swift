import Foundation
import Testing

/// The programs of the folder Snippets run, say what they promise, and are shown by the documentation.
@Suite struct SnippetTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func files(below folder: String, _ kind: String) throws -> [URL] {
    let folder = package.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .map(folder.appendingPathComponent).filter { $0.pathExtension == kind }
  }

  /// All that there are.
  static let names = ((try? files(below: "Snippets", "swift")) ?? []).map {
    $0.deletingPathExtension().lastPathComponent
  }

  private func lines(of snippet: String) throws -> [String] {
    let workspace = try Workspace()
    let program = Command.binary.deletingLastPathComponent().appendingPathComponent(snippet)
    let outcome = try Command(arguments: [], directory: workspace.path, program: program).run()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path) == [])
    return outcome.output.split(separator: "\n").map(String.init)
  }

  /// Lines that begin so are among what a program prints; its numbers may differ in last digits.
  static let promises = [
    "ChooseModel": ["EEE (tied) 3 3842.6", "best: EEE with 3 components"],
    "DrawEllipses": ["<ellipse rx=\"5.26", "<ellipse rx=\"3.69", "2778 of 2921 points within"],
    "FitPoints": ["converged after ", "weight 0.58", "weight 0.41", "error rate 0.00"],
    "KeepModel": ["the same bits: true", "The weights sum to 2.0; they must sum to 1."],
    "ManyFits": ["12 fits, the first with the weights [0.5", "followed to ["],
    "MoreThanPoints": [
      "weights: n is 799.0, of 400 points", "missing: 400 points in 2 dimensions, some coordinates missing",
      "noise: 39 points belong to no component", "known labels: the components are [\"near\", \"far\"]",
    ],
    "PointsFromData": [
      "rows and columns: true", "vectors: 3 points in 3 dimensions",
      "records: 2 points in 3 dimensions, the last is [4.0, 5.0, 6.0]", "memory: true",
      "in place: 100 points in 3 dimensions",
      "table: 3 points in 2 dimensions, some coordinates missing",
    ],
    "PointsThatArrive": [
      "[\"at rest\", \"moving\"]: [682, 318], of which 5", "of a frame of two points: [0, 1]",
    ],
    "StepByStep": ["1: -", "2: -", "[[-0.0"],
    "WatchFit": [
      "iteration 5: log-likelihood -", "stopped after 5 iterations", "run 1 ended: -", "log-likelihood -",
      "cancelled, and nothing is kept",
    ],
  ]

  @Test("each one runs to its end and says what it promises", arguments: names)
  func runs(snippet: String) throws {
    let promised = try #require(Self.promises[snippet], "say what \(snippet) promises")
    let lines = try lines(of: snippet)
    for promise in promised {
      #expect(lines.contains { $0.hasPrefix(promise) }, "\(promise) is not in \(lines)")
    }
  }

  @Test("a fit that is stopped has no further iteration")
  func stops() throws {
    #expect(try lines(of: "WatchFit").count { $0.hasPrefix("iteration ") } == 5)
  }

  @Test("each one is shown, and no other")
  func shown() throws {
    let texts = try Self.files(below: "Sources", "md").map { try String(contentsOf: $0, encoding: .utf8) }
    let path = /@Snippet\(path: "swift-gaussian-mixtures\/Snippets\/([^"]*)"/
    let shown = Set(texts.flatMap { $0.matches(of: path).map { String($0.output.1) } })
    #expect(!Self.names.isEmpty)
    #expect(shown == Set(Self.names))
  }
}
