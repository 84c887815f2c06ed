#if Command

import ArgumentParser
import GaussianMixtures
import Tables

struct FitCommand: AsyncParsableCommand, FittingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit a mixture to a file of points.",
    discussion: """
      Prints a summary, or with --json the model document; -o writes the document, which classify, plot and \
      describe read. The best of all runs counts; BIC, AIC and ICL are better when lower.

      With --by or --each many data sets are fitted side by side, each as if it were alone. The answer is a table, to \
      standard output or -o: a set in a row, the reason in its column error where it could not be fitted. The exit code is 0 \
      where all were fitted, else 65.

      Started by mpirun, several processes fit together, each with its part of the rows; the model is that of one process, to \
      the last bit.

      Examples:
        gmm fit points.csv -k 3
        gmm fit points.csv -k auto
        gmm fit diabetes.csv -k 3 --columns 2-4 -o model.json --classify labelled.csv
        gmm fit points.csv -k 3 --report report.html
        gmm fit points.csv -k 2 --structure tied --start random --restarts 50 --seed 7
        gmm fit points.csv --start labels:species --stop changes
        gmm fit counts.csv -k 4 --weights count --noise --missing
        gmm fit plants.csv -k 4 --known-labels species
        gmm fit points.csv -k 6 --prior conjugate
        gmm fit scan.ply -k 256 --approximate
        gmm fit 'runs/*.csv' more/ -k 3 --file-column run --classify labelled.csv
        gmm fit cells.fcs -k 5 --columns 'FSC-A,SSC-A,FL1-A' --compensate --transform 'FL*:logicle' -o model.json
        gmm fit points.csv -k 8 --checkpoint fit.checkpoint
        gmm fit pixels.csv -k 2 --by row,column -o fits.csv --parameters
        gmm fit --each runs/ -k 3 --output-folder models -o fits.csv
        gmm fit photo.jpg -k 5 --classify segments.png
        mpirun -n 8 gmm fit points.npy -k 64 --threads 1 -o model.json
        cat points.csv | gmm fit - -k 3 --json > model.json
      """)

  @OptionGroup var points: InputOptions

  @OptionGroup(title: "Model and estimation") var mixture: MixtureOptions
  @OptionGroup(title: "Model and estimation") var fit: FitOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Reading") var transforms: TransformOptions
  @OptionGroup(title: "Many data sets") var groups: GroupOptions
  @OptionGroup(title: "Interruptions") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Several processes") var processes: RankOptions
  @OptionGroup var results: ResultOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    try mixture.check(fit)
    try results.check()
    try groups.check(fit, results, others: checkpoints.given)
    if groups.isUsed, mixture.components == nil {
      throw ValidationError("Say how many components each data set has: -k 3, for example, or -k auto.")
    }
    var files = fit.files(of: points)
    results.add(to: &files, isTable: groups.isUsed)
    checkpoints.add(to: &files)
    try files.check()
  }

  func run() async throws {
    try await withInput(requireCreatable: results.requireCreatable, many: fitMany, run)
  }

  private func run(_ runner: Runner, _ input: PointInput, _ console: Console) async throws {
    let start = try fit.start(for: input, console: console)
    guard !mixture.isSelection else {
      return try await select(input, start, runner, console)
    }
    let estimator = fit.estimator(
      try mixture.configuration(fit, start, knownCount: input.observations.knownLabels?.names.count), start,
      storage: input.storage)
    let result = try runner.fit(estimator, input)
    for event in result.notes(columnNames: input.axisTitles) { console.note(event) }
    if let note = input.doubts.note(on: result.events) { console.note(note) }
    let document = ModelDocument(result, of: input)
    try await write(document, input, console) {
      ModelSummary(document, isWhole: results.all).text + restartLine(result)
    }
    try runner.end(isStopped: result.termination == .stopped)
  }

  private func fitMany() async throws {
    let console = messages.console
    let runner = Runner(console: console)
    try await ManyFits(groups, points, reading, transforms, fit, results, console).run { start, sets in
      guard mixture.isSelection else {
        let configuration = try mixture.configuration(fit, start)
        return try runner.fit(fit.estimator(configuration, start), each: sets)
      }
      let configuration = try mixture.selection(fit, dimension: sets.largestDimension)
      return try runner.select(fit.selector(configuration, start), each: sets)
    }
  }

  private func select(_ input: PointInput, _ start: Start, _ runner: Runner, _ console: Console) async throws
  {
    let configuration = try mixture.selection(fit, dimension: input.observations.dimension)
    let selection = try runner.select(fit.selector(configuration, start, storage: input.storage), input)
    let document = ModelDocument(selection.best, selection.summary, of: input)
    for event in selection.best.notes(columnNames: input.axisTitles) { console.note(event) }
    if let note = SelectionTable(selection.summary).noteOnLargestCount { console.note(note) }
    if let note = input.doubts.note(on: selection.best.events) { console.note(note) }
    try await write(document, input, console) { ModelSummary(document, isWhole: results.all).text }
    try runner.end(isStopped: selection.isStopped)
  }

  private func write(
    _ document: ModelDocument, _ input: PointInput, _ console: Console, summary: () -> String
  ) async throws {
    try await OutputSeries.write(results.paths) { series in
      try results.write(document, input, fit.engine, console: console, to: &series, summary: summary)
    }
  }

  private func restartLine(_ result: FitResult) -> String {
    guard result.restarts.count > 1 else { return "" }
    let tolerance = 1e-6 * result.totalWeight
    let same = result.restarts.count {
      abs($0.logLikelihood - (result.lowerBound ?? result.logLikelihood)) <= tolerance
    }
    return "\n\(same) of \(result.restarts.count) starts ended at this log-likelihood.\n"
  }
}

#endif
