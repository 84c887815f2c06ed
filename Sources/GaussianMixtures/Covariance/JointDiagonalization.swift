/// The axes along which several covariances are all diagonal, or as nearly as they can be.
///
/// Covariances of a common orientation give it back, also where two variances of one component are alike:
/// no single matrix tells all axes, and all together do. Source: J.-F. Cardoso and A. Souloumiac, Jacobi
/// angles for simultaneous diagonalization, SIAM Journal on Matrix Analysis and Applications 17 (1996)
/// 161-164.
enum JointDiagonalization {
  private static let sweepLimit = 50

  /// - Parameters:
  ///   - covariances: D x D each, one after the other.
  ///   - masses: how much each of them counts.
  ///   - dimension: D.
  /// - Returns: orthonormal rows.
  /// - Complexity: O(K D³) a sweep.
  static func axes(of covariances: [Double], masses: [Double], dimension d: Int) -> [Double] {
    var rotations = PlaneRotations(normalized(covariances, masses, d), dimension: d)
    for _ in 0..<sweepLimit {
      var isTurned = false
      for i in 0..<d {
        for j in (i + 1)..<max(d, i + 1) where turn(&rotations, i, j) { isTurned = true }
      }
      if !isTurned { break }
    }
    return rotations.axes
  }

  /// To traces whose squares sum to 1, in the order of the masses: orientation is no matter of size.
  private static func normalized(_ covariances: [Double], _ masses: [Double], _ d: Int) -> [Double] {
    let total = masses.reduce(0, +)
    var result = covariances
    for (k, mass) in masses.enumerated() {
      let base = k * d * d
      let trace = (0..<d).reduce(0.0) { $0 + covariances[base + $1 * (d + 1)] }
      let factor = (mass / total).squareRoot() / trace
      for index in base..<(base + d * d) { result[index] *= factor }
    }
    return result
  }

  /// The rotation that makes the sum of squares of one entry smallest; false where it is only rounding.
  private static func turn(_ rotations: inout PlaneRotations, _ i: Int, _ j: Int) -> Bool {
    var (differences, covariances, products) = (0.0, 0.0, 0.0)
    for k in 0..<rotations.count {
      let (difference, covariance) = rotations.entries(k, i, j)
      differences += difference * difference
      covariances += covariance * covariance
      products += difference * covariance
    }
    guard covariances > 1e-32 else { return false }
    let angle = Direction(differences - covariances, 2 * products).half.half
    rotations.rotate(i, j, by: angle)
    return abs(angle.sine) > 1e-14
  }
}
