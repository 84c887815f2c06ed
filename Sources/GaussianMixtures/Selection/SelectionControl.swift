/// What the threads of a selection have between them: an observer that hears from one at a time, and whether to go on.
struct SelectionControl: ~Copyable, Sendable {
  typealias Observer = @Sendable (MixtureSelector.Progress) -> MixtureEstimator.Directive

  private let crew: FitCrew
  private let observer: Observer

  init(_ observer: @escaping Observer, stopping: StopQuestion? = nil) {
    crew = FitCrew(stopping: stopping)
    self.observer = observer
  }

  /// Whether somebody has asked to stop.
  var wasStopped: Bool { crew.wasStopped }

  /// Gives all up: nothing is kept.
  func cancel() { crew.cancel() }

  /// - Throws: ``FitError`` where the selection was cancelled.
  func checkCancellation() throws(FitError) { try crew.checkCancellation("The selection was cancelled.") }

  /// Runs one of the fits, unless it is too late for it.
  ///
  /// - Parameters:
  ///   - configuration: of the fit.
  ///   - fitCount: how many fits there are.
  ///   - fit: reports every iteration, and stops where the answer says so.
  /// - Returns: what the fit yields, or why it does not.
  func outcome<Value>(
    of configuration: FitConfiguration, among fitCount: Int,
    _ fit: (RunDriver.Observer) throws(FitError) -> Value
  ) -> Result<Value, FitError> {
    crew.outcome(ifLate: "The selection was stopped before this model's turn came.") { () throws(FitError) in
      try fit { report in
        guard case .iteration(let iteration) = report else { return .proceed }
        return self.report(iteration, configuration, fitCount)
      }
    }
  }

  private func report(
    _ iteration: MixtureEstimator.Progress, _ configuration: FitConfiguration, _ fitCount: Int
  ) -> MixtureEstimator.Directive {
    crew.report { completed in
      observer(
        MixtureSelector.Progress(
          completedFitCount: min(completed, fitCount), fitCount: fitCount,
          componentCount: configuration.componentCount,
          structure: configuration.structure, iteration: iteration.iteration))
    }
  }
}
