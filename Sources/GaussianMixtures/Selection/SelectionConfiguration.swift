/// Which models compete in a selection, and by what they are compared.
///
/// ```swift
/// var configuration = SelectionConfiguration(componentCounts: Array(2...6), criterion: .icl)
/// configuration.structures = [.spherical, .diagonal, .full]
/// configuration.fit.noise = NoiseConfiguration()
/// let best = try MixtureSelector(configuration).select(points).best
/// ```
public struct SelectionConfiguration: Sendable, Hashable, Codable {
  /// The numbers of components.
  public var componentCounts: [Int]
  /// What the covariances may share.
  public var structures: [CovarianceStructure]
  /// By what the models are compared.
  public var criterion: SelectionCriterion
  /// Into how many parts cross-validation divides the points.
  public var foldCount: Int
  /// How the stability of labels is found, where that is the criterion.
  public var stability: StabilityConfiguration
  /// The options that all models share; the number of components and the structure in it have no effect.
  public var fit: FitConfiguration

  /// Options of a selection: as a rule all structures, from one to nine components, by BIC.
  ///
  /// - Parameters:
  ///   - componentCounts: the numbers of components, each at least 1.
  ///   - structures: what the covariances may share.
  ///   - criterion: by what the models are compared.
  ///   - foldCount: into how many parts cross-validation divides the points, at least 2.
  ///   - stability: how the stability of labels is found.
  ///   - fit: the options that all models share.
  public init(
    componentCounts: [Int] = Array(1...9), structures: [CovarianceStructure] = CovarianceStructure.allCases,
    criterion: SelectionCriterion = .bic, foldCount: Int = 10,
    stability: StabilityConfiguration = StabilityConfiguration(),
    fit: FitConfiguration = FitConfiguration(componentCount: 1)
  ) {
    self.componentCounts = componentCounts
    self.structures = structures
    self.criterion = criterion
    self.foldCount = foldCount
    self.stability = stability
    self.fit = fit
  }

  /// The options of one model.
  func configuration(componentCount: Int, structure: CovarianceStructure) -> FitConfiguration {
    var configuration = fit
    configuration.componentCount = componentCount
    configuration.structure = structure
    return configuration
  }

  /// The models in the order in which they are asked for, each once: all structures of the first number of
  /// components, then of the next.
  ///
  /// - Throws: ``FitError`` with code `configuration` where an option is out of range.
  func candidates() throws(FitError) -> [FitConfiguration] {
    guard !componentCounts.isEmpty, !structures.isEmpty else {
      throw FitError(.configuration, "A selection needs a number of components and a structure at least.")
    }
    guard foldCount >= 2 else {
      throw FitError(.configuration, "The number of folds is \(foldCount); it must be at least 2.")
    }
    var candidates: [FitConfiguration] = []
    for (place, count) in componentCounts.enumerated() where !componentCounts[..<place].contains(count) {
      for (place, structure) in structures.enumerated() where !structures[..<place].contains(structure) {
        candidates.append(configuration(componentCount: count, structure: structure))
      }
    }
    for candidate in candidates { _ = try candidate.validated() }
    return candidates
  }
}

extension CovarianceStructure {
  /// The structures that differ for points of so many coordinates: all fourteen, and in one dimension EEE and VVV
  /// (mclust's E and V), which the others equal.
  ///
  /// - Parameter dimension: D.
  /// - Returns: structures in mclust's order.
  public static func distinct(inDimension dimension: Int) -> [Self] {
    dimension == 1 ? [.tied, .full] : allCases
  }

  /// Whether every mixture of another structure is one of this structure too.
  ///
  /// - Parameter other: the other.
  /// - Returns: true for the structure itself.
  public func contains(_ other: Self) -> Bool {
    volume.contains(other.volume) && shape.contains(other.shape) && orientation.contains(other.orientation)
  }

  /// How much is free: a structure that contains another one has more.
  var freedom: Int { volume.freedom + shape.freedom + orientation.freedom }
}

extension CovarianceStructure.Variation {
  fileprivate var freedom: Int {
    switch self {
    case .identity: 0
    case .equal: 1
    case .variable: 2
    }
  }

  fileprivate func contains(_ other: Self) -> Bool { freedom >= other.freedom }
}
