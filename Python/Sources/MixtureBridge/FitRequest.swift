#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import GaussianMixtures
internal import MixtureFiles

/// The options of a fit as they come from a caller; what is absent is at the library's default.
struct FitRequest: Decodable {
  var componentCount: Int?
  var structure: CovarianceStructure?
  var equalWeights: Bool?
  var noise: NoiseConfiguration?
  var restartCount: Int?
  var preference: MaximumPreference?
  var stopping: StoppingRule?
  var acceleration: Acceleration?
  var maximumIterations: Int?
  var covarianceFloor: Double?
  var resolution: Resolution?
  var ridge: Double?
  var prior: ConjugatePrior?
  var shrinkage: Shrinkage?
  var maximumEigenvalueRatio: Double?
  var collapsePolicy: CollapsePolicy?
  var seed: UInt64?

  var selection: Selection?
  var start: String?
  var effort: SearchEffort?
  var labelNames: [String]?
  var allowsMissing: Bool?
  var weightMeaning: WeightMeaning?
  var threads: Int?
  var columns: [String]?
  var software: ModelDocument.Software?
  /// What a ``FitKeeper`` has kept.
  var checkpoint: Data?

  /// Which models compete.
  struct Selection: Decodable {
    var componentCounts: [Int]?
    var structures: [CovarianceStructure]?
    var criterion: SelectionCriterion?
    var foldCount: Int?
    var stability: StabilityConfiguration?
  }

  /// Reads the options.
  init(json: String) throws { self = try JSONText.decode(Self.self, json, "options") }

  /// The options of the library.
  var configuration: FitConfiguration {
    var options = FitConfiguration(componentCount: componentCount ?? 1)
    if let structure { options.structure = structure }
    if let equalWeights { options.equalWeights = equalWeights }
    options.noise = noise
    options.restartCount = restartCount
    if let preference { options.preference = preference }
    if let stopping { options.stopping = stopping }
    if let acceleration { options.acceleration = acceleration }
    if let maximumIterations { options.maximumIterations = maximumIterations }
    if let covarianceFloor { options.covarianceFloor = covarianceFloor }
    if let resolution { options.resolution = resolution }
    if let ridge { options.ridge = ridge }
    options.prior = prior
    // A prior or a ridge and a shrinkage are two ways of the same: what was asked for is that one.
    if let shrinkage { options.shrinkage = shrinkage }
    options.maximumEigenvalueRatio = maximumEigenvalueRatio
    if let collapsePolicy { options.collapsePolicy = collapsePolicy }
    if let seed { options.seed = seed }
    return options
  }

  /// Where EM starts.
  ///
  /// - Parameters:
  ///   - labels: of a start by labels.
  ///   - model: of a start by a model; nil for none.
  func start(labels: ClassLabels?, model: OpaquePointer?) throws -> Start {
    switch start ?? "auto" {
    case "auto": return .auto(effort: effort ?? .standard)
    case "hierarchical": return .hierarchical
    case "kmeans": return .kMeans
    case "random": return .random
    case "labels":
      guard let labels else { throw Failure.missing("label to start from") }
      return .labels(labels)
    case "model":
      guard let model else { throw Failure.missing("model to start from") }
      return .model(ModelBox.of(model).document.model)
    case let other:
      throw Failure(
        .options, "start",
        "«\(other)» is no start; auto, hierarchical, kmeans, random, labels and a model are.")
    }
  }

  /// Whether labels are those of a start, and not known ones.
  var startsByLabels: Bool { start == "labels" }

  /// The options of a selection.
  ///
  /// - Parameter dimension: D.
  func selection(_ selection: Selection, dimension: Int) -> SelectionConfiguration {
    SelectionConfiguration(
      componentCounts: selection.componentCounts ?? Array(1...9),
      structures: selection.structures ?? CovarianceStructure.distinct(inDimension: dimension),
      criterion: selection.criterion ?? .bic, foldCount: selection.foldCount ?? 10,
      stability: selection.stability ?? StabilityConfiguration(), fit: configuration)
  }
}

/// JSON in texts.
enum JSONText {
  /// Reads a value, or says in a sentence why not.
  static func decode<Value: Decodable>(_ kind: Value.Type, _ text: String, _ what: String) throws -> Value {
    do {
      return try JSONDecoder().decode(kind, from: Data(text.utf8))
    } catch let error as DecodingError {
      throw Failure(.options, "json", "The \(what) cannot be read: \(explanation(of: error)).")
    }
  }

  private static func explanation(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "the key «\(key.stringValue)» is missing" + place(context.codingPath)
    case .valueNotFound(_, let context): "a value is missing" + place(context.codingPath)
    case .typeMismatch(_, let context): "something else is expected" + place(context.codingPath)
    case .dataCorrupted(let context): context.debugDescription + place(context.codingPath)
    @unknown default: "it is not what is expected"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty
      ? "" : " at " + path.map { $0.intValue.map { "[\($0 + 1)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
