#if Command

import GaussianMixtures
import Tables
import Synchronization

/// Runs fits and selections with a progress line, and stops them at Ctrl-C with the best model so far.
struct Runner {
  let isQuiet: Bool

  /// Fits the points of a file, which an error of the data names.
  func fit(_ estimator: MixtureEstimator, _ input: PointInput) throws -> FitResult {
    try input.naming { () throws(FitError) in try fit(estimator, input.observations) }
  }

  func fit(_ estimator: MixtureEstimator, _ observations: Observations) throws(FitError) -> FitResult {
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

  /// Selects for the points of a file, which an error of the data names.
  func select(_ selector: MixtureSelector, _ input: PointInput) throws -> ModelSelection {
    try input.naming { () throws(FitError) in
      try Interruption.listening { isAsked throws(FitError) in
        let line = SharedProgress(isQuiet: isQuiet)
        defer { line.progress.withLock { $0.end() } }
        let selection = try selector.select(input.observations, stopping: isAsked) { report in
          line.progress.withLock { $0.show(report) }
          return isAsked() ? .stop : .proceed
        }
        try selection.best.requireIteration()
        return selection
      }
    }
  }
}

extension Runner {
  /// Does something with many sets, with a line of progress and the question whether Ctrl-C was pressed.
  func together<Value>(
    _ work: (
      @escaping StopQuestion,
      @escaping @Sendable (MixtureEstimator.BatchProgress) -> MixtureEstimator.Directive
    ) throws(FitError) -> Value
  ) throws(FitError) -> Value {
    try Interruption.listening { isAsked throws(FitError) in
      let line = SharedProgress(isQuiet: isQuiet)
      defer { line.progress.withLock { $0.end() } }
      return try work(isAsked) { progress in
        line.progress.withLock { $0.show(progress) }
        return isAsked() ? .stop : .proceed
      }
    }
  }
}

/// The line on the terminal, for several threads.
private final class SharedProgress: Sendable {
  let progress: Mutex<Progress>

  init(isQuiet: Bool) { progress = Mutex(Progress(isQuiet: isQuiet)) }
}

extension PointInput {
  /// Does something with the points; an error of the data has the file's name before it, and the column's where one
  /// is to blame.
  fileprivate func naming<Result>(_ action: () throws(FitError) -> Result) throws -> Result {
    do throws(FitError) {
      return try action()
    } catch {
      guard ![.configuration, .cancelled, .stopped].contains(error.code) else { throw error }
      let column = error.column.map { " (\(columnNames[$0]))" } ?? ""
      throw CommandFailure(
        error.code == .memory ? .inputOutput : .badData, "\(table.source)\(column): \(error.message)")
    }
  }
}

extension FitResult {
  /// Refuses what is no more than a start: it must not take the place of an older model.
  ///
  /// - Throws: what says that the fit was interrupted.
  func requireIteration() throws(FitError) {
    guard termination != .stopped || !history.isEmpty else { throw .stoppedEarly }
  }
}

extension ModelSelection {
  /// The document of the best model, which tells of all.
  func document(columnNames: [String]) -> ModelDocument {
    ModelDocument(
      model: best.model, columns: columnNames, fit: FitSummary(best, selection: summary),
      software: Version.software)
  }
}

#endif
