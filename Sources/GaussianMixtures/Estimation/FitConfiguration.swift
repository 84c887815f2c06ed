/// All options of a fit that affect its result, with their defaults.
///
/// ```swift
/// var configuration = FitConfiguration(componentCount: 4, structure: .diagonal)
/// configuration.noise = NoiseConfiguration()
/// configuration.stopping = .predictedGain(tolerance: 1e-10)
/// let result = try MixtureEstimator(configuration).fit(points)
/// ```
public struct FitConfiguration: Sendable, Hashable, Codable {
  /// The number of components, K.
  public var componentCount: Int
  /// What the covariances share.
  public var structure: CovarianceStructure
  /// Whether every component has the same weight: 1/K, or that of what the noise leaves.
  public var equalWeights: Bool
  /// The noise component; nil for none.
  public var noise: NoiseConfiguration?
  /// How often to start; nil for once from ``Start/auto`` and ``Start/hierarchical``, and from the other random
  /// starts 10 times up to 10,000 points, and once beyond.
  public var restartCount: Int?
  /// Which of several maxima is the answer.
  public var preference: MaximumPreference
  /// When an EM run ends.
  public var stopping: StoppingRule
  /// How an EM run saves iterations.
  public var acceleration: Acceleration
  /// How points are taken together, where the fit need not be exact; nil for EM over all points.
  public var approximation: Approximation?
  /// The largest number of iterations of a run.
  public var maximumIterations: Int
  /// The smallest variance in any direction, as a share of the columns' variances.
  public var covarianceFloor: Double
  /// Whether covariances keep to what the numbers of a column can tell apart.
  public var resolution: Resolution
  /// What is added to every variance, in squared units of the data, as scikit-learn's `reg_covar`; 0 for
  /// nothing.
  ///
  /// A fit with a ridge maximizes nothing: its log-likelihood may fall.
  public var ridge: Double
  /// A prior on means and covariances; nil for none.
  public var prior: ConjugatePrior?
  /// How much of a simpler covariance goes into each component's own; a fit's result has what was taken.
  public var shrinkage: Shrinkage
  /// The largest ratio of two eigenvalues of the covariances, of all components together, in the units of the
  /// data; nil for any.
  public var maximumEigenvalueRatio: Double?
  /// What happens to a component that has collapsed.
  public var collapsePolicy: CollapsePolicy
  /// From which all random numbers come.
  public var seed: UInt64

  /// Options for a number of components, the others at their defaults.
  ///
  /// - Parameters:
  ///   - componentCount: K, at least 1.
  ///   - structure: what the covariances share.
  ///   - equalWeights: whether every component has the weight 1/K.
  ///   - noise: the noise component, or nil.
  ///   - restartCount: how often to start; nil for what suits the start and the number of points.
  ///   - preference: which of several maxima is the answer.
  ///   - stopping: when an EM run ends.
  ///   - acceleration: how an EM run saves iterations.
  ///   - approximation: how points are taken together; nil for EM over all points.
  ///   - maximumIterations: the limit of iterations, at least 1.
  ///   - covarianceFloor: from 1e-14 to 0.1.
  ///   - resolution: whether covariances keep to what the numbers of a column can tell apart.
  ///   - ridge: 0 or more.
  ///   - prior: for EII, VII, EEI, VVI, EEE and VVV; not with a ridge.
  ///   - shrinkage: how much of a simpler covariance goes into each component's own; not with a prior or a ridge.
  ///   - maximumEigenvalueRatio: 1 or more, for EII, VII, EEI, VVI, EEE, EEV and VVV.
  ///   - collapsePolicy: what happens to a component that has collapsed.
  ///   - seed: any number; the same seed gives the same result.
  public init(
    componentCount: Int, structure: CovarianceStructure = .full, equalWeights: Bool = false,
    noise: NoiseConfiguration? = nil, restartCount: Int? = nil, preference: MaximumPreference = .likelihood,
    stopping: StoppingRule = .default, acceleration: Acceleration = .auto, approximation: Approximation? = nil,
    maximumIterations: Int = 1000,
    covarianceFloor: Double = 1e-12, resolution: Resolution = .auto, ridge: Double = 0,
    prior: ConjugatePrior? = nil,
    shrinkage: Shrinkage = .automatic, maximumEigenvalueRatio: Double? = nil,
    collapsePolicy: CollapsePolicy = .reseed, seed: UInt64 = 1
  ) {
    self.componentCount = componentCount
    self.structure = structure
    self.equalWeights = equalWeights
    self.noise = noise
    self.restartCount = restartCount
    self.preference = preference
    self.stopping = stopping
    self.acceleration = acceleration
    self.approximation = approximation
    self.maximumIterations = maximumIterations
    self.covarianceFloor = covarianceFloor
    self.resolution = resolution
    self.ridge = ridge
    self.prior = prior
    self.shrinkage = shrinkage
    self.maximumEigenvalueRatio = maximumEigenvalueRatio
    self.collapsePolicy = collapsePolicy
    self.seed = seed
  }

