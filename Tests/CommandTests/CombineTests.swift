import Foundation
import GaussianMixtures
import MixtureFiles
import Testing

/// Components that are one cluster, simpler models, peaks, and boxes: what is asked of a model's structure.
@Suite struct CombineTests {
  /// Like the first example of Baudry and others: six Gaussians, of which two pairs cross each other.
  private static func crosses() throws -> GaussianMixture {
    let (rising, falling): (CovarianceMatrix, CovarianceMatrix) = (
      [[1, 0.9], [0.9, 1]], [[1, -0.9], [-0.9, 1]]
    )
    let round: CovarianceMatrix = [[0.3, 0], [0, 0.3]]
    return try GaussianMixture(components: [
      .init(weight: 0.2, mean: [0, 0], covariance: rising),
      .init(weight: 0.2, mean: [0, 0], covariance: falling),
      .init(weight: 0.2, mean: [8, 5], covariance: rising),
      .init(weight: 0.2, mean: [8, 5], covariance: falling),
      .init(weight: 0.1, mean: [0, 7], covariance: round),
      .init(weight: 0.1, mean: [8, -2], covariance: round),
    ])
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let document = ModelDocument(model: try Self.crosses(), columns: ["x", "y"])
    try workspace.write(ModelFile.text(of: document), to: "model.json")
    try workspace.succeed("generate", "--model", "model.json", "-n", "900", "-o", "points.csv")
    return workspace
  }

