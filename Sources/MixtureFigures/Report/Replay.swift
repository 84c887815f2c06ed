internal import GaussianMixtures

/// EM run again from where the fit began, with the parameters of its iterations kept.
///
/// A fit keeps no parameters but its last; from the same start and points the same run comes out. Where
/// there are too many points to run through them once more in a moment, a sample stands for them.
struct Replay: Sendable {
  /// The parameters of one iteration, packed; a component that was dropped has the weight 0.
  struct Step: Sendable {
    let iteration: Int
    let logLikelihood: Double
    let components: [GaussianMixture.Component]
  }

  let steps: [Step]
  /// How many points EM ran on.
  let pointCount: Int
  /// Their weights, summed: their number where all are 1.
  let totalWeight: Double
  /// Of the model that was fitted, over the same points.
  let fittedLogLikelihood: Double

  /// How much there may be: multiplications of points by components, about a third of a second's work.
  private static let work = 1.5e8
  /// More steps than this are no clearer.
  private static let mostSteps = 100

  /// Runs EM as a summary says it was run.
  ///
  /// - Parameters:
  ///   - fit: where and how the run began.
  ///   - observations: what was fitted.
  ///   - model: what came out.
  ///   - preprocessing: what was done to the columns before: log-likelihoods are in their own units, as in the summary.
  ///   - engine: how the work is done.
  /// - Throws: ``GaussianMixtures/FitError`` where the sample of the points cannot be fitted.
  /// - Complexity: O(1) time beyond 100 steps of a small sample; less where there are fewer points.
  init(
    _ fit: FitSummary, _ observations: Observations, _ model: GaussianMixture,
    _ preprocessing: Preprocessing? = nil, engine: Engine
  ) throws {
    let start = try GaussianMixture(
      components: fit.start.components, structure: model.structure, noise: fit.start.noise)
    let sample = Self.sample(of: observations.counting, fit, componentCount: start.componentCount)
    let limit = Self.iterationLimit(fit, sample, componentCount: start.componentCount)
    var configuration = fit.configuration
    // The run that won is then the one without reseeds.
    if fit.events.contains(where: { $0.kind == .reseedUndone }) { configuration.collapsePolicy = .keep }
    func begin(_ model: GaussianMixture) throws(FitError) -> EMRun {
      try EMRun(
        sample, start: model, configuration: configuration, engine: engine)
    }
    var run = try begin(start)
    let shift = preprocessing?.logJacobian(of: sample) ?? 0
    var steps = [Step(iteration: 0, logLikelihood: run.logLikelihood + shift, components: start.components)]
    let kept = Self.kept(of: limit)
    while run.termination == nil, run.history.count < limit {
      let iteration = try run.step()
      guard kept.contains(iteration.iteration) || run.termination != nil else { continue }
      steps.append(
        Step(
          iteration: iteration.iteration, logLikelihood: iteration.logLikelihood + shift,
          components: Self.inOrder(run, of: start)))
    }
    // Components that were dropped on the way are beyond those of the model, which the page shows.
    self.steps = steps.map { step in
      Step(
        iteration: step.iteration, logLikelihood: step.logLikelihood,
        components: Array(step.components.prefix(model.componentCount)))
    }
    pointCount = sample.count
    totalWeight = sample.totalWeight
    fittedLogLikelihood =
      sample.count == fit.pointCount
      ? fit.lowerBound ?? fit.logLikelihood : try begin(model).logLikelihood + shift
  }

  /// The components in the order of the start, whatever has been dropped.
  private static func inOrder(_ run: EMRun, of start: GaussianMixture) -> [GaussianMixture.Component] {
    var components = start.components.map { component in
      GaussianMixture.Component(weight: 0, mean: component.mean, covariance: component.covariance)
    }
    for (origin, component) in zip(run.origins, run.model.components) { components[origin] = component }
    return components
  }

  /// What one point costs in one iteration, in units of a component in three dimensions.
  private static func cost(_ dimension: Int, _ componentCount: Int) -> Double {
    Double(componentCount) * max(1, Double(dimension * dimension) / 9)
  }

  private static func sample(
    of points: Observations, _ fit: FitSummary, componentCount: Int
  ) -> Observations {
    let iterations = Double(min(mostSteps, max(1, fit.history.count)))
    let affordable = work / iterations / cost(points.dimension, componentCount)
    let least = 20 * componentCount * (points.dimension + 1)
    let count = max(least, Int(affordable))
    guard count < points.count else { return points }
    let chosen = PointSample(
      group: [Int](repeating: 0, count: points.count), groupCount: 1, limit: count, seed: fit.seed)
    return points.selecting(chosen.groups[0])
  }

  private static func iterationLimit(_ fit: FitSummary, _ sample: Observations, componentCount: Int) -> Int {
    let affordable = work / Double(sample.count) / cost(sample.dimension, componentCount)
    return min(max(1, fit.history.count), max(10, Int(affordable)))
  }

  /// The iterations to keep: all of the first half, where most happens, then evenly to the end.
  private static func kept(of count: Int) -> Set<Int> {
    guard count > mostSteps else { return Set(0...count) }
    let half = mostSteps / 2
    return Set(0...half).union(
      (1...half).map { half + (count - half) * $0 / half })
  }
}
