import GaussianMixtures
import Tables

/// Runs a fit with a progress line, and stops it at Ctrl-C with the best model so far.
struct FitRunner {
  private let estimator: MixtureEstimator
  private let isQuiet: Bool

  init(_ estimator: MixtureEstimator, isQuiet: Bool) {
    self.estimator = estimator
    self.isQuiet = isQuiet
  }

  /// Fits the points of a file, which an error of the data names.
  func run(_ input: PointInput) throws -> FitResult {
    do throws(FitError) {
      return try run(input.observations)
    } catch {
      throw input.failure(error)
    }
  }

  func run(_ observations: Observations) throws(FitError) -> FitResult {
    try Interruption.listening { isAsked throws(FitError) in
      var progress = Progress(isQuiet: isQuiet)
      defer { progress.end() }
      let result = try estimator.fit(
        observations, announcing: { progress.show($0) }, stopping: isAsked,
        observing: { report in
          progress.show(report)
          return isAsked() ? .stop : .proceed
        })
      try result.requireIteration()
      return result
    }
  }
}

extension PointInput {
  /// An error of the data with the file's name before it, and the column's where one is to blame.
  func failure(_ error: FitError) -> any Error {
    guard error.code != .configuration, error.code != .cancelled, error.code != .stopped else { return error }
    let column = error.column.map { " (\(columnNames[$0]))" } ?? ""
    return CommandFailure(
      error.code == .memory ? .inputOutput : .badData, "\(table.source)\(column): \(error.message)")
  }
}

extension FitResult {
  /// What there is to say of the fit, with names that a terminal can show.
  func notableEvents(columnNames: [String]) -> [String] {
    notes(columnNames: columnNames, labels: model.labels)
  }

  /// Refuses what is no more than a start: it must not take the place of an older model.
  ///
  /// - Throws: what says that the fit was interrupted.
  func requireIteration() throws(FitError) {
    guard termination != .stopped || !history.isEmpty else { throw .stoppedEarly }
  }
}
