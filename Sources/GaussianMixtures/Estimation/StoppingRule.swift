/// When an EM run ends.
///
/// ```swift
/// let coarse = FitConfiguration(componentCount: 3, stopping: .gain(tolerance: 1e-4))    // nats a point
/// let fixed = FitConfiguration(
///   componentCount: 3, stopping: .predictedGain(tolerance: 0), maximumIterations: 20)    // 20 iterations, no fewer
/// ```
public enum StoppingRule: Sendable, Hashable {
  /// When what is still to be gained, as predicted from the last three log-likelihoods, is at most
  /// `tolerance` nats a point. 0 runs to the limit.
  ///
  /// The prediction takes gains to shrink by a constant ratio. That is so near a maximum; on a plateau on the
  /// way, a coarse tolerance (1e-5 and above) can be met too early.
  ///
  /// Source: Aitken's acceleration; D. Böhning et al., Annals of the Institute of Statistical Mathematics
  /// 46 (1994) 373-388.
  case predictedGain(tolerance: Double)
  /// When an iteration has gained at most `tolerance` nats a point. 0 runs to the limit.
  case gain(tolerance: Double)
  /// When the means have changed by at most `means` in all, and the weights by less than `weights`.
  case changes(means: Double, weights: Double)

  /// The predicted gain, to 1e-8 nats a point.
  public static let `default` = StoppingRule.predictedGain(tolerance: 1e-8)

  /// The changes of the means to 0.001 and of the weights below 0.001.
  public static let changesOfAThousandth = StoppingRule.changes(means: 0.001, weights: 0.001)

  /// Whether runs go on to the limit of iterations.
  var isNeverMet: Bool {
    switch self {
    case .predictedGain(let tolerance), .gain(let tolerance): tolerance == 0
    case .changes: false
    }
  }

  var tolerances: [Double] {
    switch self {
    case .predictedGain(let tolerance), .gain(let tolerance): [tolerance]
    case .changes(let means, let weights): [means, weights]
    }
  }
}

extension StoppingRule: Codable {
  private enum Key: String, CodingKey { case rule, tolerance, meanTolerance, weightTolerance }

  /// The name that options and files use: `predicted`, `gain` or `changes`.
  public var name: String {
    switch self {
    case .predictedGain: "predicted"
    case .gain: "gain"
    case .changes: "changes"
    }
  }

  /// Reads the rule's name and its tolerances.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError` where the rule is unknown or a tolerance is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .rule) {
    case "predicted": self = .predictedGain(tolerance: try container.decode(Double.self, forKey: .tolerance))
    case "gain": self = .gain(tolerance: try container.decode(Double.self, forKey: .tolerance))
    case "changes":
      self = .changes(
        means: try container.decode(Double.self, forKey: .meanTolerance),
        weights: try container.decode(Double.self, forKey: .weightTolerance))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container, debugDescription: "«\(other)» is no stopping rule")
    }
  }

  /// Writes the rule's name and its tolerances.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .rule)
    switch self {
    case .predictedGain(let tolerance), .gain(let tolerance):
      try container.encode(tolerance, forKey: .tolerance)
    case .changes(let means, let weights):
      try container.encode(means, forKey: .meanTolerance)
      try container.encode(weights, forKey: .weightTolerance)
    }
  }
}

/// Why an EM run ended.
///
/// ```swift
/// switch result.termination {
/// case .converged: print("converged after \(result.history.count) iterations")
/// case .iterationLimit: print("not there yet: allow more than \(result.configuration.maximumIterations) iterations")
/// case .stopped: print("stopped; this is the best model so far")
/// }
/// ```
public enum Termination: String, Sendable, Hashable, Codable {
  /// The stopping rule was met.
  case converged
  /// The limit of iterations was reached first.
  case iterationLimit
  /// The observer asked to stop; the best model so far was kept.
  case stopped
}
