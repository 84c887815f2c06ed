#if Command

import GaussianMixtures
import Tables

/// A line on the terminal that says how far a fit is, written over again and again.
struct Progress {
  private let isShown: Bool
  private var lastShown: ContinuousClock.Instant?
  private var isLineOpen = false

  init(isQuiet: Bool) { isShown = !isQuiet && Console.isTerminal }

  mutating func show(_ progress: MixtureEstimator.Progress) {
    let what = progress.isSearching ? "start" : "run"
    show(
      "\(what) \(progress.restart) of \(progress.restartCount), iteration \(progress.iteration.iteration), "
        + "log-likelihood \(NumberFormat.short(progress.iteration.logLikelihood))")
  }

  /// A phase may be long before the next report comes, so it is always shown.
  mutating func show(_ phase: MixtureEstimator.Phase) {
    lastShown = nil
    show(phase.description)
  }

  mutating func show(_ progress: MixtureSelector.Progress) {
    show(
      "\(progress.completedFitCount) of \(progress.fitCount) fits done; \(progress.structure.code) with "
        + "\(progress.componentCount), iteration \(progress.iteration.iteration), log-likelihood "
        + NumberFormat.short(progress.iteration.logLikelihood))
  }

  mutating func show(_ progress: MixtureEstimator.BatchProgress) {
    show(
      "\(CountText.grouped(progress.completedCount)) of \(CountText.grouped(progress.setCount)) data sets fitted"
    )
  }

  private mutating func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < .milliseconds(100) { return }
    lastShown = now
    isLineOpen = true
    Console.overwriteLine(with: text())
  }

  /// Takes the line away.
  mutating func end() {
    if isLineOpen { Console.overwriteLine(with: "") }
    isLineOpen = false
  }
}

#endif
