import Foundation
import Testing

/// What stands in files, models, paths and options is shown, and never obeyed.
@Suite struct TerminalTests {
  /// Escape, bell, return, a control character of the second set, one that turns the text's direction, one that
  /// nobody sees, and a line feed.
  private static let hostile = "a\u{1B}[31mb\u{7}c\rd\u{9B}32me\u{202E}f\u{200B}g\nh"

  private func expectHarmless(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    for text in [outcome.output, outcome.errors] {
      let obeyed = text.unicodeScalars.filter { scalar in
        let category = scalar.properties.generalCategory
        return (category == .control && scalar != "\n") || category == .format || category == .lineSeparator
      }
      #expect(obeyed.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
    }
    let lines = outcome.errors.split(separator: "\n")
    let own = lines.allSatisfy { !$0.hasPrefix("h") }
    #expect(own, "a line feed of a name begins no line: \(outcome)", sourceLocation: sourceLocation)
  }

  private func table(_ workspace: Workspace, _ name: String = "points.csv") throws {
    var text = "\"\(Self.hostile)\",y,group\n"
    for i in 0..<40 { text += "\(i % 7),\(i * i % 11),\"g\(i % 2)\(Self.hostile)\"\n" }
    try workspace.write(text, to: name)
  }

  @Test(arguments: [
    ["fit", "points.csv", "-k", "2"], ["fit", "points.csv", "-k", "2", "--json"],
    ["fit", "points.csv", "--start", "labels:group", "--columns", "1,2"],
    ["fit", "points.csv", "-k", "2", "--known-labels", "group", "--columns", "1,2"],
    ["fit", "points.csv", "-k", "2", "--columns", "nothing"], ["fit", "points.csv", "-k", "2", "--weights", "group"],
    ["fit", "points.csv", "-k", "2", "--columns", "group"], ["describe", "points.csv"],
    ["describe", "points.csv", "--json"], ["select", "points.csv", "-k", "1-2"],
    ["evaluate", "points.csv", "--label", "group", "--truth", "y"],
    ["evaluate", "points.csv", "--label", "group", "--truth", "y", "--json"],
  ])
  func namesAndLabels(arguments: [String]) throws {
    let workspace = try Workspace()
    try table(workspace)
    expectHarmless(try workspace.gmm(arguments))
  }

  @Test func pathsAndOptions() throws {
    let workspace = try Workspace()
    let name = Self.hostile.replacing("\u{7}", with: "") + ".csv"
    try table(workspace, name)
    expectHarmless(try workspace.gmm(["fit", name, "-k", "2"]))
    expectHarmless(try workspace.gmm(["fit", "absent \(Self.hostile)", "-k", "2"]))
    expectHarmless(try workspace.gmm(["fit", name, "-k", "2", "--structure", Self.hostile]))
    expectHarmless(try workspace.gmm(["fit", name, "-k", "2", "--start", Self.hostile]))
    expectHarmless(try workspace.gmm(["fit", name, "-k", "2", "-o", "absent/\(Self.hostile)"]))
    expectHarmless(try workspace.gmm(["fit", name, "--\(Self.hostile)"]))
    expectHarmless(try workspace.gmm([Self.hostile]))
  }

  /// Every text of a model file in turn.
  @Test func modelFiles() throws {
    let workspace = try Workspace()
    try table(workspace)
    try workspace.succeed(
      "fit", "points.csv", "--start", "labels:group", "--columns", "1,2", "-o", "model.json", "--noise")
    let model = try JSONSerialization.jsonObject(with: Data(try workspace.text("model.json").utf8))
    for path in Self.paths(ofTextsIn: model) {
      let changed = Self.replacing(path[...], in: model)
      let bytes = try JSONSerialization.data(withJSONObject: changed)
      try workspace.write(Array(bytes), to: "hostile.json")
      for arguments in [
        ["describe", "hostile.json"], ["describe", "hostile.json", "--json"],
        ["score", "points.csv", "--model", "hostile.json"],
      ] {
        expectHarmless(try workspace.gmm(arguments))
      }
    }
  }

  /// Runs a command on a terminal of its own.
  private static let script = "/usr/bin/script"

  /// A table goes into a file byte by byte, and to a terminal without what that would obey.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script), "there is no util-linux here"))
  func labelledPointsOnATerminal() throws {
    let workspace = try Workspace()
    let rows = (0..<4).map { "\($0),\($0 * $0),\"g\(Self.hostile)\"\n" }
    try workspace.write("x,y,group\n" + rows.joined(), to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "--columns", "x,y", "-o", "model.json")
    var command = Command(arguments: [], directory: workspace.path)
    command.arguments = [
      "-qec", "'\(command.program.path)' classify points.csv --model model.json --output-columns label", "/dev/null",
    ]
    command.program = URL(fileURLWithPath: Self.script)
    let outcome = try command.run()
    let shown = outcome.output.replacing("\r\n", with: "\n")
    #expect(outcome.code == 0 && shown.contains("ga\\u{1B}[31m"), "\(shown)")
    expectHarmless(Outcome(code: 0, signal: nil, output: shown, errors: ""))
    try workspace.succeed("classify", "points.csv", "--model", "model.json", "-o", "out.csv")
    #expect(try workspace.text("out.csv").contains(Self.hostile))
  }

  @Test func escapedJSONReadsBackToTheSameTexts() throws {
    let workspace = try Workspace()
    try table(workspace)
    let outcome = try workspace.gmm(["fit", "points.csv", "-k", "2", "--columns", "1,2", "--json"])
    let model = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(model?["columns"] as? [String] == [Self.hostile, "y"])
    try workspace.write(outcome.output, to: "model.json")
    let again = try workspace.gmm(["describe", "model.json", "--json"])
    #expect(again.output == outcome.output)
  }

  // MARK: JSON values

  private static func paths(ofTextsIn value: Any) -> [[String]] {
    switch value {
    case is String: [[]]
    case let object as [String: Any]:
      object.keys.sorted().flatMap { key in paths(ofTextsIn: object[key] ?? 0).map { [key] + $0 } }
    case let list as [Any]:
      list.indices.flatMap { index in paths(ofTextsIn: list[index]).map { ["\(index)"] + $0 } }
    default: []
    }
  }

  private static func replacing(_ path: ArraySlice<String>, in value: Any) -> Any {
    guard let key = path.first else { return hostile }
    if var object = value as? [String: Any] {
      object[key] = replacing(path.dropFirst(), in: object[key] ?? 0)
      return object
    }
    guard var list = value as? [Any], let index = Int(key) else { return value }
    list[index] = replacing(path.dropFirst(), in: list[index])
    return list
  }
}
