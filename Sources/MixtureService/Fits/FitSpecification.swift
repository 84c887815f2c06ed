#if Command

internal import GaussianMixtures

/// The specification of a fit, or of several that compete, which its process is sent before the points.
struct FitSpecification: Sendable, Codable {
  /// The numbers of components, ascending.
  var componentCounts: [Int]
  /// The codes of the structures.
  var structures: [String]
  /// The name of what several are compared by.
  let criterion: String
  /// Whether there is a component for points that belong to no other.
  let hasNoise: Bool
  /// The name of the start.
  let start: String
  let seed: UInt64
  /// The bytes of memory that the process may take.
  let memory: Int
  /// The program that the model file is to name.
  var software: ModelDocument.Software?
  /// The names of the columns; with the number of points, known last.
  var columns: [String] = []
  /// What was done to the columns before they were coordinates.
  var preprocessing: Preprocessing?
  /// The number of points.
  var points = 0
  /// Whether a column of weights follows the coordinates.
  var hasWeights = false
  /// The names of the groups that are known, whose numbers follow, -1 where a point's is not; nil where none are.
  var groupNames: [String]?

  /// The starts that can be asked for, by their names.
  static let starts = Dictionary(
    uniqueKeysWithValues: [Start.auto, .hierarchical, .kMeans, .random].map { ($0.name, $0) })

  /// Whether several mixtures compete.
  var isSelection: Bool { componentCounts.count * structures.count > 1 }
  /// The largest number of components.
  var mostComponents: Int { componentCounts.last ?? 1 }

  /// The estimator that fits the first of the mixtures; nil where structure or start have no such name.
  var estimator: MixtureEstimator? {
    guard let structure = structures.first.flatMap({ CovarianceStructure($0) }), let start = Self.starts[start]
    else { return nil }
    return MixtureEstimator(configuration(structure), start: start)
  }

  /// The selector that chooses among the mixtures; nil where something has no such name.
  var selector: MixtureSelector? {
    let all = structures.compactMap { CovarianceStructure($0) }
    guard all.count == structures.count, let criterion = SelectionCriterion(rawValue: criterion),
      let start = Self.starts[start]
    else { return nil }
    return MixtureSelector(
      SelectionConfiguration(
        componentCounts: componentCounts, structures: all, criterion: criterion, fit: configuration(.full)),
      start: start)
  }

  private func configuration(_ structure: CovarianceStructure) -> FitConfiguration {
    var configuration = FitConfiguration(
      componentCount: componentCounts.first ?? 1, structure: structure, seed: seed)
    if hasNoise { configuration.noise = NoiseConfiguration() }
    return configuration
  }
}

#endif
