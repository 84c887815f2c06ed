#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct OutliersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outliers",
    abstract: "Find the points that a model would rarely give, at a stated rate of false alarms.",
    discussion: """
      The p-value of a point is the probability that a point of the model has no higher density; where it is at most \
      --rate, the point is an outlier. So of points that are as the model says, about that share is taken for outliers \
      by mistake: no contamination has to be guessed. Levels are found from a sample of the model (--samples), and a second \
      sample checks them. Of the points that the model was fitted to fewer are beyond, as it has been drawn to them.

      The answer also says whether the points as a whole are as the model says, by the Kolmogorov-Smirnov test of their \
      densities: of a second scan of a place, or another day of a sensor, whether anything has changed. -o writes the \
      points with log_density, p_value and outlier (1 or 0).

      Examples:
        gmm outliers points.csv --model model.json -o marked.csv
        gmm outliers later.ply --model first.json --rate 0.001 -o changes.ply
        gmm outliers more.csv --model model.json --json
      """)

  @OptionGroup var points: ModelledPointsOptions

  @Option(help: "The share of the model's own points that are taken for outliers: above 0 and below 1.")
  var rate = 0.01

  @OptionGroup var drawing: ModelSampleOptions

  @Option(
    name: [.short, .long],
    help: "Write the input's columns, log_density, p_value and outlier to this file; - is standard output.")
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard rate > 0, rate < 1 else {
      throw ValidationError(
        "--rate is \(rate); it is a share of the points, above 0 and below 1, such as 0.01.")
    }
    guard rate * Double(drawing.samples) >= 10 else {
      throw ValidationError(
        "--rate \(rate) would be told by fewer than ten of \(drawing.samples) points; give at least --samples "
          + "\(Int((10 / rate).rounded(.up))).")
    }
    guard !reading.missing else {
      throw ValidationError(
        "--missing does not go with outliers: densities of points of which cells are missing cannot be compared with "
          + "those of whole ones; take --skip-invalid.")
    }
    try points.check(writing: output, answeringInJSON: json)
  }

  func run() async throws {
    let console = messages.console
    if let output { try AtomicFile.requireCreatable(output, for: .table) }
    let (document, input) = try points.read(reading, engine, console: console)
    let levels = try DensityLevels(
      of: document.model, sampleCount: drawing.samples, seed: drawing.seed, engine: engine.engine)
    let check = try Self.share(beyond: rate, levels, of: document.model, drawing, engine: engine.engine)
    let comparison = try compare(input, document.model, levels, console)
    let summary = OutlierSummary(
      comparison, rate: rate, checked: check, isTransformed: input.preprocessing?.isTransforming == true,
      source: input.table.source)
    if output != "-" { try console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text) }
  }

  /// The share of another sample that is beyond the level.
  private static func share(
    beyond rate: Double, _ levels: DensityLevels, of model: GaussianMixture, _ drawing: ModelSampleOptions,
    engine: Engine
  ) throws -> Double {
    var stream = RandomStream(seed: drawing.seed, purpose: .levels, index: 1)
    let points = try model.sample(drawing.samples, using: &stream, engine: engine).points
    var comparison = DensityComparison(with: levels)
    comparison.add(logDensities: try model.logDensities(of: points, engine: engine))
    return comparison.share(beyond: rate)
  }

  /// Looks at all points, run by run, and writes them where that is asked for.
  private func compare(
    _ input: PointInput, _ model: GaussianMixture, _ levels: DensityLevels, _ console: Console
  ) throws -> DensityComparison {
    var comparison = DensityComparison(with: levels)
    func columns(of places: Range<Int>) throws -> [TableColumn] {
      let run = input.observations.selecting(places)
      let found = try model.classify(run, engine: engine.engine)
      // Levels are of the coordinates; what is written is in the columns' own units, as classify has it.
      let pValues = comparison.add(logDensities: found.logDensities)
      let shown = input.preprocessing?.original(found, of: run) ?? found
      return [
        TableColumn(name: ResultColumn.logDensity.rawValue, values: .numbers(shown.logDensities)),
        TableColumn(name: "p_value", values: .numbers(pValues)),
        TableColumn(name: "outlier", values: .integers(pValues.map { $0 <= rate ? 1 : 0 })),
      ]
    }
    guard let output else {
      for places in RunLength.runs(of: input.observations.count) { _ = try columns(of: places) }
      return comparison
    }
    let renames = try console.writer(to: output, threads: engine.threads).write(
      input.table, rowsOfRun: RunLength.points, keptRows: input.keptRows
    ) { places in ([], try columns(of: places)) }
    for rename in renames { console.note(rename.note) }
    return comparison
  }
}

/// What is said of outliers.
private struct OutlierSummary: Encodable {
  let source: String
  let pointCount: Int
  /// The rate of false alarms asked for.
  let rate: Double
  /// The log density below which points are outliers, in nats: of transformed columns, where there are some.
  let logDensityThreshold: Double
  let isOfTransformedColumns: Bool
  let outlierCount: Int
  /// How many would be by chance alone.
  let expectedOutlierCount: Double
  /// The share of another sample of the model that is beyond the level, and its standard error.
  let checkedRate: Double
  let checkedRateStandardError: Double
  let sampleCount: Int
  /// Whether the points as a whole are the model's.
  let kolmogorovSmirnovDistance: Double
  let kolmogorovSmirnovPValue: Double

  init(
    _ comparison: DensityComparison, rate: Double, checked: Double, isTransformed: Bool, source: String
  ) {
    let levels = comparison.levels
    isOfTransformedColumns = isTransformed
    (self.source, self.rate, pointCount) = (source, rate, comparison.pointCount)
    logDensityThreshold = levels.logDensity(containing: 1 - rate)
    outlierCount = Int((comparison.share(beyond: rate) * Double(comparison.pointCount)).rounded())
    expectedOutlierCount = rate * Double(comparison.pointCount)
    checkedRate = checked
    // Of the level and of the share that is counted beyond it, each from a sample of its own.
    checkedRateStandardError = levels.standardError(at: rate) * 2.0.squareRoot()
    sampleCount = levels.sampleCount
    kolmogorovSmirnovDistance = comparison.distance
    kolmogorovSmirnovPValue = comparison.pValue
  }

  var text: String {
    var table = AlignedTable(indentation: 0)
    table.append(["points", CountText.grouped(pointCount)])
    table.append([
      "outliers",
      "\(CountText.grouped(outlierCount))  (by chance \(NumberFormat.short(expectedOutlierCount)), at the rate "
        + "\(NumberFormat.short(rate)))",
    ])
    table.append([
      isOfTransformedColumns ? "log density (of transformed columns) below" : "log density below",
      "\(NumberFormat.nats(logDensityThreshold))  (checked: \(NumberFormat.short(checkedRate)) "
        + "± \(NumberFormat.short(checkedRateStandardError)) of another sample of the model is below)",
    ])
    table.append([
      "all points together",
      "Kolmogorov-Smirnov distance \(NumberFormat.short(kolmogorovSmirnovDistance)) of their densities from the model's, p = "
        + "\(NumberFormat.short(kolmogorovSmirnovPValue))",
    ])
    return table.text
  }
}

#endif
