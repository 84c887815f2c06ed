import Foundation
import Testing

/// What is written of the shape of components, and the classification of points.
@Suite struct PointFieldTests {
  /// Two components in space: one flat and level, one a line along x.
  private static let model = """
    {
      "schema": "gaussian-mixtures/model/1",
      "dimension": 3, "componentCount": 2, "structure": "VVV",
      "columns": ["x", "y", "z"],
      "components": [
        {"weight": 0.5, "mean": [0, 0, 0], "covariance": [[1, 0, 0], [0, 1, 0], [0, 0, 0.01]]},
        {"weight": 0.5, "mean": [50, 0, 0], "covariance": [[1, 0, 0], [0, 0.01, 0], [0, 0, 0.01]]}
      ],
      "noise": null
    }
    """

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(Self.model, to: "model.json")
    try workspace.write("x,y,z\n0,0,0\n50,0,0\n1,0.5,0\n", to: "points.csv")
    return workspace
  }

  @Test func shapesFollowTheLabels() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--output-columns", "label", "--fields",
      "planarity,linearity,normal")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "x,y,z,label,planarity,linearity,normal_x,normal_y,normal_z")
    #expect(lines[1] == "0,0,0,1,0.99,0,0,0,1")
    #expect(lines[2].hasPrefix("50,0,0,2,0,0.99,"))
  }

  @Test func whatIsNotDefinedIsRefused() throws {
    let workspace = try workspace()
    try workspace.write(BadModelTests.sound, to: "flat.json")
    try workspace.write("x,y\n0,0\n3,4\n", to: "flat.csv")
    expectRefusal(
      try workspace.gmm("classify", "flat.csv", "-m", "flat.json", "--fields", "linearity,normal"), 65,
      saying: ["--fields normal", "3 coordinates", "the model has 2"])
    try workspace.succeed("classify", "flat.csv", "-m", "flat.json", "--fields", "linearity")
    expectRefusal(
      try workspace.gmm("classify", "points.csv", "-m", "model.json", "--fields", "flatness"), 64,
      saying: ["«flatness»", "planarity"])
    expectRefusal(
      try workspace.gmm("fit", "points.csv", "-k", "1", "--fields", "normal"), 64, saying: ["--classify FILE"]
    )
    expectRefusal(
      try workspace.gmm("classify", "points.csv", "-m", "model.json", "--as-classification"), 64,
      saying: ["--as-classification", ".las"])
  }

  @Test(arguments: ["las", "laz"])
  func labelsAreClasses(ending: String) throws {
    let workspace = try workspace()
    try workspace.succeed(
      "classify", "points.csv", "-m", "model.json", "--output-columns", "label", "--as-classification", "-o",
      "new.\(ending)")
    try workspace.succeed("classify", "new.\(ending)", "-m", "model.json", "-o", "read.csv")
    #expect(try workspace.numbers("classification", in: "read.csv") == [1, 2, 1])
    // Those that are there are replaced.
    let turned = Self.model.replacingOccurrences(of: "\"mean\": [0, 0, 0]", with: "\"mean\": [99, 0, 0]")
    try workspace.write(turned, to: "turned.json")
    try workspace.succeed(
      "classify", "new.\(ending)", "-m", "turned.json", "--as-classification", "-o", "again.\(ending)")
    try workspace.succeed("classify", "again.\(ending)", "-m", "model.json", "-o", "read.csv")
    #expect(try workspace.numbers("classification", in: "read.csv") == [2, 2, 2])
  }
}
