package import GaussianMixtures

/// The numbers of a fit that matter first, as the report and the viewer have them.
package enum FitFacts {
  /// Names and values, in the order in which they are shown.
  ///
  /// - Parameter document: the model, and its fit where there was one.
  /// - Returns: from two to six pairs of texts.
  package static func of(_ document: ModelDocument) -> [(name: String, text: String)] {
    let model = document.model
    let kinds = [
      (model.componentCount == 1 ? "component" : "components", "\(model.componentCount)"),
      ("covariances", model.structure.name ?? model.structure.code),
    ]
    guard let fit = document.fit else { return kinds }
    var facts = kinds + [("log-likelihood, nats", FigureNumber.nats(fit.logLikelihood))]
    if let bound = fit.lowerBound { facts.append(("its bound by cells, nats", FigureNumber.nats(bound))) }
    return facts + [
      ("BIC, lower is better", FigureNumber.nats(fit.criteria.bic)),
      ("iterations, \(ending(fit.termination))", "\(fit.iterations)"),
    ]
  }

  /// Why a fit ended, in a word or three.
  ///
  /// - Parameter termination: what the fit says.
  /// - Returns: what follows a comma.
  package static func ending(_ termination: Termination) -> String {
    switch termination {
    case .converged: "converged"
    case .iterationLimit: "at the limit"
    case .stopped: "stopped"
    }
  }
}
