import GaussianMixtures

/// Runs a fit with a progress line, and stops it at Ctrl-C with the best model so far.
struct FitRunner {
  private let estimator: MixtureEstimator
  private let isQuiet: Bool

  init(_ estimator: MixtureEstimator, isQuiet: Bool) {
    self.estimator = estimator
    self.isQuiet = isQuiet
  }

  func run(_ observations: Observations) throws(FitError) -> FitResult {
    let interruption = Interruption()
    var progress = Progress(isQuiet: isQuiet)
    defer { progress.end() }
    return try estimator.fit(observations) { report in
      progress.show(report)
      return interruption.isAsked ? .stop : .proceed
    }
  }
}

extension FitResult {
  /// The events' messages, at most a few, and a last line for accidents.
  func notableEvents(columnNames: [String]) -> [String] {
    let shown = 8
    var notes = events.prefix(shown).map { event in
      event.message(
        columnNames: columnNames.map(TerminalText.cleaned),
        labels: model.labels.map(TerminalText.cleaned))
    }
    if events.count > shown {
      notes.append("… and \(events.count - shown) more events, in the model document")
    }
    if isAccident {
      notes.append(
        "every run ended with a component of equal points on the covariance floor; its likelihood says "
          + "little. Fewer components, another structure, or --prior conjugate would help.")
    }
    return notes
  }
}
