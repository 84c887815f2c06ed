extension EMRun {
  /// Tries a model further along the way of the last steps; answers nil, without a pass, where none is due.
  mutating func extrapolate() -> EMIteration.Extrapolation? {
    guard !isAccident, !convergence.isLikelyMet(within: Accelerator.iterationsOfATrial),
      let proposal = accelerator?.proposal()
    else { return nil }
    let outcome = maximization.nearest(to: proposal.parameters, pointCount: points.mass)
    guard outcome.floorAxes.map(\.count) == floorAxes.map(\.count), !outcome.isAccident,
      collapse.collapsed(in: outcome).isEmpty
    else {
      accelerator?.restart()
      return nil
    }
    convergence.note(lengthOfExtrapolation: proposal.length)
    let reached = statistics(under: outcome.parameters)
    guard isHigher(reached, under: outcome.parameters) else {
      accelerator?.rejected(proposal)
      return .rejected
    }
    take(outcome, statistics: reached)
    accelerator?.accepted(proposal)
    convergence.restartAfterExtrapolation()
    return .accepted
  }

  /// Whether other parameters are no lower than the current ones.
  private func isHigher(_ reached: SufficientStatistics, under other: MixtureParameters) -> Bool {
    reached.logLikelihood + (maximization.logPrior(of: other) ?? 0) >= statistics.logLikelihood
      + (logPrior ?? 0)
  }
}
