/// How classes are modelled, and by what the model is chosen.
///
/// ```swift
/// var configuration = DiscriminantConfiguration(structures: [.tied, .full], criterion: .crossValidation)
/// configuration.priors = [0.01, 0.99]
/// let result = try MixtureDiscriminantAnalysis(configuration).train(
///   Observations(points, knownLabels: ClassLabels(names: ["rare", "usual"], indices: points.map { $0[0] < 1 ? 0 : 1 })))
/// ```
public struct DiscriminantConfiguration: Sendable, Hashable, Codable {
  /// By what a model is chosen.
  ///
  /// ```swift
  /// let configuration = DiscriminantConfiguration(criterion: .crossValidation)
  /// ```
  public enum Criterion: String, Sendable, Hashable, Codable, CaseIterable {
    /// By BIC of the mixture of all classes.
    case bic
    /// By the errors (or costs) of decisions on points that were held out, and by the Brier score where these are equal.
    case crossValidation = "cross-validation"
  }

  /// What the covariances of the classes may share; where classes are mixtures, those within a class.
  public var structures: [CovarianceStructure]
  /// How many components the mixture of a class may have; nil where each class is one Gaussian.
  public var componentCounts: [Int]?
  /// By what the model is chosen.
  public var criterion: Criterion
  /// Into how many parts cross-validation divides the points; nil for none.
  public var foldCount: Int?
  /// The prior probabilities of the classes, in proportion; nil for the shares of the points.
  public var priors: [Double]?
  /// What it costs to decide for a class (column) where another (row) is true; nil for 1 for each error.
  public var costs: [[Double]]?
  /// Where no class has this probability none is decided for; nil to decide always.
  public var rejectionThreshold: Double?
  /// The options of fits, with the seed; the number of components and the structure in it have no effect.
  public var fit: FitConfiguration

  /// Options; as a rule all structures of one Gaussian a class, by BIC, tried on ten parts.
  ///
  /// - Parameters:
  ///   - structures: what covariances may share.
  ///   - componentCounts: how many components a class may have; nil where each is one Gaussian.
  ///   - criterion: by what the model is chosen.
  ///   - foldCount: into how many parts cross-validation divides the points, from 2 to 1000; nil for none.
  ///   - priors: a number above 0 for each class, in proportion; nil for the shares of the points.
  ///   - costs: C x C costs by true and decided class; nil for 1 for each error.
  ///   - rejectionThreshold: the least probability of a decision; nil to decide always.
  ///   - fit: the options of fits, with the seed.
  public init(
    structures: [CovarianceStructure] = CovarianceStructure.allCases, componentCounts: [Int]? = nil,
    criterion: Criterion = .bic, foldCount: Int? = 10, priors: [Double]? = nil, costs: [[Double]]? = nil,
    rejectionThreshold: Double? = nil, fit: FitConfiguration = FitConfiguration(componentCount: 1)
  ) {
    self.structures = structures
    self.componentCounts = componentCounts
    self.criterion = criterion
    self.foldCount = foldCount
    self.priors = priors
    self.costs = costs
    self.rejectionThreshold = rejectionThreshold
    self.fit = fit
  }

  /// How many models compete; of classes that are mixtures BIC has chosen one before.
  var modelCount: Int {
    guard let componentCounts else { return structures.count }
    return criterion == .crossValidation ? componentCounts.count : 1
  }

  /// Checks all that does not depend on points.
  func check(classNames: [String]) throws(FitError) {
    func require(_ condition: Bool, _ message: String) throws(FitError) {
      guard condition else { throw FitError(.configuration, message) }
    }
    try require(!structures.isEmpty, "Training needs a structure at least.")
    try require(
      componentCounts.map { !$0.isEmpty && $0.allSatisfy { $0 >= 1 } } ?? true,
      "The numbers of components of a class must be at least 1.")
    try require(
      foldCount.map { (2...1000).contains($0) } ?? (criterion != .crossValidation),
      "The number of folds is \(foldCount ?? 0); it must be from 2 to 1000.")
    try require(
      fit.noise == nil && fit.approximation == nil, "Training knows neither noise nor approximate fits.")
    if let priors {
      try require(
        priors.count == classNames.count && priors.allSatisfy { $0 > 0 && $0.isFinite },
        "There are \(priors.count) priors for \(classNames.count) classes; a number above 0 is needed for each."
      )
    }
    do throws(ModelError) {
      _ = try rule(classNames: classNames, classOfComponent: Array(classNames.indices))
    } catch {
      throw FitError(.configuration, error.message)
    }
  }

  func rule(classNames: [String], classOfComponent: [Int]) throws(ModelError) -> DecisionRule {
    try DecisionRule(
      classNames: classNames, classOfComponent: classOfComponent, costs: costs,
      rejectionThreshold: rejectionThreshold)
  }

  /// The options of one fit.
  func configuration(componentCount: Int, structure: CovarianceStructure) -> FitConfiguration {
    SelectionConfiguration(fit: fit).configuration(componentCount: componentCount, structure: structure)
  }
}