  /// Checks every option for its range.
  ///
  /// ```swift
  /// do {
  ///   _ = try FitConfiguration(componentCount: 0).validated()
  /// } catch {
  ///   print(error)    // the number of components, and what it may be
  /// }
  /// ```
  ///
  /// - Returns: options that a fit takes as sound.
  /// - Throws: ``FitError`` with code `configuration`, naming the option.
  public func validated() throws(FitError) -> ValidatedFitConfiguration {
    func require(_ condition: Bool, _ message: String) throws(FitError) {
      guard condition else { throw FitError(.configuration, message) }
    }
    try require(
      componentCount >= 1, "The number of components is \(componentCount); it must be at least 1.")
    try require(
      restartCount.map { $0 >= 1 } ?? true,
      "The number of restarts is \(restartCount ?? 0); it must be at least 1.")
    try require(
      maximumIterations >= 1, "The limit of iterations is \(maximumIterations); it must be at least 1.")
    try require(
      covarianceFloor >= 1e-14 && covarianceFloor <= 0.1,
      "The covariance floor is \(covarianceFloor); it must be from 1e-14 to 0.1.")
    try require(
      stopping.tolerances.allSatisfy { $0 >= 0 && $0.isFinite },
      "A tolerance is negative or not finite; it must be 0 or more.")
    try noise?.check()
    try approximation?.check()
    try requireRegularization()
    return ValidatedFitConfiguration(options: self)
  }
}

extension FitConfiguration {
  /// Reads all options; those that are absent in files from before there were any are `false`, `none`, 0 or
  /// nil.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError` where an option is missing or unknown.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      componentCount: try container.decode(Int.self, forKey: .componentCount),
      structure: try container.decode(CovarianceStructure.self, forKey: .structure),
      equalWeights: try container.decodeIfPresent(Bool.self, forKey: .equalWeights) ?? false,
      noise: try container.decodeIfPresent(NoiseConfiguration.self, forKey: .noise),
      restartCount: try container.decodeIfPresent(Int.self, forKey: .restartCount),
      preference: try container.decodeIfPresent(MaximumPreference.self, forKey: .preference) ?? .likelihood,
      stopping: try container.decode(StoppingRule.self, forKey: .stopping),
      acceleration: try container.decodeIfPresent(Acceleration.self, forKey: .acceleration) ?? .none,
      approximation: try container.decodeIfPresent(Approximation.self, forKey: .approximation),
      maximumIterations: try container.decode(Int.self, forKey: .maximumIterations),
      covarianceFloor: try container.decode(Double.self, forKey: .covarianceFloor),
      resolution: try container.decodeIfPresent(Resolution.self, forKey: .resolution) ?? .none,
      ridge: try container.decodeIfPresent(Double.self, forKey: .ridge) ?? 0,
      prior: try container.decodeIfPresent(ConjugatePrior.self, forKey: .prior),
      shrinkage: try container.decodeIfPresent(Shrinkage.self, forKey: .shrinkage) ?? .none,
      maximumEigenvalueRatio: try container.decodeIfPresent(Double.self, forKey: .maximumEigenvalueRatio),
      collapsePolicy: try container.decode(CollapsePolicy.self, forKey: .collapsePolicy),
      seed: try container.decode(UInt64.self, forKey: .seed))
  }
}

/// Options whose ranges have been checked.
///
/// ```swift
/// let options = try FitConfiguration(componentCount: 3).validated()    // before points are read, as of a form
/// let runCount = options.restartCount(of: .kMeans, pointCount: points.count)
/// ```
public struct ValidatedFitConfiguration: Sendable, Hashable {
  /// The options.
  public let options: FitConfiguration

  fileprivate init(options: FitConfiguration) { self.options = options }

  /// How often to start a fit of so many points.
  ///
  /// A start by ``Start/auto`` is a whole search of its own. Starts in which nothing is random are made once,
  /// whatever the options say.
  ///
  /// - Parameters:
  ///   - start: where EM starts.
  ///   - pointCount: N.
  /// - Returns: the number of runs.
  public func restartCount(of start: Start, pointCount: Int) -> Int {
    switch start {
    case .auto: options.restartCount ?? 1
    case .hierarchical: pointCount > HierarchicalStart.sampleSize ? options.restartCount ?? 1 : 1
    case .kMeans, .random: options.restartCount ?? (pointCount <= 10_000 ? 10 : 1)
    case .model, .labels: 1
    }
  }
}

/// Whether covariances keep to the resolution of the data.
///
/// ```swift
/// // Doses are set and not measured: that they lie on a grid says nothing of how exact they are.
/// let configuration = FitConfiguration(componentCount: 3, resolution: .none)
/// ```
///
/// Numbers that were measured or stored on a grid of a step h are uniform within their cells, so nothing is known of
/// variances below h²/12, nor of equal numbers more than that they share a cell.
public enum Resolution: String, Sendable, Hashable, Codable, CaseIterable {
  /// Σ is at least diag(h²/12) in the columns whose numbers lie on a grid: ten distinct values or more, all multiples
  /// of one step h but for rounding. Of a column's variance it is at most a tenth.
  case auto
  /// Only the covariance floor bounds them.
  case none
}

/// What happens to a component whose mass is zero, or that is on the covariance floor with less mass than
/// its structure needs.
///
/// ```swift
/// let configuration = FitConfiguration(componentCount: 10, collapsePolicy: .drop)
/// let result = try MixtureEstimator(configuration).fit(points)
/// print(result.model.componentCount)    // 10, less those that were dropped
/// ```
public enum CollapsePolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// It takes half of the widest component; undone where that ends lower than `keep`.
  case reseed
  /// It is removed, and the mixture goes on with one component less.
  case drop
  /// It stays as it is.
  case keep
}
