/// The eigenvalues (rising) and orthonormal eigenvectors of a positive semidefinite matrix whose columns have scales far
/// apart: of `D C D`, with a diagonal D, the small eigenvalues are as exact as C is well conditioned, where methods that
/// first bring the matrix to tridiagonal form lose the digits between the largest and the smallest.
///
/// Cyclic Jacobi rotations, on the rows in falling order of their diagonal entries.
/// Source: J. Demmel and K. Veselić, Jacobi's method is more accurate than QR, SIAM Journal on Matrix Analysis and
/// Applications 13 (1992) 1204-1245.
package struct GradedEigen: Sendable {
  package let values: [Double]
  /// Row `i` is the eigenvector of `values[i]`.
  package let vectors: [Double]

  private static let sweepLimit = 60
  /// Of the geometric mean of two diagonal entries: what is below is rounding.
  private static let negligible = 0x1p-52

  /// - Complexity: O(D³) a sweep, of which some ten are needed.
  package init(of symmetric: [Double], dimension d: Int) {
    let order = (0..<d).sorted { symmetric[$0 * d + $0] > symmetric[$1 * d + $1] }
    var matrix = order.flatMap { i in order.map { symmetric[i * d + $0] } }
    var axes = [Double](repeating: 0, count: d * d)
    for i in 0..<d { axes[i * d + order[i]] = 1 }
    for _ in 0..<Self.sweepLimit where Self.sweep(&matrix, &axes, d) == false { break }
    let found = matrix
    let rising = (0..<d).sorted { found[$0 * d + $0] < found[$1 * d + $1] }
    values = rising.map { found[$0 * d + $0] }
    vectors = rising.flatMap { axes[($0 * d)..<(($0 + 1) * d)] }
  }

  /// Rotates every plane once; answers whether any was turned.
  private static func sweep(_ matrix: inout [Double], _ axes: inout [Double], _ d: Int) -> Bool {
    var isTurned = false
    for p in 0..<d {
      for q in (p + 1)..<max(d, p + 1) {
        let (first, second, mixed) = (matrix[p * d + p], matrix[q * d + q], matrix[p * d + q])
        guard abs(mixed) > negligible * (abs(first) * abs(second)).squareRoot(), abs(mixed).isNormal else {
          continue
        }
        isTurned = true
        let half = (second - first) / (2 * mixed)
        let tangent = (half < 0 ? -1.0 : 1) / (abs(half) + (1 + half * half).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        rotate(&matrix, p, q, cosine, tangent * cosine, d)
        matrix[p * d + p] = first - tangent * mixed
        matrix[q * d + q] = second + tangent * mixed
        matrix[p * d + q] = 0
        matrix[q * d + p] = 0
        for j in 0..<d {
          let (one, other) = (axes[p * d + j], axes[q * d + j])
          axes[p * d + j] = cosine * (one - tangent * other)
          axes[q * d + j] = cosine * (other + tangent * one)
        }
      }
    }
    return isTurned
  }

  /// What is beside the plane's own four entries.
  private static func rotate(
    _ matrix: inout [Double], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double, _ d: Int
  ) {
    for j in 0..<d where j != p && j != q {
      let (one, other) = (matrix[p * d + j], matrix[q * d + j])
      let (first, second) = (cosine * one - sine * other, sine * one + cosine * other)
      matrix[p * d + j] = first
      matrix[j * d + p] = first
      matrix[q * d + j] = second
      matrix[j * d + q] = second
    }
  }
}
