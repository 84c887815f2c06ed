import Foundation
import GaussianMixtures
import Testing

/// Random small files: whatever they hold, the command ends with 0, 64, 65 or 66 and never by a signal.
@Suite struct RandomInputTests {
  private static let pieces = [
    ",", ",", ",", "\n", "\n", "\n", ";", "\t", " ", "\"", "\"\"", "#", "\r\n", "0", "1", "2", "7.5", "-3",
    "1e308",
    "-1e308", "5e-324", "1e-140", "1e999", "NaN", "inf", "NA", "x", "y", "label", "truth", "é", "-", ".", "+",
    "e",
    "\u{FEFF}", "0.1", "100000000000000000000", "0x1p3", "1,2\n", "3,4\n", "5,1\n", "8,8\n",
  ]

  private static func table(_ random: inout RandomStream) -> String {
    let isRegular = Bool.random(using: &random)
    if isRegular {
      let columns = Int.random(in: 1...4, using: &random)
      let values = pieces.filter { Double($0) != nil } + ["NA", ""]
      let rows = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        (0..<columns).map { _ in values.randomElement(using: &random) ?? "" }.joined(separator: ",")
      }
      return (["label", "truth", "x", "y"].prefix(columns) + []).joined(separator: ",") + "\n"
        + rows.joined(separator: "\n")
    }
    return (0..<Int.random(in: 0...60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
    }
    .joined()
  }

  @Test func tablesNeverCrash() throws {
    var random = RandomStream(seed: 1, purpose: .sampling)
    let workspace = try Workspace()
    try workspace.write(BadModelTests.sound, to: "model.json")
    let options = [
      [
        "fit", "table", "-k", "2", "--max-iterations", "20", "--restarts", "2", "--skip-invalid", "-o",
        "out.json",
      ],
      ["fit", "table", "--start", "labels:1", "--structure", "diagonal", "--max-iterations", "20"],
      [
        "fit", "table", "--start", "model.json", "--header", "no", "--structure", "tied", "--max-iterations",
        "20",
      ],
      ["classify", "table", "--model", "model.json", "--columns", "1,2", "--responsibilities"],
      ["describe", "table", "--json"], ["describe", "table", "--decimal-comma"],
      ["evaluate", "table", "--label", "1", "--truth", "2"],
    ]
    for index in 0..<150 {
      let text = Self.table(&random)
      try workspace.write(text, to: "table")
      try expectOrderlyEnd(workspace, options[index % options.count], text)
    }
  }

  @Test func modelsNeverCrash() throws {
    var random = RandomStream(seed: 2, purpose: .sampling)
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n6,6\n9,2\n", to: "points.csv")
    let fitted = try workspace.succeed("fit", "points.csv", "-k", "1", "--max-iterations", "3", "--json")
      .output
    let options = [
      ["classify", "points.csv", "--model", "bad.json"], ["describe", "bad.json"],
      ["generate", "--model", "bad.json", "-n", "5"],
      ["fit", "points.csv", "--start", "bad.json", "--max-iterations", "20"],
      ["report", "points.csv", "--model", "bad.json", "-o", "report.html"],
    ]
    for index in 0..<150 {
      let text = Self.damaged(index % 2 == 0 ? fitted : BadModelTests.sound, &random)
      try workspace.write(text, to: "bad.json")
      try expectOrderlyEnd(workspace, options[index % options.count], text)
    }
  }

  /// A few numbers, words or letters of the text changed.
  private static func damaged(_ text: String, _ random: inout RandomStream) -> String {
    let values = [
      "0", "-1", "1", "2", "0.5", "1e308", "-1e308", "5e-324", "1e-300", "9223372036854775807", "1e999",
      "null", "[]",
      "{}", "\"x\"", "[1,2]", "true",
    ]
    var result = text
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let numbers = result.ranges(of: /-?[0-9][0-9.e+-]*|null|"[a-zA-Z]*"/)
      if Int.random(in: 0..<8, using: &random) > 0, let range = numbers.randomElement(using: &random) {
        result.replaceSubrange(range, with: values.randomElement(using: &random) ?? "")
      } else if let place = result.indices.randomElement(using: &random) {
        result.replaceSubrange(
          place...place, with: ["", ",", "}", "[", "\\", "\0"].randomElement(using: &random) ?? "")
      }
    }
    return result
  }

  private func expectOrderlyEnd(_ workspace: Workspace, _ arguments: [String], _ text: String) throws {
    let outcome = try workspace.gmm(arguments)
    #expect(outcome.signal == nil, "\(arguments) of «\(text)»: \(outcome.errors)")
    #expect([0, 64, 65, 66].contains(outcome.code), "\(arguments) of «\(text)»: \(outcome.errors)")
    #expect(outcome.code == 0 || outcome.errors.contains("gmm: error: "), "\(arguments) of «\(text)»")
  }
}
