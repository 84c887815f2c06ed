internal import Elementary
internal import LinearAlgebra

extension MixtureDivergence {
  /// A component of the first mixture and the one of the second that it corresponds to.
  ///
  /// ```swift
  /// let matches: [MixtureDivergence.Match] = try MixtureDivergence(from: model, to: result.model).matching
  /// let near = matches.filter { $0.hellingerDistance < 0.1 }
  /// ```
  public struct Match: Sendable, Hashable {
    /// The component of the first mixture, from 0.
    public let first: Int
    /// The component of the second, from 0.
    public let second: Int
    /// The Hellinger distance of the two Gaussians, weights aside: 0 where they are the same, 1 where they do not overlap.
    public let hellingerDistance: Double
  }

  /// The one-to-one matching of components under which the squared Hellinger distances of all pairs have the least sum.
  ///
  /// ```swift
  /// let matches: [MixtureDivergence.Match] = try MixtureDivergence(from: model, to: result.model).matching
  /// for match in matches { print(match.first, match.second, match.hellingerDistance) }
  /// ```
  ///
  /// The distance has no unit and is bounded, so that what corresponds to nothing does not disturb the other pairs. Components of
  /// the mixture that has more are left without a partner.
  ///
  /// - Complexity: O(K K' D³ + K² K') for K components in the smaller and K' in the larger mixture.
  public var matching: [Match] {
    let costs = first.components.map { left in
      second.components.map { right in
        1 - Self.coefficient(left.covariance, right.covariance, left.mean, right.mean)
      }
    }
    return Assignment(minimizing: costs).pairs.map {
      Match(first: $0.row, second: $0.column, hellingerDistance: costs[$0.row][$0.column].squareRoot())
    }
  }

  /// The Bhattacharyya coefficient `∫ √(p q)` of two Gaussians, from 0 to 1.
  private static func coefficient(
    _ left: CovarianceMatrix, _ right: CovarianceMatrix, _ leftMean: [Double], _ rightMean: [Double]
  ) -> Double {
    let dimension = leftMean.count
    let middle = SquareMatrix(count: dimension) { (left[$0, $1] + right[$0, $1]) / 2 }
    guard let whitening = TriangularFactor.whitening(of: middle) else {
      return left == right && leftMean == rightMean ? 1 : 0
    }
    let (own, other) = (left.matrix.soundFactor, right.matrix.soundFactor)
    let distance = whitening.applied(to: zip(leftMean, rightMean).map { $0 - $1 })
    let square = distance.reduce(0) { $0 + $1 * $1 }
    let logRatio = (own.logDeterminant + other.logDeterminant) / 2 + whitening.logDeterminant
    return min(exponential(logRatio - square / 8), 1)
  }
}
