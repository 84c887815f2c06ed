#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compare labels with the truth.",
    discussion: """
      Prints the confusion table, the error rate (1 - the share of points on the best one-to-one assignment \
      of labels to true classes; what is left without a partner counts as error), the adjusted Rand index, \
      the adjusted and the normalized mutual information (by the arithmetic mean of the entropies), and the \
      Fowlkes-Mallows index. Labels are numbers or text. With two files, the labels come from the first and the truth \
      from the second. --silhouette also says how well the points lie within their labels, whatever the truth: by \
      distances in the named columns, in their units; of more than 10,000 points a random sample is looked at. Where the \
      first file has the columns probability_CLASS for all true classes, as classify --responsibilities writes them by a \
      trained model, the Brier score, the log loss and the calibration of these are told too.

      Examples:
        gmm evaluate labelled.csv
        gmm evaluate labelled.csv --label label --truth class --json
        gmm evaluate labelled.csv original.csv --truth species
        gmm evaluate labelled.csv --truth class --silhouette x,y,z
      """)

  @Argument(help: "The file with the labels; - is standard input.", completion: .file())
  var file: String

  @Argument(
    help: "A file with the truth, row by row the same points (default: the first file).", completion: .file())
  var truthFile: String?

  @Option(help: "The column with the labels: a name or a number.")
  var label = ResultColumn.label.rawValue

  @Option(help: "The column with the truth: a name or a number.")
  var truth = ResultColumn.truthName

  @Option(
    help: "Also tell the mean silhouette width of the labels: columns of the first file, as for --columns.",
    as: "columns")
  var silhouette: String?

  @Option(
    help:
      "Also draw how often decisions of a probability are right, where there are probabilities, to this file: .png, "
      + ".svg or .pdf.", as: "output")
  var plot: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Show all labels and classes in the table, however many.")
  var all = false

  @OptionGroup(title: "Reading") var reading: TextOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = FilesOfRun()
    files.read(file, "the labels")
    files.read(truthFile, "the truth")
    files.write(plot, "--plot", "the figure")
    try files.check()
  }

  func run() async throws {
    let table = try PointTable(contentsOf: file, options: reading.options)
    let truthTable = try truthFile.map { try PointTable(contentsOf: $0, options: reading.options) } ?? table
    messages.console.note(of: table)
    if truthFile != nil { messages.console.note(of: truthTable) }
    guard table.rowCount == truthTable.rowCount else {
      throw CommandFailure(
        .badData,
        "\(table.source) has \(CountText.of(table.rowCount, "row")) and \(truthTable.source) has \(CountText.grouped(truthTable.rowCount)); "
          + "they must be the same points.")
    }
    let labels = try labels(label, option: "--label", in: table)
    var comparison = try LabelComparison(
      labels: labels, truth: try self.labels(truth, option: "--truth", in: truthTable))
    comparison.silhouette = try silhouette.map { try LabelSilhouette(of: labels, in: table, columns: $0) }
    comparison.probabilities = try LabelProbabilities(
      in: table, truth: self.labels(truth, option: "--truth", in: truthTable), labels: labels)
    if comparison.skippedCount > 0 {
      messages.console.note(
        "\(CountText.of(comparison.skippedCount, "row")) with an empty label left out")
    }
    if let plot { try await draw(comparison.probabilities, to: plot) }
    try messages.console.answer(try json ? comparison.json() : comparison.text(isWhole: all))
  }

  private func draw(_ probabilities: LabelProbabilities?, to path: String) async throws {
    guard let probabilities else {
      throw CommandFailure(
        .badData,
        "\(file): --plot needs the probabilities of the classes, as classify --responsibilities writes them by a trained model."
      )
    }
    let figure = CalibrationFigure(
      title: "How sure, and how right", calibration: probabilities.scores.calibration)
    try await OutputSeries.write([path]) { series in
      for note in try await series.draw(.calibration(figure), to: path) { messages.console.note(note) }
    }
  }

  private func labels(_ name: String, option: String, in table: PointTable) throws -> CategoryColumn {
    table.categories(of: try table.column(name, option: option))
  }
}

#endif
