import GaussianMixtures
import Synchronization
import Tables

/// Runs a selection with a progress line, and stops it at Ctrl-C with the best model so far.
struct SelectionRunner {
  private let selector: MixtureSelector
  private let isQuiet: Bool

  init(_ selector: MixtureSelector, isQuiet: Bool) {
    self.selector = selector
    self.isQuiet = isQuiet
  }

  /// Selects for the points of a file, which an error of the data names.
  func run(_ input: PointInput) throws -> ModelSelection {
    do throws(FitError) {
      return try Interruption.listening { isAsked throws(FitError) in
        let line = SharedProgress(isQuiet: isQuiet)
        defer { line.progress.withLock { $0.end() } }
        let selection = try selector.select(input.observations, stopping: isAsked) { report in
          line.progress.withLock { $0.show(report) }
          return isAsked() ? .stop : .proceed
        }
        try selection.best.requireIteration()
        return selection
      }
    } catch {
      throw input.failure(error)
    }
  }
}

/// The line on the terminal, for several threads.
private final class SharedProgress: Sendable {
  let progress: Mutex<Progress>

  init(isQuiet: Bool) { progress = Mutex(Progress(isQuiet: isQuiet)) }
}

extension ModelSelection {
  /// The document of the best model, which tells of all.
  func document(columnNames: [String]) -> ModelDocument {
    ModelDocument(
      model: best.model, columns: columnNames, fit: FitSummary(best, selection: summary),
      software: Version.software)
  }
}
