import Foundation
import Testing

/// Files of very many columns: the time grows with the bytes, whatever the columns hold.
///
/// Were it to grow with the square of the columns, each would take minutes, and the run would be ended.
@Suite struct ManyColumnTests {
  private func workspace(columns: Int, rows: Int, _ cell: (Int, Int) -> String) throws -> Workspace {
    let workspace = try Workspace()
    var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<rows { text += (0..<columns).map { cell(row, $0) }.joined(separator: ",") + "\n" }
    try workspace.write(text, to: "wide.csv")
    return workspace
  }

  private static let kinds: [(name: String, cell: @Sendable (Int, Int) -> String)] = [
    ("text", { "t\(($0 + $1) % 5)" }), ("empty", { $1 % 2 == 0 ? "\($0).5" : "" }),
    ("units", { $1 % 3 == 0 ? "5 kg" : "\($0).5" }), ("faults", { $1 % 4 == 0 && $0 == 17 ? "bad" : "\($0).5" }),
    ("numbers", { "\(($0 * 7919 + $1 * 104_729) % 997).25" }),
  ]

  @Test(arguments: kinds.indices)
  func manyColumnsAreDescribed(kind: Int) throws {
    let (_, cell) = Self.kinds[kind]
    let workspace = try workspace(columns: 30_000, rows: 20, cell)
    let outcome = try workspace.succeed("describe", "wide.csv", "--json")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect((json?["columns"] as? [Any])?.count == 30_000)
  }

  @Test func manyMissingColumnsAreFilled() throws {
    let workspace = try workspace(columns: 20_000, rows: 12) { "\(($0 * 7919 + $1 * 104_729) % 997).25" }
    try workspace.succeed(
      "fit", "wide.csv", "-k", "1", "--structure", "diagonal", "--start", "random", "--restarts", "1", "-o", "m.json",
      "-q")
    let lines = try workspace.lines("wide.csv")
    try workspace.write(
      (lines.dropLast() + ["NA" + lines[12].drop { $0 != "," }]).joined(separator: "\n") + "\n", to: "gap.csv")
    try workspace.succeed("impute", "gap.csv", "--model", "m.json", "-o", "full.csv")
    #expect(try !workspace.text("full.csv").contains("NA"))
  }

  @Test func aNameThatStandsManyTimesIsChangedInEachPlace() throws {
    let workspace = try Workspace()
    let count = 20_000
    let header = "x,y" + String(repeating: ",label", count: count) + "\n"
    let rows = (0..<6).map { "\($0 * 7 % 5),\($0 * 3 % 4)" + String(repeating: ",1", count: count) + "\n" }
    try workspace.write(header + rows.joined(), to: "points.csv")
    try workspace.succeed("fit", "points.csv", "--columns", "x,y", "-k", "1", "--classify", "out.csv", "-q")
    let names = try workspace.lines("out.csv")[0].split(separator: ",")
    #expect(Set(names).count == names.count && names.count == count + 6)
  }

  @Test func manyLabelsAreCompared() throws {
    let workspace = try Workspace()
    let rows = (0..<40_000).map { "a\($0 * 7919 % 2000),b\($0 * 104_729 % 2003)\n" }
    try workspace.write("label,truth\n" + rows.joined(), to: "labels.csv")
    let outcome = try workspace.succeed("evaluate", "labels.csv")
    #expect(outcome.output.contains("… and 1,970 more labels, 1,973 more classes: --all shows them"))
    #expect(outcome.output.split(separator: "\n").count < 80)
  }

  @Test func oneRowIsNoRows() throws {
    let workspace = try Workspace()
    try workspace.write("x\n1\n", to: "one.csv")
    #expect(try workspace.succeed("describe", "one.csv").output.hasPrefix("one.csv: 1 row, 1 column\n"))
    try workspace.write("x,y\n1,2\nNA,3\n2,5\n3,1\n", to: "gap.csv")
    let outcome = try workspace.succeed("fit", "gap.csv", "-k", "1", "--skip-invalid")
    #expect(outcome.errors.contains(" 1 row with invalid cells left out"), "\(outcome.errors)")
  }

  /// Editors put a mark before a text, or write it in another encoding.
  @Test func aModelWithAMarkIsRead() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n2,5\n3,1\n", to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "m.json")
    let model = try workspace.text("m.json")
    try workspace.write("\u{FEFF}" + model, to: "marked.json")
    try workspace.succeed("classify", "points.csv", "--model", "marked.json")
    #expect(try workspace.succeed("describe", "marked.json", "--json").output == model)
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
      try workspace.write(Array(model.data(using: encoding) ?? Data()), to: "wide.json")
      for arguments in [["describe", "wide.json"], ["score", "points.csv", "--model", "wide.json"]] {
        expectRefusal(try workspace.gmm(arguments), 65, saying: ["wide.json", "UTF-16", "UTF-8"])
      }
    }
  }
}
