import Foundation
import GaussianMixtures
import TestSupport
import Testing

/// Columns that are compensated and transformed: by the command as by hand, and undone in what is written.
@Suite struct TransformCommandTests {
  private static let matrix = "2,FL1-A,FL2-A,1,0.2,0.1,1"

  /// Two populations of light, and what the detectors see of it.
  private static let light: [[Double]] = (0..<240).map { row in
    let isBright = row.isMultiple(of: 3)
    let (u, v) = (Double(row * 37 % 101) / 101 - 0.5, Double(row * 53 % 97) / 97 - 0.5)
    return isBright
      ? [40_000 * exp(u), 300 * exp(v) - 60] : [90 * (u + v), 9000 * exp(0.7 * v - 0.3 * u)]
  }

  private static let events: [[Float]] = light.enumerated().map { row, light in
    [
      Float(50_000 + row * 13 % 1000), Float(light[0] + 0.1 * light[1]), Float(0.2 * light[0] + light[1]),
      Float(row),
    ]
  }

  private func workspace(_ keywords: [(String, String)] = [("$SPILLOVER", matrix)]) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(
      FlowFile.bytes(["FSC-A", "FL1-A", "FL2-A", "Time"], Self.events, keywords), to: "cells.fcs")
    return workspace
  }

  /// The light of the dyes, as somebody compensates it outside.
  private static let compensated: [[Double]] = {
    let compensation = try? Compensation(channels: ["a", "b"], spillover: [[1, 0.2], [0.1, 1]])
    return events.map { compensation?.compensated([Double($0[1]), Double($0[2])]) ?? [] }
  }()

  private static func table(_ value: (Double) -> Double) -> String {
    "FL1-A,FL2-A\n" + compensated.map { $0.map { "\(value($0))" }.joined(separator: ",") + "\n" }.joined()
  }

  /// A folder with a model of the transformed columns, and the labels.
  private func fitted() throws -> Workspace {
    let workspace = try workspace()
    try workspace.succeed(
      "fit", "cells.fcs", "-k", "2", "--columns", "FL1-A,FL2-A", "--compensate", "--transform", "arcsinh=150",
      "-o", "own.json", "--classify", "own.csv")
    return workspace
  }

  @Test func theCommandDoesWhatIsDoneByHand() throws {
    let workspace = try fitted()
    try workspace.write(Self.table { asinh($0 / 150) }, to: "hand.csv")
    try workspace.succeed("fit", "hand.csv", "-k", "2", "-o", "hand.json", "--classify", "hand-labels.csv")
    #expect(try workspace.column("label", in: "own.csv") == workspace.column("label", in: "hand-labels.csv"))
    let (own, hand) = (try ModelJSON(workspace.text("own.json")), try ModelJSON(workspace.text("hand.json")))
    for (one, other) in zip(own.means.flatMap(\.self), hand.means.flatMap(\.self)) {
      #expect(abs(one - other) < 1e-6)
    }
    // The cells of the file pass through.
    let written = try workspace.numbers("FL1-A", in: "own.csv")
    #expect(zip(written, Self.events).allSatisfy { Float($0) == $1[1] })
    // Likelihoods are in the columns' own units: what arsinh stretches is taken out.
    let shift = Self.compensated.flatMap(\.self).reduce(0) { $0 - 0.5 * log($1 * $1 + 150 * 150) }
    #expect(abs(own.logLikelihood - hand.logLikelihood - shift) < 1e-4)
  }

  @Test func otherCommandsDoWhatTheModelSays() throws {
    let workspace = try fitted()
    let labels = try workspace.column("label", in: "own.csv")
    try workspace.succeed("classify", "cells.fcs", "-m", "own.json", "-o", "again.csv")
    #expect(try workspace.column("label", in: "again.csv") == labels)
    let densities = try workspace.numbers("log_density", in: "again.csv")
    #expect(try densities == workspace.numbers("log_density", in: "own.csv"))
    try workspace.write(Self.table { $0 }, to: "compensated.csv")
    try workspace.succeed(
      "classify", "compensated.csv", "-m", "own.json", "--no-compensate", "-o", "outside.csv")
    #expect(try workspace.column("label", in: "outside.csv") == labels)
    let own = try ModelJSON(workspace.text("own.json"))
    let score = try workspace.succeed("score", "cells.fcs", "-m", "own.json", "--json").output
    let scored = try #require(
      (JSONSerialization.jsonObject(with: Data(score.utf8)) as? [String: Any])?["logLikelihood"] as? Double)
    #expect(abs(scored - own.logLikelihood) < 1e-6)
    #expect(abs(densities.reduce(0, +) - own.logLikelihood) < 1e-6)
  }

  @Test func whatIsWrittenIsInTheColumnsOwnUnits() throws {
    let workspace = try Workspace()
    try workspace.write(
      """
      {"schema": "gaussian-mixtures/model/3", "columns": ["x", "y"],
       "preprocessing": {"transforms": [{"kind": "log", "base": 10}, null]},
       "components": [{"weight": 1, "mean": [3, 5], "covariance": [[0.01, 0], [0, 1]]}]}
      """, to: "model.json")
    try workspace.succeed("generate", "-m", "model.json", "-n", "2000", "-o", "drawn.csv")
    let drawn = try workspace.numbers("x", in: "drawn.csv")
    #expect(drawn.allSatisfy { $0 > 300 && $0 < 4000 })
    #expect(abs(drawn.sorted()[1000] - 1000) < 50)
    try workspace.write("x,y\n100,5\n,4\n2000,\n", to: "gaps.csv")
    try workspace.succeed("impute", "gaps.csv", "-m", "model.json", "-o", "full.csv")
    let full = try workspace.numbers("x", in: "full.csv")
    #expect(full[0] == 100 && abs(full[1] - 1000) < 1e-9 && full[2] == 2000)
    // A number without a logarithm is no missing one.
    try workspace.write("x,y\n-3,5\n0,\n", to: "below.csv")
    try workspace.succeed("impute", "below.csv", "-m", "model.json", "-o", "full-below.csv")
    #expect(try workspace.text("full-below.csv") == "x,y\n-3,5\n0,5\n")
    try workspace.write("y\n4\n", to: "lacking.csv")
    try workspace.succeed("impute", "lacking.csv", "-m", "model.json", "-o", "added.csv")
    #expect(abs(try workspace.numbers("x", in: "added.csv")[0] - 1000) < 1e-9)
    let described = try workspace.succeed("describe", "model.json").output
    for text in ["log=10 of x", "mean log10(x)", "location x", "1000"] {
      #expect(described.contains(text), "\(text)")
    }
    // Labels are found, and the density is that of x: 1/(x ln 10) times that of its logarithm.
    try workspace.write("x,y\n1000,5\n", to: "point.csv")
    try workspace.succeed("classify", "point.csv", "-m", "model.json", "-o", "labelled.csv")
    let expected = -log(2 * .pi) - 0.5 * log(0.01) - log(1000 * log(10))
    #expect(abs(try workspace.numbers("log_density", in: "labelled.csv")[0] - expected) < 1e-12)
  }

  @Test func tablesOfFitsHaveLocations() throws {
    let workspace = try workspace()
    let outcome = try workspace.succeed(
      "fit", "--each", "cells.fcs", "-k", "1", "--columns", "FSC-A,FL1-A", "--transform", "FL*:arcsinh",
      "--parameters",
      "-o", "fits.csv", "--output-folder", "models")
    #expect(outcome.code == 0)
    let mean = try workspace.numbers("mean_1_asinh(FL1-A/150)", in: "fits.csv")[0]
    #expect(abs(try workspace.numbers("location_1_FL1-A", in: "fits.csv")[0] - 150 * sinh(mean)) < 1e-6)
    #expect(try workspace.numbers("mean_1_FSC-A", in: "fits.csv").count == 1)
    #expect(try workspace.text("models/cells.json").contains("gaussian-mixtures/model/3"))
  }

  @Test func aModelIsStartedFromInItsOwnUnits() throws {
    let workspace = try workspace()
    let columns = ["--columns", "FL1-A,FL2-A"]
    let first = try workspace.gmm(
      ["fit", "cells.fcs", "-k", "2", "-o", "first.json", "--transform", "arcsinh=5"] + columns)
    #expect(first.code == 0, "\(first.errors)")
    let again = try workspace.gmm(
      ["fit", "cells.fcs", "--start", "first.json", "--transform", "asinh=5", "-o", "again.json"] + columns)
    #expect(again.code == 0, "\(again.errors)")
    let raw = try workspace.gmm(["fit", "cells.fcs", "--start", "first.json"] + columns)
    #expect(raw.code == 65 && raw.errors.contains("arcsinh=5 of FL1-A, FL2-A"), "\(raw.errors)")
  }

  @Test(arguments: [
    (["--transform", "sqrt"], 64, "arcsinh=150"), (["--transform", "arcsinh=0"], 64, "above 0"),
    (["--transform", "FL1-A:logicle=W=9"], 64, "M/2"), (["--transform", "FL7*:log"], 65, "FL7*"),
    (["--transform", "Time:log"], 65, "--columns"),
    (["--transform", "log", "--compensate"], 65, "no logarithm"),
    (["--no-compensate", "--spillover", "m.csv"], 64, "--no-compensate"),
    (["--spillover", "none.csv"], 66, "none.csv"), (["--spillover", "other.csv"], 65, "FL9-A"),
    (["--spillover", "singular.csv"], 65, "no inverse"),
  ]) func whatCannotBeIsRefused(_ options: [String], _ code: Int32, _ part: String) throws {
    let workspace = try workspace()
    try workspace.write("FL1-A,FL9-A\n1,0.1\n0,1\n", to: "other.csv")
    try workspace.write("FL1-A,FL2-A\n1,1\n1,1\n", to: "singular.csv")
    let outcome = try workspace.gmm(["fit", "cells.fcs", "-k", "2", "--columns", "FL1-A,FL2-A"] + options)
    #expect(outcome.code == code && outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test func compensationGoesWithTheFile() throws {
    let workspace = try workspace()
    try workspace.write(FlowFile.bytes(["FSC-A", "FL1-A", "FL2-A", "Time"], Self.events), to: "bare.fcs")
    try workspace.write("FL1-A,FL2-A\n1,0.2\n0.1,1\n", to: "matrix.csv")
    let options = ["-k", "2", "--columns", "FL1-A,FL2-A", "--transform", "arcsinh"]
    for (name, how) in [("own.json", "--compensate"), ("plain.json", "--no-compensate")] {
      let outcome = try workspace.gmm(["fit", "cells.fcs", "-o", name, how] + options)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let missing = try workspace.gmm("fit", "bare.fcs", "-k", "2", "--compensate")
    #expect(
      missing.code == 65 && missing.errors.contains("bare.fcs") && missing.errors.contains("--spillover"))
    let lacking = try workspace.gmm("classify", "bare.fcs", "-m", "own.json", "-o", "out.csv")
    #expect(lacking.code == 65 && lacking.errors.contains("--no-compensate"), "\(lacking.errors)")
    try workspace.succeed(
      "classify", "bare.fcs", "-m", "own.json", "--spillover", "matrix.csv", "-o", "given.csv")
    try workspace.succeed("classify", "cells.fcs", "-m", "own.json", "-o", "own.csv")
    #expect(try workspace.column("label", in: "given.csv") == workspace.column("label", in: "own.csv"))
    let plain = try workspace.gmm(
      "classify", "cells.fcs", "-m", "plain.json", "--compensate", "-o", "out.csv")
    #expect(plain.code == 65 && plain.errors.contains("not compensated"), "\(plain.errors)")
    let imputed = try workspace.gmm("impute", "cells.fcs", "-m", "own.json", "-o", "out.fcs")
    #expect(imputed.code == 65 && imputed.errors.contains("--no-compensate"), "\(imputed.errors)")
  }

  @Test func pagesCallAxesByWhatIsDrawn() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(
      [
        "fit", "cells.fcs", "-k", "2", "--columns", "FL1-A,FL2-A", "--compensate", "--transform", "arcsinh",
        "--report",
        "report.html",
      ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let page = try workspace.text("report.html")
    for text in ["asinh(FL1-A/150)", "locationNames", "by the spillover matrix of each file"] {
      #expect(page.contains(text), "\(text)")
    }
  }
}
