/// Fits many mixtures to the same points, and chooses among them.
///
/// ```swift
/// let selection = try MixtureSelector().select(points)    // all structures, 1 to 9 components, by BIC
/// print(selection)
/// let model = selection.best.model
/// ```
public struct MixtureSelector: Sendable {
  /// Which models compete.
  public let configuration: SelectionConfiguration
  /// Where EM starts; one that needs nothing but points.
  public let start: Start
  /// How the work is done.
  public let engine: Engine

  /// Takes the options; a selection checks them.
  ///
  /// - Parameters:
  ///   - configuration: which models compete; as a rule all structures, from one to nine components, by BIC.
  ///   - start: where EM starts.
  ///   - engine: how the work is done.
  public init(
    _ configuration: SelectionConfiguration = SelectionConfiguration(), start: Start = .auto,
    engine: Engine = Engine()
  ) {
    self.configuration = configuration
    self.start = start
    self.engine = engine
  }

  /// What an observer is told after each iteration of each fit; of fits that other processes make, now and then.
  ///
  /// ```swift
  /// let selection = try MixtureSelector().select(points) { progress in
  ///   print("\(progress.completedFitCount) of \(progress.fitCount) fits, now \(progress.structure)")
  ///   return .proceed
  /// }
  /// ```
  public struct Progress: Sendable, Hashable {
    /// How many fits are over.
    public let completedFitCount: Int
    /// How many fits there will be: one a model, and with cross-validation one more for each part of the points.
    public let fitCount: Int
    /// How many of all fits are over, from 0 to 1.
    public var fractionCompleted: Double { Double(completedFitCount) / Double(max(fitCount, 1)) }
    /// The number of components of the model that is being fitted.
    public let componentCount: Int
    /// Its structure.
    public let structure: CovarianceStructure
    /// The iteration.
    public let iteration: EMIteration
    let kept: Aside<SelectionCheckpoint>

    /// What the selection goes on from if it ends here; made when its bytes are asked for.
    public var checkpoint: SelectionCheckpoint { kept.value }
  }

  /// Fits all models and compares them, on the calling thread and helpers.
  ///
  /// ```swift
  /// let configuration = SelectionConfiguration(componentCounts: [2, 3, 4], structures: [.full, .tied])
  /// let selection = try MixtureSelector(configuration).select(points)    // the best of six models
  /// for candidate in selection.ranked { print(candidate.structure, candidate.componentCount) }
  /// ```
  ///
  /// Each model has the search for a start that a fit of it alone would have; the points are prepared, and the
  /// hierarchy is built, once for all. Then each is fitted again from the others' models with as many components, so that
  /// none ends lower than one that it contains. A model that cannot be fitted is a candidate with its reason.
  ///
  /// The same points, options and instruction set give the same bits, whatever the number of threads.
  ///
  /// - Parameters:
  ///   - points: the points.
  ///   - observer: is told of every iteration, on any thread, but never of two at once.
  /// - Returns: all models, and the best.
  /// - Throws: ``FitError`` where an option is out of range, the points cannot be squared, no model at all could be
  ///   fitted, or the task is cancelled.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func select(
    _ points: PointSet,
    observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive = {
      _ in .proceed
    }
  ) throws(FitError) -> ModelSelection {
    try select(Observations(points), observing: observer)
  }

  /// Fits all models to observations, of which more may be known than coordinates, or less, and compares them.
  ///
  /// - Parameters:
  ///   - observations: the points.
  ///   - stopping: is asked whether to leave off in the middle of an iteration, which is then undone; nil for never.
  ///   - observer: is told of every iteration, on any thread, but never of two at once.
  /// - Returns: all models, and the best.
  /// - Throws: ``FitError``, as with points.
  /// - Complexity: that of the fits: O(N K D²) time an iteration.
  public func select(
    _ observations: Observations, stopping: StopQuestion? = nil,
    observing observer: @escaping @Sendable (Progress) -> MixtureEstimator.Directive = {
      _ in .proceed
    }
  ) throws(FitError) -> ModelSelection {
    try select(observations, resuming: nil, stopping: stopping, observing: observer)
  }
}
