/// What kind of density a component has.
///
/// Components of all families share one simplex of weights. What a family adds to the pass, the density at a point and
/// what the point's responsibility adds to moments, is a constant of the kernels' loops where it depends on a distance
/// (`CMixtureKernels`), and a number added to every point's sum where it does not.
enum ComponentFamily: Sendable, Hashable, CaseIterable {
  /// Falls with the squared distance from a mean, in whitened coordinates.
  case gaussian
  /// The same everywhere: no mean, no covariance, no moments but the mass.
  case uniform

  /// The free parameters of one component, beside its weight and what covariances share: of a Gaussian the mean, of a
  /// uniform density its volume.
  func parameterCount(dimension: Int) -> Int {
    switch self {
    case .gaussian: dimension
    case .uniform: 1
    }
  }
}
