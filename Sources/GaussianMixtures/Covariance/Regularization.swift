/// What is done to the statistics of a pass before covariances are estimated: a ridge, a conjugate prior or a shrinkage.
///
/// All go into the scatters, and the update of the structure does the rest; so nothing leaves the structure.
enum Regularization: Sendable {
  /// Variances of the columns, in the frame, that every point adds to its scatter, as if it were not known
  /// any better.
  case ridge([Double])
  case prior(PriorDensity)
  case shrinkage(ScatterShrinkage)

  /// - Parameters:
  ///   - options: of the fit.
  ///   - points: in whose frame it is.
  ///   - floor: of the fit.
  /// - Returns: nil where the options ask for none.
  /// - Throws: ``FitError`` where the ridge is too large for a column, or the prior does not suit.
  static func of(
    _ options: FitConfiguration, _ points: DataSummary, floor: CovarianceFloor
  ) throws(FitError) -> Regularization? {
    if let prior = options.prior {
      return .prior(
        try PriorDensity(
          prior, structure: options.structure, componentCount: options.componentCount, points: points,
          floor: floor))
    }
    if options.ridge > 0 { return try ridge(options.ridge, points) }
    guard !options.shrinkage.isNone else { return nil }
    return .shrinkage(
      ScatterShrinkage(
        shrinkage: options.shrinkage, isTied: options.structure == .tied, spreads: floor.spreads))
  }

  /// Beyond this many times a column's variance a ridge leaves nothing of the data.
  private static let largestRidge = 1e100

  private static func ridge(_ ridge: Double, _ points: DataSummary) throws(FitError) -> Regularization {
    let variances = points.frame.enter(
      covariance: SymmetricMatrix(diagonal: [Double](repeating: ridge, count: points.dimension))
    ).entries
    for (column, variance) in variances.enumerated() {
      let spread = points.spreads[column]
      guard variance <= largestRidge * spread * spread else {
        throw FitError(
          .scale,
          "The ridge \(ridge) is more than \(largestRidge) times the variance of column \(column + 1). "
            + "It is in squared units of the data: take a smaller one, or rescale the column.",
          column: column)
      }
    }
    return .ridge(variances)
  }

  /// Does what it does to the moments of all components.
  ///
  /// - Complexity: O(K D²), O(K D) without correlations.
  func add(
    toMeans means: inout [[Double]], masses: inout [Double], scatters: inout [SymmetricMatrix],
    norms: [Double]?
  ) {
    switch self {
    case .ridge(let variances):
      for (k, mass) in masses.enumerated() { scatters[k].addToDiagonal { mass * variances[$0] } }
    case .prior(let prior):
      for k in means.indices { prior.add(toMean: &means[k], mass: &masses[k], scatter: &scatters[k]) }
    case .shrinkage(let shrinkage):
      shrinkage.apply(to: &scatters, masses: masses, norms: norms)
    }
  }
}

extension Maximization {
  /// The logarithm of the prior's density, but for a constant; nil without a prior.
  func logPrior(of parameters: MixtureParameters) -> Double? {
    guard case .prior(let prior) = regularization else { return nil }
    return prior.logarithm(of: parameters)
  }

  /// The parameters under which points are shared out: their own, or with a shrinkage those of the shrunk distances.
  func expectation(of parameters: MixtureParameters) -> MixtureParameters {
    var asking = parameters
    if case .shrinkage(let shrinkage) = regularization { asking = shrinkage.expectation(of: parameters) }
    asking.poolsScatters = structure == .tied
    return asking
  }

  /// Whether points are shared out by other distances than the parameters' own.
  var hasShrunkDistances: Bool {
    if case .shrinkage(let shrinkage) = regularization { shrinkage.shrinkage.hasObjective } else { false }
  }

  /// The same without what is added to statistics: for parameters that are brought into the structure and its
  /// bounds, and are no estimates of points.
  var unregularized: Maximization {
    var plain = self
    plain.regularization = nil
    return plain
  }

  /// Given covariances brought within the bound on the ratio of eigenvalues, as the best estimates of points
  /// drawn from them would be.
  func withinRatio(_ start: MixtureParameters) -> Outcome {
    var outcome = Outcome.untouched(start)
    guard let eigenvalueRatio else { return outcome }
    let form = start.covariances.reduce(SymmetricMatrix.Form.diagonal) { $0.joined(with: $1.form) }
    let unshared: CovarianceStructure = form == .full ? .full : .diagonal
    let scaled = ScaledScatters(
      masses: outcome.masses,
      scatters: zip(start.covariances, outcome.masses).map { covariance, weight in
        covariance.map { $0 * weight }
      },
      previous: start.covariances, floor: floor)
    let free = StructuredCovariances(unshared, floor: 0).solve(scaled, previous: .init()).variances.values
    // Of a covariance that was rounded, eigenvalues are known to some units of the largest.
    let slack = 1 + 0x1p-40 + eigenvalueRatio * 0x1p-48
    guard let smallest = free.min(), let largest = free.max(), largest > eigenvalueRatio * smallest * slack
    else {
      return outcome
    }
    let solution = StructuredCovariances(unshared, floor: floor.factor, eigenvalueRatio: eigenvalueRatio)
      .solve(scaled, previous: .init())
    for k in start.means.indices { outcome.set(bounded(solution, k), of: k, under: floor) }
    return outcome
  }
}
