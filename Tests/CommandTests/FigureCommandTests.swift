import Foundation
import Testing

/// Files and exit codes of plot and demo; what is drawn is the matter of other tests.
@Suite struct FigureCommandTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "100", "-o", "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "model.json")
    return workspace
  }

  @Test func demoWritesItsSixFiles() throws {
    let workspace = try Workspace()
    let outcome = try workspace.gmm("demo", "-n", "200", "--output", "new/demo")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let files = ["data.csv", "demo.html", "labelled.csv", "learning-curves.png", "model.json", "scatter.png"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("new/demo")).sorted() == files)
    for file in files { #expect(outcome.output.contains("new/demo/" + file)) }
    let model = try ModelJSON(workspace.text("new/demo/model.json"))
    model.expectSound(componentCount: 3)
    #expect(model.names == ["R", "G", "B"])
    #expect(try workspace.lines("new/demo/labelled.csv").count == 201)
  }

  @Test(arguments: ["html", "png", "svg", "pdf"])
  func plotWritesEveryFormat(format: String) throws {
    let workspace = try workspace()
    let scatter = try workspace.gmm(
      "plot", "points.csv", "-m", "model.json", "-o", "a.\(format)", "--axes", "x,z")
    #expect(scatter.code == 0, "\(scatter.errors)")
    let curves = try workspace.gmm("plot", "--what", "convergence", "-m", "model.json", "-o", "b.\(format)")
    #expect(curves.code == 0, "\(curves.errors)")
    #expect(try workspace.names == ["a.\(format)", "b.\(format)", "model.json", "points.csv"])
  }

  @Test func missingLibraryIsNamedWithItsCure() throws {
    let workspace = try workspace()
    try workspace.write("old", to: "figure.html")
    let outcome = try workspace.gmm(
      "plot", "points.csv", "-m", "model.json", "-o", "figure.html",
      environment: ["GMM_PLOTLY_JS": workspace.path("nowhere.js")])
    expectRefusal(outcome, 70, saying: ["GMM_PLOTLY_JS", "nowhere.js", "correct or unset"])
    #expect(try workspace.text("figure.html") == "old")
  }

  @Test func missingProgramIsNamedWithItsCure() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(
      "plot", "points.csv", "-m", "model.json", "-o", "figure.png", environment: ["PATH": workspace.path])
    expectRefusal(outcome, 70, saying: ["gnuplot", "install"])
    #expect(try workspace.names == ["model.json", "points.csv"])
  }

  @Test func wrongAxesAndPlacesAreRefused() throws {
    let workspace = try workspace()
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "a.html", "--axes", "x,w"), 65,
      saying: ["--axes", "«w»", "x, y, z"])
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "a.html", "--axes", "x,x"), 64,
      saying: ["--axes", "«x,x»"])
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "nowhere/a.html"), 73,
      saying: ["nowhere/a.html", "directory does not exist"])
    try workspace.write(BadModelTests.sound, to: "hand.json")
    expectRefusal(
      try workspace.gmm("plot", "--what", "convergence", "-m", "hand.json", "-o", "a.html"), 65,
      saying: ["hand.json: ", "no history"])
    #expect(try workspace.names == ["hand.json", "model.json", "points.csv"])
  }
}
