internal import Elementary
internal import Parallel

/// A training of several models by the same points.
struct DiscriminantTraining: Sendable {
  let configuration: DiscriminantConfiguration
  /// Those that count.
  let observations: Observations
  let labels: ClassLabels
  let folds: ClassFolds
  let engine: Engine
  let stopping: StopQuestion?
  let meter: TrainingMeter

  /// A model, or why there is none.
  struct Trained: Sendable {
    var candidate: DiscriminantSummary.Candidate
    var classifier: MixtureClassifier?
    var error: FitError?
    /// Of each class along how many axes the floor holds its covariance up.
    var heldAxes: [Int] = []
  }

  init(
    _ configuration: DiscriminantConfiguration, _ given: Observations, engine: Engine,
    stopping: StopQuestion?,
    observing observer: @escaping @Sendable (DiscriminantProgress) -> Void
  ) throws(FitError) {
    let observations = given.counting
    guard let known = observations.knownLabels, known.indices.contains(where: { $0 != nil }) else {
      throw FitError(.observations, "No point has a class; training needs points of every class.")
    }
    try configuration.check(classNames: known.names)
    let labels = observations.knownLabels ?? known
    let members = Set(labels.indices.compactMap(\.self))
    for (index, name) in labels.names.enumerated() where !members.contains(index) {
      throw FitError(.observations, "No point that counts is of the class \(name); leave it out.")
    }
    let labelled = labels.indices.count { $0 != nil }
    guard configuration.foldCount.map({ $0 <= labelled }) ?? true else {
      throw FitError(
        .configuration,
        "The number of folds is \(configuration.foldCount ?? 0), and \(labelled) points have a class; ask for at most so many."
      )
    }
    self.configuration = configuration
    self.observations = observations
    self.labels = labels
    folds = ClassFolds(labels, count: configuration.foldCount, seed: configuration.fit.seed)
    self.engine = engine
    self.stopping = stopping
    meter = TrainingMeter(
      count: configuration.modelCount
        * (folds.heldOutCount + (configuration.componentCounts == nil ? 1 : labels.names.count)), observer)
  }

  var isStopped: Bool { stopping?() ?? false }
  var classCounts: [Int] {
    labels.names.indices.map { ofClass in labels.indices.count { $0 == ofClass } }
  }
  /// Of some points the weights of those of each class, summed.
  func classMasses(of rows: [Int]) -> [Double] {
    var masses = [Double](repeating: 0, count: labels.names.count)
    for row in rows {
      if let ofClass = labels.indices[row] { masses[ofClass] += observations.weights?[row] ?? 1 }
    }
    return masses
  }
  /// What components are called: by classes whose names are more than numbers.
  var componentNames: [String]? { labels.names(for: labels.names.count) }

  /// Trains all models, in the order in which they were asked for.
  func train() -> [Trained] {
    guard let counts = configuration.componentCounts else { return trainGaussians() }
    guard configuration.criterion == .crossValidation else { return [trainMixtures(counts)] }
    return counts.map { trainMixtures([$0]) }
  }

  // MARK: Judging

  /// The mixture with the priors, in which components know their classes.
  func classifier(_ mixture: GaussianMixture, _ classOfComponent: [Int]) throws(ModelError)
    -> MixtureClassifier
  {
    let rule = try configuration.rule(classNames: labels.names, classOfComponent: classOfComponent)
    guard let priors = configuration.priors else { return try MixtureClassifier(mixture, rule: rule) }
    let total = priors.reduce(0, +)
    var shares = [Double](repeating: 0, count: labels.names.count)
    for (k, component) in mixture.components.enumerated() { shares[classOfComponent[k]] += component.weight }
    let components = mixture.components.enumerated().map { k, component in
      GaussianMixture.Component(
        weight: component.weight / shares[classOfComponent[k]] * priors[classOfComponent[k]] / total,
        mean: component.mean, covariance: component.covariance, name: component.name)
    }
    return try MixtureClassifier(
      GaussianMixture(components: components, structure: mixture.structure), rule: rule)
  }

  /// Scores of what is said of some points, those without a class left out.
  func scores(_ probabilities: [[Double]], of points: [Int]) -> ClassScores? {
    let known = points.indices.filter { labels.indices[points[$0]] != nil }
    guard !known.isEmpty,
      let rule = try? configuration.rule(
        classNames: labels.names, classOfComponent: Array(labels.names.indices))
    else { return nil }
    let ofKnown = probabilities.map { column in known.map { column[$0] } }
    return ClassScores(
      probabilities: ofKnown, truth: PointLabels(known.map { labels.indices[points[$0]] }),
      decided: ClassDecisions(probabilities: ofKnown, by: rule).classes, costs: configuration.costs,
      weights: observations.weights.map { weights in known.map { weights[points[$0]] } })
  }

