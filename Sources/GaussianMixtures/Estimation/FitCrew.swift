internal import Parallel
internal import Synchronization

/// What threads that fit side by side have between them: how many fits are done, and whether to go on.
struct FitCrew: ~Copyable, Sendable {
  private let completed = Mutex(0)
  private let hasStopped = Atomic(false)
  private let hasCancelled = Atomic(false)
  private let stopping: StopQuestion?

  init(stopping: StopQuestion? = nil) { self.stopping = stopping }

  /// Whether somebody has asked to stop.
  var wasStopped: Bool { hasStopped.load(ordering: .relaxed) || stopping?() ?? false }

  private var isCancelled: Bool { hasCancelled.load(ordering: .relaxed) }

  /// Whether nothing more is to be begun.
  var isLate: Bool { directive == .stop }

  /// What a fit is to do that tells nobody of its iterations.
  var directive: MixtureEstimator.Directive { wasStopped || isCancelled ? .stop : .proceed }

  /// Gives all up: nothing is kept.
  func cancel() { hasCancelled.store(true, ordering: .relaxed) }

  /// - Throws: ``FitError`` where all was given up.
  func checkCancellation(_ message: String) throws(FitError) {
    guard !isCancelled else { throw FitError(.cancelled, message) }
  }

  /// Runs one of the fits, unless it is too late for it.
  ///
  /// - Parameters:
  ///   - message: says that its turn did not come.
  ///   - isKnown: whether the fit only has to be put together: then it is never too late.
  ///   - tell: is told when the fit is over, however it ended, with the number of those that are, this one among them.
  ///   - fit: the fit.
  /// - Returns: what the fit yields, or why it does not.
  func outcome<Value>(
    ifLate message: String, isKnown: Bool = false, telling tell: (Int) -> MixtureEstimator.Directive = { _ in .proceed },
    _ fit: () throws(FitError) -> Value
  ) -> Result<Value, FitError> {
    guard directive == .proceed || (isKnown && !isCancelled) else { return .failure(FitError(.stopped, message)) }
    let outcome = Result { () throws(FitError) in try fit() }
    if case .failure(let error) = outcome, error.code == .cancelled {
      cancel()
    } else {
      end(tell)
    }
    return outcome
  }

  /// Runs a fit for each of many sets, as many at once as there are threads.
  ///
  /// - Parameters:
  ///   - tell: is told of every set that is done, of one at a time.
  ///   - fit: fits the set of a number.
  /// - Returns: what each fit yields, or why it does not.
  /// - Throws: ``FitError`` where all was given up.
  func outcomes<Value: Sendable>(
    count: Int, threadCount: Int,
    telling tell: @Sendable (MixtureEstimator.BatchProgress) -> MixtureEstimator.Directive,
    _ fit: @Sendable (Int) throws(FitError) -> Value
  ) throws(FitError) -> [Result<Value, FitError>] {
    let outcomes = ParallelLoop.map(count: count, threadCount: threadCount) { index in
      outcome(
        ifLate: "The fits were stopped before the turn of this set came.",
        telling: { tell(MixtureEstimator.BatchProgress(set: index, completedCount: $0, setCount: count)) }
      ) { () throws(FitError) in
        try fit(index)
      }
    }
    try checkCancellation("The fits were cancelled.")
    return outcomes
  }

  /// Counts a fit, and tells so before another is counted.
  private func end(_ tell: (Int) -> MixtureEstimator.Directive) {
    let directive = completed.withLock { completed in
      completed += 1
      return tell(completed)
    }
    if directive == .stop { stop() }
  }

  private func stop() { hasStopped.store(true, ordering: .relaxed) }

  /// Tells an observer, who hears from one thread at a time, and learns whether to go on.
  ///
  /// - Parameter tell: is given the number of fits that are done.
  func report(_ tell: (Int) -> MixtureEstimator.Directive) -> MixtureEstimator.Directive {
    if completed.withLock({ tell($0) }) == .stop { stop() }
    return directive
  }
}
