#if canImport(Accelerate)
  internal import Accelerate
#else
  internal import COpenBLAS
#endif

/// A lower triangular matrix, row-major with an explicit zero upper part.
///
/// As `W` with `Wᵀ W = Σ⁻¹` it whitens: `‖W (x - μ)‖²` is the squared Mahalanobis distance.
package struct TriangularFactor: Sendable, Hashable {
  package let dimension: Int
  package private(set) var elements: [Double]

  package init(dimension: Int, elements: [Double]) {
    precondition(elements.count == dimension * dimension, "a square matrix is needed")
    self.dimension = dimension
    self.elements = elements
  }

  package subscript(row: Int, column: Int) -> Double { elements[row * dimension + column] }

  /// Whether all entries beside the diagonal are 0.
  ///
  /// - Complexity: O(D²).
  package var isDiagonal: Bool {
    for row in 0..<dimension {
      for column in 0..<row where elements[row * dimension + column] != 0 { return false }
    }
    return true
  }

  /// The sum of the logarithms of the diagonal's magnitudes.
  ///
  /// - Complexity: O(D).
  package var logDeterminant: Double {
    (0..<dimension).reduce(0) { $0 + logarithm(abs(self[$1, $1])) }
  }

  /// The Cholesky factor `L` of a symmetric matrix `A = L Lᵀ`, or nil where `A` is not numerically
  /// positive definite.
  ///
  /// - Complexity: O(D³).
  package static func cholesky(of symmetric: [Double], dimension: Int) -> TriangularFactor? {
    var columns = symmetric  // symmetric: row-major and column-major are the same
    guard factorizeLower(&columns, dimension: dimension) else { return nil }
    var rows = [Double](repeating: 0, count: dimension * dimension)
    for row in 0..<dimension {
      for column in 0...row { rows[row * dimension + column] = columns[column * dimension + row] }
    }
    guard rows.allSatisfy(\.isFinite) else { return nil }
    return TriangularFactor(dimension: dimension, elements: rows)
  }

  /// The inverse, by forward substitution.
  ///
  /// - Complexity: O(D³).
  package var inverse: TriangularFactor {
    let d = dimension
    var result = [Double](repeating: 0, count: d * d)
    for column in 0..<d {
      result[column * d + column] = 1 / self[column, column]
      for row in (column + 1)..<max(d, column + 1) {
        var sum = 0.0
        for inner in column..<row { sum += self[row, inner] * result[inner * d + column] }
        result[row * d + column] = -sum / self[row, row]
      }
    }
    return TriangularFactor(dimension: d, elements: result)
  }

  /// A lower triangular `W` with `Wᵀ W = Mᵀ M` for a square row-major `M`, by a QL factorization with
  /// plane rotations.
  ///
  /// Rows of very different length keep their relative accuracy, which forming
  /// `Mᵀ M` would lose.
  ///
  /// - Complexity: O(D³).
  package static func whitening(fromRows matrix: [Double], dimension d: Int) -> TriangularFactor {
    var m = matrix
    for column in stride(from: d - 1, through: 1, by: -1) {
      for row in 0..<column where m[row * d + column] != 0 {
        rotate(&m, dimension: d, eliminating: row, into: column, at: column)
      }
    }
    for row in 0..<d {
      for column in (row + 1)..<max(d, row + 1) { m[row * d + column] = 0 }
      if m[row * d + row] < 0 { for column in 0...row { m[row * d + column].negate() } }
    }
    return TriangularFactor(dimension: d, elements: m)
  }

  private static func rotate(
    _ m: inout [Double], dimension d: Int, eliminating upper: Int, into lower: Int, at column: Int
  ) {
    let a = m[lower * d + column]
    let b = m[upper * d + column]
    let largest = max(abs(a), abs(b))
    let length = largest * ((a / largest) * (a / largest) + (b / largest) * (b / largest)).squareRoot()
    let cosine = a / length
    let sine = b / length
    for j in 0...column {
      let low = m[lower * d + j]
      let high = m[upper * d + j]
      m[lower * d + j] = cosine * low + sine * high
      m[upper * d + j] = cosine * high - sine * low
    }
  }

  private static func factorizeLower(_ columns: inout [Double], dimension: Int) -> Bool {
    #if canImport(Accelerate)
      var n = __CLPK_integer(dimension)
      var leading = n
      var information = __CLPK_integer(0)
      var lower = CChar(bitPattern: UInt8(ascii: "L"))
      dpotrf_(&lower, &n, &columns, &leading, &information)
      return information == 0
    #else
      CallingThread.useAlone()
      return shim_dpotrf_lower_of_columns(Int32(dimension), &columns) == 0
    #endif
  }
}
