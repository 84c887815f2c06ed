#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import Tables

struct SelectCommand: AsyncParsableCommand, FittingCommand {
  static let configuration = CommandConfiguration(
    commandName: "select",
    abstract: "Fit mixtures of many numbers of components and structures, and choose the best.",
    discussion: """
      Prints the models best first and a summary of the best, which -o writes with the table in it. BIC, AIC, ICL \
      and NEC are better when lower, the held-out likelihood of cross-validation and the stability of labels when higher. \
      NEC of one component is 1, so that more are chosen only where they are told apart. For stability every number of \
      components is fitted --runs times, each time to another sample and from another seed, and so are the numbers beside \
      those asked for; the labels of up to 100,000 points by the fits of a number are compared with those of one fewer and \
      one more by the Fowlkes-Mallows index. Only the most stable is fitted to all points. Fits that are accidents \
      of equal values in the data rank behind all others; a model that cannot be fitted is a row with its reason. \
      Where the best number of components is the largest that was tried, a note says so. \
      --start takes auto, hierarchical, kmeans and random here.

      Examples:
        gmm select points.csv
        gmm select points.csv -k 1-6 --structures full,tied,VVE -o model.json
        gmm select diabetes.csv --columns 2-4 --table models.csv --plot bic.svg
        gmm select customers.csv --by region -k 1-5 -o best.csv
        gmm select points.csv -k 1-5 --checkpoint select.checkpoint
        gmm select points.csv -k 2,3,4 --criterion cross-validation --folds 5
        gmm select cells.csv -k 2-20 --structures full --criterion stability --plot stability.svg
      """)

  @OptionGroup var points: InputOptions

  @OptionGroup(title: "Models") var models: SelectionOptions
  @OptionGroup(title: "Estimation") var fit: FitOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Reading") var transforms: TransformOptions
  @OptionGroup(title: "Many data sets") var groups: GroupOptions

  @Option(
    help: "Also write all models with all criteria to this file, best first, as CSV.", as: "output")
  var table: String?

  @Option(
    help:
      "Also draw the criterion over the number of components, a line for each structure, to this file: .png, .svg "
      + "or .pdf.", as: "output")
  var plot: String?

  @Flag(help: "Print all models, not only the best ten.")
  var allRows = false

  @OptionGroup(title: "Interruptions") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Several processes") var processes: RankOptions
  @OptionGroup var results: ResultOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  private static let shownRows = 10

  mutating func validate() throws {
    guard fit.startsFromPoints else {
      throw ValidationError(
        "--start is auto, hierarchical, kmeans or random here; \(fit.start) brings a number of components of its "
          + "own.")
    }
    try results.check()
    try groups.check(
      fit, results, others: [("--table", table != nil), ("--plot", plot != nil)] + checkpoints.given)
    guard table != "-" else {
      throw ValidationError("--table needs the name of a file; standard output has the answer.")
    }
    var files = fit.files(of: points)
    results.add(to: &files, isTable: groups.isUsed)
    checkpoints.add(to: &files)
    files.write(table, "--table", "the table of models")
    files.write(plot, "--plot", "the figure")
    try files.check()
  }

  func run() async throws {
    if let plot { _ = try FigureFormat(path: plot) }
    try await withInput(requireCreatable: requireCreatable, many: selectMany, run)
  }

  private func run(_ runner: Runner, _ input: PointInput, _ console: Console) async throws {
    let configuration = try models.configuration(fit, dimension: input.observations.dimension)
    let selector = fit.selector(
      configuration, try fit.start(for: input, console: console), storage: input.storage)
    let selection = try runner.select(selector, input)
    for event in selection.best.notes(columnNames: input.axisTitles) { console.note(event) }
    if let note = input.doubts.note(on: selection.best.events) { console.note(note) }
    let document = ModelDocument(selection.best, selection.summary, of: input)
    if let note = SelectionTable(selection.summary).noteOnLargestCount { console.note(note) }
    let paths = [table].compactMap(\.self) + results.paths + [plot].compactMap(\.self)
    try await OutputSeries.write(paths) { series in
      try await write(document, selection, input, to: &series, console)
    }
    try runner.end(isStopped: selection.isStopped)
  }

  private func requireCreatable() throws {
    try results.requireCreatable()
    if let table { try AtomicFile.requireCreatable(table, for: .table) }
    if let plot { try AtomicFile.requireCreatable(plot) }
  }

  private func selectMany() async throws {
    let console = messages.console
    let runner = Runner(console: console)
    try await ManyFits(groups, points, reading, transforms, fit, results, console).run { start, sets in
      let configuration = try models.configuration(fit, dimension: sets.largestDimension)
      return try runner.select(fit.selector(configuration, start), each: sets)
    }
  }

  private func write(
    _ document: ModelDocument, _ selection: ModelSelection, _ input: PointInput,
    to series: inout OutputSeries,
    _ console: Console
  ) async throws {
    // With likelihoods in the columns' own units, as the model file has them.
    let summary = document.fit?.selection ?? selection.summary
    let models = SelectionTable(summary)
    if let table { try series.write(table) { try TableWriter(to: $0).write(models.columns) } }
    try results.write(document, input, fit.engine, console: console, to: &series) {
      models.text(limit: allRows || results.all ? nil : Self.shownRows) + effort(selection) + "\n"
        + ModelSummary(document, isWhole: results.all).text
    }
    guard let plot else { return }
    let figure = CriterionFigure(title: title(selection), selection: summary)
    for note in try await series.draw(.criterion(figure), to: plot) { console.note(note) }
  }

  private func effort(_ selection: ModelSelection) -> String {
    "  \(CountText.of(selection.fitCount, "fit")) in "
      + "\(NumberText.significant(selection.seconds, digits: 3)) s\n"
  }

  private func title(_ selection: ModelSelection) -> String {
    "\(selection.best.model.structure.code) with \(CountText.of(selection.best.model.componentCount, "component")) "
      + "is the best"
  }
}

#endif
