/// The eigenvalues (rising) and orthonormal eigenvectors of a symmetric matrix.
///
/// Householder's reflections bring it to tridiagonal form, and implicit QL steps to diagonal form; all passes go along
/// rows, which processors do in vectors. Eigenvalues are exact to a few roundings of the largest.
/// Sources: R. Martin, C. Reinsch and J. Wilkinson, Numerische Mathematik 11 (1968) 181-195; A. Dubrulle, R. Martin and
/// J. Wilkinson, Numerische Mathematik 12 (1968) 377-383; G. Golub and C. Van Loan, Matrix Computations, 4th ed.,
/// section 8.3.
package struct SymmetricEigen: Sendable {
  package let values: [Double]
  /// Row `i` is the eigenvector of `values[i]`.
  package let vectors: SquareMatrix

  /// Decomposes a symmetric matrix, or answers nil where an entry is not finite or the iteration does not converge.
  ///
  /// - Complexity: O(D³).
  package init?(of symmetric: SquareMatrix) {
    let largest = symmetric.elements.reduce(0) { max($0, abs($1)) }
    guard symmetric.elements.allSatisfy(\.isFinite) else { return nil }
    // Squares of entries near 1 neither overflow nor vanish.
    let exponent = largest > 0 ? largest.exponent : 0
    var form = TridiagonalForm(of: symmetric.map { scaled($0, by: -exponent) })
    guard form.diagonalize() else { return nil }
    let rising = form.diagonal.indices.sorted { form.diagonal[$0] < form.diagonal[$1] }
    values = rising.map { scaled(form.diagonal[$0], by: exponent) }
    vectors = form.axes.takingRows(rising)
  }

  package func vector(_ index: Int) -> ArraySlice<Double> { vectors.row(index) }

  /// `Σ f(λ) v vᵀ` with the eigenvalues replaced by `values`, exactly symmetric.
  ///
  /// - Complexity: O(D³).
  package func matrix(values: [Double]) -> SquareMatrix {
    let d = vectors.count
    var result = SquareMatrix.zero(d)
    for row in 0..<d {
      for column in 0...row {
        var sum = 0.0
        for i in 0..<d { sum += values[i] * vectors[i, row] * vectors[i, column] }
        result[row, column] = sum
        result[column, row] = sum
      }
    }
    return result
  }
}

/// The value times a power of two.
private func scaled(_ value: Double, by exponent: Int) -> Double {
  Double(sign: .plus, exponent: exponent, significand: value)
}
