/// Fits that are repeated on many sets of points, side by side.
struct Replicates: Sendable {
  typealias Observer = @Sendable (BootstrapProgress) -> MixtureEstimator.Directive

  let store: ReplicateStore
  let engine: Engine
  let pointCount: Int
  let stopping: StopQuestion?
  let observer: Observer

  /// Why the fit of a replicate does not count.
  enum Failure: Error {
    case fit(FitError)
    /// It is an accident of equal values, or has another number of components.
    case isUnlike
  }

  /// Makes those of a series that are not there yet.
  ///
  /// - Parameters:
  ///   - series: which one.
  ///   - count: how many there are to be.
  ///   - componentCount: of the mixture that they are drawn from.
  ///   - outcome: makes one of them with an engine, and asks whether to go on; it depends on the number alone.
  /// - Returns: what came of each, in order; nil for those that could not be fitted.
  /// - Throws: ``FitError`` where it was stopped or cancelled.
  func outcomes(
    ofSeries series: Int, count: Int, componentCount: Int,
    _ outcome: @Sendable (Int, Engine, () -> MixtureEstimator.Directive) throws(Failure) -> [Double]
  ) throws(FitError) -> [[Double]?] {
    let missing = (0..<count).filter { store[series, $0] == nil }
    let crew = FitCrew(stopping: stopping)
    let known = count - missing.count
    _ = engine.sideBySide(missing.count, pointCount: pointCount) { place, engine in
      let number = missing[place]
      return crew.outcome(
        ifLate: "", telling: { tell(known + $0, of: count, componentCount) }
      ) { () throws(FitError) in
        do throws(Failure) {
          store[series, number] = try outcome(number, engine) { crew.directive }
        } catch {
          // What was stopped is not over, and what fails would fail again.
          if case .fit(let error) = error, error.code == .stopped || error.code == .cancelled { throw error }
          store[series, number] = []
        }
      }
    }
    try crew.checkCancellation("The replicates were cancelled.")
    let outcomes = (0..<count).map { store[series, $0] }
    guard outcomes.allSatisfy({ $0 != nil }) else {
      let made = outcomes.count { $0 != nil }
      throw FitError(.stopped, "The bootstrap was stopped after \(made) of \(count) replicates.")
    }
    return outcomes.map { $0.flatMap { $0.isEmpty ? nil : $0 } }
  }

  private func tell(_ completed: Int, of count: Int, _ componentCount: Int) -> MixtureEstimator.Directive {
    observer(
      BootstrapProgress(
        componentCount: componentCount, completedReplicateCount: completed, replicateCount: count,
        store: store))
  }

  /// A fit of one of the sets, of which nothing but the end is told.
  func fit(
    _ estimator: MixtureEstimator, _ points: Observations, _ directive: () -> MixtureEstimator.Directive
  ) throws(Failure) -> FitResult {
    let result: FitResult
    do throws(FitError) {
      result = try estimator.fit(points, stopping: stopping) { _ in directive() }
    } catch {
      throw .fit(error)
    }
    guard result.termination != .stopped else { throw .fit(.stoppedEarly) }
    guard !result.isAccident, result.model.componentCount == estimator.configuration.componentCount else {
      throw .isUnlike
    }
    return result
  }
}