  private func object(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func fourClustersOfSixComponents() throws {
    let workspace = try workspace()
    let summary = try object(workspace.succeed("combine", "points.csv", "-m", "model.json", "--json"))
    #expect(summary["elbow"] as? Int == 4)
    #expect(summary["clusterCount"] as? Int == 4)
    let clusters = try #require(summary["clusters"] as? [[String: Any]])
    #expect(clusters.map { $0["components"] as? [String] } == [["1", "2"], ["3", "4"], ["5"], ["6"]])
    let levels = try #require(summary["levels"] as? [[String: Any]])
    #expect(levels.compactMap { $0["clusterCount"] as? Int } == [6, 5, 4, 3, 2, 1])
    #expect((levels[1]["combined"] as? [[String]])?.flatMap(\.self).count == 2)
    let text = try workspace.succeed("combine", "points.csv", "-m", "model.json", "--clusters", "5").output
    #expect(text.contains("(elbow)") && text.contains("5 clusters"))
  }

  @Test func clustersAreWrittenBesideLabels() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--clusters", "auto", "-o", "out.csv")
    #expect(
      outcome.errors.contains("4 clusters: 1 of components 1, 2; 2 of components 3, 4; 3 of component 5"))
    #expect(
      try workspace.lines("out.csv")[0] == "x,y,truth,label,cluster,probability,uncertainty,log_density")
    let (labels, clusters, truth) = (
      try workspace.numbers("label", in: "out.csv"), try workspace.numbers("cluster", in: "out.csv"),
      try workspace.numbers("truth", in: "out.csv")
    )
    let expected = [1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 4]
    #expect(clusters.map { Int($0) } == labels.map { expected[Int($0)] })
    // The clusters are far apart, though of their components every fourth point is confused.
    #expect(clusters.map { Int($0) } == truth.map { expected[Int($0)] })
    // A result is no measurement.
    try workspace.succeed("fit", "out.csv", "-k", "2", "-o", "again.json")
    #expect(try ModelFile.read(workspace.path("again.json")).columns == ["x", "y"])
  }

  @Test func simplerModelsKeepTheMean() throws {
    let workspace = try workspace()
    let merges = try #require(
      try object(workspace.succeed("simplify", "model.json", "--json"))["merges"] as? [[String: Any]])
    #expect(merges.compactMap { $0["componentCount"] as? Int } == [5, 4, 3, 2, 1])
    #expect(
      merges.prefix(2).compactMap { $0["merged"] as? [[String]] } == [[["1"], ["2"]], [["3"], ["4"]]])
    try workspace.succeed("simplify", "model.json", "-k", "1", "-o", "one.json")
    let one = try ModelFile.read(workspace.path("one.json"))
    #expect(one.columns == ["x", "y"])
    let model = try Self.crosses()
    for column in 0..<2 {
      let mean = model.components.reduce(0) { $0 + $1.weight * $1.mean[column] }
      #expect(abs(one.model[0].mean[column] - mean) < 1e-12)
    }
    expectRefusal(
      try workspace.gmm("simplify", "model.json", "-k", "7", "-o", "seven.json"), 65, saying: ["6 components"]
    )
  }

  @Test func peaksAndWhoClimbsThem() throws {
    let workspace = try workspace()
    let summary = try object(
      workspace.succeed("modes", "points.csv", "-m", "model.json", "--json", "-o", "climbed.csv"))
    let modes = try #require(summary["modes"] as? [[String: Any]])
    #expect(modes.count == 4)
    let ofFirst = try #require(modes.firstIndex { ($0["components"] as? [String]) == ["1", "2"] })
    let coordinates = try #require(modes[ofFirst]["coordinates"] as? [Double])
    #expect(coordinates.allSatisfy { abs($0) < 1e-6 })
    let (climbed, truth) = (
      try workspace.numbers("mode", in: "climbed.csv"), try workspace.numbers("truth", in: "climbed.csv")
    )
    #expect(zip(climbed, truth).allSatisfy { (Int($0) == ofFirst + 1) == ($1 <= 2) })
    let text = try workspace.succeed("modes", "-m", "model.json").output
    #expect(text.contains("log density") && text.contains("3, 4"))
  }

  @Test func boxesAddUp() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed(
      "probability", "-m", "model.json", "--box", "x=:4,y=:3", "--box", "x=4:,y=:3", "--box", "y=3:", "--json"
    )
    let boxes = try #require(try object(outcome)["boxes"] as? [[String: Any]])
    let probabilities = boxes.compactMap { $0["probability"] as? Double }
    #expect(probabilities.count == 3)
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-14)
    // The first two components, but for what is far out.
    #expect(abs(probabilities[0] - 0.4) < 1e-2)
    #expect(
      try workspace.succeed("probability", "-m", "model.json", "--box", "x=0:1").output.contains("exact"))
  }

  @Test(
    arguments: [
      (["combine", "points.csv", "-m", "model.json", "--clusters", "0"], Int32(64), "--clusters"),
      (["combine", "points.csv", "-m", "model.json", "--clusters", "7"], 65, "6 components"),
      (["classify", "points.csv", "-m", "model.json", "--clusters", "7"], 65, "6 components"),
      (["classify", "points.csv", "-m", "model.json", "--clusters", "2", "-o", "a.png"], 64, "--clusters"),
      (["simplify", "model.json", "-k", "2"], 64, "-o"),
      (["simplify", "model.json", "-o", "a.json"], 64, "--components"),
      (["simplify", "model.json", "-k", "0", "-o", "a.json"], 64, "at least one"),
      (["modes", "points.csv", "-m", "model.json"], 64, "-o"),
      (["modes", "-m", "model.json", "-o", "a.csv"], 64, "points"),
      (["modes", "points.csv", "-m", "model.json", "-o", "a.csv", "--missing"], 64, "--skip-invalid"),
      (["probability", "-m", "model.json", "--box", "x"], 64, "x=0:1"),
      (["probability", "-m", "model.json", "--box", "x=2:1"], 64, "empty"),
      (["probability", "-m", "model.json", "--box", "x=0:1,x=1:2"], 64, "two ranges"),
      (["probability", "-m", "model.json", "--box", "w=0:1"], 65, "x, y"),
      (["probability", "-m", "model.json", "--box", "x=0:1", "--tolerance", "0"], 64, "--tolerance"),
    ] as [([String], Int32, String)])
  func wrongOptionsAreRefused(arguments: [String], code: Int32, words: String) throws {
    let workspace = try workspace()
    expectRefusal(try workspace.gmm(arguments), code, saying: [words])
    #expect(try workspace.names == ["model.json", "points.csv"])
  }
}
