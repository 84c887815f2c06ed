extension TriangularFactor {
  /// `Wᵀ W`, the inverse of what the factor whitens.
  ///
  /// - Complexity: O(D³), O(D) where only the diagonal is held.
  package var precision: SquareMatrix {
    switch storage.content {
    case .diagonal(let entries): return SquareMatrix(diagonal: entries.map { $0 * $0 })
    case .full(let lower):
      var product = SquareMatrix.zero(lower.count)
      product.withUnsafeRows { product in
        // Row by row of the factor, each of which is a sum of one square.
        for inner in 0..<lower.count {
          for row in 0...inner {
            let (factor, target) = (lower[inner, row], product[row])
            for column in 0...row { target[column] += factor * lower[inner, column] }
          }
        }
        for row in 0..<lower.count { for column in 0..<row { product[column, row] = product[row, column] } }
      }
      return product
    }
  }

  /// The lower triangular `W` with `Wᵀ W = A`; nil where `A` is not numerically positive definite.
  ///
  /// It is the Cholesky factor of the matrix with rows and columns in the opposite order, turned back.
  ///
  /// - Complexity: O(D³).
  package static func whitening(ofPrecision matrix: SquareMatrix) -> TriangularFactor? {
    let last = matrix.count - 1
    let turned = SquareMatrix(count: matrix.count) { matrix[last - $0, last - $1] }
    return cholesky(of: turned).map { lower in
      TriangularFactor(SquareMatrix(count: matrix.count) { $1 <= $0 ? lower[last - $1, last - $0] : 0 })
    }
  }
}
