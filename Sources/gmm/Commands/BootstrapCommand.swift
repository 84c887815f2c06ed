#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

struct BootstrapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Say how sure the numbers of a mixture are, or test how many components there are.",
    discussion: """
      Repeats the estimation on many sets of points like the given ones, and prints for every weight, mean and covariance \
      its standard error, its bias, and the interval that holds it with the probability --level. With --model the mixture and \
      its options are those of a model document, else it is fitted first, with the options of fit.

      --test asks how many components there are: K are tested against K + 1, from the smallest of -k on (default: 1-9), and the \
      first test that is not significant ends it. The statistic is twice the gain in log-likelihood; its distribution is that \
      of points drawn from the mixture of K components, to which both are fitted as to the data (McLachlan 1987). Every test \
      takes two fits for each replicate: with the standard search for a start, minutes even for small data; --effort low or \
      --start hierarchical is quicker.

      Examples:
        gmm bootstrap points.csv --model model.json
        gmm bootstrap points.csv -k 3 --method weighted-likelihood --plot intervals.svg
        gmm bootstrap points.csv --model model.json --level 0.9 --replicates 9999 --json
        gmm bootstrap diabetes.csv --columns 2-4 --test --start hierarchical --plot tests.pdf
        gmm bootstrap points.csv --test -k 2-6 --effort low --checkpoint test.checkpoint
      """)

  @OptionGroup var points: InputOptions

  @Option(
    name: [.short, .long],
    help: "The model document that fit has written of these points (default: the mixture is fitted).",
    completion: .file())
  var model: String?

  @OptionGroup(title: "Replicates") var replicates: ReplicateOptions
  @OptionGroup(title: "Model and estimation") var mixture: MixtureOptions
  @OptionGroup(title: "Model and estimation") var fit: FitOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Reading") var transforms: TransformOptions
  @OptionGroup(title: "Interruptions") var checkpoints: CheckpointOptions

  @Option(
    help: "Also write the numbers of the answer to this file, a parameter or a test in a row.", as: "output")
  var table: String?

  @Option(
    help:
      "Also draw the intervals, or the distribution of each test's statistic, to this file: .png, .svg or .pdf.",
    as: "output")
  var plot: String?

  @Flag(help: "Print JSON; of tests with the statistics of all replicates.")
  var json = false

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard table != "-" else {
      throw ValidationError("--table needs the name of a file; standard output has the answer.")
    }
    try replicates.check(mixture, fit, hasModel: model != nil)
    var files = fit.files(of: points)
    files.read(model, "the model")
    checkpoints.add(to: &files)
    files.write(table, "--table", "the table of numbers")
    files.write(plot, "--plot", "the figure")
    try files.check()
  }

  func run() async throws {
    if let plot {
      _ = try FigureFormat(path: plot)
      try AtomicFile.requireCreatable(plot)
    }
    if let table { try AtomicFile.requireCreatable(table, for: .table) }
    let runner = Runner(console: messages.console, keeper: try checkpoints.keeper(messages.console))
    let answer: any BootstrapAnswer =
      if replicates.test { try test(runner) } else { try intervals(runner) }
    let paths = [table, plot].compactMap(\.self) + ["-"]
    try await OutputSeries.write(paths) { series in
      if let table { try series.write(table) { try TableWriter(to: $0).write(answer.columns) } }
      if let plot {
        for note in try await series.draw(answer.figure, to: plot) { messages.console.note(note) }
      }
      try series.write("-") { _ in
        try messages.console.answer(try json ? answer.json() : answer.text)
      }
    }
    try runner.end(isStopped: false)
  }

  private func input(_ document: ModelDocument?) throws -> PointInput {
    guard let document else {
      return try PointInput(
        points.data, reading, transforms, fit.observations, threads: fit.engine.threads,
        console: messages.console)
    }
    return try PointInput(
      points.data, of: document, reading, fit.observations, threads: fit.engine.threads,
      console: messages.console)
  }

  private func intervals(_ runner: Runner) throws -> any BootstrapAnswer {
    let document = try model.map { try ModelFile.read($0) }
    let input = try input(document)
    let bootstrap = try bootstrap(document, input, runner)
    let distribution = try runner.replicates(input) { checkpoint, isAsked, observer throws(FitError) in
      try bootstrap.distribution(
        of: input.observations, resuming: checkpoint, stopping: isAsked, observing: observer)
    }
    return IntervalAnswer(distribution, level: replicates.level, seed: fit.seed, input)
  }

  /// Asks about the model of a document, or about the one that is fitted.
  private func bootstrap(
    _ document: ModelDocument?, _ input: PointInput, _ runner: Runner
  ) throws -> MixtureBootstrap {
    let (method, count) = (replicates.method ?? .nonparametric, replicates.replicates)
    if let document {
      return MixtureBootstrap(
        of: document.model, configuration: document.fit?.configuration, method: method, replicateCount: count,
        seed: fit.seed, engine: fit.engine.engine)
    }
    let start = try fit.start(for: input, console: messages.console)
    let configuration = try mixture.configuration(
      fit, start, knownCount: input.observations.knownLabels?.names.count)
    let estimator = fit.estimator(configuration, start, storage: input.storage)
    let result = try Runner(console: messages.console).fit(estimator, input)
    for event in result.notes(columnNames: input.axisTitles) { messages.console.note(event) }
    guard result.termination != .stopped else { throw CommandFailure.interruption }
    return MixtureBootstrap(
      of: result, method: method, replicateCount: count, seed: fit.seed, engine: estimator.engine)
  }

  private func test(_ runner: Runner) throws -> any BootstrapAnswer {
    let input = try input(nil)
    let start = try fit.start(for: input, console: messages.console)
    let configuration = try fit.configuration(componentCount: 1, structure: try replicates.structure(mixture))
    let test = ComponentCountTest(
      configuration, start: start, componentCounts: try replicates.componentCounts(mixture),
      significance: replicates.significance, replicateCount: replicates.replicates,
      engine: fit.estimator(configuration, start, storage: input.storage).engine)
    let outcome = try runner.replicates(input) { checkpoint, isAsked, observer throws(FitError) in
      try test.outcome(
        for: input.observations, resuming: checkpoint, stopping: isAsked, observing: observer)
    }
    return TestAnswer(outcome, of: test, input)
  }
}

#endif
