extension FitResult: CustomStringConvertible {
  /// The model, how good it is, and why the fit ended.
  public var description: String {
    "\(model.heading)\n\(FitSummary(self))\n\(model.componentLines)"
  }
}

extension FitSummary: CustomStringConvertible {
  /// How good the model is, and why the fit ended, in a line.
  public var description: String {
    let end =
      switch termination {
      case .converged: "converged"
      case .iterationLimit: "not converged"
      case .stopped: "stopped"
      }
    return
      "log-likelihood \(logLikelihood.shortText) of \(pointCount.text(of: "point")), BIC \(criteria.bic.shortText), "
      + "\(end) after \(iterations.text(of: "iteration"))"
      + (events.isEmpty ? "" : ", with \(events.count.text(of: "event"))")
  }
}

extension MixtureEstimator.Progress: CustomStringConvertible {
  /// Which iteration of which start it is, and its log-likelihood.
  public var description: String {
    "start \(restart) of \(restartCount), iteration \(iteration.iteration): log-likelihood "
      + iteration.logLikelihood.shortText + (termination.map { ", \($0.rawValue)" } ?? "")
  }
}

extension ModelScore: CustomStringConvertible {
  /// How well the mixture describes the points, in a line.
  public var description: String {
    "log-likelihood \(logLikelihood.shortText) of \(pointCount.text(of: "point")), "
      + "\(logLikelihoodPerPoint.shortText) a point, BIC \(criteria.bic.shortText)"
  }
}

extension FitEvent: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension ModelSelection: CustomStringConvertible {
  /// The best models, a line each, and the fit of the first one.
  public var description: String { "\(summary)\n\(best)" }
}

extension SelectionSummary: CustomStringConvertible {
  /// The best models with their values of the criterion, a line each.
  ///
  /// - Complexity: O(n log n) for n candidates.
  public var description: String {
    let lines = ranking.lazy.map { place in
      let candidate = candidates[place]
      let value = candidate.failure ?? candidate.value(of: criterion)?.shortText ?? "not fitted"
      return "\(candidate.structure.code) with \(candidate.componentCount.text(of: "component")): \(value)"
    }
    return "By \(criterion.title):\n\(lines.firstLines(of: candidates.count, "model"))"
  }
}

extension PointColumn: CustomStringConvertible {
  /// The first coordinates, and how many there are.
  ///
  /// - Complexity: O(1).
  public var description: String { (0..<count).lazy.map { self[$0] }.shortText }
}
