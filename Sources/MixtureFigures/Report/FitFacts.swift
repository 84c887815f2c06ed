package import GaussianMixtures
internal import Tables

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

  /// What the points are beside numbers, weighted or with gaps, and how much of them is noise.
  ///
  /// - Parameters:
  ///   - observations: the points.
  ///   - model: the mixture.
  /// - Returns: names and values, as the other facts.
  /// - Complexity: O(N D).
  package static func of(
    _ observations: Observations, _ model: GaussianMixture
  ) -> [(name: String, text: String)] {
    var facts: [(name: String, text: String)] = []
    if observations.weights != nil {
      facts.append(("sum of weights", FigureNumber.rounded(observations.totalWeight)))
    }
    if observations.hasMissing {
      let count = observations.columns.reduce(0) { $0 + $1.count(where: \.isNaN) }
      facts.append((count == 1 ? "cell missing" : "cells missing", CountText.grouped(count)))
    }
    if let noise = model.noise { facts.append(("noise", FigureNumber.percent(noise.weight))) }
    return facts
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
