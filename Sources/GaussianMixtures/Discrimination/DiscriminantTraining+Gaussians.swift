internal import Parallel

extension DiscriminantTraining {
  /// One model for each structure, each class one Gaussian.
  func trainGaussians() -> [Trained] {
    let structures = configuration.structures
    guard isSummable, let shared = try? preparation(structures) else { return structures.map(trainByEM) }
    // All models are of the same few sums, so that each is a small task of one thread.
    let (single, parts) = (engine.with(threadCount: 1), heldOutParts())
    return ParallelLoop.map(
      count: structures.count, threadCount: engine.threads(points: observations.count, operations: 1_000)
    ) { place in
      let structure = structures[place]
      let options = options(structure)
      guard !options.isShrunk(observations) else { return trainByEM(structure) }
      do {
        return try trainBySums(structure, parts, sharing: shared, engine: single)
      } catch {
        return failed(error, structures: [structure], counts: labels.names.map { _ in 1 })
      }
    }
  }

  /// Whether sums over the points of each class are all that there is to know.
  private var isSummable: Bool { !observations.hasMissing && labels.indices.allSatisfy { $0 != nil } }

  private func options(_ structure: CovarianceStructure) -> FitConfiguration {
    configuration.configuration(componentCount: labels.names.count, structure: structure)
  }

  private func preparation(_ structures: [CovarianceStructure]) throws(FitError) -> SharedPreparation {
    try SharedPreparation(
      unlabelled, structures.map(options), start: .random, engine: engine, stopping: stopping)
  }

  /// The points alone: which class they are of is the sums' concern.
  private var unlabelled: Observations { observations.withoutLabels }

  private func trainBySums(
    _ structure: CovarianceStructure, _ parts: [(points: [Int], observations: Observations)],
    sharing shared: SharedPreparation, engine: Engine
  ) throws -> Trained {
    if isStopped { throw FitError.stoppedEarly }
    let options = options(structure)
    let fit = try PreparedFit(unlabelled, options, engine: engine, sharing: shared, stopping: stopping)
    let moments = ClassMoments(
      fit, labels: labels, partOfPoint: folds.partOfPoint, partCount: folds.partCount)
    let outcome = moments.outcome()
    let mixture = moments.mixture(outcome, names: componentNames)
    let classes = Array(labels.names.indices)
    var trained = try judged(
      mixture, classOfComponent: classes, parameterCount: mixture.parameterCount, structures: [structure],
      isAccident: outcome.isAccident, engine: engine)
    trained.heldAxes = outcome.floorAxes.map(\.count)
    meter.advance()
    trained.candidate.heldOut = try heldOutScores(of: parts, engine: engine) { part in
      try classifier(moments.mixture(moments.outcome(without: part), names: componentNames), classes)
    }
    return trained
  }

  /// By EM in which the known classes stay, where a point has no class or lacks a coordinate, or covariances are shrunk.
  private func trainByEM(_ structure: CovarianceStructure) -> Trained {
    let classes = Array(labels.names.indices)
    do {
      if isStopped { throw FitError.stoppedEarly }
      let estimator = MixtureEstimator(options(structure), engine: engine)
      let result = try estimator.fit(observations)
      guard result.model.componentCount == classes.count else {
        throw FitError(.observations, "A class has lost its component; take another policy for collapse.")
      }
      var trained = try judged(
        result.model, classOfComponent: classes, parameterCount: result.criteria.parameterCount,
        structures: [structure], isAccident: result.isAccident, engine: engine)
      meter.advance()
      trained.candidate.heldOut = try heldOutScores(of: heldOutParts(), engine: engine) { part in
        let rows = folds.training(without: part)
        return try classifier(estimator.fit(observations.selecting(rows)).model, classes)
      }
      return trained
    } catch {
      return failed(error, structures: [structure], counts: classes.map { _ in 1 })
    }
  }
}

extension FitConfiguration {
  /// Whether covariances of these points are shrunk.
  fileprivate func isShrunk(_ observations: Observations) -> Bool {
    let mass = observations.weights?.reduce(0, +) ?? Double(observations.count)
    return !resolvingShrinkage(mass: mass, dimension: observations.dimension).shrinkage.isNone
  }
}
