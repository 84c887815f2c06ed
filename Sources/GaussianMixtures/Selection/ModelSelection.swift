/// What a selection yields: every model that competed, in the order of asking, and which is the best.
///
/// ```swift
/// let selection = try MixtureSelector().select(points)
/// print(selection)
/// let best = selection.best
/// let labels = try best.model.labels(of: points)
/// ```
public struct ModelSelection: Sendable, Hashable {
  /// One of the models.
  ///
  /// ```swift
  /// for candidate in try MixtureSelector().select(points).ranked {
  ///   let bic = candidate.result.map { "\($0.criteria.bic)" } ?? candidate.failure?.message
  ///   print(candidate.structure, candidate.componentCount, bic ?? "not fitted")
  /// }
  /// ```
  public struct Candidate: Sendable, Hashable {
    /// The number of components asked for, K.
    public let componentCount: Int
    /// What the covariances share.
    public let structure: CovarianceStructure
    /// The fit to all points; nil where none came about.
    public internal(set) var result: FitResult?
    /// The likelihood of points that were held out, where that was asked for.
    public internal(set) var heldOut: HeldOutLikelihood?
    /// The normalized entropy criterion, where that was asked for and the components gain something over one.
    public internal(set) var normalizedEntropy: Double?
    /// The stability of its labels, where that was asked for.
    public internal(set) var stability: LabelStability?
    /// Whether it, or one of its fits to parts of the points, is an accident of the data.
    public internal(set) var isAccident: Bool
    /// Why it cannot be compared.
    public internal(set) var failure: FitError?

    /// One of which nothing is known yet.
    init(_ configuration: FitConfiguration) {
      (componentCount, structure, isAccident) = (configuration.componentCount, configuration.structure, false)
    }
  }

  /// The models, in the order in which they were asked for.
  public let candidates: [Candidate]
  /// The fit of the best model.
  public let best: FitResult
  /// The same as a model file keeps it.
  public let summary: SelectionSummary
  /// How many EM fits were made.
  public let fitCount: Int
  /// Whether the observer ended the selection before all models had been fitted.
  public let isStopped: Bool
  /// Wall time from the points in memory to this result, in seconds.
  public let seconds: Double

  /// The candidates from the best to the worst; those that cannot be compared come last.
  public var ranked: [Candidate] { summary.ranking.map { candidates[$0] } }

  /// - Throws: ``FitError``, that of the first candidate, where none can be compared.
  init(
    _ candidates: [Candidate], _ configuration: SelectionConfiguration, fitCount: Int, isStopped: Bool,
    seconds: Double
  ) throws(FitError) {
    let (isCrossValidated, isRepeated) = (
      configuration.criterion == .crossValidation, configuration.criterion == .stability
    )
    summary = SelectionSummary(
      criterion: configuration.criterion, foldCount: isCrossValidated ? configuration.foldCount : nil,
      runCount: isRepeated ? configuration.stability.runCount : nil,
      candidates: candidates.map(SelectionSummary.Candidate.init))
    self.candidates = candidates
    self.fitCount = fitCount
    self.isStopped = isStopped
    self.seconds = seconds
    let first = summary.ranking.first.map { candidates[$0] }
    guard let first, first.failure == nil, let best = first.result else {
      throw candidates.compactMap(\.failure).first
        ?? FitError(.configuration, "A selection needs a number of components and a structure at least.")
    }
    self.best =
      RivalAccident(of: first, among: candidates, by: configuration.criterion).map {
        best.adding($0.event)
      } ?? best
  }
}

extension SelectionSummary.Candidate {
  init(_ candidate: ModelSelection.Candidate) {
    let criteria = candidate.result?.criteria
    self.init(
      componentCount: candidate.componentCount, structure: candidate.structure,
      parameterCount: criteria?.parameterCount, logLikelihood: candidate.result?.logLikelihood,
      bic: criteria?.bic, aic: criteria?.aic, icl: criteria?.icl, heldOut: candidate.heldOut,
      nec: candidate.normalizedEntropy, stability: candidate.stability, isAccident: candidate.isAccident,
      failure: candidate.failure?.message)
  }
}
