internal import Synchronization

/// Many sets of points, a selection for each.
///
/// ```swift
/// let selector = MixtureSelector(SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full]))
/// let halves = try [PointSet(points[..<500]), PointSet(points[500...])].map { Observations($0) }
/// let selections = try selector.select(halves)
/// let counts = selections.map { try? $0.get().best.model.componentCount }
/// ```
extension MixtureSelector {
  /// Selects for each of many sets of observations, one thread for each, as many at once as the engine has threads.
  ///
  /// Each selection has the bits of one of its set alone. A set for which no model can be fitted has its error in the place
  /// of its selection, and holds up no other.
  ///
  /// - Parameters:
  ///   - sets: the sets.
  ///   - observer: is told of every set that is done, on any thread, but never of two at once; where it answers
  ///     ``MixtureEstimator/Directive/stop``, sets that have not begun have an error with the code `stopped`, and those that
  ///     have what they have found so far.
  ///   - stopping: is asked whether to leave off, also in the middle of a fit; nil for never.
  /// - Returns: a selection or an error for every set, in their order.
  /// - Throws: ``FitError`` with the code `cancelled` where the task is cancelled; nothing is kept then.
  /// - Complexity: the sum of the selections over the number of threads.
  public func select(
    _ sets: [Observations],
    observing observer: @Sendable (MixtureEstimator.BatchProgress) -> MixtureEstimator.Directive = { _ in
      .proceed
    },
    stopping: StopQuestion? = nil
  ) throws(FitError) -> [Result<ModelSelection, FitError>] {
    let end = EndOfBatch()
    let isOver: StopQuestion = { end.isNear.load(ordering: .relaxed) || stopping?() ?? false }
    let alone = MixtureSelector(configuration, start: start, engine: engine.with(threadCount: 1))
    return try FitCrew(stopping: isOver).outcomes(
      count: sets.count, threadCount: engine.threads,
      telling: { progress in
        let directive = observer(progress)
        if directive == .stop { end.isNear.store(true, ordering: .relaxed) }
        return directive
      }
    ) { index throws(FitError) in
      try alone.select(sets[index], stopping: isOver)
    }
  }
}

/// Whether an observer has asked for the end: a question that fits keep needs an owner.
private final class EndOfBatch: Sendable {
  let isNear = Atomic(false)
}
