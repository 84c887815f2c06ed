import ArgumentParser
import GaussianMixtures
import PointFiles

/// What is fitted, and how.
struct FitOptions: ParsableArguments {
  @Option(
    name: [.customShort("k"), .long],
    help: "The number of components. A start by labels or by a model brings its own.")
  var components: Int?

  @Option(
    help: ArgumentHelp(
      "What the covariances share: full, tied, diagonal, spherical, or mclust's code.",
      valueName: "structure"))
  var structure: CovarianceStructure = .full

  @Option(
    help: ArgumentHelp(
      "Where EM starts: kmeans, random, labels:COLUMN, or a model file.", valueName: "start"))
  var start = "kmeans"

  @Option(help: "How often to start [default: 10 up to 10,000 points, else 1].")
  var restarts: Int?

  @Option(
    help: ArgumentHelp(
      "When to stop: predicted (what is still to be gained), gain (of the last iteration) or changes "
        + "(of means and weights).", valueName: "rule"))
  var stop: Rule = .predicted

  @Option(help: "For predicted and gain: nats a point; 0 runs to the limit.")
  var tolerance = 1e-8

  @Option(help: "For changes: the summed absolute change of the means, at most.")
  var meanTolerance = 0.001

  @Option(help: "For changes: the summed absolute change of the weights, below.")
  var weightTolerance = 0.001

  @Option(help: "The largest number of iterations of a run.")
  var maxIterations = 1000

  @Option(help: "The smallest variance in any direction, as a share of the columns' variances.")
  var covarianceFloor = 1e-12

  @Option(help: "What happens to a collapsed component: reseed, drop or keep.")
  var collapse: CollapsePolicy = .reseed

  @Option(help: "From which all random numbers come; the same seed gives the same result.")
  var seed: UInt64 = 1

  @OptionGroup var engine: EngineOptions

  enum Rule: String, ExpressibleByArgument, CaseIterable {
    case predicted, gain, changes
  }

  mutating func validate() throws {
    if let components, components < 1 {
      throw ValidationError("--components must be at least 1; \(components) was given.")
    }
    if let restarts, restarts < 1 {
      throw ValidationError("--restarts must be at least 1; \(restarts) was given.")
    }
    guard maxIterations >= 1 else {
      throw ValidationError("--max-iterations must be at least 1; \(maxIterations) was given.")
    }
    for (name, value) in [
      ("tolerance", tolerance), ("mean-tolerance", meanTolerance), ("weight-tolerance", weightTolerance),
    ] where !(value >= 0 && value.isFinite) {
      throw ValidationError("--\(name) must be 0 or more; \(value) was given.")
    }
    guard covarianceFloor >= 1e-14, covarianceFloor <= 0.1 else {
      throw ValidationError("--covariance-floor must be from 1e-14 to 0.1; \(covarianceFloor) was given.")
    }
    if components == nil, start == "kmeans" || start == "random" {
      throw ValidationError("Say how many components to fit: -k 3, for example.")
    }
  }

  /// Fits the points of an input.
  func estimator(for input: PointInput, console: Console) throws -> MixtureEstimator {
    let start = try resolvedStart(input)
    let configuration = FitConfiguration(
      componentCount: try componentCount(of: start), structure: structure, restartCount: restarts,
      stopping: stopping, maximumIterations: maxIterations, covarianceFloor: covarianceFloor,
      collapsePolicy: collapse, seed: seed)
    _ = try configuration.validated()
    return MixtureEstimator(
      configuration, start: start, threadCount: engine.threads, instructionSet: engine.instructionSet)
  }

  private var stopping: StoppingRule {
    switch stop {
    case .predicted: .predictedGain(tolerance: tolerance)
    case .gain: .gain(tolerance: tolerance)
    case .changes: .changes(means: meanTolerance, weights: weightTolerance)
    }
  }

  private func resolvedStart(_ input: PointInput) throws -> Start {
    switch start {
    case "kmeans": return .kMeans
    case "random": return .random
    case _ where start.hasPrefix("labels:"):
      return .labels(try labels(in: String(start.dropFirst("labels:".count)), input))
    default:
      let document = try ModelFile.read(start)
      return .model(try document.model(for: input.columnNames))
    }
  }

  private func labels(in column: String, _ input: PointInput) throws -> ClassLabels {
    let table = input.table
    let columns = try table.selectColumns(column)
    guard columns.count == 1 else {
      throw CommandFailure(
        .usage, "--start labels:COLUMN takes one column; «\(column)» names \(columns.count).")
    }
    let labels = table.labels(of: columns[0])
    let kept = input.keptRows.map { rows in rows.map { labels.indices[$0] } } ?? labels.indices
    // Rows that were left out may have taken the last of a label with them.
    let used = Set(kept.compactMap(\.self)).sorted()
    guard !used.isEmpty else {
      throw CommandFailure(.badData, "\(table.source): the column «\(column)» has no labels.")
    }
    return ClassLabels(
      names: used.map { labels.names[$0] }, indices: kept.map { $0.flatMap(used.firstIndex(of:)) })
  }

  private func componentCount(of start: Start) throws -> Int {
    let (count, what): (Int, String)
    switch start {
    case .kMeans, .random: return components ?? 1
    case .model(let model): (count, what) = (model.componentCount, "the model to start from has")
    case .labels(let labels): (count, what) = (labels.names.count, "the labels to start from are")
    }
    guard components == nil || components == count else {
      throw CommandFailure(.badData, "-k is \(components ?? 0), and \(what) \(count); leave -k out.")
    }
    return count
  }
}

extension ModelDocument {
  /// The model with its dimensions in the order of these columns, where it names its own.
  func model(for columnNames: [String]) throws(CommandFailure) -> GaussianMixture {
    guard let columns, columns != columnNames else { return model }
    let order = columnNames.compactMap(columns.firstIndex(of:))
    guard order.count == columnNames.count, order.count == model.dimension else {
      throw CommandFailure(
        .badData,
        "the model to start from belongs to the columns \(columns.joined(separator: ", ")), and the columns "
          + "used are \(columnNames.joined(separator: ", ")); choose with --columns.")
    }
    return model.selecting(order)
  }
}
