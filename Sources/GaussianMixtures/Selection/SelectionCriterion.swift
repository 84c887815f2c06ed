/// By what models of different size and structure are compared.
///
/// ```swift
/// let byICL = SelectionConfiguration(criterion: .icl)    // components that overlap little
/// let byUnseenPoints = SelectionConfiguration(structures: [.full], criterion: .crossValidation, foldCount: 5)
/// ```
public enum SelectionCriterion: String, Sendable, Hashable, Codable, CaseIterable {
  /// `-2 ln L + p ln n`; lower is better.
  case bic
  /// `-2 ln L + 2 p`; lower is better.
  case aic
  /// BIC and twice the entropy that the classification leaves; lower is better.
  case icl
  /// The log density of points that the model has not seen, in nats a point; higher is better.
  case crossValidation = "cross-validation"
  /// The normalized entropy criterion `E(K) / (ln L(K) - ln L(1))`: the entropy of the responsibilities, beside what the
  /// components gain over one of the same structure; lower is better. One component has the value 1, so that more are chosen
  /// only where they are told apart.
  ///
  /// Source: G. Celeux and G. Soromenho, An entropy criterion for assessing the number of clusters in a mixture model, Journal of
  /// Classification 13 (1996) 195-212, https://doi.org/10.1007/BF01246098; for one component C. Biernacki, G. Celeux and
  /// G. Govaert, An improvement of the NEC criterion for assessing the number of clusters in a mixture model, Pattern
  /// Recognition Letters 20 (1999) 267-272, https://doi.org/10.1016/S0167-8655(98)00144-5.
  case nec
  /// How well the labels of repeated fits agree with those of one component fewer and one more; higher is better. Only the
  /// best model is fitted to all points.
  ///
  /// See ``LabelStability``.
  case stability

  /// Whether the lower of two values is the better one.
  public var isLowerBetter: Bool { self != .crossValidation && self != .stability }

  /// Whether it falls by 2 with each nat of the log-likelihood.
  var countsLikelihood: Bool { [.bic, .aic, .icl].contains(self) }

  /// Whether one value is better than another.
  ///
  /// - Parameters:
  ///   - value: the one.
  ///   - other: the other.
  /// - Returns: false where they are equal.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    isLowerBetter ? value < other : value > other
  }

  /// What values are called, as in the titles of columns and axes.
  public var title: String {
    switch self {
    case .bic: "BIC"
    case .aic: "AIC"
    case .icl: "ICL"
    case .crossValidation: "held-out log-likelihood a point"
    case .nec: "NEC"
    case .stability: "stability of labels"
    }
  }
}

/// The log density of points under models that were fitted without them.
///
/// ```swift
/// let configuration = SelectionConfiguration(structures: [.full], criterion: .crossValidation)
/// for candidate in try MixtureSelector(configuration).select(points).candidates {
///   guard let heldOut = candidate.heldOut else { continue }
///   print("\(candidate.componentCount): \(heldOut.mean) ± \(heldOut.standardError) nats a point")
/// }
/// ```
///
/// Source: P. Smyth, Model selection for probabilistic clustering using cross-validated likelihood, Statistics and
/// Computing 10 (2000) 63-72.
public struct HeldOutLikelihood: Sendable, Hashable, Codable {
  /// The mean over all points, in nats.
  public let mean: Double
  /// The standard error of the mean, from how the folds' means differ.
  public let standardError: Double

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - mean: in nats a point.
  ///   - standardError: of the mean.
  public init(mean: Double, standardError: Double) {
    self.mean = mean
    self.standardError = standardError
  }
}
