import Foundation
import Testing

/// generate, fit, classify and evaluate, one after the other: nothing is lost and no option is needed.
@Suite struct PipelineTests {
  @Test func nothingIsLostAndNoColumnOptionIsNeeded() throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "1000", "-o", "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "model.json", "--classify", "once.csv")
    #expect(try ModelJSON(workspace.text("model.json")).columns == ["x", "y", "z"])
    // The second file already has the columns that are written.
    let outcome = try workspace.succeed("classify", "once.csv", "-m", "model.json", "-o", "twice.csv")
    #expect(outcome.errors.contains("«label» is written as «label_input»"))
    let thrice = try workspace.succeed(
      "fit", "twice.csv", "-k", "3", "--classify", "thrice.csv", "-o", "model2.json")
    #expect(try ModelJSON(workspace.text("model2.json")).columns == ["x", "y", "z"], "\(thrice.errors)")
    #expect(
      try workspace.lines("thrice.csv")[0]
        == "x,y,z,truth,label_input,probability_input,uncertainty_input,log_density_input,label_input2,"
        + "probability_input2,uncertainty_input2,log_density_input2,label,probability,uncertainty,log_density"
    )
    for (line, whole) in zip(try workspace.lines("points.csv"), try workspace.lines("thrice.csv")).dropFirst()
    {
      #expect(whole.hasPrefix(line + ","))
    }
    let first = try workspace.succeed("evaluate", "once.csv", "--json")
    #expect(try workspace.succeed("evaluate", "twice.csv", "--json").output == first.output)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    #expect(try #require(summary["errorRate"] as? Double) < 0.1)
  }

  @Test func sameSeedGivesTheSamePoints() throws {
    let workspace = try Workspace()
    let one = try workspace.succeed("generate", "--preset", "rgb", "-n", "50", "--seed", "7").output
    #expect(try workspace.succeed("generate", "--preset", "rgb", "-n", "50", "--seed", "7").output == one)
    #expect(try workspace.succeed("generate", "--preset", "rgb", "-n", "50", "--seed", "8").output != one)
    let lines = one.split(separator: "\n")
    #expect(lines.count == 51)
    #expect(lines[0] == "x,y,z,truth")
    #expect(lines.dropFirst().allSatisfy { ["1", "2", "3"].contains($0.split(separator: ",")[3]) })
  }

  /// Points are drawn and written in blocks; the blocks' borders are not to be seen.
  @Test func moreIsTheSameAndThenMore() throws {
    let workspace = try Workspace()
    let few = try workspace.succeed("generate", "--preset", "rgb", "-n", "65000").output
    let many = try workspace.succeed("generate", "--preset", "rgb", "-n", "66000").output
    #expect(many.hasPrefix(few))
    #expect(many.utf8.count { $0 == UInt8(ascii: "\n") } == 66_001)
  }

  @Test func modelsTravelThroughPipes() throws {
    let workspace = try Workspace()
    let points = try workspace.succeed("generate", "--preset", "rgb", "-n", "200").output
    let model = try workspace.succeed("fit", "-", "-k", "3", "--json", input: points).output
    let description = try workspace.succeed("describe", "-", input: model).output
    #expect(description.hasPrefix("Gaussian mixture of 3 components in 3 dimensions"))
    try workspace.write(model, to: "model.json")
    #expect(try workspace.succeed("describe", "model.json").output == description)
    #expect(try workspace.succeed("describe", "model.json", "--json").output == model)
  }
}
