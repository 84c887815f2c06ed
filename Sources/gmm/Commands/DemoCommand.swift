#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

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

  @OptionGroup var drawing: DrawingOptions

  @Option(
    name: [.short, .long], help: "The folder to write into; it is made if it is not there.",
    completion: .directory)
  var output = "gmm-demo"

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    try drawing.check(within: 10...10_000_000)
    var files = FilesOfRun()
    files.cureOfOneFile = "remove one of them, or choose another folder with --output"
    for file in DemoFile.allCases {
      files.write(OutputFolder.path(file.rawValue, in: output), nil, file.what)
    }
    try files.check()
  }

  func run() async throws {
    let console = messages.console
    let folder = try OutputFolder(output)
    let paths = DemoFile.allCases.map(folder.path)
    for path in paths { try AtomicFile.requireCreatable(path) }
    let truth = try Preset.rgb.mixture()
    let sample = try GeneratedPoints(
      from: ModelDocument(model: truth), count: drawing.count, seed: drawing.seed)
    try console.answer(DemoReport.introduction(truth, sample))
    let isStopped = try await OutputSeries.write(paths) { series in
      try await write(truth, sample, into: folder, &series, console)
    }
    try console.answer(DemoFile.listing(of: folder))
    if isStopped { throw CommandFailure.interruption }
  }

  /// Draws, fits and writes all files; answers whether the fit was stopped.
  private func write(
    _ truth: GaussianMixture, _ sample: GeneratedPoints, into folder: OutputFolder,
    _ series: inout OutputSeries,
    _ console: Console
  ) async throws -> Bool {
    try series.write(folder.path(.data)) { try TableWriter(to: $0).write(sample.columns) }

    // The origin's rule: the summed absolute changes of means and weights to a thousandth.
    let configuration = FitConfiguration(
      componentCount: truth.componentCount, stopping: .changesOfAThousandth, seed: drawing.seed)
    let found = try Runner(console: console).fit(
      MixtureEstimator(configuration), Observations(sample.points))
    for event in found.notes(columnNames: sample.columnNames) { console.note(event) }
    let pairing = ComponentPairing(truth, found.model)
    let result = found.reordered(pairing.order, names: truth.componentNames)
    let report = DemoReport(truth: truth, result: result, sample: sample)
    try console.answer(try report.estimates())

    let document = ModelDocument(
      model: result.model, columns: sample.columnNames, fit: FitSummary(result), software: Version.software)
    try series.write(folder.path(.model)) { try ModelFile.write(document, to: $0) }
    try await write(document, sample, report, into: folder, &series, console)
    return result.termination == .stopped
  }

  private func write(
    _ document: ModelDocument, _ sample: GeneratedPoints, _ report: DemoReport, into folder: OutputFolder,
    _ series: inout OutputSeries, _ console: Console
  ) async throws {
    let input = try PointInput(
      [folder.path(.data)], of: document, try DataOptions.parse([]), console: console)
    try series.write(folder.path(.labelled)) {
      try LabelWriter(
        document: document, options: try LabelColumnOptions.parse([]), engine: try EngineOptions.parse([]),
        console: console
      ).write(input, to: $0)
    }
    let scatter = MixtureFigure.scatter(
      try ScatterFigure(
        document, sample.points, try document.model.classify(sample.points), columnNames: sample.columnNames))
    let curves = MixtureFigure.learningCurves(
      LearningCurvesFigure(title: FigureSubject.convergence.title, history: document.fit?.history ?? []))
    _ = try await series.draw(scatter, to: folder.path(.scatter))
    _ = try await series.draw(curves, to: folder.path(.curves))
    var page = try MixtureReport(
      title: "Three Gaussians, found again", document: document, points: sample.points,
      columnNames: sample.columnNames)
    page.subtitle = [report.summary]
    page.making = ReportOptions.making()
    let made = page
    try series.write(folder.path(.report)) { try made.write(to: $0) }
  }
}

#endif
