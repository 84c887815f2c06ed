extension EMRun {
  /// What an iteration gains, in nats a point, that single precision tells from rounding.
  private static let gainInSingle = 1e-7

  /// Whether single precision has nothing more to tell, or only one iteration is left.
  ///
  /// - Parameter extrapolation: what the iteration was, whose gain says something only where it was a step of EM.
  func isSettled(after extrapolation: EMIteration.Extrapolation?) -> Bool {
    history.count + 2 >= setting.maximumIterations
      || extrapolation == nil && convergence.hasGained(atMost: Self.gainInSingle)
  }

  /// Goes on from the current model in double precision.
  ///
  /// - Complexity: a pass over the points.
  mutating func goOnInDouble() {
    let reached = setting.statistics(under: parameters, in: .double)
    let own = setting.ownLogLikelihood(of: parameters, in: .double)
    // What was broken off is no likelihood: the model stays as good as it is known to be.
    if setting.pass.isStopped { return stop() }
    precision = .double
    statistics = reached
    ownLogLikelihood = own
    convergence.restart(at: reached.logLikelihood + (logPrior ?? 0))
    accelerator?.restart()
  }
}
