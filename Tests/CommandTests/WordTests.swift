import Foundation
import Testing

/// Words of other programs are taken, or the message has the right one.
@Suite struct WordTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy("faithful.csv")
    return workspace
  }

  @Test(arguments: [
    ("--structure diag", "VVI"), ("--structure Diagonal", "VVI"), ("--structure vvv", "VVV"),
    ("--structure full", "VVV"), ("--structure FULL", "VVV"), ("--structure eee", "EEE"),
    ("--start k-means", "VVV"), ("--start kmeans++", "VVV"), ("--start K-Means++", "VVV"),
    ("--start random_from_data", "VVV"), ("--start Hierarchical", "VVV"),
  ])
  func wordsOfAFit(options: String, structure: String) throws {
    let workspace = try workspace()
    let arguments = ["fit", "faithful.csv", "-k", "2", "-o", "model.json"]
    let outcome = try workspace.gmm(arguments + options.split(separator: " ").map(String.init))
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try ModelJSON(workspace.text("model.json")).object["structure"] as? String == structure)
  }

  /// A range on fit is what select does with one structure.
  @Test(arguments: ["2-4", "2...4", "2:4", "2,3,4", "4,2-3"])
  func aRangeIsASelection(range: String) throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "faithful.csv", "-k", range, "-o", "fit.json")
    try workspace.succeed(
      "select", "faithful.csv", "-k", range, "--structures", "full", "-o", "select.json")
    let (fit, select) = (
      try ModelJSON(workspace.text("fit.json")), try ModelJSON(workspace.text("select.json"))
    )
    #expect(fit.means == select.means && fit.logLikelihood == select.logLikelihood)
    let selection = try #require(fit.fit["selection"] as? [String: Any])
    let candidates = try #require(selection["candidates"] as? [[String: Any]])
    #expect(Set(candidates.compactMap { $0["componentCount"] as? Int }) == [2, 3, 4])
  }

  @Test func oneNumberIsNoSelection() throws {
    let workspace = try workspace()
    for count in ["2", "2-2"] {
      try workspace.succeed("fit", "faithful.csv", "-k", count, "-o", "model.json")
      #expect(try ModelJSON(workspace.text("model.json")).fit["selection"] as? [String: Any] == nil)
    }
  }

  @Test(arguments: ["BIC", "bic", "Icl", "AIC", "cv", "cross_validation"])
  func criteriaInAnyCase(criterion: String) throws {
    let workspace = try workspace()
    try workspace.succeed(
      "select", "faithful.csv", "-k", "2", "--structures", "diag,VVV", "--criterion", criterion)
    try workspace.succeed("select", "faithful.csv", "-k", "AUTO", "--structures", "E")
  }

  @Test(arguments: [
    ("fit faithful.csv -k two", ["'two'", "a range such as 2-4", "auto"]),
    ("fit faithful.csv -k 4-2", ["«4-2»", "backwards", "2-4"]),
    ("fit faithful.csv -k 2-", ["«2-»", "1-9"]),
    ("fit faithful.csv -k 0-3", ["«0-3»", "from 1"]),
    ("fit faithful.csv -k 2-4 --start labels:eruptions", ["of a range", "labels:eruptions", "kmeans"]),
    ("fit faithful.csv -k 2 --structures full", ["'--structures'", "'--structure'"]),
    ("select faithful.csv --structure full", ["'--structure'", "'--structures'"]),
    ("fit faithful.csv -k 2 --structure sphere", ["'sphere'", "spherical (VII)"]),
  ])
  func theRightWordIsNamed(arguments: String, says: [String]) throws {
    expectRefusal(
      try workspace().gmm(arguments.split(separator: " ").map(String.init)), 64, saying: says)
  }

  @Test func anUnknownStartNamesAll() throws {
    expectRefusal(
      try workspace().gmm("fit", "faithful.csv", "-k", "2", "--start", "kmedoids"), 66,
      saying: ["kmedoids", "auto, hierarchical, kmeans, random, labels:COLUMN"])
  }
}
