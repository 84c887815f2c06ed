import ArgumentParser
import GaussianMixtures
import PointFiles

struct FitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit a mixture to a file of points.",
    discussion: """
      Prints a summary, or with --json the model document; -o writes the document, which classify, plot and \
      describe read. The best of all runs counts; BIC, AIC and ICL are better when lower.

      Examples:
        gmm fit points.csv -k 3
        gmm fit diabetes.csv -k 3 --columns 2-4 -o model.json --classify labelled.csv
        gmm fit points.csv -k 3 --report report.html
        gmm fit points.csv -k 2 --structure tied --start random --restarts 50 --seed 7
        gmm fit points.csv --start labels:species --stop changes
        gmm fit counts.csv -k 4 --weights count --noise --missing
        gmm fit plants.csv -k 4 --known-labels species
        gmm fit points.csv -k 6 --prior conjugate
        cat points.csv | gmm fit - -k 3 --json > model.json
      """)

  @Argument(help: "The points: CSV, TSV or a NumPy array; - is standard input.")
  var data: String

  @OptionGroup(title: "Model and estimation") var fit: FitOptions
  @OptionGroup(title: "Reading") var reading: DataOptions

  @Option(name: [.short, .long], help: "Write the model document to this file; - is standard output.")
  var output: String?

  @Flag(help: "Print the model document instead of the summary.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Also write the points with their labels to this file, as classify would; - is standard output.",
      valueName: "output"))
  var classify: String?

  @Option(
    help: ArgumentHelp(
      "Also write a report of the points and the model to this file, as report would.", valueName: "output"))
  var report: String?

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    let toStandardOutput = [output == "-", json, classify == "-"].count(where: \.self)
    guard toStandardOutput <= 1 else {
      throw ValidationError("Only one of -o -, --json and --classify - can have standard output.")
    }
    if let output, output == classify {
      throw ValidationError("The model and the labelled points cannot both be written to \(output).")
    }
    if let report, [output, classify].contains(report) {
      throw ValidationError("The report and another output cannot both be written to \(report).")
    }
    guard output != data || data == "-" else {
      throw ValidationError("-o \(data) would replace the points by the model; name another file.")
    }
    guard report != data, report != fit.start else {
      throw ValidationError("--report \(report ?? "") would replace what is read; name another file.")
    }
    guard classify != fit.start || fit.start == "-" else {
      throw ValidationError(
        "--classify \(fit.start) would replace the model to start from; name another file.")
    }
    guard data != "-" || fit.start != "-" else {
      throw ValidationError("The points and the model to start from cannot both come from standard input.")
    }
    guard classify != nil || !labelColumns.isUsed else {
      throw ValidationError("--output-columns and --responsibilities belong to --classify FILE.")
    }
  }

  func run() async throws {
    let console = messages.console
    let input = try PointInput(
      data, reading, fit.observations, threads: fit.engine.threads, console: console)
    let estimator = try fit.estimator(for: input, console: console)
    // A fit may take long; that its result cannot be written should be known before.
    for path in [output, classify, report].compactMap(\.self) { try AtomicFile.requireCreatable(path) }
    let result = try fitted(input, estimator)
    for event in result.notableEvents(columnNames: input.columnNames) { console.note(event) }
    let document = ModelDocument(
      model: result.model, columns: input.columnNames, fit: FitSummary(result), software: Version.software)
    if let output { try AtomicFile.write(try ModelFile.text(of: document), to: output) }
    if let classify {
      try LabelWriter(document: document, options: labelColumns, engine: fit.engine, console: console)
        .write(input, to: classify)
    }
    if let report {
      try ReportOptions.parse([]).write(document, input, threads: fit.engine.threads, to: report)
    }
    if json {
      try console.answer(try ModelFile.text(of: document))
    } else if output != "-", classify != "-" {
      try console.answer(ModelSummary(document).text + restartLine(result))
    }
    if result.termination == .stopped { throw CommandFailure.interruption }
  }

  private func fitted(_ input: PointInput, _ estimator: MixtureEstimator) throws -> FitResult {
    do throws(FitError) {
      return try FitRunner(estimator, isQuiet: messages.quiet).run(input.observations)
    } catch {
      throw failure(error, input)
    }
  }

  /// Errors of the data with the file's name before them, and the column's where one is to blame.
  private func failure(_ error: FitError, _ input: PointInput) -> any Error {
    guard error.code != .configuration, error.code != .cancelled else { return error }
    let column = error.column.map { " (\(TerminalText.cleaned(input.columnNames[$0])))" } ?? ""
    return CommandFailure(.badData, "\(input.table.source)\(column): \(error.message)")
  }

  private func restartLine(_ result: FitResult) -> String {
    guard result.restarts.count > 1 else { return "" }
    let tolerance = 1e-6 * result.totalWeight
    let same = result.restarts.count { abs($0.logLikelihood - result.logLikelihood) <= tolerance }
    return "\n\(same) of \(result.restarts.count) starts ended at this log-likelihood.\n"
  }
}
