/// What the options of regularization allow, whatever the data are.
extension FitConfiguration {
  /// - Throws: ``FitError`` with code `configuration`, naming the option.
  func requireRegularization() throws(FitError) {
    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(FitError) {
      guard condition else { throw FitError(.configuration, message()) }
    }
    try require(
      ridge >= 0 && ridge.isFinite,
      "The ridge is \(ridge); it must be 0 or more, in squared units of the data.")
    try require(
      ridge == 0 || acceleration != .squarem,
      "A ridge leaves nothing by which an extrapolation could be judged; leave the acceleration out.")
    try require(
      ridge == 0 || prior == nil, "A ridge and a prior do the same in two ways; choose one of them.")
    if let ratio = maximumEigenvalueRatio {
      try require(
        ratio >= 1 && ratio.isFinite,
        "The largest ratio of eigenvalues is \(ratio); it must be a number from 1 on. Leave it out for none.")
      try require(
        structure.admitsEigenvalueRatio,
        "A bound on the ratio of eigenvalues is not possible with the structure \(structure); it is with "
          + CovarianceStructure.list(\.admitsEigenvalueRatio) + ".")
    }
    if let prior { try check(prior) }
    try checkShrinkage()
  }

  private func checkShrinkage() throws(FitError) {
    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(FitError) {
      guard condition else { throw FitError(.configuration, message()) }
    }
    if case .fixed(let share) = shrinkage.amount {
      try require(share >= 0 && share <= 1, "The shrinkage is \(share); it must be from 0, for none, to 1.")
    } else {
      try require(
        shrinkage.target == .sphere,
        "A shrinkage \(shrinkage.name) has a target of its own, not \(shrinkage.target.rawValue). "
          + "Give the amount as a number, or leave the target out.")
    }
    guard !shrinkage.isNone, shrinkage.amount != .automatic else { return }
    try require(
      ridge == 0 && prior == nil,
      "A shrinkage does what a \(prior == nil ? "ridge" : "prior") does, in another way; choose one of them.")
    try require(
      shrinkage.hasObjective || acceleration != .squarem,
      "A shrinkage \(shrinkage.name) towards \(shrinkage.target.rawValue) leaves nothing by which an extrapolation could "
        + "be judged; leave the acceleration out.")
  }

  private func check(_ prior: ConjugatePrior) throws(FitError) {
    guard prior.shrinkage >= 0, prior.shrinkage.isFinite else {
      throw FitError(
        .configuration, "The shrinkage of the prior is \(prior.shrinkage); it must be 0 or more points.")
    }
    if let degrees = prior.degreesOfFreedom, !(degrees > 0 && degrees <= 1e15) {
      throw FitError(
        .configuration,
        "The prior has \(degrees) degrees of freedom; they must be more than 0 and at most 1e15.")
    }
    guard structure.admitsConjugatePrior else {
      throw FitError(
        .configuration,
        "The structure \(structure) has no conjugate prior; there is one for "
          + CovarianceStructure.list(\.admitsConjugatePrior) + ".")
    }
  }

  /// Whether EM has a function that rises in every iteration: a ridge has none, and not every shrinkage.
  var hasObjective: Bool { ridge == 0 && shrinkage.hasObjective }

  /// What extrapolates; where no function rises in every step, nothing could tell a good one.
  var resolvedAcceleration: Acceleration {
    hasObjective ? acceleration.resolved(under: stopping) : .none
  }

  /// The second moments of all points that the fit has to know.
  func momentsOfAllPoints(dimension: Int) -> MomentKind {
    let isNeeded = noise.map { NoiseRegion.needsCovariance($0, dimension: dimension) } ?? false
    return isNeeded ? .scatters : HierarchicalStart.moments(for: structure, dimension: dimension)
  }

  /// What may move in the maximization.
  var freedom: Freedom {
    Freedom(structure: structure, hasEqualWeights: equalWeights, eigenvalueRatio: maximumEigenvalueRatio)
  }

  /// Whether columns may be estimated in units of their own: bounds and priors that are the same for all
  /// columns need the units of the data.
  var admitsColumnScaling: Bool {
    structure.admitsColumnScaling && maximumEigenvalueRatio == nil
      && (prior == nil || structure.orientation != .identity)
  }
}

extension CovarianceStructure {
  /// Whether a conjugate prior is defined: what is not the identity is all equal or all variable.
  var admitsConjugatePrior: Bool {
    Set([volume, shape, orientation].filter { $0 != .identity }).count == 1
  }

  /// Whether the maximum under a bound on the ratio of eigenvalues is known: the axes do not depend on the
  /// variances, and these are averages, without a volume or a shape alone that is shared.
  var admitsEigenvalueRatio: Bool {
    guard shape != .variable || orientation != .equal else { return false }
    return volume == .equal ? shape != .variable : shape != .equal
  }

  fileprivate static func list(_ isAmong: (Self) -> Bool) -> String {
    let names = allCases.filter(isAmong).map(\.description)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
