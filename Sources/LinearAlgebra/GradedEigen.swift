/// The eigenvalues (rising) and orthonormal eigenvectors of a positive semidefinite matrix whose columns have scales far
/// apart: of `D C D`, with a diagonal D, the small eigenvalues are as exact as C is well conditioned, where methods that
/// first bring the matrix to tridiagonal form lose the digits between the largest and the smallest.
///
/// The matrix is a sum of products `f fᵀ`, by Cholesky with complete pivoting; rotations make these factors orthogonal.
/// What is left of an angle between them by rounding is then taken from the smaller ones: so a small variance holds nothing
/// of a large one.
/// Source: J. Demmel and K. Veselić, Jacobi's method is more accurate than QR, SIAM Journal on Matrix Analysis and
/// Applications 13 (1992) 1204-1245, algorithm 4.4.
package struct GradedEigen: Sendable {
  package let values: [Double]
  /// Row `i` is the eigenvector of `values[i]`.
  package let vectors: SquareMatrix

  private static let sweepLimit = 60

  /// - Complexity: O(D² R) for the rank R, and O(D R²) a sweep, of which some five are needed; O(D³) for the vectors of
  ///   the values that are 0.
  package init(of symmetric: SquareMatrix) {
    let d = symmetric.count
    var factors = PivotedFactors(of: symmetric).rows
    for _ in 0..<Self.sweepLimit where Self.sweep(&factors, d) == false { break }
    let found = factors.map { row in
      let filled = row.indices.filter { row[$0] != 0 }
      // A column without covariances keeps its variance to the bit.
      return (value: filled.count == 1 ? symmetric[filled[0], filled[0]] : product(row, row), row: row)
    }.sorted { $0.value > $1.value }
    let axes = OrthonormalAxes(along: found.map(\.row), dimension: d).rows
    values = axes.indices.reversed().map { $0 < found.count ? found[$0].value : 0 }
    vectors = SquareMatrix(rows: axes.reversed())
  }

  /// Rotates every pair of factors once; answers whether any was turned.
  private static func sweep(_ factors: inout [[Double]], _ d: Int) -> Bool {
    let negligible = 0x1p-52 * Double(d).squareRoot()
    var isTurned = false
    for p in factors.indices {
      for q in (p + 1)..<max(factors.count, p + 1) {
        let mixed = product(factors[p], factors[q])
        let (first, second) = (product(factors[p], factors[p]), product(factors[q], factors[q]))
        guard abs(mixed) > negligible * (first.squareRoot() * second.squareRoot()), abs(mixed).isNormal else {
          continue
        }
        isTurned = true
        let half = (second - first) / (2 * mixed)
        let tangent = (half < 0 ? -1.0 : 1) / (abs(half) + (1 + half * half).squareRoot())
        rotate(&factors, p, q, tangent)
      }
    }
    return isTurned
  }

  private static func rotate(_ factors: inout [[Double]], _ p: Int, _ q: Int, _ tangent: Double) {
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    factors.withUnsafeMutableBufferPointer { rows in
      rows[p].withUnsafeMutableBufferPointer { first in
        rows[q].withUnsafeMutableBufferPointer { second in
          for j in first.indices {
            let (one, other) = (first[j], second[j])
            first[j] = cosine * one - sine * other
            second[j] = cosine * other + sine * one
          }
        }
      }
    }
  }
}
