internal import Elementary

/// What a fit yields: the model, how good it is, how it came about, and what had to be done on the way.
///
/// ```swift
/// let result = try MixtureEstimator(componentCount: 3).fit(points)
/// print(result)    // likelihood, criteria, and a line for each component
/// print(result.criteria.bic, result.termination, result.history.count)
/// let labels = try result.model.labels(of: points)
/// ```
public struct FitResult: Sendable, Hashable, Codable {
  /// The fitted mixture.
  public let model: GaussianMixture
  /// The log-likelihood of `model` over all points, in nats.
  public let logLikelihood: Double
  /// What an approximate fit made large in place of the log-likelihood, which is nowhere below it, in nats; nil where the
  /// fit was by all points.
  ///
  /// Its ``history`` and ``restarts`` have bounds in the place of log-likelihoods.
  public let lowerBound: Double?
  /// The logarithm of the prior's density at `model`, but for a constant; nil without a prior.
  public var logPrior: Double? { history.last?.logPrior }
  /// BIC, AIC and ICL of `model`; with a prior too they are made from the log-likelihood, as in mclust.
  public let criteria: InformationCriteria
  /// The number of points, without those that do not count.
  public let pointCount: Int
  /// The n of the criteria: the weights of the points as they count, summed; their number where all are 1.
  public let totalWeight: Double
  /// What the weights of the points were taken for; nil where they had none.
  public let weightMeaning: WeightMeaning?
  /// Why the run that won ended; `stopped` where the observer ended any of the runs.
  public let termination: Termination
  /// The iterations of the run that won.
  public let history: [EMIteration]
  /// What had to be done, with components as numbered in `model`.
  public internal(set) var events: [FitEvent]
  /// How all runs ended, in the order of the restarts.
  public let restarts: [RestartOutcome]
  /// What kind of start the run had.
  public internal(set) var startName: String
  /// What ``Start/auto`` took; nil for other starts.
  public let startChoice: StartChoice?
  /// The parameters from which the run that won began, components as numbered in `model`.
  public let start: GaussianMixture
  /// The options of the fit.
  public let configuration: FitConfiguration
  /// Wall time from the points in memory to this result, in seconds.
  public let seconds: Double

  /// The seed that was used.
  public var seed: UInt64 { configuration.seed }

  /// Whether the floor holds a component up along a direction in which the data are not flat: such a
  /// maximum says more about equal values in the data than about groups.
  public let isAccident: Bool

  /// By how many nats a point the log-likelihood is above the bound of an approximate fit; nil where the fit was by all
  /// points.
  ///
  /// It is 0 or more, but for rounding. A fit by all points that went on from here might gain more than that, or less.
  public var gapPerPoint: Double? { lowerBound.map { (logLikelihood - $0) / totalWeight } }

  /// What EM made large: the log-likelihood, or an approximate fit's bound.
  var objective: Double { lowerBound ?? logLikelihood }

  /// The same result with one more event.
  func adding(_ event: FitEvent) -> FitResult {
    var result = self
    result.events.append(event)
    return result
  }

  /// The same result with what another fit of the same points has set aside, or is itself, as an accident of the
  /// data, where that is higher.
  func settingAside(whatWas other: FitResult) -> FitResult {
    guard !isAccident, !events.contains(where: { $0.kind == .setAside }) else { return self }
    let event =
      other.isAccident
      ? other.events.last { $0.floorCause == .equalValues } : other.events.first { $0.kind == .setAside }
    let gain = other.logLikelihood + (other.isAccident ? 0 : event?.gain ?? 0) - logLikelihood
    guard let event, gain > 0 else { return self }
    return adding(event.settingAside(gain: gain))
  }

