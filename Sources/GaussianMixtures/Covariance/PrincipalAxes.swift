internal import LinearAlgebra

/// The variances of a scatter along its principal axes, and the axes; both from the smallest.
///
/// No sum of squares is negative: what rounding made so is 0.
struct PrincipalAxes {
  let values: [Double]
  /// Orthonormal rows.
  let axes: [Double]

  /// - Complexity: O(D³).
  init(of scatter: [Double], dimension d: Int) {
    if let eigen = SymmetricEigen(of: scatter, dimension: d) {
      values = eigen.values.map { max($0, 0) }
      axes = eigen.vectors
    } else {
      // No convergence: then at least the coordinates' variances.
      let order = (0..<d).sorted { scatter[$0 * d + $0] < scatter[$1 * d + $1] }
      values = order.map { max(scatter[$0 * d + $0], 0) }
      axes = order.flatMap { j in (0..<d).map { $0 == j ? 1 : 0 } }
    }
  }
}
