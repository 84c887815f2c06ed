extension DiscriminantTraining {
  /// One model in which each class is a mixture of its own, chosen by BIC.
  ///
  /// - Parameter counts: how many components a class may have.
  func trainMixtures(_ counts: [Int]) -> Trained {
    do {
      let selected = try labels.names.indices.map { ofClass throws(FitError) in
        defer { meter.advance() }
        return try select(counts, of: ofClass)
      }
      let fits = selected.map(\.best)
      let rows = Array(0..<observations.count)
      let found = try sharing(
        rows, among: ClassMixtures(mixtures: fits.map(\.model), masses: classMasses(of: rows)))
      let (mixture, classes) = joined(found)
      var trained = try judged(
        mixture, classOfComponent: classes,
        parameterCount: fits.reduce(fits.count - 1) { $0 + $1.criteria.parameterCount },
        structures: fits.map(\.model.structure),
        isAccident: found.isAccident || fits.contains(where: \.isAccident),
        engine: engine)
      trained.candidate.heldOut = try heldOutScores(of: heldOutParts(), engine: engine) { part in
        try withoutPart(part, as: fits)
      }
      return trained
    } catch {
      return failed(error, structures: configuration.structures, counts: labels.names.map { _ in counts[0] })
    }
  }

  /// The mixture of a class.
  private func select(_ counts: [Int], of ofClass: Int) throws(FitError) -> ModelSelection {
    let rows = labels.indices.indices.filter { labels.indices[$0] == ofClass }
    let points = observations.withoutLabels.selecting(rows)
    let name = labels.names[ofClass]
    if let distinct = points.distinctCount(below: 2) {
      throw FitError(
        .observations,
        "The class \(name) has \(rows.count == 1 ? "1 point" : "\(rows.count) points"), \(distinct) of them distinct; a "
          + "mixture of its own needs 2 at least. Train one Gaussian a class, which can share covariances, or leave the class out."
      )
    }
    do throws(FitError) {
      return try MixtureSelector(
        SelectionConfiguration(
          componentCounts: counts, structures: configuration.structures, criterion: .bic,
          fit: configuration.fit),
        engine: engine
      ).select(points)
    } catch {
      throw FitError(error.code, "The class \(name): \(error.message)")
    }
  }

  /// Classes of the same numbers of components and structures, without a part of the points.
  private func withoutPart(_ part: Int, as fits: [FitResult]) throws -> MixtureClassifier {
    let training = folds.training(without: part)
    let ofClass = labels.names.indices.map { ofClass in training.filter { labels.indices[$0] == ofClass } }
    let mixtures = try fits.enumerated().map { place, fit in
      let points = observations.withoutLabels.selecting(ofClass[place])
      let count = points.distinctCount(below: fit.model.componentCount) ?? fit.model.componentCount
      return try MixtureEstimator(
        configuration.configuration(componentCount: count, structure: fit.model.structure), engine: engine
      ).fit(points).model
    }
    let (mixture, classes) = joined(
      try sharing(
        training, among: ClassMixtures(mixtures: mixtures, masses: classMasses(of: training))))
    return try classifier(mixture, classes)
  }

  /// The mixture of the classes' mixtures, in proportion to their points.
  private func joined(_ found: ClassMixtures) -> (GaussianMixture, classes: [Int]) {
    let shares = found.shares
    var (components, classes) = ([GaussianMixture.Component](), [Int]())
    for (ofClass, mixture) in found.mixtures.enumerated() {
      let name = labels.names[ofClass]
      for (k, component) in mixture.components.enumerated() {
        classes.append(ofClass)
        components.append(
          GaussianMixture.Component(
            weight: component.weight * shares[ofClass], mean: component.mean,
            covariance: component.covariance,
            name: mixture.componentCount == 1 ? name : "\(name) \(k + 1)"))
      }
    }
    return (GaussianMixture(trusting: components, structure: .full, noise: nil), classes)
  }
}
