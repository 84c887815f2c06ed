/// Trains a classifier: each class is one Gaussian, whose covariance may share volume, shape or orientation with those of the
/// others, or a mixture of its own.
///
/// ```swift
/// let species = ClassLabels(names: ["low", "high"], indices: points.map { $0[0] < 5 ? 0 : 1 })
/// let result = try MixtureDiscriminantAnalysis().train(Observations(points, knownLabels: species))
/// print(result.summary.best.name, result.summary.best.heldOut?.errorRate ?? .nan)
/// let classes = try result.classifier.classify(Observations(points)).classes
/// ```
///
/// With one Gaussian a class this is eigenvalue decomposition discriminant analysis: EEE is linear, VVV quadratic
/// discriminant analysis, VVI naive Bayes. The estimate is the maximization of EM, its responsibilities given by the classes;
/// points without a class are shared out by EM.
///
/// Sources: H. Bensmail and G. Celeux, Regularized Gaussian discriminant analysis through eigenvalue decomposition, JASA 91
/// (1996) 1743-1748; C. Fraley and A. E. Raftery, Model-based clustering, discriminant analysis, and density estimation, JASA
/// 97 (2002) 611-631; T. Hastie and R. Tibshirani, Discriminant analysis by Gaussian mixtures, JRSS B 58 (1996) 155-176.
public struct MixtureDiscriminantAnalysis: Sendable {
  /// The options.
  public let configuration: DiscriminantConfiguration
  /// How the work is done.
  public let engine: Engine

  /// Takes the options; training checks them.
  ///
  /// - Parameters:
  ///   - configuration: the options.
  ///   - engine: how the work is done.
  public init(
    _ configuration: DiscriminantConfiguration = DiscriminantConfiguration(), engine: Engine = Engine()
  ) {
    self.configuration = configuration
    self.engine = engine
  }

  /// Trains all models and chooses the best.
  ///
  /// - Parameters:
  ///   - observations: points with known labels, the classes; those without a label help to find the classes' densities.
  ///   - isStopped: is asked before each model and each part whether to leave off.
  ///   - observer: is told of every training, on any thread, but never of two at once.
  /// - Returns: the classifier, and how all models do.
  /// - Throws: ``FitError`` with code `observations` where no point has a class, or a class none; `configuration` where an
  ///   option does not suit; `stopped` where it was to leave off; the reason of the first model where none can be trained.
  /// - Complexity: O(N C F D) passes and O(S F C D³) estimates for S structures and F folds, and O(S N C D²) to judge them,
  ///   where all points have a class and all coordinates; else that of S F fits.
  public func train(
    _ observations: Observations, stopping isStopped: StopQuestion? = nil,
    observing observer: @escaping @Sendable (DiscriminantProgress) -> Void = { _ in }
  ) throws(FitError) -> DiscriminantResult {
    let clock = FitClock(after: 0)
    let training = try DiscriminantTraining(
      configuration, observations, engine: engine, stopping: isStopped, observing: observer)
    var trained = training.train()
    if isStopped?() ?? false { throw .stoppedEarly }
    let ranking = DiscriminantSummary.ranking(trained.map(\.candidate), configuration.criterion)
    guard let chosen = ranking.first, let classifier = trained[chosen].classifier else {
      throw trained.compactMap(\.error).first ?? FitError(.observations, "No model could be trained.")
    }
    let notes = training.notes(on: trained[chosen])
    return DiscriminantResult(
      classifier: classifier,
      summary: training.summary(of: &trained, chosen: chosen, seconds: clock.seconds), notes: notes)
  }
}
