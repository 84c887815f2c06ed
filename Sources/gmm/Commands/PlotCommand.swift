import ArgumentParser
import GaussianMixtures
import MixtureFigures
import PointFiles

struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw points by component, or the learning curves of a fit.",
    discussion: """
      The output's extension says the format: .png, .svg or .pdf. An interactive page is written by report.

      Examples:
        gmm plot points.csv --model model.json -o scatter.png
        gmm plot points.csv --model model.json --axes x,z -o scatter.pdf
        gmm plot --what convergence --model model.json -o curves.png
      """)

  @Argument(help: "The points, for a classification; - is standard input.")
  var data: String?

  @Option(name: [.short, .long], help: "The model document that fit has written.")
  var model: String

  @Option(help: "What to draw: the points by component, or the changes of the parameters by iteration.")
  var what: Subject = .classification

  @Option(name: [.short, .long], help: "The file to write: .png, .svg or .pdf.")
  var output: String

  @Option(help: "The one to three columns to draw, with commas between them (default: the first three).")
  var axes: String?

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case classification, convergence
  }

  mutating func validate() throws {
    guard what == .convergence || data != nil else {
      throw ValidationError("A classification needs the points: gmm plot points.csv --model \(model) …")
    }
    guard data != "-" || model != "-" else {
      throw ValidationError("The points and the model cannot both come from standard input.")
    }
  }

  func run() async throws {
    _ = try FigureFormat(path: output)
    let document = try ModelFile.read(model)
    let figure =
      switch what {
      case .classification: MixtureFigure.scatter(try scatter(document))
      case .convergence: MixtureFigure.learningCurves(try curves(document))
      }
    try await Gnuplot().write(figure, to: output)
  }

  private func scatter(_ document: ModelDocument) throws -> ScatterFigure {
    let input = try PointInput(data ?? "-", of: document, reading, console: messages.console)
    let figure = try ScatterFigure(document, input.points, columnNames: input.columnNames)
    guard let axes else { return figure }
    let chosen = try axes.split(separator: ",").map { name in
      guard let column = input.columnNames.firstIndex(of: String(name)) else {
        throw CommandFailure(
          .badData,
          "--axes: «\(name)» is none of the model's columns: \(input.columnNames.joined(separator: ", ")).")
      }
      return column
    }
    guard (1...3).contains(chosen.count), Set(chosen).count == chosen.count else {
      throw CommandFailure(
        .usage, "--axes takes one to three different columns, such as --axes x,y; «\(axes)» was given.")
    }
    return try figure.choosing(columns: chosen)
  }

  private func curves(_ document: ModelDocument) throws -> LearningCurvesFigure {
    guard let fit = document.fit else {
      throw CommandFailure(.badData, "\(model): the model has no history of a fit, so there are no curves.")
    }
    return LearningCurvesFigure(title: "Learning curves", history: fit.history)
  }
}

extension ScatterFigure {
  /// Points coloured by the component that a model gives them to.
  init(_ document: ModelDocument, _ points: PointSet, columnNames: [String]) throws {
    let classification = try document.model.classify(points)
    try self.init(
      title: "Points by component", axisTitles: columnNames, points: points,
      labels: classification.labels.map { Int($0) }, componentNames: document.model.labels,
      mixture: document.model)
  }
}
