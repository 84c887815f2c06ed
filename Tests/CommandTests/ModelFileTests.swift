import Foundation
import Testing

/// The page on model files and the schema beside it say what gmm writes and reads.
@Suite struct ModelFileTests {
  private static var documentation: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Documentation")
  }

  /// The models that the page shows.
  static func examples() throws -> [String] {
    let page = try String(contentsOf: documentation.appendingPathComponent("ModelFile.md"), encoding: .utf8)
    return page.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  private func parsed(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

  /// Whoever copies an example of the page has a model that works.
  @Test func examplesOfThePageWork() throws {
    let schema = try JSONSchema.modelFile()
    let examples = try Self.examples()
    #expect(examples.count >= 3)
    for text in examples {
      #expect(try schema.faults(of: try parsed(text), isClosed: true).isEmpty, "\(text)")
      let workspace = try Workspace()
      try workspace.write(text, to: "model.json")
      let model = try ModelJSON(text)
      // Versions that read schema 1 alone say so; all others have to read what the page shows.
      let refusal = try workspace.gmm("describe", "model.json").errors
      guard !refusal.contains("«gaussian-mixtures/model/2» is not gaussian-mixtures/model/1 at") else { continue }
      let described = try workspace.succeed("describe", "model.json").output
      #expect(described.hasPrefix("Gaussian mixture of \(model.components.count) component"))
      for name in model.names + model.columns { #expect(described.contains(name)) }
      try workspace.succeed("generate", "--model", "model.json", "-n", "50", "-o", "drawn.csv")
      let dimension = model.means[0].count
      let names = model.columns.isEmpty ? (1...dimension).map { "x\($0)" } : model.columns
      let rows = (0..<40).map { i in (0..<dimension).map { "\(i % 7 + $0 * 9)" }.joined(separator: ",") + "\n" }
      try workspace.write(names.joined(separator: ",") + "\n" + rows.joined(), to: "points.csv")
      try workspace.succeed("classify", "points.csv", "--model", "model.json", "-o", "labelled.csv")
      let labels = Set(try workspace.column("label", in: "labelled.csv"))
      let known = model.names.isEmpty ? model.components.indices.map { "\($0 + 1)" } : model.names
      #expect(labels.isSubset(of: known + (model.object["noise"] == nil ? [] : ["0"])))
    }
  }

  /// Every key that gmm writes is described, and described as it is.
  @Test(arguments: [
    ["fit", "p.csv", "-k", "2"], ["fit", "p.csv", "-k", "3", "--structure", "VVI", "--start", "kmeans"],
    ["fit", "p.csv", "-k", "2", "--structure", "EII", "--noise", "--seed", "18446744073709551615"],
    ["fit", "p.csv", "-k", "2", "--prior", "conjugate", "--equal-weights"],
    ["fit", "p.csv", "-k", "2", "--ridge", "0.1", "--stop", "changes"],
    ["fit", "p.csv", "-k", "2", "--eigenvalue-ratio", "12", "--stop", "gain", "--collapse", "keep"],
    ["fit", "p.csv", "--known-labels", "kind", "--weights", "count", "--missing"],
    ["select", "p.csv", "-k", "1-3", "--structures", "EEE,VII", "--criterion", "cross-validation"],
    ["select", "p.csv", "-k", "1-30", "--structures", "VVV"], ["fit", "c.csv", "-k", "3"],
    ["fit", "p.csv", "-k", "2", "--transform", "arcsinh", "--transform", "x:logicle"],
    ["select", "p.csv", "-k", "1-2", "--transform", "count:log=e", "--criterion", "cross-validation"],
  ])
  func whatIsWrittenIsDescribed(arguments: [String]) throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { i in
      "\(i % 2 * 10 + (i * 7) % 5),\((i * i) % 7)\(i % 3 == 0 ? ".5" : ""),\(i % 4 + 1),\(["a", "b", ""][i % 3])\n"
    }
    try workspace.write("x,y,count,kind\n" + rows.joined(), to: "p.csv")
    // A constant column and repeated points: there are events.
    try workspace.write("x,y\n" + (0..<30).map { "\($0 / 8),5\n" }.joined(), to: "c.csv")
    let outcome = try workspace.gmm(arguments + ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try JSONSchema.modelFile().faults(of: try parsed(outcome.output), isClosed: true) == [])
  }

  /// What the schema refuses, gmm refuses: the parts of models that can be wrong by their form.
  @Test(arguments: BadModelTests.cases.indices)
  func whatTheSchemaRefusesIsNoModel(index: Int) throws {
    let (part, replacement, _) = BadModelTests.cases[index]
    let text = BadModelTests.sound.replacingOccurrences(of: part, with: replacement)
    let schema = try JSONSchema.modelFile()
    #expect(try schema.faults(of: try parsed(BadModelTests.sound), isClosed: true) == [])
    guard let value = try? parsed(text), try !schema.faults(of: value).isEmpty else { return }
    let workspace = try Workspace()
    try workspace.write(text, to: "model.json")
    #expect(try workspace.gmm("describe", "model.json").code == 65)
  }

  @Test(arguments: [
    (#""structure": "VVV""#, #""structure": "VIV""#), (#""weight": 0.25"#, #""weight": "0.25""#),
    (#""mean": [0, 0], "#, ""), (#""covariance": [[1, 0], [0, 1]]"#, #""covariance": [1, 1]"#),
    (#""columns": ["x", "y"]"#, #""columns": [1, 2]"#), (#""noise": null"#, #""noise": {"weight": 0.1}"#),
    (#""covariance": [[1, 0], [0, 1]]"#, #""variances": [1, 1]"#), ("\"components\"", "\"component\""),
  ])
  func theSchemaSeesWrongForms(part: String, replacement: String) throws {
    let text = BadModelTests.sound.replacingOccurrences(of: part, with: replacement)
    #expect(text != BadModelTests.sound)
    #expect(try !JSONSchema.modelFile().faults(of: try parsed(text)).isEmpty)
  }

  /// What the summary of a model by hand does without: all that is not needed, left out one by one.
  @Test(arguments: [
    #""dimension": 2, "componentCount": 2, "#, #""structure": "VVV","#, #""columns": ["x", "y"],"#,
    #","noise": null"#,
  ])
  func whatMayBeLeftOutMayBeLeftOut(part: String) throws {
    let compact = BadModelTests.sound.replacingOccurrences(of: ",\n  \"noise\"", with: ",\"noise\"")
    let text = compact.replacingOccurrences(of: part, with: "")
    #expect(text != compact)
    let workspace = try Workspace()
    try workspace.write(text, to: "model.json")
    try workspace.succeed("describe", "model.json")
    #expect(try JSONSchema.modelFile().faults(of: try parsed(text)).isEmpty)
  }

  /// Its events name the column on the covariance floor in one way, written or read and written again.
  @Test func aModelOnTheFloorReadsBackAsTheSameDocument() throws {
    let workspace = try Workspace()
    let rows = (0..<20).map { "\($0 * $0 % 7),100000000000000000000" }
    try workspace.write("x,y\n" + rows.joined(separator: "\n") + "\n", to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "model.json")
    #expect(try workspace.succeed("describe", "model.json", "--json").output == workspace.text("model.json"))
  }
}
