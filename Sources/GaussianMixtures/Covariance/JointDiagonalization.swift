internal import LinearAlgebra

/// The axes along which several covariances are all diagonal, or as nearly as they can be.
///
/// Covariances of a common orientation give it back, also where two variances of one component are alike:
/// no single matrix tells all axes, and all together do. Source: J.-F. Cardoso and A. Souloumiac, Jacobi
/// angles for simultaneous diagonalization, SIAM Journal on Matrix Analysis and Applications 17 (1996)
/// 161-164.
struct JointDiagonalization {
  /// Orthonormal rows.
  let axes: SquareMatrix
  /// Along the axes, matrix after matrix, D each.
  let variances: [Double]

  private static let sweepLimit = 50

  /// - Parameters:
  ///   - covariances: of one order.
  ///   - masses: how much each of them counts.
  /// - Complexity: O(K D³) a sweep, of which there are few: their sum nearly tells the axes.
  init(of covariances: [SquareMatrix], masses: [Double]) {
    let factors = Self.normalizing(covariances, masses)
    let normalized = zip(covariances, factors).map { covariance, factor in covariance.map { $0 * factor } }
    let sum = SquareMatrix.sum(of: covariances, times: factors)
    let d = sum.count
    var rotations = PlaneRotations(normalized, axes: PrincipalAxes(of: sum).axes)
    for _ in 0..<Self.sweepLimit {
      var isTurned = false
      for i in 0..<d {
        for j in (i + 1)..<max(d, i + 1) where Self.turn(&rotations, i, j) { isTurned = true }
      }
      if !isTurned { break }
    }
    axes = rotations.axes
    variances = rotations.diagonals.enumerated().map { $1 / factors[$0 / d] }
  }

  /// To traces whose squares sum to 1, in the order of the masses: orientation is no matter of size.
  private static func normalizing(_ covariances: [SquareMatrix], _ masses: [Double]) -> [Double] {
    let total = masses.reduce(0, +)
    return zip(masses, covariances).map { ($0 / total).squareRoot() / $1.trace }
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
