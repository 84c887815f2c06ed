/// Why a model was chosen among others: the criterion and all that were fitted.
///
/// ```swift
/// let summary = try MixtureSelector().select(points).summary
/// if let best = summary.best { print(best.structure, best.componentCount) }
/// if let largest = summary.largestCountThatIsBest { print("try more components than \(largest)") }
/// ```
public struct SelectionSummary: Sendable, Hashable, Codable {
  /// One of the models that competed.
  ///
  /// ```swift
  /// let summary = try MixtureSelector().select(points).summary
  /// for candidate in summary.ranking.prefix(5).map({ summary.candidates[$0] }) {
  ///   print(candidate.structure, candidate.componentCount, candidate.value(of: summary.criterion) ?? .nan)
  /// }
  /// ```
  public struct Candidate: Sendable, Hashable, Codable {
    /// The number of components, K.
    public let componentCount: Int
    /// What the covariances share.
    public let structure: CovarianceStructure
    /// The number of free parameters; nil where no fit came about.
    public let parameterCount: Int?
    /// The log-likelihood over all points, in nats; nil where no fit came about.
    public let logLikelihood: Double?
    /// BIC, lower is better; nil where no fit came about.
    public let bic: Double?
    /// AIC, lower is better; nil where no fit came about.
    public let aic: Double?
    /// ICL, lower is better; nil where no fit came about.
    public let icl: Double?
    /// The likelihood of points that were held out, higher is better; nil where none were.
    public let heldOut: HeldOutLikelihood?
    /// The normalized entropy criterion, lower is better; nil where it was not asked for, or nothing is gained over one component.
    public let nec: Double?
    /// The stability of labels, higher is better; nil where it was not asked for.
    public let stability: LabelStability?
    /// Whether it is a maximum that is an accident of the data, which ranks after all that are not.
    public let isAccident: Bool
    /// Why no fit came about.
    public let failure: String?

    /// Takes the values as they are.
    ///
    /// - Parameters:
    ///   - componentCount: K.
    ///   - structure: what the covariances share.
    ///   - parameterCount: the number of free parameters.
    ///   - logLikelihood: over all points.
    ///   - bic: BIC.
    ///   - aic: AIC.
    ///   - icl: ICL.
    ///   - heldOut: the likelihood of points that were held out.
    ///   - nec: the normalized entropy criterion.
    ///   - stability: the stability of labels.
    ///   - isAccident: whether it is an accident of the data.
    ///   - failure: why no fit came about.
    public init(
      componentCount: Int, structure: CovarianceStructure, parameterCount: Int? = nil, logLikelihood: Double?,
      bic: Double?, aic: Double?, icl: Double?, heldOut: HeldOutLikelihood? = nil, nec: Double? = nil,
      stability: LabelStability? = nil, isAccident: Bool = false,
      failure: String? = nil
    ) {
      self.componentCount = componentCount
      self.structure = structure
      self.parameterCount = parameterCount
      self.logLikelihood = logLikelihood
      self.bic = bic
      self.aic = aic
      self.icl = icl
      self.heldOut = heldOut
      self.nec = nec
      self.stability = stability
      self.isAccident = isAccident
      self.failure = failure
    }

    /// The value of a criterion.
    ///
    /// - Parameter criterion: which one.
    /// - Returns: the value; nil where no fit came about.
    public func value(of criterion: SelectionCriterion) -> Double? {
      switch criterion {
      case .bic: bic
      case .aic: aic
      case .icl: icl
      case .crossValidation: heldOut?.mean
      case .nec: nec
      case .stability: stability?.mean
      }
    }
  }

  /// By what the models were compared.
  public let criterion: SelectionCriterion
  /// Into how many parts the points were divided; nil without cross-validation.
  public let foldCount: Int?
  /// How many fits of each number of components were compared; nil without stability.
  public let runCount: Int?
  /// The models, in the order in which they were asked for.
  public let candidates: [Candidate]

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - criterion: by what the models were compared.
  ///   - foldCount: into how many parts the points were divided.
  ///   - runCount: how many fits of each number of components were compared.
  ///   - candidates: the models.
  public init(
    criterion: SelectionCriterion, foldCount: Int? = nil, runCount: Int? = nil, candidates: [Candidate]
  ) {
    self.criterion = criterion
    self.foldCount = foldCount
    self.runCount = runCount
    self.candidates = candidates
  }

  /// The places of the candidates from the best to the worst.
  ///
  /// Accidents of the data come after all others, and those without a value last. Of equal values the one with
  /// fewer parameters is the better, then the one asked for first.
  ///
  /// - Complexity: O(n log n) for n candidates.
  public var ranking: [Int] {
    let compared = candidates.indices.filter { comparedValue(of: candidates[$0]) != nil }
    let others = candidates.indices.filter { comparedValue(of: candidates[$0]) == nil }
    return compared.sorted { a, b in
      let (one, other) = (candidates[a], candidates[b])
      let value = comparedValue(of: one) ?? 0
      let otherValue = comparedValue(of: other) ?? 0
      return one.ranks(before: other) {
        if value != otherValue { return criterion.isBetter(value, than: otherValue) }
        let (count, otherCount) = (one.parameterCount ?? .max, other.parameterCount ?? .max)
        return count != otherCount ? count < otherCount : a < b
      }
    } + others
  }

  private func comparedValue(of candidate: Candidate) -> Double? {
    candidate.failure == nil ? candidate.value(of: criterion) : nil
  }

  /// The number of components of the best candidate, where it is the largest of several that were tried: then more may
  /// be better still. Nil otherwise.
  public var largestCountThatIsBest: Int? {
    let counts = candidates.map(\.componentCount)
    guard let best, let largest = counts.max(), best.componentCount == largest,
      counts.contains(where: { $0 < largest })
    else { return nil }
    return largest
  }

  /// The best candidate; nil where none has a value.
  public var best: Candidate? {
    ranking.first.map { candidates[$0] }.flatMap { comparedValue(of: $0) == nil ? nil : $0 }
  }
}

extension SelectionSummary.Candidate: PossibleAccident {}
