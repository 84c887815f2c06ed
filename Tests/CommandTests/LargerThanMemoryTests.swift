import Foundation
import Testing

/// A file larger than a quarter of `--memory` stays on the disk, and everything comes out as it would in memory.
@Suite struct LargerThanMemoryTests {
  @Test func fitAndClassifyHaveTheSameBytes() throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "2300000", "-o", "points.csv")
    let size = try FileManager.default.attributesOfItem(atPath: workspace.path("points.csv"))[.size] as? Int ?? 0
    #expect(size > 125_000_000)
    let fit = ["fit", "points.csv", "-k", "3", "--columns", "1-3"]
    for (name, more) in [("memory", []), ("disk", ["--memory", "500M", "--scratch", workspace.path(".")])] {
      #expect(
        try workspace.gmm(
          fit + more + ["-o", "\(name).json", "--classify", "\(name).csv", "--output-columns", "label,density"]
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
}
