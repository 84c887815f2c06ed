/// Which parameters of a mixture are free in the maximization, and how many these are.
///
/// What is fixed, shared or free is asked here alone: by the maximization itself, by the repair of collapsed components,
/// by moves in the space of parameters and by criteria that count parameters.
struct Freedom: Sendable, Hashable {
  /// What covariances share.
  let structure: CovarianceStructure
  /// Whether every Gaussian component has the same weight.
  var hasEqualWeights = false
  /// The largest ratio of two eigenvalues of the covariances; nil for any.
  var eigenvalueRatio: Double?

  /// How many parameters are free in a mixture of components of these families.
  ///
  /// - Complexity: O(K).
  func parameterCount(_ families: [ComponentFamily], dimension: Int) -> Int {
    let gaussianCount = families.count { $0 == .gaussian }
    let weights = hasEqualWeights ? families.count - gaussianCount : families.count - 1
    return weights + structure.parameterCount(dimension: dimension, componentCount: gaussianCount)
      + families.reduce(0) { $0 + $1.parameterCount(dimension: dimension) }
  }

  /// The weights that make the likelihood largest, given the masses of all components, Gaussian ones first.
  func weights(of masses: [Double], gaussianCount: Int) -> [Double] {
    self.weights(ofStart: MixtureParameters.weights(inProportionTo: masses), gaussianCount: gaussianCount)
  }

  /// Given weights; where they are to be equal, every Gaussian component has the same share of what the others leave.
  func weights(ofStart weights: [Double], gaussianCount: Int) -> [Double] {
    guard hasEqualWeights else { return weights }
    let others = weights[gaussianCount...]
    let share = (1 - others.reduce(0, +)) / Double(gaussianCount)
    return [Double](repeating: share, count: gaussianCount) + others
  }

  /// A component on the floor with a smaller mass is no group of its own: D + 1 points have a scatter of any shape and
  /// orientation, 2 one that has anything of its own.
  func neededMass(dimension: Int) -> Double {
    if structure.shape == .variable, structure.orientation == .variable { return Double(dimension + 1) }
    return structure.parts.contains(.variable) ? 2 : 1
  }

  /// Whether covariances have something in common that one alone must not leave, be it a bound.
  var covariancesShareSomething: Bool {
    eigenvalueRatio != nil || structure.parts.contains(.equal)
  }
}

extension CovarianceStructure {
  fileprivate var parts: [Variation] { [volume, shape, orientation] }
}
