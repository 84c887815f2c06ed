import GaussianMixtures
import PointFiles

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
    let interruption = Interruption()
    var progress = Progress(isQuiet: isQuiet)
    defer { progress.end() }
    return try estimator.fit(
      observations, announcing: { progress.show($0) },
      observing: { report in
        progress.show(report)
        return interruption.isAsked ? .stop : .proceed
      })
  }
}

extension PointInput {
  /// An error of the data with the file's name before it, and the column's where one is to blame.
  func failure(_ error: FitError) -> any Error {
    guard error.code != .configuration, error.code != .cancelled, error.code != .stopped else { return error }
    let column = error.column.map { " (\(TerminalText.cleaned(columnNames[$0])))" } ?? ""
    return CommandFailure(.badData, "\(table.source)\(column): \(error.message)")
  }
}

extension FitResult {
  /// What there is to say of the fit, with names that a terminal can show.
  func notableEvents(columnNames: [String]) -> [String] {
    notes(columnNames: columnNames.map(TerminalText.cleaned), labels: model.labels.map(TerminalText.cleaned))
  }
}
