#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a figure for paper: points by component, uncertainty or density, pairs, curves.",
    discussion: """
      The output's extension says the format: .png, .svg or .pdf. An interactive page is written by report.

      Examples:
        gmm plot points.csv --model model.json -o scatter.png
        gmm plot points.csv --model model.json --axes x,z -o scatter.pdf
        gmm plot points.csv --model model.json --what uncertainty -o uncertainty.png
        gmm plot points.csv --model model.json --what pairs -o pairs.pdf
        gmm plot points.csv --model model.json --what regions --axes x,y -o regions.png
        gmm plot points.csv --model model.json --what entropy -o entropy.svg
        gmm plot --what convergence --model model.json -o curves.png
      """)

  @Argument(
    help: """
      The points, for all but convergence and criterion: files, folders and patterns that are one data set; - is \
      standard input.
      """, completion: .file())
  var data: [String] = []

  @Option(name: [.short, .long], help: "The model document that fit has written.", completion: .file())
  var model: String

  @Option(
    help:
      "What to draw: points by component, by uncertainty or by density, every pair of columns, two columns "
      + "with regions of highest density (50, 80 and 95 %) or with boundaries between components, the entropy by the number of "
      + "clusters that components are combined into, what EM gained and changed by iteration, or the criterion that a "
      + "selection compared.", as: "subject")
  var what: FigureSubject = .classification

  @Option(name: [.short, .long], help: "The file to write: .png, .svg or .pdf.", completion: .file())
  var output: String

  @Option(
    help: """
      The columns to draw, with commas between them: one to three, for pairs two to eight, for regions and boundaries two \
      (default: the first).
      """
  )
  var axes: String?

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard !data.isEmpty || !what.needsPoints else {
      throw ValidationError(
        "A figure of \(what.rawValue) needs the points: gmm plot points.csv --model \(model) …")
    }
    var files = FilesOfRun()
    files.read(data)
    files.read(model, "the model")
    files.write(output, "-o", "the figure")
    try files.check()
  }

  func run() async throws {
    _ = try FigureFormat(path: output)
    try AtomicFile.requireCreatable(output)
    let document = try ModelFile.read(model)
    let figure =
      switch what {
      case .classification, .uncertainty, .density, .pairs, .regions, .boundaries: try points(document)
      case .entropy: MixtureFigure.entropy(try entropy(document))
      case .convergence: MixtureFigure.learningCurves(try curves(document))
      case .criterion: MixtureFigure.criterion(try criterion(document))
      }
    for note in try await Gnuplot().write(figure, to: output) { messages.console.note(note) }
  }

  /// What draws the points.
  private func points(_ document: ModelDocument) throws -> MixtureFigure {
    let input = try PointInput(data, of: document, reading, console: messages.console)
    let points = try input.points(filledBy: document.model)
    let classification = try document.model.classify(input.observations)
    let figure = try what.scatter(
      document, points, classification, columnNames: input.columnNames)
    let columns = try axes.map { try self.columns($0, of: input.columnNames) }
    guard points.dimension > 1 || figure.lines == nil else {
      throw CommandFailure(.badData, "A figure of \(what.rawValue) needs two columns; the model has one.")
    }
    guard what == .pairs else {
      return .scatter(try columns.map { try figure.choosing(columns: $0) } ?? figure)
    }
    guard points.dimension > 1 else {
      throw CommandFailure(.badData, "Pairs need two columns at least; the model has one.")
    }
    return .pairs(try PairsFigure(figure, columns: columns))
  }

  private func columns(_ axes: String, of names: [String]) throws -> [Int] {
    let chosen = try axes.split(separator: ",").map { name in
      guard let column = names.firstIndex(of: String(name)) else {
        throw CommandFailure(
          .badData, "--axes: «\(name)» is none of the model's columns: \(names.joined(separator: ", ")).")
      }
      return column
    }
    let (counts, range) =
      switch what {
      case .pairs: (2...PairsFigure.mostColumns, "two to eight")
      case .regions, .boundaries: (2...2, "two")
      default: (1...3, "one to three")
      }
    guard counts.contains(chosen.count), Set(chosen).count == chosen.count else {
      throw CommandFailure(
        .usage, "--axes takes \(range) different columns, such as --axes x,y; «\(axes)» was given.")
    }
    return chosen
  }

  private func entropy(_ document: ModelDocument) throws -> EntropyFigure {
    let input = try PointInput(data, of: document, reading, console: messages.console)
    let found = try ComponentClusters(.auto, of: document.model, input, engine: Engine())
    return EntropyFigure(title: what.title, found.combination)
  }

  private func curves(_ document: ModelDocument) throws -> LearningCurvesFigure {
    guard let fit = document.fit else {
      throw CommandFailure(.badData, "\(model): the model has no history of a fit, so there are no curves.")
    }
    return LearningCurvesFigure(title: what.title, history: fit.history)
  }

  private func criterion(_ document: ModelDocument) throws -> CriterionFigure {
    guard let selection = document.fit?.selection else {
      throw CommandFailure(
        .badData, "\(model): the model was not chosen among others, so there is no criterion to draw.")
    }
    return CriterionFigure(title: what.title, selection: selection)
  }
}

#endif
