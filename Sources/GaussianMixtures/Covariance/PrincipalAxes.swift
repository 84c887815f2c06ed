internal import LinearAlgebra

/// The variances of a scatter along its principal axes, and the axes; both from the smallest.
///
/// No sum of squares is negative: what rounding made so is 0.
struct PrincipalAxes {
  let values: [Double]
  /// Orthonormal rows.
  let axes: SquareMatrix

  /// Where columns are as far apart as this, which bounds of their own make them, the quicker method would lose the
  /// digits of the small ones.
  private static let grading = 0x1p-20

  /// - Complexity: O(D³).
  init(of scatter: SquareMatrix) {
    let diagonal = scatter.diagonal
    if let largest = diagonal.max(), let smallest = diagonal.min(), smallest < largest * Self.grading {
      let eigen = GradedEigen(of: scatter)
      values = eigen.values.map { max($0, 0) }
      axes = eigen.vectors
    } else if let eigen = SymmetricEigen(of: scatter) {
      values = eigen.values.map { max($0, 0) }
      axes = eigen.vectors
    } else {
      // No convergence: then at least the coordinates' variances.
      let order = diagonal.indices.sorted { diagonal[$0] < diagonal[$1] }
      values = order.map { max(diagonal[$0], 0) }
      axes = SquareMatrix.identity(diagonal.count).takingRows(order)
    }
  }
}
