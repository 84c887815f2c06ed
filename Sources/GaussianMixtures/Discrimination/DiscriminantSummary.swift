/// What was trained, and how well it does: what a model file keeps of a training.
///
/// ```swift
/// let known = ClassLabels(names: ["low", "high"], indices: points.map { $0[0] < 5 ? 0 : 1 })
/// let summary = try MixtureDiscriminantAnalysis().train(Observations(points, knownLabels: known)).summary
/// print(summary.best.structures, summary.best.bic ?? .nan, summary.best.heldOut?.errorRate ?? .nan)
/// ```
public struct DiscriminantSummary: Sendable, Hashable, Codable {
  /// One of the models that competed.
  ///
  /// ```swift
  /// func line(of candidate: DiscriminantSummary.Candidate) -> String {
  ///   "\(candidate.name): BIC \(candidate.bic ?? .nan), error \(candidate.training?.errorRate ?? .nan)"
  /// }
  /// ```
  public struct Candidate: Sendable, Hashable, Codable {
    /// What covariances share: of all classes one structure, or of each class's own mixture one.
    public internal(set) var structures: [CovarianceStructure]
    /// The number of components of each class.
    public internal(set) var componentCounts: [Int]
    /// The log-likelihood of the mixture of all classes over all points, whatever their classes, in nats.
    public internal(set) var logLikelihood: Double?
    /// The number of free parameters, the shares of the classes among them.
    public internal(set) var parameterCount: Int?
    /// BIC, lower is better; it compares with that of fits of the same points without classes.
    public internal(set) var bic: Double?
    /// How well the points are told apart that it was trained with.
    public internal(set) var training: ClassScores?
    /// How well those are that were held out; nil without cross-validation.
    public internal(set) var heldOut: ClassScores?
    /// Whether a covariance is held up by the floor where the points as a whole are not flat: it ranks after all others.
    public internal(set) var isAccident: Bool
    /// Why it could not be trained.
    public internal(set) var failure: String?

    /// Such as `VEV`, or of classes that are mixtures `EEE,2 VVV,1`.
    public var name: String {
      guard structures.count == componentCounts.count, structures.count > 1 || componentCounts != [1] else {
        return structures.map(\.code).joined()
      }
      return zip(structures, componentCounts).map { "\($0.code),\($1)" }.joined(separator: " ")
    }
  }

  /// How many points were trained with.
  public let pointCount: Int
  /// How many of them have a class.
  public let labelledCount: Int
  /// Of each class how many points have it.
  public let classCounts: [Int]
  /// The models that competed, in the order in which they were asked for.
  public let candidates: [Candidate]
  /// The place of the chosen one.
  public let chosen: Int
  /// By what it was chosen.
  public let criterion: DiscriminantConfiguration.Criterion
  /// Into how many parts cross-validation divided the points; nil for none.
  public let foldCount: Int?
  /// The seed of that division.
  public let seed: UInt64
  /// Wall time in seconds.
  public let seconds: Double

  /// The chosen model.
  public var best: Candidate { candidates[chosen] }

  /// The places of the models, best first: those that are accidents after the others, those that failed last.
  public var ranking: [Int] { Self.ranking(candidates, criterion) }

  static func ranking(_ candidates: [Candidate], _ criterion: DiscriminantConfiguration.Criterion) -> [Int] {
    func key(_ place: Int) -> [Double] {
      let candidate = candidates[place]
      let group = candidate.failure != nil ? 2.0 : candidate.isAccident ? 1 : 0
      let values: [Double] =
        switch criterion {
        case .bic: [candidate.bic ?? .infinity]
        case .crossValidation:
          [
            candidate.heldOut.map { $0.meanCost ?? $0.errorRate } ?? .infinity,
            candidate.heldOut?.brierScore ?? .infinity,
          ]
        }
      return [group] + values + [Double(place)]
    }
    return candidates.indices.sorted { key($0).lexicographicallyPrecedes(key($1)) }
  }
}

/// A trained classifier, and how it came about.
///
/// ```swift
/// let known = ClassLabels(names: ["low", "high"], indices: points.map { $0[0] < 5 ? 0 : 1 })
/// let result = try MixtureDiscriminantAnalysis().train(Observations(points, knownLabels: known))
/// print(result.classifier.mixture, result.notes)
/// ```
public struct DiscriminantResult: Sendable, Hashable {
  /// The classifier.
  public let classifier: MixtureClassifier
  /// What competed, and how well each does.
  public let summary: DiscriminantSummary
  /// What should be known of classes with few or equal points, a sentence each.
  public let notes: [String]
}
