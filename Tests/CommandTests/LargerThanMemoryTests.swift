import Foundation
import Testing

/// A file larger than a quarter of `--memory` stays on the disk, and everything comes out as it would in memory.
@Suite struct LargerThanMemoryTests {
  @Test func fitAndClassifyHaveTheSameBytes() throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "2300000", "-o", "points.csv")
    let size =
      try FileManager.default.attributesOfItem(atPath: workspace.path("points.csv"))[.size] as? Int ?? 0
    #expect(size > 125_000_000)
    let fit = ["fit", "points.csv", "-k", "3", "--columns", "1-3"]
    for (name, more) in [("memory", []), ("disk", ["--memory", "500M", "--scratch", workspace.path(".")])] {
      #expect(
        try workspace.gmm(
          fit + more + [
            "-o", "\(name).json", "--classify", "\(name).csv", "--output-columns", "label,density",
          ]
        ).code == 0)
    }
    func model(_ name: String) throws -> [String] {
      try workspace.lines(name).filter { !$0.contains("\"seconds\"") }
    }
    #expect(try model("disk.json") == model("memory.json"))
    #expect(
      FileManager.default.contentsEqual(
        atPath: workspace.path("disk.csv"), andPath: workspace.path("memory.csv")))
    // Nothing is left where the points were kept.
    let files = try FileManager.default.contentsOfDirectory(atPath: workspace.path("."))
    #expect(files.sorted() == ["disk.csv", "disk.json", "memory.csv", "memory.json", "points.csv"])
    let failed = try workspace.gmm(fit + ["--memory", "500M", "--scratch", "/no/such/folder"])
    #expect(failed.code != 0 && failed.errors.contains("/no/such/folder"))
  }

  /// A report of points that are too many shows a sample, with the classes of its points.
  private func expectReportOfASample(_ workspace: Workspace, _ disk: [String]) throws {
    let report = try workspace.gmm(
      ["report", "whole.csv", "--model", "model.json", "-o", "report.html", "--truth", "truth"] + disk)
    #expect(report.code == 0, "\(report)")
    let page = try workspace.text("report.html")
    #expect(page.contains("A random sample of 1,048,576 of 2,300,000 points"))
    // The classes are those of the points of the sample: next to all are in the component that matches theirs.
    let agreement = try #require(page.firstMatch(of: /([0-9,]+) of 1,048,576 points \([0-9.]+ %\) are in another component/))
    let wrong = try #require(Int(agreement.1.replacing(",", with: "")))
    #expect(wrong > 0 && wrong < 100_000)
  }

  /// What is said and written of points that a model knows, in memory and run by run.
  @Test func answersHaveTheSameBytes() throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "2300000", "-o", "whole.csv")
    try workspace.succeed("generate", "--preset", "rgb", "-n", "2000", "-o", "few.csv")
    try workspace.succeed("fit", "few.csv", "-k", "3", "--columns", "1-3", "-o", "model.json", "-q")
    // Every seventh x is missing.
    var rows = try workspace.lines("whole.csv")
    for row in stride(from: 1, to: rows.count, by: 7) {
      rows[row] = String(rows[row].drop { $0 != "," })
    }
    try workspace.write(rows.joined(separator: "\n") + "\n", to: "points.csv")
    let disk = ["--memory", "500M", "--scratch", workspace.path(".")]
    func same(_ arguments: [String], _ name: String? = nil) throws {
      let output = name.map { ["-o", $0] } ?? []
      let first = try workspace.gmm(arguments + output)
      if let name {
        try FileManager.default.moveItem(atPath: workspace.path(name), toPath: workspace.path("memory"))
      }
      let second = try workspace.gmm(arguments + output + disk)
      #expect(
        first.code == 0 && second.code == 0 && first.output == second.output, "\(arguments): \(second.errors)"
      )
      guard let name else { return }
      #expect(
        FileManager.default.contentsEqual(atPath: workspace.path(name), andPath: workspace.path("memory")),
        "\(arguments)")
      try FileManager.default.removeItem(atPath: workspace.path("memory"))
    }
    try same(["score", "whole.csv", "--model", "model.json"])
    try same(["score", "points.csv", "--model", "model.json", "--missing"], "scored.csv")
    try same(["score", "points.csv", "--model", "model.json", "--skip-invalid"], "skipped.csv")
    try same(["impute", "points.csv", "--model", "model.json"], "complete.csv")
    try same(["describe", "points.csv"])
    try expectReportOfASample(workspace, disk)
  }
}
