import ArgumentParser
import GaussianMixtures
import MixtureFigures
import PointFiles

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "See it happen: three clouds R, G and B are drawn, found again, classified and plotted.",
    discussion: """
      Draws points from three Gaussians in three dimensions, estimates weights, means and covariances by EM, \
      compares them with the truth, labels every point, and writes data, model, labelled points and figures \
      into a folder.

      Examples:
        gmm demo
        gmm demo -n 30000 --seed 7 --output my-demo
      """)

  @Option(name: [.customShort("n"), .long], parsing: .unconditional, help: "How many points to draw.")
  var count = 1000

  @Option(
    parsing: .unconditional,
    help: "From which all random numbers come; the same seed gives the same demo.")
  var seed: UInt64 = 1

  @Option(name: [.short, .long], help: "The folder to write into; it is made if it is not there.")
  var output = "gmm-demo"

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (10...10_000_000).contains(count) else {
      throw ValidationError("--count must be from 10 to 10,000,000; \(count) was given.")
    }
  }

  func run() async throws {
    let console = messages.console
    let folder = try OutputFolder(output)
    let truth = try Preset.rgb.mixture()
    let sample = try GeneratedPoints(from: ModelDocument(model: truth), count: count, seed: seed)
    try console.answer(DemoReport.introduction(truth, sample))
    try TableWriter(to: folder.path("data.csv")).write(sample.columns)

    // The origin's rule: the summed absolute changes of means and weights to a thousandth.
    let configuration = FitConfiguration(
      componentCount: truth.componentCount, stopping: .changesOfAThousandth, seed: seed)
    let found = try FitRunner(MixtureEstimator(configuration), isQuiet: messages.quiet).run(
      Observations(sample.points))
    for event in found.notableEvents(columnNames: sample.columnNames) { console.note(event) }
    let pairing = ComponentPairing(truth, found.model)
    let result = found.reordered(pairing.order, names: truth.labels)
    let report = DemoReport(truth: truth, result: result, sample: sample)
    try console.answer(try report.estimates())

    let document = ModelDocument(
      model: result.model, columns: sample.columnNames, fit: FitSummary(result), software: Version.software)
    try await write(document, sample, report, into: folder, console)
    try console.answer(folder.listing)
    if result.termination == .stopped { throw CommandFailure.interruption }
  }

  private func write(
    _ document: ModelDocument, _ sample: GeneratedPoints, _ report: DemoReport, into folder: OutputFolder,
    _ console: Console
  ) async throws {
    try AtomicFile.write(try ModelFile.text(of: document), to: folder.path("model.json"))
    let input = try PointInput(
      folder.path("data.csv"), of: document, try DataOptions.parse([]), console: console)
    try LabelWriter(
      document: document, options: try LabelColumnOptions.parse([]), engine: try EngineOptions.parse([]),
      console: console
    ).write(input, to: folder.path("labelled.csv"))
    let scatter = MixtureFigure.scatter(
      try ScatterFigure(
        document, sample.points, try document.model.classify(sample.points), columnNames: sample.columnNames))
    let curves = MixtureFigure.learningCurves(
      LearningCurvesFigure(title: "Learning curves", history: document.fit?.history ?? []))
    try await Gnuplot().write(scatter, to: folder.path("scatter.png"))
    try await Gnuplot().write(curves, to: folder.path("learning-curves.png"))
    var page = try MixtureReport(
      title: "Three Gaussians, found again", document: document, points: sample.points,
      columnNames: sample.columnNames)
    page.subtitle = [report.summary]
    page.making = ReportOptions.making()
    try page.write(to: folder.path("report.html"))
  }
}
