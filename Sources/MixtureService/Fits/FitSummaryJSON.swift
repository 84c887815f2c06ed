#if Command

internal import GaussianMixtures
internal import MixtureFigures

extension FitJob {
  /// What was asked for, as the page is told.
  nonisolated var request: JSONValue {
    let (counts, structures) = (specification.componentCounts, specification.structures)
    return origins.adding([
      "components": .number(Double(counts.first ?? 1)), "most": .number(Double(counts.last ?? 1)),
      "structure": .string(structures.count > 2 ? "all" : structures.joined(separator: " ")),
    ])
  }

  /// What stays as it is, whatever comes of the fit.
  private nonisolated var origins: JSONValue {
    let own: JSONValue = [
      "id": .number(Double(number)), "data": .number(Double(selection.dataSet.number)),
      "dataName": .string(selection.dataSet.name), "noise": .boolean(specification.hasNoise),
      "start": .string(specification.start), "seed": .string("\(specification.seed)"),
    ]
    let origin: JSONValue =
      origin.map { ["origin": .number(Double($0.fit)), "rank": .number(Double($0.rank))] } ?? [:]
    return own.adding(selection.choice.json).adding(origin)
  }

  /// The request for the fit and what has come of it, as the page is told.
  var summary: JSONValue {
    switch state {
    case .running: request.adding(["state": "running"])
    case .failed(let error):
      request.adding(["state": "failed", "error": .string(error.message), "cure": .string(error.cure)])
    case .finished(let outcome): origins.adding(Self.json(of: outcome))
    }
  }

  private static func json(of outcome: Outcome) -> JSONValue {
    guard let fit = outcome.document.fit else { return [:] }
    let model = outcome.document.model
    let competition: JSONValue =
      fit.selection.map {
        SelectionCandidates($0).json.adding(["keptCount": .number(Double(outcome.candidates.count + 1))])
      } ?? [:]
    let own: JSONValue = [
      "components": .number(Double(model.componentCount)), "structure": .string(model.structure.code),
      "state": "finished", "logLikelihood": .number(fit.logLikelihood), "bic": .number(fit.criteria.bic),
      "aic": .number(fit.criteria.aic), "icl": .number(fit.criteria.icl),
      "parameters": .number(Double(fit.criteria.parameterCount)),
      "iterations": .number(Double(fit.iterations)), "termination": .string(fit.termination.rawValue),
      "ending": .string(FitFacts.ending(fit.termination)),
      "points": .number(Double(fit.pointCount)), "seconds": .number(fit.seconds),
      "notes": .strings(outcome.notes),
    ]
    return own.adding(competition)
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
      "noiseLevel": scene.noiseLevel(of: model).map { .number($0) } ?? .null,
    ]
  }
}

extension MixtureSelector.Progress {
  /// How far a comparison is after an iteration.
  func json(number: Int) -> JSONValue {
    [
      "number": .number(Double(number)), "completed": .number(Double(completedFitCount)),
      "fitCount": .number(Double(fitCount)), "components": .number(Double(componentCount)),
      "structure": .string(structure.code), "iteration": .number(Double(iteration.iteration)),
    ]
  }
}

#endif
