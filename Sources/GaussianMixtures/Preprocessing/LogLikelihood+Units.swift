/// Log-likelihoods in other units: a constant is added, that which transforms of the same points make.
///
/// Differences stay as they were, and so do ranks.
extension InformationCriteria {
  /// The criteria where the log-likelihood is more by so many nats.
  package func shifted(by shift: Double) -> InformationCriteria {
    InformationCriteria(
      parameterCount: parameterCount, bic: bic - 2 * shift, aic: aic - 2 * shift, icl: icl - 2 * shift)
  }
}

extension EMIteration {
  func shifted(by shift: Double) -> EMIteration {
    EMIteration(
      iteration: iteration, logLikelihood: logLikelihood + shift, logPrior: logPrior,
      shrunkLogLikelihood: shrunkLogLikelihood.map { $0 + shift }, meanChange: meanChange,
      weightChange: weightChange, covarianceChange: covarianceChange, seconds: seconds,
      extrapolation: extrapolation)
  }
}

extension SelectionSummary {
  /// The table where the log-likelihood of all points is more by so many nats.
  ///
  /// - Parameters:
  ///   - shift: of all points.
  ///   - totalWeight: their number as they count, by which held-out likelihoods are means. Their standard errors stay those
  ///     of the coordinates' units.
  package func shifted(by shift: Double, totalWeight: Double) -> SelectionSummary {
    guard shift != 0 else { return self }
    let candidates = candidates.map { candidate in
      Candidate(
        componentCount: candidate.componentCount, structure: candidate.structure,
        parameterCount: candidate.parameterCount, logLikelihood: candidate.logLikelihood.map { $0 + shift },
        bic: candidate.bic.map { $0 - 2 * shift }, aic: candidate.aic.map { $0 - 2 * shift },
        icl: candidate.icl.map { $0 - 2 * shift },
        heldOut: candidate.heldOut.map {
          HeldOutLikelihood(mean: $0.mean + shift / totalWeight, standardError: $0.standardError)
        }, nec: candidate.nec, stability: candidate.stability, isAccident: candidate.isAccident,
        failure: candidate.failure)
    }
    return SelectionSummary(
      criterion: criterion, foldCount: foldCount, runCount: runCount, candidates: candidates)
  }
}
