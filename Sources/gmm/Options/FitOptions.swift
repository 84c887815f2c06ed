#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// How mixtures are fitted, whatever their number of components and structure.
struct FitOptions: ParsableArguments {
  @Flag(help: "Give every component the weight 1/K.")
  var equalWeights = false

  @Option(
    help:
      "Where EM starts: auto (the best of several candidates, improved by splits and merges), hierarchical, "
      + "kmeans, random, labels:COLUMN, or a model file.", as: "start")
  var start = Start.auto.name

  @Option(
    help:
      "How much --start auto does for a higher maximum: low for many small fits, high for what is to be published "
      + "(default: standard, which leaves off where all candidates agree).", as: "effort")
  var effort: SearchEffort?

  @Option(
    help:
      "Which of the maxima that are found is the answer: the one of the highest likelihood, or the one whose "
      + "components overlap least for what they lose in it, by ICL.", as: "what")
  var prefer: MaximumPreference = .likelihood

  @Option(
    unconditional:
      "How often to start; with auto, how many whole searches (default: once with auto and hierarchical; "
      + "with kmeans and random 10 times up to 10,000 points, else once).")
  var restarts: Int?

  @Option(
    help: "What decides when to stop: the predicted gain still to come, the gain of the last iteration, or "
      + "its changes of means and weights.", as: "rule")
  var stop: Rule = .predicted

  @Option(
    unconditional: "For predicted and gain: stop at this many nats a point; 0 runs to --max-iterations.",
    as: "nats")
  var tolerance = 1e-8

  @Option(
    unconditional: "For changes: stop where the means change by at most this, summed over components.",
    as: "change")
  var meanTolerance = 0.001

  @Option(
    unconditional: "For changes: and the weights by less than this, summed over components.", as: "change")
  var weightTolerance = 0.001

  @Option(
    help: "Extrapolations between EM's steps (squarem) save iterations; auto: none with --stop changes, "
      + "--tolerance 0 or --ridge, else squarem.", as: "method")
  var acceleration: Acceleration = .auto

  @Flag(
    help: """
      Fit cells of neighbouring points instead of all points, in at most 8 columns: quicker where there are very many, \
      and not exact. The answer tells the log-likelihood of all points, and how far below it the bound is that was raised.
      """)
  var approximate = false

  @Option(unconditional: "The largest number of iterations of a run.", as: "count")
  var maxIterations = 1000

  @Option(
    unconditional:
      "The smallest variance in any direction, as a share of the columns' variances, from 1e-14 to 0.1.",
    as: "share")
  var covarianceFloor = 1e-12

  @Option(
    help:
      "In a column whose numbers lie on a grid of some step (whole numbers, one decimal, …) keep every variance to "
      + "at least that of a cell, step²/12 (auto), or not (none).", as: "auto or none")
  var resolution: Resolution = .auto

  @OptionGroup var regularization: RegularizationOptions

  @Option(
    help: "What happens to a component that has collapsed onto too few points.", as: "policy")
  var collapse: CollapsePolicy = .reseed

  @Option(unconditional: "From which all random numbers come; the same seed gives the same result.")
  var seed: UInt64 = 1

  @OptionGroup var observations: ObservationOptions
  @OptionGroup var noise: NoiseOptions
  @OptionGroup var engine: EngineOptions

  @Option(
    help: "Leave components out of boxes of points to which they provably add less than rounding, where that "
      + "pays (on), or compute them all (off).", as: "on or off")
  var skipping: Switch = .on

  @Option(
    help:
      "What points are kept in and a fit is computed in: double, or single until its last iterations, with half the "
      + "memory for points in little more than half the time.", as: "double or single")
  var precision: Engine.Precision = .double

  enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off
  }

  enum Rule: String, ExpressibleByArgument, CaseIterable {
    case predicted, gain, changes
  }

  mutating func validate() throws {
    if let restarts, restarts < 1 {
      throw ValidationError("--restarts must be at least 1; \(restarts) was given.")
    }
    if let effort, startFromPoints?.effort == nil {
      throw ValidationError(
        "--effort \(effort.rawValue) is of the search that --start auto makes, not of --start \(start); leave one out."
      )
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
    try regularization.check(structure: .full, acceleration: acceleration)
    guard observations.unknownLabel == nil || observations.knownLabels != nil || start.hasPrefix("labels:")
    else {
      throw ValidationError("--unknown-label belongs to --known-labels or to --start labels:COLUMN.")
    }
  }

  /// Whether the start needs nothing but points, so that the number of components is free.
  var startsFromPoints: Bool { startFromPoints != nil }

  /// What a fit of some points reads.
  func files(of points: InputOptions) -> FilesOfRun {
    var files = FilesOfRun()
    files.read(points)
    if !startsFromPoints, !start.hasPrefix("labels:") { files.read(start, "the model to start from") }
    return files
  }

  /// The options of a mixture.
  func configuration(componentCount: Int, structure: CovarianceStructure) throws -> FitConfiguration {
    var configuration = FitConfiguration(
      componentCount: componentCount, structure: structure, equalWeights: equalWeights,
      noise: noise.configuration, restartCount: restarts, preference: prefer, stopping: stopping,
      acceleration: acceleration, approximation: approximate ? Approximation() : nil,
      maximumIterations: maxIterations,
      covarianceFloor: covarianceFloor, resolution: resolution, collapsePolicy: collapse, seed: seed)
    regularization.apply(to: &configuration)
    _ = try configuration.validated()
    return configuration
  }

  /// Fits one mixture.
  ///
  /// - Parameter storage: where it keeps its copy of the points.
  func estimator(
    _ configuration: FitConfiguration, _ start: Start, storage: PointStorage = .memory
  ) -> MixtureEstimator {
    MixtureEstimator(configuration, start: start, engine: engine(storage))
  }

  /// Fits many mixtures.
  ///
  /// - Parameter storage: where they keep their copy of the points.
  func selector(
    _ configuration: SelectionConfiguration, _ start: Start, storage: PointStorage = .memory
  ) -> MixtureSelector {
    MixtureSelector(configuration, start: start, engine: engine(storage))
  }

  private func engine(_ storage: PointStorage) -> Engine {
    var engine = engine.skipping(skipping == .on)
    engine.pointStorage = storage
    engine.precision = precision
    return engine
  }

  private var stopping: StoppingRule {
    switch stop {
    case .predicted: .predictedGain(tolerance: tolerance)
    case .gain: .gain(tolerance: tolerance)
    case .changes: .changes(means: meanTolerance, weights: weightTolerance)
    }
  }

  /// Starts that need nothing but points, by name.
  private static let startsFromPoints = Dictionary(
    uniqueKeysWithValues: [Start.hierarchical, .kMeans, .random].map { ($0.name, $0) })

  /// The start that needs nothing but points, by its name or as other programs call it: `k-means++`.
  private var startFromPoints: Start? {
    if let start = Self.startsFromPoints[start] { return start }
    switch start.lowercased().filter(\.isLetter) {
    case "auto": return .auto(effort: effort ?? .standard)
    case "kmeans", "kmeansplusplus", "kmeanspp": return .kMeans
    case "random", "randomfromdata": return .random
    case "hierarchical", "hclust", "hc": return .hierarchical
    default: return nil
    }
  }

  /// Where EM starts with whatever points: for data sets that have no columns in common.
  func startFromPointsAlone() throws -> Start {
    guard let start = startFromPoints else {
      throw ValidationError("--start \(start) needs the columns of one data set.")
    }
    return start
  }

  /// Where EM starts with the points of an input.
  func start(for input: PointInput, console: Console) throws -> Start {
    if noise.noise, input.observations.knownLabels?.names.contains(ResultColumn.noiseLabel) == true {
      throw CommandFailure(
        .badData,
        "\(input.table.source): the label 0 means noise, which cannot be known of a point; leave the cell empty, or "
          + "give the group another name.")
    }
    if let start = startFromPoints { return start }
    guard start.hasPrefix("labels:") else { return .model(try startingModel(for: input)) }
    return .labels(try labels(in: String(start.dropFirst("labels:".count)), input, console))
  }

  private func startingModel(for input: PointInput) throws -> GaussianMixture {
    let document: ModelDocument
    do throws(TableError) {
      document = try ModelFile.read(start)
    } catch {
      guard error.code == .noInput else { throw error }
      throw CommandFailure(
        .noInput,
        "\(error) --start is auto, hierarchical, kmeans, random, labels:COLUMN or a model file.")
    }
    guard let (model, preprocessing) = document.model(for: input.columnNames) else {
      throw CommandFailure(
        .badData,
        "\(start): the model to start from belongs to the columns \(list(document.columns ?? [])), and the "
          + "columns used are \(list(input.columnNames)); choose with --columns.")
    }
    guard preprocessing?.steps ?? [:] == input.preprocessing?.steps ?? [:] else {
      let asked = (preprocessing?.explanations(of: input.columnNames) ?? []).map(\.text)
      throw CommandFailure(
        .badData,
        "\(start): the model to start from was fitted to other transforms of the columns than these; give those of its own "
          + "with --transform: \(asked.isEmpty ? "none" : TerminalText.cleaned(asked.joined(separator: "; ")))."
      )
    }
    return model
  }

  private func list(_ names: [String]) -> String { TerminalText.list(names) }

  private func labels(
    in column: String, _ input: PointInput, _ console: Console
  ) throws -> ClassLabels {
    let table = input.table
    let labels = try table.groups(
      in: try table.column(column, option: "--start labels:COLUMN"), keptRows: input.keptRows,
      unknown: observations.unknownLabel, console: console)
    // Points of the noise, as gmm labels them, belong to no component.
    let groups = noise.noise ? labels.without(ResultColumn.noiseLabel) ?? labels : labels
    guard !groups.names.isEmpty else {
      throw CommandFailure(
        .badData, "\(table.source): the column «\(column)» has no labels but 0, the noise's.")
    }
    return groups
  }
}

extension ModelDocument {
  /// The model with its dimensions in the order of these columns, where it names its own, and what is done to them first.
  ///
  /// - Returns: nil where the columns are others.
  func model(for columnNames: [String]) -> (model: GaussianMixture, preprocessing: Preprocessing?)? {
    guard let columns, columns != columnNames else { return (model, preprocessing) }
    let places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    let order = columnNames.compactMap { places[$0] }
    // A name that stands twice says nothing about the order.
    guard order.count == columnNames.count, Set(order).count == model.dimension,
      order.count == model.dimension
    else { return nil }
    return (model.selecting(order), preprocessing?.selecting(order))
  }
}

#endif
