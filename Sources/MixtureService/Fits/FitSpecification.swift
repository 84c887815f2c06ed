#if Command

internal import GaussianMixtures

/// The specification of a fit, which its process is sent before the points.
struct FitSpecification: Sendable, Codable {
  let components: Int
  /// The code of the structure.
  let structure: String
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

  /// The starts that can be asked for, by their names.
  static let starts = Dictionary(
    uniqueKeysWithValues: [Start.auto, .hierarchical, .kMeans, .random].map { ($0.name, $0) })

  /// The estimator that fits so; nil where structure or start have no such name.
  var estimator: MixtureEstimator? {
    guard let structure = CovarianceStructure(structure), let start = Self.starts[start] else { return nil }
    return MixtureEstimator(
      FitConfiguration(componentCount: components, structure: structure, seed: seed), start: start)
  }
}

#endif
