/// Why a model was chosen among others: the criterion and all that were fitted.
public struct SelectionSummary: Sendable, Hashable, Codable {
  /// One of the models that competed.
  public struct Candidate: Sendable, Hashable, Codable {
    /// The number of components, K.
    public let componentCount: Int
    /// What the covariances share.
    public let structure: CovarianceStructure
    /// The log-likelihood over all points, in nats; nil where no fit came about.
    public let logLikelihood: Double?
    /// BIC, lower is better; nil where no fit came about.
    public let bic: Double?
    /// AIC, lower is better; nil where no fit came about.
    public let aic: Double?
    /// ICL, lower is better; nil where no fit came about.
    public let icl: Double?
    /// Whether it is a maximum that is an accident of the data, which ranks after all that are not.
    public let isAccident: Bool
    /// Why no fit came about.
    public let failure: String?

    /// Takes the values as they are.
    ///
    /// - Parameters:
    ///   - componentCount: K.
    ///   - structure: what the covariances share.
    ///   - logLikelihood: over all points.
    ///   - bic: BIC.
    ///   - aic: AIC.
    ///   - icl: ICL.
    ///   - isAccident: whether it is an accident of the data.
    ///   - failure: why no fit came about.
    public init(
      componentCount: Int, structure: CovarianceStructure, logLikelihood: Double?, bic: Double?, aic: Double?,
      icl: Double?, isAccident: Bool = false, failure: String? = nil
    ) {
      self.componentCount = componentCount
      self.structure = structure
      self.logLikelihood = logLikelihood
      self.bic = bic
      self.aic = aic
      self.icl = icl
      self.isAccident = isAccident
      self.failure = failure
    }

    /// The value of a criterion.
    ///
    /// - Parameter criterion: which one.
    /// - Returns: the value; nil where no fit came about.
    public func value(of criterion: InformationCriterion) -> Double? {
      switch criterion {
      case .bic: bic
      case .aic: aic
      case .icl: icl
      }
    }
  }

  /// By what the models were compared.
  public let criterion: InformationCriterion
  /// The models, in the order in which they were asked for.
  public let candidates: [Candidate]

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - criterion: by what the models were compared.
  ///   - candidates: the models.
  public init(criterion: InformationCriterion, candidates: [Candidate]) {
    self.criterion = criterion
    self.candidates = candidates
  }

  /// The candidate with the lowest value of the criterion; accidents of the data rank last.
  public var best: Candidate? {
    candidates.filter { $0.value(of: criterion) != nil }.min { a, b in
      if a.isAccident != b.isAccident { return !a.isAccident }
      return (a.value(of: criterion) ?? .infinity) < (b.value(of: criterion) ?? .infinity)
    }
  }
}

/// A criterion by which models of different size are compared; lower is better.
public enum InformationCriterion: String, Sendable, Hashable, Codable, CaseIterable {
  /// `-2 ln L + p ln n`.
  case bic
  /// `-2 ln L + 2 p`.
  case aic
  /// BIC and twice the entropy that the classification leaves.
  case icl
}
