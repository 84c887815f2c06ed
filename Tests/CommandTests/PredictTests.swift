import Foundation
import Testing

/// A column given the others, and two models beside each other.
@Suite struct PredictTests {
  /// y = 2 x + 1 with a standard deviation of a half, of one Gaussian: what a straight line of least squares says.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(
      """
      {"schema": "gaussian-mixtures/model/1", "dimension": 2, "componentCount": 1, "structure": "VVV",
       "columns": ["x", "y"],
       "components": [{"weight": 1, "mean": [3, 7], "covariance": [[4, 8], [8, 16.25]]}], "noise": null}
      """, to: "model.json")
    try workspace.write("x,name\n3,a\n0,b\n-2.5,c\n", to: "points.csv")
    return workspace
  }

  @Test func aGaussianGivesTheStraightLine() throws {
    let workspace = try workspace()
    try workspace.succeed(
      "predict", "points.csv", "-m", "model.json", "--target", "y", "--quantiles", "0.5, 0.975", "-o",
      "out.csv")
    #expect(try workspace.lines("out.csv")[0] == "x,name,y_mean,y_deviation,y_q0.5,y_q0.975")
    let (means, deviations) = (
      try workspace.numbers("y_mean", in: "out.csv"), try workspace.numbers("y_deviation", in: "out.csv")
    )
    for (mean, expected) in zip(means, [7.0, 1, -4]) { #expect(abs(mean - expected) < 1e-12) }
    #expect(deviations.allSatisfy { abs($0 - 0.5) < 1e-12 })
    for (median, mean) in zip(try workspace.numbers("y_q0.5", in: "out.csv"), means) {
      #expect(abs(median - mean) < 1e-12)
    }
    for (upper, mean) in zip(try workspace.numbers("y_q0.975", in: "out.csv"), means) {
      #expect(abs(upper - mean - 0.5 * 1.959963984540054) < 1e-12)
    }
  }

  @Test(arguments: [
    (["--target", "z"], 65, "no column «z»"), (["--target", "x,y"], 65, "leave one to predict from"),
    (["--target", "y,y"], 65, "each once"), (["--target", "y", "--quantiles", "0.5,1"], 64, "«1»"),
    (["--target", "y", "--missing"], 64, "impute"), (["--target", "x"], 65, "y"),
  ])
  func whatCannotBePredictedIsRefused(options: [String], code: Int32, words: String) throws {
    let outcome = try workspace().gmm(["predict", "points.csv", "-m", "model.json"] + options)
    #expect(outcome.code == code)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func modelsAreCompared() throws {
    let workspace = try workspace()
    // The same in another order of columns and components, and one that has moved by a standard deviation.
    try workspace.write(
      """
      {"schema": "gaussian-mixtures/model/1", "dimension": 2, "componentCount": 1, "structure": "VVV",
       "columns": ["y", "x"],
       "components": [{"weight": 1, "mean": [7, 3], "covariance": [[16.25, 8], [8, 4]]}], "noise": null}
      """, to: "turned.json")
    let same = try workspace.succeed("compare", "model.json", "turned.json").output
    #expect(same.contains("0 ± 0 nats"))
    try workspace.write(
      try workspace.text("model.json").replacingOccurrences(of: "[3, 7]", with: "[5, 11]"), to: "moved.json")
    let outcome = try workspace.succeed("compare", "model.json", "moved.json", "--json")
    let found = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let divergence = try #require(found["kullbackLeibler"] as? [String: Any])
    // Along y = 2 x the step is one standard deviation of x: half a nat.
    #expect(abs(try #require(divergence["variational"] as? Double) - 0.5) < 1e-9)
    #expect(abs(try #require(divergence["value"] as? Double) - 0.5) < 0.02)
    try workspace.write(
      try workspace.text("model.json").replacingOccurrences(of: "\"y\"", with: "\"z\""), to: "other.json")
    let refused = try workspace.gmm("compare", "model.json", "other.json")
    #expect(refused.code == 65 && refused.errors.contains("no column"), "\(refused.errors)")
  }
}
