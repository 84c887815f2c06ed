/// The eigenvalues (rising) and orthonormal eigenvectors of a symmetric matrix.
///
/// Householder's reflections bring it to tridiagonal form, and implicit QL steps to diagonal form; all passes go along
/// rows, which processors do in vectors. Eigenvalues are exact to a few roundings of the largest.
/// Sources: R. Martin, C. Reinsch and J. Wilkinson, Numerische Mathematik 11 (1968) 181-195; A. Dubrulle, R. Martin and
/// J. Wilkinson, Numerische Mathematik 12 (1968) 377-383; G. Golub and C. Van Loan, Matrix Computations, 4th ed.,
/// section 8.3.
package struct SymmetricEigen: Sendable {
  package let dimension: Int
  package let values: [Double]
  /// Row `i` is the eigenvector of `values[i]`.
  package let vectors: [Double]

  /// Decomposes a symmetric matrix, or answers nil where an entry is not finite or the iteration does not converge.
  ///
  /// - Complexity: O(D³).
  package init?(of symmetric: [Double], dimension: Int) {
    precondition(symmetric.count == dimension * dimension, "a square matrix is needed")
    let largest = symmetric.reduce(0) { max($0, abs($1)) }
    guard symmetric.allSatisfy(\.isFinite) else { return nil }
    // Squares of entries near 1 neither overflow nor vanish.
    let exponent = largest > 0 ? largest.exponent : 0
    var form = TridiagonalForm(of: symmetric.map { scaled($0, by: -exponent) }, dimension: dimension)
    guard form.diagonalize() else { return nil }
    let rising = (0..<dimension).sorted { form.diagonal[$0] < form.diagonal[$1] }
    self.dimension = dimension
    values = rising.map { scaled(form.diagonal[$0], by: exponent) }
    vectors = rising.flatMap { form.axes[($0 * dimension)..<(($0 + 1) * dimension)] }
  }

  package func vector(_ index: Int) -> ArraySlice<Double> {
    vectors[(index * dimension)..<((index + 1) * dimension)]
  }

  /// `Σ f(λ) v vᵀ` with the eigenvalues replaced by `values`, exactly symmetric.
  ///
  /// - Complexity: O(D³).
  package func matrix(values: [Double]) -> [Double] {
    let d = dimension
    var result = [Double](repeating: 0, count: d * d)
    for row in 0..<d {
      for column in 0...row {
        var sum = 0.0
        for i in 0..<d { sum += values[i] * vectors[i * d + row] * vectors[i * d + column] }
        result[row * d + column] = sum
        result[column * d + row] = sum
      }
    }
    return result
  }
}

/// The value times a power of two.
private func scaled(_ value: Double, by exponent: Int) -> Double {
  Double(sign: .plus, exponent: exponent, significand: value)
}
