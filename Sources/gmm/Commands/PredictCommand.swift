#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct PredictCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict columns of a model from its other columns.",
    discussion: """
      Gaussian mixture regression: given the model's other columns, those of --target are a mixture again, whose mean is \
      the prediction of least squared error. Writes the input's columns, then NAME_mean and NAME_deviation (the standard \
      deviation, within the components and between them) for each target, and NAME_q0.05 and the like for --quantiles. \
      Where the mixture has several modes the mean may lie where no point does: the quantiles then say more. The input \
      need not have the targets; where it has, the predictions do not use them.

      Examples:
        gmm predict points.csv --model model.json --target z -o with-z.csv
        gmm predict points.csv --model model.json --target y,z --quantiles 0.05,0.5,0.95
      """)

  @OptionGroup var points: ModelledPointsOptions

  @Option(help: "The columns to predict: names of the model's columns, with commas between them.")
  var target: String

  @Option(help: "Also write quantiles: probabilities between 0 and 1, with commas between them.")
  var quantiles: String?

  @OptionGroup var destination: TableOutputOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    _ = try probabilities()
    guard !reading.missing else {
      throw ValidationError(
        "--missing does not go with predict, which needs all columns but the targets; impute fills in whatever is missing."
      )
    }
    guard reading.columns == nil else {
      throw ValidationError("--columns does not go with predict: the model's columns are found by name.")
    }
    var files = points.files
    files.write(destination.output, "-o", "the predictions", keepsPoints: true)
    try files.check()
  }

  private func probabilities() throws -> [(text: String, value: Double)] {
    try (quantiles ?? "").split(separator: ",").map { part in
      let text = part.filter { $0 != " " }
      guard let probability = Double(text), probability > 0, probability < 1 else {
        throw ValidationError(
          "--quantiles has «\(text)»; they are probabilities between 0 and 1, such as 0.05,0.5,0.95.")
      }
      return (text, probability)
    }
  }

  func run() async throws {
    let console = messages.console
    try AtomicFile.requireCreatable(destination.output, for: .table)
    let document = try ModelFile.read(points.model)
    let names = document.columns ?? (1...document.model.dimension).map(String.init)
    let targets = try PredictionTargets(target, among: names, of: document, file: points.model)
    let given = targets.regression.given
    let table = try reading.table(points.input.data, threads: engine.threads, console: console)
    let columns = try table.columns(ofModel: given.map { names[$0] })
    let preprocessing = try reading.compensation.preprocessing(of: document)?.selecting(given)
    let input = try PointInput(
      try table.preprocessed(by: preprocessing, columns: columns), columns, reading, console: console)
    let probabilities = try probabilities()
    let renames = try console.writer(to: destination.output, threads: engine.threads).write(
      table, rowsOfRun: RunLength.points, keptRows: input.keptRows
    ) { places in
      let run = input.observations.selecting(places)
      guard let known = run.points else { return ([], []) }
      return ([], try targets.columns(at: known, probabilities, engine: engine.engine))
    }
    for rename in renames { console.note(rename.note) }
  }
}

/// The columns that are predicted, and from what.
private struct PredictionTargets {
  let regression: ConditionalMixture
  private let names: [String]

  /// - Parameters:
  ///   - list: Names with commas between them; a column whose name has a comma is found where it is the whole list.
  ///   - columns: The names of the model's columns.
  init(_ list: String, among columns: [String], of document: ModelDocument, file: String) throws {
    let names =
      columns.contains(list) ? [list] : list.split(separator: ",").map { String($0).trimmingBlanks }
    let places = try names.map { name in
      guard let place = columns.firstIndex(of: name) else {
        throw CommandFailure(
          .badData,
          "\(file): the model has no column «\(name)» for --target; it has \(TerminalText.list(columns)).")
      }
      return place
    }
    guard !places.isEmpty, Set(places).count == places.count, places.count < columns.count else {
      throw CommandFailure(
        .badData,
        "\(file): --target names \(CountText.of(Set(places).count, "column")) of the model's \(columns.count); name at least "
          + "one, each once, and leave one to predict from.")
    }
    // The mean of what a curve leads back is not the mean that is led back.
    if let place = places.first(where: { document.preprocessing?.transforms[$0] != nil }) {
      throw CommandFailure(
        .badData,
        "\(file): the model's column «\(columns[place])» is transformed, and predictions are of columns as they are; fit it "
          + "without --transform for this column.")
    }
    do {
      regression = try ConditionalMixture(of: places, in: document.model)
    } catch {
      throw CommandFailure(.badData, "\(file): \(error.message)")
    }
    self.names = names
  }

  func columns(
    at known: PointSet, _ probabilities: [(text: String, value: Double)], engine: Engine
  ) throws -> [TableColumn] {
    let predicted = try regression.predictions(at: known, engine: engine)
    return try names.indices.flatMap { target -> [TableColumn] in
      let quantiles =
        probabilities.isEmpty
        ? [] : try regression.quantiles(probabilities.map(\.value), of: target, at: known, engine: engine)
      return [
        TableColumn(name: "\(names[target])_mean", values: .numbers(predicted.means.columns[target])),
        TableColumn(
          name: "\(names[target])_deviation",
          values: .numbers(predicted.variances[target].map { $0.squareRoot() })),
      ]
        + zip(probabilities, quantiles).map {
          TableColumn(name: "\(names[target])_q\($0.text)", values: .numbers($1))
        }
    }
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

#endif
