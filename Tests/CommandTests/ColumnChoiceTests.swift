import Foundation
import Testing

/// Which columns are used where none are chosen, and what is said of the others.
@Suite struct ColumnChoiceTests {
  private func columns(_ text: String, _ options: String...) throws -> (names: [String], errors: String) {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    let outcome = try workspace.gmm(["fit", "points.csv", "-k", "1", "-o", "model.json"] + options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (try ModelJSON(workspace.text("model.json")).columns, outcome.errors)
  }

  /// A header and rows below it.
  private func table(_ header: String, _ row: (Int) -> String) -> String {
    header + "\n" + (0..<24).map { row($0) + "\n" }.joined()
  }

  @Test func aMeasuredDensityIsUsed() throws {
    let workspace = try Workspace()
    try workspace.copy("wine_density.csv")
    let outcome = try workspace.succeed("fit", "wine_density.csv", "-k", "1", "-o", "model.json")
    #expect(
      try ModelJSON(workspace.text("model.json")).columns == [
        "fixed acidity", "volatile acidity", "density", "pH", "alcohol",
      ])
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    // Results beside it are told from it, whatever is asked for; the measured one is renamed, and stays in use.
    try workspace.succeed(
      "classify", "wine_density.csv", "-m", "model.json", "--output-columns", "label,log_density,density",
      "-o",
      "out.csv")
    let again = try workspace.succeed("fit", "out.csv", "-k", "1", "-o", "again.json")
    #expect(
      try ModelJSON(workspace.text("again.json")).columns == [
        "fixed acidity", "volatile acidity", "density_input", "pH", "alcohol",
      ])
    #expect(
      again.errors.contains("left out: label, log_density, density (written by gmm)"), "\(again.errors)")
  }

  /// Names of results that stand for measurements.
  @Test(arguments: [
    ("temperature,uncertainty", ["temperature", "uncertainty"]),
    ("probability,humidity,wind", ["probability", "humidity", "wind"]),
    ("x,density,log_density", ["x", "density", "log_density"]),
    ("responsibility_1,responsibility_2,age", ["responsibility_1", "responsibility_2", "age"]),
    ("truth,label,x", ["truth", "label", "x"]),
    ("value,uncertainty,label", ["value", "uncertainty", "label"]),
  ])
  func measurementsOfTheseNamesAreUsed(header: String, expected: [String]) throws {
    let width = header.split(separator: ",").count
    let text = table(header) { row in
      (0..<width).map { "\(0.25 + Double(row * (7 + 4 * $0) % 23))" }.joined(separator: ",")
    }
    #expect(try columns(text).names == expected)
  }

  /// What gmm wrote is left out again, under every choice of its columns.
  @Test(arguments: [
    [], ["--output-columns", "label"], ["--output-columns", "label,probability"],
    ["--output-columns", "uncertainty,probability"], ["--output-columns", "density,log_density,label"],
    ["--output-columns", "label,uncertainty,density", "--responsibilities"], ["--responsibilities"],
  ])
  func whatGmmWroteIsLeftOut(options: [String]) throws {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "300", "-o", "points.csv")
    let first = try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "model.json")
    #expect(
      first.errors.contains("using the columns x, y, z of points.csv; left out: truth (written by gmm)"))
    for (input, output) in [("points.csv", "once.csv"), ("once.csv", "twice.csv")] {
      let outcome = try workspace.gmm(["classify", input, "-m", "model.json", "-o", output] + options)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let fit = try workspace.succeed("fit", output, "-k", "1", "-o", "again.json")
      #expect(try ModelJSON(workspace.text("again.json")).columns == ["x", "y", "z"], "\(fit.errors)")
    }
  }

  /// A label and a density alone may be anything: nothing is left out, and the density is named.
  @Test func aDoubtfulNameIsNamed() throws {
    let text = table("x,label,density") { row in "\(row * row % 29),\(row % 3),\(Double(row * 7 % 23) / 8)" }
    let (names, errors) = try columns(text)
    #expect(names == ["x", "density"])
    #expect(
      errors.contains("density bears the name of a result of gmm's; --columns x leaves it out"), "\(errors)")
  }

  @Test func everyReasonIsSaid() throws {
    let text = table("kind,x,y,n,known,truth") { row in
      "a,\(row * row % 29),\(row * 7 % 23),\(row % 3 + 1),\(row % 2 == 0 ? "u" : "v"),\(row % 2 + 1)"
    }
    let errors = try columns(text, "--weights", "n", "--known-labels", "known", "-k", "2").errors
    #expect(
      errors.contains(
        "using the columns x, y of points.csv; left out: kind (text); n (the weights); known (the known groups); "
          + "truth (written by gmm); --columns chooses others"), "\(errors)")
    #expect(try columns(text, "--columns", "x,truth").errors.isEmpty)
  }
}
