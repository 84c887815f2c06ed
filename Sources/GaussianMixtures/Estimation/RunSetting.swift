/// What stays as it is during a run, held once: runs are copied at every iteration that may be taken back.
final class RunSetting: Sendable {
  /// What EM passes over.
  let source: any StatisticsSource
  /// What is known of it as a whole.
  let points: DataSummary
  let pass: ExpectationPass
  let maximization: Maximization
  let collapse: Collapse
  let maximumIterations: Int
  /// Whether no rule ends the run before that.
  let runsToLimit: Bool

  init(_ fit: PreparedFit) {
    source = fit.source
    points = fit.source.summary
    pass = fit.pass
    maximization = fit.maximization
    collapse = Collapse(fit.maximization, dimension: fit.source.summary.dimension)
    maximumIterations = fit.options.maximumIterations
    runsToLimit = fit.options.stopping.isNeverMet
  }

  /// The statistics of all data under parameters, by which the next ones are found.
  func statistics(under parameters: MixtureParameters, in precision: Engine.Precision) -> SufficientStatistics
  {
    pass.computing(in: precision).statistics(
      of: source, under: maximization.expectation(of: parameters), moments: maximization.moments)
  }

  /// The log-likelihood of parameters, where that of the statistics is another one; else nil.
  ///
  /// - Complexity: O(N K D²).
  func ownLogLikelihood(of parameters: MixtureParameters, in precision: Engine.Precision) -> Double? {
    guard maximization.hasShrunkDistances else { return nil }
    return pass.computing(in: precision).statistics(of: source, under: parameters, moments: .means)
      .logLikelihood
  }
}
