extension FitConfiguration {
  /// The same with an amount of shrinkage where that was left to the fit.
  ///
  /// - Parameters:
  ///   - mass: how many points there are, or what their weights sum to.
  ///   - dimension: D.
  func resolvingShrinkage(mass: Double, dimension: Int) -> FitConfiguration {
    guard shrinkage.amount == .automatic else { return self }
    var resolved = self
    resolved.shrinkage =
      hasFewPoints(mass: mass, dimension: dimension) && ridge == 0 && prior == nil && acceleration != .squarem
      ? Shrinkage(.stein) : .none
    return resolved
  }

  /// Up to so many columns covariances have few parameters.
  private static let fewColumns = 6
  /// Decision 0036 has the held-out likelihoods that it was found by.
  private static let pointsPerParameter = 1.25

  /// Whether covariances with correlations have to be told from fewer points than five quarters of the free parameters;
  /// variances alone have all points of their components each.
  private func hasFewPoints(mass: Double, dimension: Int) -> Bool {
    guard dimension > Self.fewColumns, structure.orientation != .identity else { return false }
    let parameters =
      (componentCount - 1) + componentCount * dimension
      + structure.parameterCount(dimension: dimension, componentCount: componentCount)
    return mass < Self.pointsPerParameter * Double(parameters)
  }
}