  /// What models that were trained without each part say of it; nil without parts.
  ///
  /// - Parameter train: the classifier without a part.
  func heldOutScores(
    of parts: [(points: [Int], observations: Observations)], engine: Engine,
    _ train: (_ part: Int) throws -> MixtureClassifier
  ) throws -> ClassScores? {
    guard !parts.isEmpty else { return nil }
    var (points, probabilities) = ([Int](), [[Double]](repeating: [], count: labels.names.count))
    for (part, heldOut) in parts.enumerated() where !heldOut.points.isEmpty {
      if isStopped { throw FitError.stoppedEarly }
      let said = try train(part).probabilities(of: heldOut.observations, engine: engine)
      meter.advance()
      points += heldOut.points
      for (ofClass, column) in said.enumerated() { probabilities[ofClass] += column }
    }
    return scores(probabilities, of: points)
  }

  /// The points that are held out, gathered once for all models.
  func heldOutParts() -> [(points: [Int], observations: Observations)] {
    folds.heldOut.map { ($0, $0.isEmpty ? observations : observations.selecting($0)) }
  }

  /// What is known of a model that was trained by all points.
  func judged(
    _ mixture: GaussianMixture, classOfComponent: [Int], parameterCount: Int,
    structures: [CovarianceStructure],
    isAccident: Bool, engine: Engine
  ) throws(ModelError) -> Trained {
    let classifier = try classifier(mixture, classOfComponent)
    // With the classes' own shares, whatever the priors: the densities are compared and not the decisions.
    let (logLikelihood, probabilities) = try densities(of: mixture, classifier, engine)
    let weights = observations.weights
    let total = logLikelihood.indices.reduce(0.0) { $0 + logLikelihood[$1] * (weights?[$1] ?? 1) }
    let mass = weights?.reduce(0, +) ?? Double(observations.count)
    return Trained(
      candidate: DiscriminantSummary.Candidate(
        structures: structures,
        componentCounts: labels.names.indices.map { ofClass in classOfComponent.count { $0 == ofClass } },
        logLikelihood: total, parameterCount: parameterCount,
        bic: Double(parameterCount) * naturalLogarithm(mass) - 2 * total,
        training: scores(probabilities, of: Array(0..<observations.count)),
        heldOut: nil, isAccident: isAccident, failure: nil),
      classifier: classifier, error: nil)
  }

  /// The log densities of all points, and the probabilities of the classes; by one look at the points where the shares of
  /// the classes are their priors.
  private func densities(
    of mixture: GaussianMixture, _ classifier: MixtureClassifier, _ engine: Engine
  ) throws(ModelError) -> (logDensities: [Double], probabilities: [[Double]]) {
    if configuration.priors == nil, let points = observations.points {
      let (responsibilities, logDensities) = try mixture.responsibilitiesAndLogDensities(
        of: points, engine: engine)
      return (
        logDensities,
        classifier.rule.labelling.sums(of: responsibilities, classCount: classifier.rule.classCount)
      )
    }
    return (
      try mixture.classify(observations, engine: engine).logDensities,
      try classifier.probabilities(of: observations, engine: engine)
    )
  }

  /// A model that could not be trained.
  func failed(_ error: any Error, structures: [CovarianceStructure], counts: [Int]) -> Trained {
    let error = error as? FitError ?? FitError(.observations, "\(error)")
    return Trained(
      candidate: DiscriminantSummary.Candidate(
        structures: structures, componentCounts: counts, isAccident: false, failure: error.message),
      classifier: nil, error: error)
  }

  // MARK: The answer

  func summary(of trained: inout [Trained], chosen: Int, seconds: Double) -> DiscriminantSummary {
    DiscriminantSummary(
      pointCount: observations.count, labelledCount: labels.indices.count { $0 != nil },
      classCounts: classCounts,
      candidates: trained.map(\.candidate), chosen: chosen, criterion: configuration.criterion,
      foldCount: configuration.foldCount, seed: configuration.fit.seed, seconds: seconds)
  }

  /// What should be known of classes that have too few points, or equal ones, for the chosen model.
  func notes(on trained: Trained) -> [String] {
    let (counts, dimension) = (classCounts, observations.dimension)
    return labels.names.indices.compactMap { ofClass in
      let name = labels.names[ofClass]
      if counts[ofClass] == 1, folds.heldOutCount > 0 {
        return "The class \(name) has a single point, which is never held out: its errors are not known."
          + heldText(trained, ofClass)
      }
      guard trained.heldAxes.indices.contains(ofClass), trained.heldAxes[ofClass] > 0 else { return nil }
      let points = counts[ofClass] == 1 ? "1 point" : "\(counts[ofClass]) points"
      return "The class \(name) has \(points) in \(dimension == 1 ? "1 column" : "\(dimension) columns")."
        + heldText(trained, ofClass)
    }
  }

  private func heldText(_ trained: Trained, _ ofClass: Int) -> String {
    guard trained.heldAxes.indices.contains(ofClass), trained.heldAxes[ofClass] > 0 else { return "" }
    let axes = trained.heldAxes[ofClass] == 1 ? "one direction" : "\(trained.heldAxes[ofClass]) directions"
    return
      " They are flat in \(axes), where the least variance that is allowed stands for theirs: probabilities of this "
      + "class say little. A structure that shares more, such as EEE, or fewer columns help."
  }
}
