internal import Synchronization

/// What the threads of a selection have between them: an observer that hears from one at a time, and whether to go on.
struct SelectionControl: ~Copyable, Sendable {
  typealias Observer = @Sendable (MixtureSelector.Progress) -> MixtureEstimator.Directive

  private let crew: FitCrew
  private let observer: Observer
  private let identity: CheckpointIdentity
  private let clock: FitClock
  /// How far the fits had come at the beginning.
  private let resumed: SelectionState
  private let state: Mutex<SelectionState>
  /// Other processes that make fits; nil where there are none.
  let helpers: FitHelpers?

  init(
    _ observer: @escaping Observer, stopping: StopQuestion? = nil, identity: CheckpointIdentity,
    resuming state: SelectionState? = nil, helpers: FitHelpers? = nil
  ) {
    self.helpers = helpers
    crew = FitCrew(stopping: stopping)
    self.observer = observer
    self.identity = identity
    resumed = state ?? SelectionState()
    clock = FitClock(after: resumed.seconds)
    self.state = Mutex(resumed)
  }

  /// For how long the selection has run.
  var seconds: Double { clock.seconds }

  /// Whether somebody has asked to stop.
  var wasStopped: Bool { crew.wasStopped }

  /// Whether nothing more is to be begun.
  var isLate: Bool { crew.isLate }

  /// Gives all up: nothing is kept.
  func cancel() { crew.cancel() }

  /// - Throws: ``FitError`` where the selection was cancelled.
  func checkCancellation() throws(FitError) { try crew.checkCancellation("The selection was cancelled.") }

  /// Runs one of the fits, unless it is too late for it.
  ///
  /// - Parameters:
  ///   - configuration: of the fit.
  ///   - fitCount: how many fits there are.
  ///   - place: which of them it is.
  ///   - fit: goes on from a state, reports every iteration, and stops where the answer says so.
  /// - Returns: what the fit yields, or why it does not.
  func outcome<Value>(
    of configuration: FitConfiguration, among fitCount: Int, at place: SelectionState.Place,
    _ fit: (SearchState?, RunDriver.Observer) throws(FitError) -> Value
  ) -> Result<Value, FitError> {
    let elsewhere = helpers?.reached(at: place)
    return crew.outcome(
      ifLate: "The selection was stopped before this model's turn came.", isKnown: elsewhere?.isOver ?? false
    ) { () throws(FitError) in
      try fit(elsewhere?.state ?? resumed.fits[place]) { report in
        switch report {
        case .phase: return .proceed
        case .iteration(let progress):
          let reached = progress.checkpoint.state
          if !reached.isEmpty { state.withLock { $0.fits[place] = reached } }
          return self.report(progress.iteration, configuration, fitCount)
        case .ended(let reached):
          // What is stopped is not over.
          if !wasStopped { state.withLock { $0.fits[place] = reached } }
          return .proceed
        }
      }
    }
  }

  /// Tells the observer of an iteration of one of so many fits.
  @discardableResult
  func report(
    _ iteration: EMIteration, _ configuration: FitConfiguration, _ fitCount: Int
  ) -> MixtureEstimator.Directive {
    crew.report { completed in
      observer(
        MixtureSelector.Progress(
          completedFitCount: min(completed, fitCount), fitCount: fitCount,
          componentCount: configuration.componentCount,
          structure: configuration.structure, iteration: iteration, kept: Aside(checkpoint)))
    }
  }

  /// How far a fit has come from the beginning, or from where it was resumed.
  func reached(at place: SelectionState.Place) -> SearchState? { state.withLock { $0.fits[place] } }

  private var checkpoint: SelectionCheckpoint {
    var reached = state.withLock { $0 }
    reached.seconds = clock.seconds
    if let helpers {
      reached.fits.merge(helpers.reached) { $0.iterationCount > $1.iterationCount ? $0 : $1 }
    }
    return SelectionCheckpoint(identity: identity, state: reached)
  }
}