  /// The same result with its components in another order, and with names.
  ///
  /// ```swift
  /// let byFirstMean = result.model.components.indices.sorted { result.model[$0].mean[0] < result.model[$1].mean[0] }
  /// let sorted = result.reordered(byFirstMean)
  /// ```
  ///
  /// - Parameters:
  ///   - order: for each place, the component that comes there, from 0; each once.
  ///   - names: the names in the new order; nil leaves each component its own.
  /// - Returns: the result with components, start and events renumbered.
  public func reordered(_ order: [Int], names: [String]? = nil) -> FitResult {
    let startOrder = order + start.components.indices.dropFirst(order.count)
    return FitResult(
      model: model.reordered(order, names: names), logLikelihood: logLikelihood, lowerBound: lowerBound, criteria: criteria,
      pointCount: pointCount, totalWeight: totalWeight, weightMeaning: weightMeaning,
      termination: termination, history: history,
      events: events.map { event in
        event.renumbered { number in startOrder.firstIndex(of: number - 1).map { $0 + 1 } }
      },
      restarts: restarts, startName: startName, startChoice: startChoice,
      start: start.reordered(startOrder, names: names),
      configuration: configuration, seconds: seconds, isAccident: isAccident)
  }
}

extension GaussianMixture {
  fileprivate func reordered(_ order: [Int], names: [String]?) -> GaussianMixture {
    let reordered = order.enumerated().map { place, k in
      Component(
        weight: components[k].weight, mean: components[k].mean, covariance: components[k].covariance,
        name: names.map { place < $0.count ? $0[place] : "\(place + 1)" } ?? components[k].name)
    }
    return GaussianMixture(trusting: reordered, structure: structure, noise: noise)
  }
}

/// How one run of several ended.
///
/// ```swift
/// let result = try MixtureEstimator(componentCount: 3, start: .kMeans).fit(points)
/// let nearBest = result.restarts.count { result.logLikelihood - $0.logLikelihood < 0.01 }
/// print("\(nearBest) of \(result.restarts.count) starts lead to the best maximum")
/// ```
public struct RestartOutcome: Sendable, Hashable, Codable {
  /// The log-likelihood that the run reached, in nats.
  public let logLikelihood: Double
  /// The number of its iterations.
  public let iterations: Int
  /// Why it ended.
  public let termination: Termination
  /// Whether it ended in an accident of the data on the covariance floor.
  public let isAccident: Bool
}

/// Criteria that weigh likelihood against parameters; lower is better.
///
/// ```swift
/// let one = try MixtureEstimator(componentCount: 2).fit(points).criteria
/// let other = try MixtureEstimator(componentCount: 3).fit(points).criteria
/// print("\(other.bic < one.bic ? 3 : 2) components, by BIC")
/// ```
public struct InformationCriteria: Sendable, Hashable, Codable {
  /// The number of free parameters, p.
  public let parameterCount: Int
  /// The Bayesian information criterion `-2 ln L + p ln n`; mclust prints the negative.
  ///
  /// Source: G. Schwarz, Annals of Statistics 6 (1978) 461-464.
  public let bic: Double
  /// Akaike's information criterion `-2 ln L + 2 p`.
  ///
  /// Source: H. Akaike, IEEE Transactions on Automatic Control 19 (1974) 716-723.
  public let aic: Double
  /// The criterion of integrated completed likelihood `BIC - 2 Σ_i ln max_k r_ik`, as mclust defines it,
  /// with the other sign.
  ///
  /// Source: C. Biernacki, G. Celeux and G. Govaert, IEEE Transactions on Pattern Analysis and Machine
  /// Intelligence 22 (2000) 719-725.
  public let icl: Double

  /// Computes the criteria.
  ///
  /// - Parameters:
  ///   - logLikelihood: over all points, in nats.
  ///   - parameterCount: p.
  ///   - pointCount: n.
  ///   - logOfLargestResponsibilities: `Σ_i ln max_k r_ik`.
  public init(
    logLikelihood: Double, parameterCount: Int, pointCount: Double, logOfLargestResponsibilities: Double
  ) {
    self.parameterCount = parameterCount
    bic = -2 * logLikelihood + Double(parameterCount) * naturalLogarithm(pointCount)
    aic = -2 * logLikelihood + 2 * Double(parameterCount)
    icl = bic - 2 * logOfLargestResponsibilities
  }

  init(parameterCount: Int, bic: Double, aic: Double, icl: Double) {
    (self.parameterCount, self.bic, self.aic, self.icl) = (parameterCount, bic, aic, icl)
  }
}
