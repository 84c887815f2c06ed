import Foundation
import Testing

/// Files and exit codes of report, plot and demo; what is drawn is the matter of other tests.
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
    let files = [
      "data.csv", "labelled.csv", "learning-curves.png", "model.json", "report.html", "scatter.png",
    ]
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("new/demo")).sorted() == files)
    for file in files { #expect(outcome.output.contains("new/demo/" + file)) }
    let model = try ModelJSON(workspace.text("new/demo/model.json"))
    model.expectSound(componentCount: 3)
    #expect(model.names == ["R", "G", "B"])
    #expect(try workspace.lines("new/demo/labelled.csv").count == 201)
  }

  @Test(arguments: ["png", "svg", "pdf"])
  func plotWritesEveryFormat(format: String) throws {
    let workspace = try workspace()
    let scatter = try workspace.gmm(
      "plot", "points.csv", "-m", "model.json", "-o", "a.\(format)", "--axes", "x,z")
    #expect(scatter.code == 0, "\(scatter.errors)")
    let curves = try workspace.gmm("plot", "--what", "convergence", "-m", "model.json", "-o", "b.\(format)")
    #expect(curves.code == 0, "\(curves.errors)")
    #expect(try workspace.names == ["a.\(format)", "b.\(format)", "model.json", "points.csv"])
  }

  @Test(arguments: ["uncertainty", "density", "pairs", "regions", "boundaries"])
  func plotDrawsWhatIsAskedFor(what: String) throws {
    let workspace = try workspace()
    try workspace.succeed(
      "plot", "points.csv", "-m", "model.json", "--what", what, "--axes", "z,x", "-o", "a.svg")
    let image = try workspace.text("a.svg")
    let titles = [
      "pairs": "Pairs of columns", "regions": "Regions of highest density",
      "boundaries": "Boundaries between components",
    ]
    #expect(image.contains(titles[what] ?? "Points by \(what)"))
    if what == "regions" { #expect(["50 %", "80 %", "95 %"].allSatisfy(image.contains)) }
    expectRefusal(
      try workspace.gmm("plot", "-m", "model.json", "--what", what, "-o", "b.svg"), 64,
      saying: ["points", what])
  }

  @Test func entropyNeedsPointsAlone() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "points.csv", "-k", "5", "-o", "five.json")
    try workspace.succeed(
      "plot", "points.csv", "-m", "five.json", "--what", "entropy", "-o", "a.svg")
    #expect(try workspace.text("a.svg").contains("entropy of the classification (nats)"))
    expectRefusal(
      try workspace.gmm("plot", "-m", "five.json", "--what", "entropy", "-o", "b.svg"), 64,
      saying: ["points", "entropy"])
    expectRefusal(
      try workspace.gmm(
        "plot", "points.csv", "-m", "five.json", "--what", "regions", "--axes", "x", "-o", "b.svg"), 64,
      saying: ["--axes", "two different columns"])
  }

  @Test func criterionNeedsASelection() throws {
    let workspace = try workspace()
    expectRefusal(
      try workspace.gmm("plot", "-m", "model.json", "--what", "criterion", "-o", "a.svg"), 65,
      saying: ["model.json", "not chosen among others"])
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
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "a.png", "--axes", "x,w"), 65,
      saying: ["--axes", "«w»", "x, y, z"])
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "a.png", "--axes", "x,x"), 64,
      saying: ["--axes", "«x,x»"])
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "nowhere/a.png"), 73,
      saying: ["nowhere/a.png", "directory does not exist"])
    try workspace.write(BadModelTests.sound, to: "hand.json")
    expectRefusal(
      try workspace.gmm("plot", "--what", "convergence", "-m", "hand.json", "-o", "a.png"), 65,
      saying: ["hand.json: ", "no history"])
    #expect(try workspace.names == ["hand.json", "model.json", "points.csv"])
  }

  @Test func reportIsOnePageThatNamesItsOrigin() throws {
    let workspace = try workspace()
    let outcome = try workspace.gmm(
      "report", "points.csv", "-m", "model.json", "-o", "it's.html", "--points", "50")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    let page = try workspace.text("it's.html")
    #expect(
      page.contains("gmm report points.csv -m model.json -o &#39;it&#39;\\&#39;&#39;s.html&#39; --points 50"))
    #expect(page.contains("50 of 100 points are drawn: the 5 most uncertain"))
    #expect(page.contains("<h1>points.csv</h1>"))
    #expect(
      try workspace.gmm("report", "points.csv", "-m", "model.json", "-o", "-").output.hasSuffix("</html>\n"))
  }

  @Test func fitWritesTheReportOfItsModel() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "points.csv", "-k", "2", "--report", "fit.html", "-o", "two.json")
    try workspace.succeed("report", "points.csv", "-m", "two.json", "-o", "later.html")
    // The data of the page are the same; what differs is the command line and the time.
    func data(_ name: String) throws -> Substring? {
      try workspace.text(name).split(separator: "\n").map { $0 }.first { $0.contains("id=\"data\"") }
    }
    #expect(try data("fit.html") != nil)
    #expect(try data("fit.html") == data("later.html"))
  }

  @Test func wrongReportsAreRefused() throws {
    let workspace = try workspace()
    for (arguments, code, words) in [
      (["--points", "0"], Int32(64), ["--points"]), (["--content", "100"], 64, ["--content", "100.0"]),
      (["-o", "nowhere/a.html"], 73, ["nowhere/a.html"]),
      (["-o", "points.csv"], 64, ["points.csv", "replace"]),
    ] {
      let all =
        ["report", "points.csv", "-m", "model.json"] + (arguments.contains("-o") ? [] : ["-o", "a.html"])
      expectRefusal(try workspace.gmm(all + arguments), code, saying: words)
    }
    expectRefusal(
      try workspace.gmm("plot", "points.csv", "-m", "model.json", "-o", "a.html"), 64,
      saying: ["a.html", ".png", "gmm report"])
    expectRefusal(
      try workspace.gmm("fit", "points.csv", "-k", "2", "--report", "points.csv"), 64, saying: ["--report"])
    #expect(try workspace.names == ["model.json", "points.csv"])
  }
}
