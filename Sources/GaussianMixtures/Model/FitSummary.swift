/// How a mixture was fitted, as a model file keeps it.
///
/// ```swift
/// let selection = try MixtureSelector().select(points)
/// let summary = FitSummary(selection.best, selection: selection.summary)
/// let document = ModelDocument(model: selection.best.model, fit: summary)
/// ```
public struct FitSummary: Sendable, Hashable {
  /// The number of points.
  public let pointCount: Int
  /// The n of the criteria, the weights of the points as they count, summed; nil where all are 1.
  public let totalWeight: Double?
  /// What the weights of the points were taken for; nil where they had none, or an older file does not say.
  public let weightMeaning: WeightMeaning?
  /// The log-likelihood over all points, in nats, with densities in the columns' own units.
  public let logLikelihood: Double
  /// What the transforms of columns have added to it, and to all other log-likelihoods here; nil without transforms.
  ///
  /// What is left without it has densities in the units of the coordinates.
  public let logJacobian: Double?
  /// What an approximate fit made large in place of the log-likelihood, in nats; nil where the fit was by all points.
  public let lowerBound: Double?
  /// BIC, AIC, ICL and the number of free parameters.
  public let criteria: InformationCriteria
  /// The number of iterations of the run that won.
  public let iterations: Int
  /// Why it ended.
  public let termination: Termination
  /// The seed.
  public let seed: UInt64
  /// Wall time in seconds.
  public let seconds: Double
  /// All options that affect the result.
  public let configuration: FitConfiguration
  /// Where the run that won began.
  public let start: StartSummary
  /// Why it was chosen among other models, where it was.
  public let selection: SelectionSummary?
  /// The iterations of the run that won.
  public let history: [EMIteration]
  /// What had to be done.
  public let events: [FitEvent]

  /// Where a run began.
  ///
  /// ```swift
  /// let start = FitSummary(result).start
  /// for (before, after) in zip(start.components, result.model.components) { print(before.mean, after.mean) }
  /// ```
  public struct StartSummary: Sendable, Hashable, Codable {
    /// What kind of start it was.
    public let name: String
    /// What the start `auto` took; nil for other starts.
    public let choice: StartChoice?
    /// The parameters.
    public let components: [GaussianMixture.Component]
    /// The noise it began with.
    public let noise: GaussianMixture.Noise?
  }

  /// The summary of a result.
  ///
  /// - Parameters:
  ///   - result: what a fit yielded.
  ///   - selection: why it was chosen among other models, where it was.
  ///   - logJacobian: ``Preprocessing/logJacobian(of:)`` of the points, where columns are transformed: log-likelihoods and
  ///     criteria are then those in the columns' own units, so that they compare between transforms.
  public init(_ result: FitResult, selection: SelectionSummary? = nil, logJacobian: Double? = nil) {
    let shift = logJacobian ?? 0
    pointCount = result.pointCount
    totalWeight = result.totalWeight == Double(result.pointCount) ? nil : result.totalWeight
    weightMeaning = result.weightMeaning
    logLikelihood = result.logLikelihood + shift
    lowerBound = result.lowerBound.map { $0 + shift }
    self.logJacobian = logJacobian
    criteria = result.criteria.shifted(by: shift)
    iterations = result.history.count
    termination = result.termination
    seed = result.seed
    seconds = result.seconds
    configuration = result.configuration
    start = StartSummary(
      name: result.startName, choice: result.startChoice, components: result.start.components,
      noise: result.start.noise)
    self.selection = selection?.shifted(by: shift, totalWeight: result.totalWeight)
    history = result.history.map { $0.shifted(by: shift) }
    events = result.events
  }
}

extension FitSummary: Codable {
  private enum Key: String, CodingKey {
    case pointCount, totalWeight, weightMeaning, logLikelihood, lowerBound, iterations, termination, seed, seconds
    case logJacobian, configuration, start, selection, history, events
  }

  /// Reads a summary.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    pointCount = try container.decode(Int.self, forKey: .pointCount)
    totalWeight = try container.decodeIfPresent(Double.self, forKey: .totalWeight)
    weightMeaning = try container.decodeIfPresent(WeightMeaning.self, forKey: .weightMeaning)
    logLikelihood = try container.decode(Double.self, forKey: .logLikelihood)
    logJacobian = try container.decodeIfPresent(Double.self, forKey: .logJacobian)
    lowerBound = try container.decodeIfPresent(Double.self, forKey: .lowerBound)
    criteria = try InformationCriteria(from: decoder)
    iterations = try container.decode(Int.self, forKey: .iterations)
    termination = try container.decode(Termination.self, forKey: .termination)
    seed = try container.decode(UInt64.self, forKey: .seed)
    seconds = try container.decode(Double.self, forKey: .seconds)
    configuration = try container.decode(FitConfiguration.self, forKey: .configuration)
    start = try container.decode(StartSummary.self, forKey: .start)
    selection = try container.decodeIfPresent(SelectionSummary.self, forKey: .selection)
    history = try container.decode([EMIteration].self, forKey: .history)
    events = try container.decode([FitEvent].self, forKey: .events)
  }

  /// Writes the summary.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(pointCount, forKey: .pointCount)
    try container.encodeIfPresent(totalWeight, forKey: .totalWeight)
    try container.encodeIfPresent(weightMeaning, forKey: .weightMeaning)
    try container.encode(logLikelihood, forKey: .logLikelihood)
    try container.encodeIfPresent(logJacobian, forKey: .logJacobian)
    try container.encodeIfPresent(lowerBound, forKey: .lowerBound)
    try criteria.encode(to: encoder)
    try container.encode(iterations, forKey: .iterations)
    try container.encode(termination, forKey: .termination)
    try container.encode(seed, forKey: .seed)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(configuration, forKey: .configuration)
    try container.encode(start, forKey: .start)
    try container.encode(selection, forKey: .selection)
    try container.encode(history, forKey: .history)
    try container.encode(events, forKey: .events)
  }
}
