#if Command

internal import GaussianMixtures
internal import MixtureFigures

extension FitJob {
  /// The request for the fit, as the page is told.
  nonisolated var request: JSONValue {
    [
      "id": .number(Double(number)), "data": .number(Double(selection.dataSet.number)),
      "dataName": .string(selection.dataSet.name),
      "columns": .numbers(selection.choice.columns.map { Double($0) }),
      "skipInvalid": .boolean(selection.choice.skipsInvalid),
      "components": .number(Double(specification.components)), "structure": .string(specification.structure),
      "start": .string(specification.start), "seed": .string("\(specification.seed)"),
    ]
  }

  /// The request for the fit and what has come of it, as the page is told.
  var summary: JSONValue {
    switch state {
    case .running: request.adding(["state": "running"])
    case .failed(let error):
      request.adding(["state": "failed", "error": .string(error.message), "cure": .string(error.cure)])
    case .finished(let outcome): request.adding(Self.json(of: outcome))
    }
  }

  private static func json(of outcome: Outcome) -> JSONValue {
    guard let fit = outcome.document.fit else { return [] }
    return [
      "state": "finished", "logLikelihood": .number(fit.logLikelihood), "bic": .number(fit.criteria.bic),
      "aic": .number(fit.criteria.aic), "icl": .number(fit.criteria.icl),
      "parameters": .number(Double(fit.criteria.parameterCount)),
      "iterations": .number(Double(fit.iterations)), "termination": .string(fit.termination.rawValue),
      "ending": .string(FitFacts.ending(fit.termination)),
      "points": .number(Double(fit.pointCount)), "seconds": .number(fit.seconds),
      "notes": .strings(outcome.notes),
    ]
  }
}

extension MixtureEstimator.Progress {
  /// The state after an iteration, with its ellipsoids in the box of the scene.
  func json(number: Int, in scene: LiveScene) -> JSONValue {
    [
      "number": .number(Double(number)), "iteration": .number(Double(iteration.iteration)),
      "restart": .number(Double(restart)), "restarts": .number(Double(restartCount)),
      "isSearching": .boolean(isSearching), "logLikelihood": .number(iteration.logLikelihood),
      "meanChange": .number(iteration.meanChange), "weightChange": .number(iteration.weightChange),
      "covarianceChange": .number(iteration.covarianceChange), "frame": scene.frame(of: model),
    ]
  }
}

#endif
