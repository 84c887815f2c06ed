#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Say how well a model describes points, such as others than it was fitted to.",
    discussion: """
      Prints the log-likelihood of the points under the model, in all and a point, and the criteria BIC, AIC and \
      ICL with the model's number of free parameters. A model that is good for other points than its own has nearly \
      the same log-likelihood a point on both. The model's columns are found by name. Where it transforms them, densities \
      are in their own units, so that models of different transforms compare. -o also writes the points \
      with their log_density.

      Examples:
        gmm score more.csv --model model.json
        gmm score more.csv --model model.json --json
        gmm score more.csv --model model.json -o densities.csv
        gmm score counts.csv --model model.json --weights count --missing
      """)

  @OptionGroup var points: ModelledPointsOptions

  @Option(
    name: [.short, .long],
    help: "Also write the input's columns and log_density, in nats, to this file; - is standard output.",
    completion: .file())
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "As in the fit") var observations: ObservationOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    try points.check(writing: output, answeringInJSON: json)
  }

  func run() async throws {
    let console = messages.console
    if let output { try AtomicFile.requireCreatable(output, for: .table) }
    let document = try ModelFile.read(points.model)
    let input = try PointInput(
      points.input.data, of: document, reading, observations, threads: engine.threads, console: console)
    let (model, observations) = (document.model, input.observations)
    var sum = ScoreSum()
    func logDensities(of places: Range<Int>) throws -> [Double] {
      let points = observations.selecting(places)
      let found = try model.classify(points, engine: engine.engine)
      let run = input.preprocessing?.original(found, of: points) ?? found
      sum.add(run, weights: observations.weights?[places])
      return run.logDensities
    }
    if let output {
      let renames = try console.writer(to: output, threads: engine.threads).write(
        input.table, rowsOfRun: RunLength.points, keptRows: input.keptRows
      ) { places in
        (
          [],
          [
            TableColumn(
              name: ResultColumn.logDensity.rawValue, values: .numbers(try logDensities(of: places)))
          ]
        )
      }
      for rename in renames { console.note(rename.note) }
    } else {
      for places in RunLength.runs(of: observations.count) { _ = try logDensities(of: places) }
    }
    let score = ModelScore(
      sum, of: observations, parameterCount: document.fit?.criteria.parameterCount ?? model.parameterCount)
    let summary = ScoreSummary(score, source: input.table.source)
    if output != "-" { try console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text) }
  }
}

/// What is said of a score.
struct ScoreSummary: Encodable {
  private let points: ScoredPoints
  private let criteria: InformationCriteria

  /// What was scored, and how likely it is.
  private struct ScoredPoints: Encodable {
    let source: String
    let pointCount: Int
    /// Of points that have weights.
    let totalWeight: Double?
    let logLikelihood: Double
    let logLikelihoodPerPoint: Double
  }

  init(_ score: ModelScore, source: String) {
    points = ScoredPoints(
      source: source, pointCount: score.pointCount,
      totalWeight: score.totalWeight == Double(score.pointCount) ? nil : score.totalWeight,
      logLikelihood: score.logLikelihood, logLikelihoodPerPoint: score.logLikelihoodPerPoint)
    criteria = score.criteria
  }

  /// One object with both.
  func encode(to encoder: any Encoder) throws {
    try points.encode(to: encoder)
    try criteria.encode(to: encoder)
  }

  var text: String {
    var table = AlignedTable(indentation: 0)
    let weight = points.totalWeight.map { "  (of the total weight \(NumberFormat.short($0)))" } ?? ""
    table.append(["points", CountText.grouped(points.pointCount) + weight])
    table.append([
      "log-likelihood",
      NumberFormat.nats(points.logLikelihood)
        + "  (\(NumberFormat.short(points.logLikelihoodPerPoint)) a point, in nats)",
    ])
    table.append(["free parameters", "\(criteria.parameterCount)"])
    table.append(["BIC", NumberFormat.nats(criteria.bic) + "  (lower is better, as for AIC and ICL)"])
    table.append(["AIC", NumberFormat.nats(criteria.aic)])
    table.append(["ICL", NumberFormat.nats(criteria.icl)])
    return table.text
  }
}

extension ColumnRename {
  /// What became of the column.
  var note: String {
    "the input's column «\(original)» is written as «\(renamed)»"
  }
}

#endif
