#if canImport(Accelerate)
  internal import Accelerate
#else
  internal import COpenBLAS
#endif

/// The eigenvalues (rising) and orthonormal eigenvectors of a symmetric matrix (LAPACK `dsyev`).
package struct SymmetricEigen: Sendable {
  package let dimension: Int
  package let values: [Double]
  /// Row `i` is the eigenvector of `values[i]`.
  package let vectors: [Double]

  /// Decomposes a symmetric matrix, or answers nil where the iteration does not converge.
  ///
  /// - Complexity: O(D³).
  package init?(of symmetric: [Double], dimension: Int) {
    var columns = symmetric
    var values = [Double](repeating: 0, count: dimension)
    guard Self.decompose(&columns, &values, dimension) else { return nil }
    self.dimension = dimension
    self.values = values
    self.vectors = columns  // columns of a column-major matrix are the rows of its row-major view
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

  private static func decompose(_ a: inout [Double], _ values: inout [Double], _ dimension: Int) -> Bool {
    var work = [Double](repeating: 0, count: max(1, 34 * dimension))
    #if canImport(Accelerate)
      var n = __CLPK_integer(dimension)
      var leading = n
      var size = __CLPK_integer(work.count)
      var information = __CLPK_integer(0)
      var job = CChar(bitPattern: UInt8(ascii: "V"))
      var lower = CChar(bitPattern: UInt8(ascii: "L"))
      dsyev_(&job, &lower, &n, &a, &leading, &values, &work, &size, &information)
      return information == 0
    #else
      CallingThread.useAlone()
      return shim_dsyev(Int32(dimension), &a, &values, &work, Int32(work.count)) == 0
    #endif
  }
}
