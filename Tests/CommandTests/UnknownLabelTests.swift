import Foundation
import Testing

/// Labels by which other programs say that a group is not known: said to be groups, or taken for none.
@Suite struct UnknownLabelTests {
  /// Two groups of thirty, of each two rows with a label; all others have `unknown`.
  private static func table(_ labels: (String, String), unknown: String) -> String {
    "x,y,c\n"
      + (0..<60).map { i in
        let group = i % 2
        let label = i < 4 ? (group == 0 ? labels.0 : labels.1) : unknown
        return "\(10 * group + (i * 7) % 5),\((i * 3) % 7),\(label)\n"
      }.joined()
  }

  /// As scikit-learn has them, and the like.
  @Test(arguments: [
    (("0", "1"), "-1"), (("a", "b"), "unknown"), (("setosa", "versicolor"), "Unlabelled"), (("1", "2"), "-999"),
    (("0.0", "1.0"), "-1.0"), (("a", "b"), "none"),
  ])
  func aLabelThatMeansNoneIsSaidToBeAGroup(labels: (String, String), unknown: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(labels, unknown: unknown), to: "p.csv")
    let asGroup = try workspace.succeed("fit", "p.csv", "--known-labels", "c", "-o", "group.json")
    #expect(asGroup.errors.contains("the label \(unknown) of «c» (56 of 60 points) is taken for a group"))
    #expect(asGroup.errors.contains("--unknown-label \(unknown)"))
    #expect(try ModelJSON(workspace.text("group.json")).weights.count == 3)
    let asNone = try workspace.succeed(
      "fit", "p.csv", "--known-labels", "c", "--unknown-label", unknown, "-o", "none.json")
    #expect(!asNone.errors.contains("taken for a group"))
    // The same as with empty cells.
    try workspace.write(Self.table(labels, unknown: ""), to: "empty.csv")
    try workspace.succeed("fit", "empty.csv", "--known-labels", "c", "-o", "empty.json")
    let (none, empty) = (
      try ModelJSON(workspace.text("none.json")), try ModelJSON(workspace.text("empty.json"))
    )
    #expect(none.weights.count == 2 && none.names == empty.names && none.means == empty.means)
  }

  /// -1 and 1 are two classes as good as any, and empty, NA and NaN were never groups.
  @Test(arguments: ["", "NA", "NaN", "nan"])
  func missingCellsAreNoGroup(unknown: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(("-1", "1"), unknown: unknown), to: "p.csv")
    let outcome = try workspace.succeed("fit", "p.csv", "--known-labels", "c", "-o", "model.json")
    #expect(outcome.errors.contains("the label -1 of «c» (2 of 60 points) is taken for a group"))
    #expect(try ModelJSON(workspace.text("model.json")).names == ["-1", "1"])
  }

  @Test func usualLabelsAreNotRemarkedOn() throws {
    let workspace = try Workspace()
    for labels in [("0", "1"), ("a", "b"), ("10", "-2.5")] {
      try workspace.write(Self.table(labels, unknown: ""), to: "p.csv")
      let outcome = try workspace.succeed("fit", "p.csv", "--known-labels", "c")
      #expect(!outcome.errors.contains("taken for a group"), "\(outcome.errors)")
    }
  }

  /// What classify writes for the noise is no group.
  @Test func theNoiseOfAnEarlierFitIsRemarkedOn() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { i in
      "\(i % 2 * 10 + i % 5),\(i % 7),\(i < 8 ? 0 : i % 2 + 1),0.9,0.1\n"
    }
    try workspace.write("x,y,label,probability,uncertainty\n" + rows.joined(), to: "p.csv")
    let outcome = try workspace.succeed("fit", "p.csv", "--known-labels", "label", "--columns", "x,y")
    #expect(outcome.errors.contains("the label 0 of «label» (8 of 40 points)"), "\(outcome.errors)")
    let start = try workspace.succeed(
      "fit", "p.csv", "--start", "labels:label", "--unknown-label", "0", "--columns", "x,y", "-o", "m.json")
    #expect(!start.errors.contains("taken for a group"))
    #expect(try ModelJSON(workspace.text("m.json")).weights.count == 2)
  }

  @Test func anOptionThatMeansNothingIsRefused() throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(("a", "b"), unknown: "-1"), to: "p.csv")
    expectRefusal(
      try workspace.gmm("fit", "p.csv", "--known-labels", "c", "--unknown-label", "x"), 65,
      saying: ["p.csv", "--unknown-label x", "«c»", "-1, a, b"])
    expectRefusal(
      try workspace.gmm("fit", "p.csv", "-k", "2", "--unknown-label", "-1"), 64, saying: ["--known-labels"])
    try workspace.write(Self.table(("-1", "-1"), unknown: "-1"), to: "all.csv")
    expectRefusal(
      try workspace.gmm("fit", "all.csv", "--known-labels", "c", "--unknown-label", "-1"), 65,
      saying: ["«c»", "no labels"])
  }
}
