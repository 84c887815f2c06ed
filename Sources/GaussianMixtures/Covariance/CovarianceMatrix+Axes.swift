internal import LinearAlgebra

/// What a covariance says of directions: enough to draw its ellipse or ellipsoid.
extension CovarianceMatrix {
  /// A direction in which the points of a Gaussian vary independently of all at right angles to it.
  ///
  /// ```swift
  /// let component = result.model[0]
  /// for axis in component.covariance.principalAxes {
  ///   let end = zip(component.mean, axis.direction).map { $0 + 2 * axis.standardDeviation * $1 }
  ///   print("from", component.mean, "to", end)
  /// }
  /// ```
  public struct PrincipalAxis: Sendable, Hashable, Codable {
    /// A unit vector of D numbers; of the two that say the same, the one whose largest coordinate is positive.
    public let direction: [Double]
    /// The variance along the direction, in the squared units of the data.
    public let variance: Double

    /// The standard deviation along the direction, in the units of the data.
    public var standardDeviation: Double { variance.squareRoot() }
  }

  /// The principal axes, at right angles to each other, those of the largest variance first.
  ///
  /// ```swift
  /// let long = model[0].covariance.principalAxes[0]
  /// print(long.direction, long.standardDeviation)
  /// ```
  ///
  /// The semi-axes of the ellipsoid of the Mahalanobis distance r are `r` times each standard deviation, along its
  /// direction. Where variances are equal, so are all directions between their axes.
  ///
  /// - Complexity: O(D³), O(D²) without correlations.
  public var principalAxes: [PrincipalAxis] {
    guard !hasNoCorrelations else {
      return coordinatesByVariance.map { place in
        PrincipalAxis(
          direction: (0..<dimension).map { $0 == place ? 1 : 0 }, variance: max(0, matrix[place, place]))
      }
    }
    let axes = PrincipalAxes(of: matrix.square)
    return axes.values.indices.reversed().map { place in
      PrincipalAxis(direction: Self.turned(Array(axes.axes.row(place))), variance: axes.values[place])
    }
  }

  /// The eigenvalues, the largest first: the variances along the ``principalAxes``.
  ///
  /// - Complexity: O(D³), O(D log D) where only the variances are held.
  public var eigenvalues: [Double] {
    guard !hasNoCorrelations else { return coordinatesByVariance.map { max(0, matrix[$0, $0]) } }
    return PrincipalAxes(of: matrix.square).values.reversed()
  }

  /// The standard deviation of each coordinate, in its units.
  ///
  /// - Complexity: O(D).
  public var standardDeviations: [Double] { diagonal.map { max(0, $0).squareRoot() } }

  /// The correlations of all coordinates, D arrays of D numbers from -1 to 1.
  ///
  /// They are 1 on the diagonal, and 0 where a variance is 0 or beside a correlation no number is left.
  ///
  /// - Complexity: O(D²).
  public var correlations: [[Double]] {
    let deviations = standardDeviations
    return (0..<dimension).map { i in
      (0..<dimension).map { j in
        guard i != j else { return 1 }
        // Divided one after the other: the product of two deviations may underflow.
        let ratio = self[i, j] / deviations[i] / deviations[j]
        return ratio.isFinite ? min(1, max(-1, ratio)) : 0
      }
    }
  }

  /// The covariance of some of the coordinates, in the given order.
  ///
  /// ```swift
  /// let inFirstAndThird = model[0].covariance.selecting([0, 2])
  /// ```
  ///
  /// - Parameter coordinates: each from 0.
  /// - Returns: a matrix of as many rows.
  /// - Complexity: O(d²) for d coordinates, O(d) where only the variances are held.
  public func selecting(_ coordinates: [Int]) -> CovarianceMatrix {
    CovarianceMatrix(matrix.selecting(coordinates))
  }

  /// `W` with `Wᵀ W` the inverse of the correlations; nil where they are not positive definite.
  fileprivate var whiteningOfCorrelations: TriangularFactor? {
    guard !hasNoCorrelations else {
      return TriangularFactor(diagonal: [Double](repeating: 1, count: dimension))
    }
    return SymmetricMatrix(dimension: dimension, elements: correlations.flatMap(\.self)).whitening
  }

  /// Those of the largest variance first; of equal ones the first.
  private var coordinatesByVariance: [Int] {
    let variances = diagonal
    return variances.indices.sorted { a, b in
      variances[a] != variances[b] ? variances[a] > variances[b] : a < b
    }
  }

  private static func turned(_ direction: [Double]) -> [Double] {
    let largest = direction.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? direction.map { $0 == 0 ? 0 : -$0 } : direction
  }
}

extension GaussianMixture.Component {
  /// The Mahalanobis distance of a point from the mean, `√((x - μ)ᵀ Σ⁻¹ (x - μ))`: in standard deviations, whatever the
  /// direction.
  ///
  /// ```swift
  /// let distance = try model[0].mahalanobisDistance(to: [2.5, 0.1, 3])    // in standard deviations
  /// let isOutlier = distance > 4
  /// ```
  ///
  /// - Parameter point: D coordinates.
  /// - Returns: a distance, 0 or more.
  /// - Throws: ``ModelError`` with the code `dimension` where the point or the covariance has not as many coordinates as the
  ///   mean, `notFinite` where one is NaN or infinite, and `covariance` where the covariance is not positive definite.
  /// - Complexity: O(D³), O(D) where only the variances are held.
  public func mahalanobisDistance(to point: [Double]) throws(ModelError) -> Double {
    guard point.count == mean.count, covariance.dimension == mean.count else {
      throw ModelError(
        .dimension,
        "The component has a mean of \(mean.count) and a covariance of \(covariance.dimension) dimensions, the point "
          + "has \(point.count).")
    }
    guard point.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "A coordinate of the point is not finite.")
    }
    // In standard deviations, so that units of any size keep their digits.
    let deviations = covariance.standardDeviations
    let offsets = mean.indices.map { (point[$0] - mean[$0]) / deviations[$0] }
    guard deviations.allSatisfy({ $0 > 0 }), let whitening = covariance.whiteningOfCorrelations else {
      throw ModelError(.covariance, "The covariance is not positive definite: it has no distances.")
    }
    return Self.length(whitening.applied(to: offsets))
  }

  private static func length(_ vector: [Double]) -> Double {
    let largest = vector.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    return largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
