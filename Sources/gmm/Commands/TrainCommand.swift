#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier by rows whose classes are known.",
    discussion: """
      Each class is one Gaussian, whose covariance may share volume, shape and orientation with the others' (EEE is linear, \
      VVV quadratic discriminant analysis, VVI naive Bayes), or with --components-per-class a mixture of its own. All \
      structures compete, and all are tried on rows that were held out: error is the share of wrong decisions, Brier half \
      the mean squared distance of the probabilities from the truth, log loss the mean -ln of the true class's probability. \
      The log-likelihood and BIC are those of the mixture of all classes, and compare with those of fit and select.

      -o writes the model, by which classify writes label (the class), component, probability, uncertainty and \
      log_density; with --responsibilities also the probability of each class, from which evaluate tells the same scores.

      Examples:
        gmm train plants.csv --class species -o species.json
        gmm train plants.csv --class species --structure EEE,VVV --criterion cv --folds 5
        gmm train plants.csv --class species --components-per-class 1-3
        gmm train plants.csv --class species --priors equal --reject 0.9 --classify labelled.csv
        gmm train counts.csv --class species --weights count
        gmm train cells.fcs --class gate --transform 'FL*:logicle' -o gates.json
      """)

  @OptionGroup var points: InputOptions

  @OptionGroup(title: "Classes") var training: TrainingOptions

  @Option(
    name: [.short, .long], help: "Write the model document to this file; - is standard output.",
    completion: .file())
  var output: String?

  @Option(
    help: "Also write the rows with their classes to this file, as classify would; - is standard output.",
    as: "output")
  var classify: String?

  @Option(
    help:
      "Also draw how often decisions of a probability are right, of held-out rows where there are some, to this file: "
      + ".png, .svg or .pdf.", as: "output")
  var plot: String?

  @Flag(help: "Print the model document instead of the summary.")
  var json = false

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Reading") var transforms: TransformOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard [output == "-", json, classify == "-"].count(where: \.self) <= 1 else {
      throw ValidationError("Only one of -o -, --json and --classify - can have standard output.")
    }
    guard classify != nil || !labelColumns.isUsed else {
      throw ValidationError("The options of labels belong to --classify FILE.")
    }
    try labelColumns.check(writingTo: classify)
    var files = FilesOfRun()
    files.read(points)
    files.read(training.costs, "the costs")
    files.write(output, "-o", "the model")
    files.write(classify, "--classify", "the labelled points", keepsPoints: true)
    files.write(plot, "--plot", "the figure")
    try files.check()
  }

  func run() async throws {
    let console = messages.console
    if let plot {
      _ = try FigureFormat(path: plot)
      try AtomicFile.requireCreatable(plot)
    }
    if let output { try AtomicFile.requireCreatable(output, for: .json) }
    if let classify { try AtomicFile.requireCreatable(classify, for: .passingTable) }
    let input = try read(console)
    let names = input.observations.knownLabels?.names ?? []
    let configuration = try training.configuration(
      names, dimension: input.observations.dimension, reading.reading(threads: engine.threads, console))
    let result = try Runner(console: console).train(
      MixtureDiscriminantAnalysis(configuration, engine: engine.engine), input)
    for note in result.notes { console.note(note) }
    noteOnRowsWithoutClass(input, console)
    try await write(result, input, console)
  }

  private func write(_ result: DiscriminantResult, _ input: PointInput, _ console: Console) async throws {
    let document = ModelDocument(
      result.classifier, training: result.summary, columns: input.columnNames,
      preprocessing: input.preprocessing, software: Version.software)
    let answers = json || (output != "-" && classify != "-")
    try await OutputSeries.write([output, classify, plot].compactMap(\.self) + (answers ? ["-"] : [])) {
      series in
      if let output { try series.write(output) { try ModelFile.write(document, to: $0) } }
      if let classify {
        try series.write(classify) {
          try LabelWriter(document: document, options: labelColumns, engine: engine, console: console)
            .write(input, to: $0)
        }
      }
      if let plot, let scores = result.summary.best.heldOut ?? result.summary.best.training {
        let figure = CalibrationFigure(
          title: "\(result.summary.best.name): how sure, and how right", calibration: scores.calibration)
        for note in try await series.draw(.calibration(figure), to: plot) { console.note(note) }
      }
      guard answers else { return }
      try series.write("-") { _ in
        try console.answer(
          try json
            ? ModelFile.text(of: document)
            : TrainingSummary(result, classNames: result.classifier.rule.classNames).text)
      }
    }
  }

  private func read(_ console: Console) throws -> PointInput {
    var details = try ObservationOptions.parse([])
    details.weighting = training.weighting
    details.knownLabels = training.classColumn
    details.unknownLabel = training.unknownLabel
    return try PointInput(
      points.data, reading, transforms, details, labelOption: "--class",
      threads: engine.threads,
      console: console)
  }

  private func noteOnRowsWithoutClass(_ input: PointInput, _ console: Console) {
    guard training.componentsPerClass != nil, let labels = input.observations.knownLabels else { return }
    let count = labels.indices.count { $0 == nil }
    guard count > 0 else { return }
    console.note(
      "\(CountText.of(count, "row")) without a class moved the densities; which structures and numbers of components classes "
        + "have was chosen by the others")
  }
}

#endif
