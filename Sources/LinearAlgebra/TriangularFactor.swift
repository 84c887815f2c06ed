internal import Elementary

/// A lower triangular matrix: by its diagonal where it is made of one, else row-major with an explicit zero upper
/// part.
///
/// As `W` with `Wᵀ W = Σ⁻¹` it whitens: `‖W (x - μ)‖²` is the squared Mahalanobis distance.
package struct TriangularFactor: Sendable, Hashable {
  package let dimension: Int
  /// Whether no more than the diagonal is held.
  package let isHeldByDiagonal: Bool
  /// What is held: D entries or D x D.
  package private(set) var entries: [Double]

  package init(dimension: Int, elements: [Double]) {
    precondition(elements.count == dimension * dimension, "a square matrix is needed")
    self.dimension = dimension
    isHeldByDiagonal = false
    entries = elements
  }

  package init(diagonal: [Double]) {
    dimension = diagonal.count
    isHeldByDiagonal = true
    entries = diagonal
  }

  /// An entry of the lower triangle.
  package subscript(row: Int, column: Int) -> Double {
    isHeldByDiagonal ? (row == column ? entries[row] : 0) : entries[row * dimension + column]
  }

  /// All D x D entries, row by row.
  ///
  /// - Complexity: O(D²) where only the diagonal is held.
  package var elements: [Double] {
    guard isHeldByDiagonal else { return entries }
    var elements = [Double](repeating: 0, count: dimension * dimension)
    for (place, entry) in entries.enumerated() { elements[place * (dimension + 1)] = entry }
    return elements
  }

  package var diagonal: [Double] {
    isHeldByDiagonal ? entries : (0..<dimension).map { entries[$0 * (dimension + 1)] }
  }

  /// Whether all entries beside the diagonal are 0.
  ///
  /// - Complexity: O(1) where only the diagonal is held, else O(D²).
  package var isDiagonal: Bool {
    guard !isHeldByDiagonal else { return true }
    for row in 0..<dimension {
      for column in 0..<row where entries[row * dimension + column] != 0 { return false }
    }
    return true
  }

  /// The sum of the logarithms of the diagonal's magnitudes.
  ///
  /// - Complexity: O(D).
  package var logDeterminant: Double {
    (0..<dimension).reduce(0) { $0 + naturalLogarithm(abs(self[$1, $1])) }
  }

  /// The product with a vector.
  ///
  /// - Complexity: O(D) where only the diagonal is held, else O(D²).
  package func applied(to vector: [Double]) -> [Double] {
    (0..<dimension).map { row in
      guard !isHeldByDiagonal else { return entries[row] * vector[row] }
      return (0...row).reduce(0.0) { $0 + entries[row * dimension + $1] * vector[$1] }
    }
  }

  /// The Cholesky factor `L` of a symmetric matrix `A = L Lᵀ`, or nil where `A` is not numerically
  /// positive definite.
  ///
  /// - Complexity: O(D³).
  package static func cholesky(of symmetric: [Double], dimension: Int) -> TriangularFactor? {
    var elements = symmetric
    let isDefinite = elements.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { factorize($0, dimension) } ?? false
    }
    return isDefinite ? TriangularFactor(dimension: dimension, elements: elements) : nil
  }

  /// The inverse, by forward substitution.
  ///
  /// - Complexity: O(D³), O(D) where only the diagonal is held.
  package var inverse: TriangularFactor {
    var result = self
    result.invert()
    return result
  }

  /// The inverse of the Cholesky factor of `A`: `W` with `Wᵀ W = A⁻¹`; nil where `A` is not numerically
  /// positive definite.
  ///
  /// - Complexity: O(D³).
  package static func whitening(of symmetric: [Double], dimension: Int) -> TriangularFactor? {
    guard var factor = cholesky(of: symmetric, dimension: dimension) else { return nil }
    factor.invert()
    return factor
  }

  private mutating func invert() {
    let d = dimension
    guard !isHeldByDiagonal else {
      for place in entries.indices { entries[place] = 1 / entries[place] }
      return
    }
    entries.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { Self.invert(base, d) }
    }
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

  // Loops of our own: at the small dimensions of mixtures a call of LAPACK costs more than the work. Each goes along
  // rows, which processors do in vectors, and adds to an entry in the order of the textbook's sums.

  /// So many rows of a factor stay in a cache while all rows after them take them in.
  private static let panel = 32

  /// In place; of the input the lower triangle is read. The transposed factor is made above the diagonal, panel by
  /// panel.
  private static func factorize(_ a: UnsafeMutablePointer<Double>, _ d: Int) -> Bool {
    for row in 0..<d { for column in 0..<row { a[column * d + row] = a[row * d + column] } }
    for start in stride(from: 0, to: d, by: panel) {
      let end = min(start + panel, d)
      for row in start..<end {
        subtract(start..<row, from: row, a, d)
        let current = a + row * d
        let pivot = current[row]
        guard pivot > 0, pivot.isFinite else { return false }
        let root = pivot.squareRoot()
        current[row] = root
        for column in (row + 1)..<max(d, row + 1) { current[column] /= root }
      }
      for row in end..<max(d, end) { subtract(start..<end, from: row, a, d) }
    }
    for row in 0..<d {
      for column in 0..<row {
        a[row * d + column] = a[column * d + row]
        a[column * d + row] = 0
      }
    }
    return true
  }

  /// Takes what finished rows of the transposed factor explain from a row, from its diagonal on.
  private static func subtract(
    _ finished: Range<Int>, from row: Int, _ a: UnsafeMutablePointer<Double>, _ d: Int
  ) {
    let current = a + row * d
    var next = finished.lowerBound
    // Four at a time, since a row is read and written once for all of them.
    while next + 4 <= finished.upperBound {
      let (one, two) = (a + next * d, a + (next + 1) * d)
      let (three, four) = (a + (next + 2) * d, a + (next + 3) * d)
      let (first, second, third, fourth) = (one[row], two[row], three[row], four[row])
      for column in row..<d {
        var entry = current[column] - first * one[column]
        entry -= second * two[column]
        entry -= third * three[column]
        current[column] = entry - fourth * four[column]
      }
      next += 4
    }
    for other in next..<finished.upperBound {
      let source = a + other * d
      let factor = source[row]
      for column in row..<d { current[column] -= factor * source[column] }
    }
  }

  /// In place: a row needs only itself, and the rows above, which are inverted already.
  private static func invert(_ a: UnsafeMutablePointer<Double>, _ d: Int) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: d) { sums in
      for row in 0..<d {
        let current = a + row * d
        let reciprocal = 1 / current[row]
        sums.initialize(repeating: 0)
        for inner in 0..<row {
          let (factor, source) = (current[inner], a + inner * d)
          for column in 0...inner { sums[column] += factor * source[column] }
        }
        for column in 0..<row { current[column] = -sums[column] * reciprocal }
        current[row] = reciprocal
      }
    }
  }
}
