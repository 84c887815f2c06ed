internal import Synchronization

/// What the threads of a selection have between them: an observer that hears from one at a time, and whether to go on.
struct SelectionControl: ~Copyable, Sendable {
  typealias Observer = @Sendable (MixtureSelector.Progress) -> MixtureEstimator.Directive

  private let completed: Mutex<Int>
  private let isStopped = Atomic(false)
  private let isCancelled = Atomic(false)
  private let observer: Observer
  private let stopping: StopQuestion?

  init(_ observer: @escaping Observer, stopping: StopQuestion? = nil) {
    completed = Mutex(0)
    self.observer = observer
    self.stopping = stopping
  }

  /// Whether somebody has asked to stop.
  var wasStopped: Bool { isStopped.load(ordering: .relaxed) || stopping?() ?? false }

  /// Gives all up: nothing is kept.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// - Throws: ``FitError`` where the selection was cancelled.
  func checkCancellation() throws(FitError) {
    guard isCancelled.load(ordering: .relaxed) else { return }
    throw FitError(.cancelled, "The selection was cancelled.")
  }

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
    guard !isCancelled.load(ordering: .relaxed), !wasStopped else {
      return .failure(FitError(.stopped, "The selection was stopped before this model's turn came."))
    }
    do throws(FitError) {
      let value = try fit { report in
        guard case .iteration(let iteration) = report else { return .proceed }
        return self.report(iteration, configuration, fitCount)
      }
      completed.withLock { $0 += 1 }
      return .success(value)
    } catch {
      if error.code == .cancelled { cancel() }
      return .failure(error)
    }
  }

  private func report(
    _ iteration: MixtureEstimator.Progress, _ configuration: FitConfiguration, _ fitCount: Int
  ) -> MixtureEstimator.Directive {
    let directive = completed.withLock { completed in
      observer(
        MixtureSelector.Progress(
          completedFitCount: min(completed, fitCount), fitCount: fitCount, componentCount: configuration.componentCount,
          structure: configuration.structure, iteration: iteration.iteration))
    }
    if directive == .stop { isStopped.store(true, ordering: .relaxed) }
    return wasStopped || isCancelled.load(ordering: .relaxed) ? .stop : .proceed
  }
}
