import Foundation
import Testing

/// What is printed of many columns and components fits a terminal, and says how to see the rest.
@Suite struct LargeTableTests {
  private static func table(rows: Int, columns: Int) -> String {
    let head = (0..<columns).map { "g\($0)" }.joined(separator: ",") + "\n"
    return head
      + (0..<rows).map { i in
        (0..<columns).map { j in "\((i * 7919 + j * 104_729 + i * j * 31) % 1009)" }.joined(separator: ",") + "\n"
      }.joined()
  }

  @Test(arguments: ["diagonal", "spherical", "full"])
  func manyColumnsAreCut(structure: String) throws {
    let workspace = try Workspace()
    let columns = structure == "full" ? 30 : 60
    try workspace.write(Self.table(rows: 80, columns: columns), to: "p.csv")
    let run = [
      "fit", "p.csv", "-k", "2", "--start", "random", "--restarts", "1", "--max-iterations", "3", "--structure",
      structure,
    ]
    let short = try workspace.gmm(run + ["-o", "model.json"])
    #expect(short.code == 0, "\(short.errors)")
    #expect(short.output.utf8.count < 12_000)
    #expect(short.output.contains("… and \(columns - 20) more columns: --all shows them"))
    #expect(!short.output.contains(" g\(columns - 1)"))
    let model = try ModelJSON(workspace.text("model.json"))
    #expect(model.means.allSatisfy { $0.count == columns } && model.columns.count == columns)
    let whole = try workspace.gmm(run + ["--all"])
    let described = try workspace.succeed("describe", "model.json", "--all").output
    for text in [whole.output, described] {
      #expect(text.contains("mean g\(columns - 1)") && !text.contains("…"))
    }
    let cut = try workspace.succeed("describe", "model.json").output
    #expect(cut.contains("\(columns - 20) more columns: --all"))
    let json = try workspace.succeed("describe", "model.json", "--json").output
    #expect(try ModelJSON(json).columns.count == columns)
  }

  @Test func manyComponentsAreCut() throws {
    let workspace = try Workspace()
    let groups = 60
    let rows = (0..<(groups * 6)).map { i in
      "\(100 * (i % groups) + i / groups),\(7 * (i % 3) + (i * i) % 11)\n"
    }
    try workspace.write("x,y\n" + rows.joined(), to: "p.csv")
    let run = [
      "fit", "p.csv", "-k", "\(groups)", "--start", "kmeans", "--restarts", "1", "--structure", "VVI",
      "--max-iterations", "3",
    ]
    let short = try workspace.gmm(run)
    #expect(short.code == 0, "\(short.errors)")
    #expect(short.output.contains("… and 20 more components: --all shows them"))
    #expect(short.output.split(separator: "\n").count < 120)
    let whole = try workspace.gmm(run + ["--all"]).output
    #expect(!whole.contains("…") && whole.contains("\n         \(groups)  "))
    let json = try workspace.gmm(run + ["--json"]).output
    #expect(try ModelJSON(json).weights.count == groups)
  }

  @Test func columnsOfATableAreCut() throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(rows: 5, columns: 90), to: "p.csv")
    let short = try workspace.succeed("describe", "p.csv").output
    #expect(short.contains("90 columns") && short.contains("… and 30 more columns: --all shows them"))
    let whole = try workspace.succeed("describe", "p.csv", "--all").output
    #expect(whole.contains(" g89 ") && !whole.contains("…"))
    let json = try workspace.succeed("describe", "p.csv", "--json").output
    #expect(json.contains("\"g89\""))
  }

  @Test func theBestModelOfASelectionIsCutToo() throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(rows: 60, columns: 30), to: "p.csv")
    let run = [
      "select", "p.csv", "-k", "1-2", "--structures", "EII,VII,EEI", "--start", "random", "--restarts", "1",
    ]
    let short = try workspace.gmm(run)
    #expect(short.code == 0 && short.output.contains("… and 10 more columns: --all"), "\(short.errors)")
    let whole = try workspace.gmm(run + ["--all"]).output
    #expect(whole.contains("mean g29") && !whole.contains("…"))
  }
}
