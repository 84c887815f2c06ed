internal import Elementary

/// What a mixture says of one point.
///
/// Each of these prepares the mixture anew. Where points come one after the other ``prepared(engine:)`` does so once, and of
/// many points together ``classify(_:engine:)-(PointSet,_)`` says it soonest; the answers are the same.
extension GaussianMixture {
  /// The logarithm of the mixture density `ln Σ w_k N(x; μ_k, Σ_k)` of a point, in nats.
  ///
  /// ```swift
  /// let logDensity = try model.logDensity(of: [1.5, 0.2])
  /// ```
  ///
  /// - Parameter point: D coordinates.
  /// - Returns: a finite logarithm.
  /// - Throws: ``ModelError`` with the code `dimension` where there are not D coordinates, and `notFinite` where one is NaN
  ///   or infinite.
  /// - Complexity: O(K D³), O(K D) without correlations.
  public func logDensity(of point: [Double]) throws(ModelError) -> Double {
    try prepared().logDensity(of: point)
  }

  /// The mixture density of a point, in one over the product of the units of the data; 0 where it is below the range of
  /// numbers, infinite above.
  ///
  /// - Parameter point: D coordinates.
  /// - Returns: a density, not negative.
  /// - Throws: ``ModelError``, as ``logDensity(of:)``.
  /// - Complexity: O(K D³), O(K D) without correlations.
  public func density(of point: [Double]) throws(ModelError) -> Double {
    exponential(try logDensity(of: point))
  }

  /// The component with the largest responsibility for a point, or nil where that is the noise's.
  ///
  /// ```swift
  /// let name = try model.label(of: [1.5, 0.2]).map(model.componentName) ?? "noise"
  /// ```
  ///
  /// - Parameter point: D coordinates.
  /// - Returns: the component, from 0; the first where several responsibilities are equal.
  /// - Throws: ``ModelError``, as ``logDensity(of:)``.
  /// - Complexity: O(K D³), O(K D) without correlations.
  public func label(of point: [Double]) throws(ModelError) -> Int? {
    try prepared().label(of: point)
  }

  /// The posterior probabilities `r_k(x) = w_k N(x; k) / p(x)` of all components for a point; with noise they sum to 1
  /// less its own.
  ///
  /// ```swift
  /// for (name, probability) in zip(model.componentNames, try model.responsibilities(of: [1.5, 0.2])) {
  ///   print(name, probability)
  /// }
  /// ```
  ///
  /// - Parameter point: D coordinates.
  /// - Returns: K numbers from 0 to 1.
  /// - Throws: ``ModelError``, as ``logDensity(of:)``.
  /// - Complexity: O(K D³), O(K D) without correlations.
  public func responsibilities(of point: [Double]) throws(ModelError) -> [Double] {
    var responsibilities: [Double] = []
    try prepared().responsibilities(of: point, into: &responsibilities)
    return responsibilities
  }
}
