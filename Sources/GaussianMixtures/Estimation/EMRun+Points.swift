extension EMRun {
  /// A run from a given model.
  ///
  /// - Parameters:
  ///   - points: at least K distinct points.
  ///   - start: K components of the points' dimension; covariances below the floor are raised to it.
  ///   - configuration: the options; those of starts and restarts have no effect.
  ///   - engine: how the work is done.
  /// - Throws: ``FitError`` where an option is out of range, the points do not suffice or cannot be
  ///   squared, or the start does not suit.
  /// - Complexity: O(N K D²).
  public init(
    _ points: PointSet, start: GaussianMixture, configuration: FitConfiguration, engine: Engine = Engine()
  ) throws(FitError) {
    try self.init(
      Observations(points), start: start, configuration: configuration, engine: engine)
  }

  /// A run over observations from a given model.
  ///
  /// - Parameters:
  ///   - observations: at least K distinct points that count.
  ///   - start: K components of the points' dimension; covariances below the floor are raised to it.
  ///   - configuration: the options; those of starts and restarts have no effect.
  ///   - engine: how the work is done.
  ///   - stopping: is asked whether to leave off in the middle of an iteration, which is then undone; nil for never.
  /// - Throws: ``FitError`` where an option is out of range, the points do not suffice or cannot be
  ///   squared, or the start does not suit.
  /// - Complexity: O(N K D²).
  public init(
    _ observations: Observations, start: GaussianMixture, configuration: FitConfiguration,
    engine: Engine = Engine(), stopping: StopQuestion? = nil
  ) throws(FitError) {
    let fit = try PreparedFit(observations, configuration, engine: engine, stopping: stopping)
    let parameters = try fit.startingPoints().parameters(start)
    self.init(fit, start: parameters, isGiven: true)
  }
}
