internal import Elementary

/// A lower triangular matrix: by its diagonal where it is made of one, else with an explicit zero upper part.
///
/// As `W` with `Wᵀ W = Σ⁻¹` it whitens: `‖W (x - μ)‖²` is the squared Mahalanobis distance.
@usableFromInline package struct TriangularFactor: Sendable, Hashable {
  @usableFromInline package let storage: MatrixStorage

  package init(_ lower: SquareMatrix) { storage = MatrixStorage(lower) }

  package init(diagonal: [Double]) { storage = MatrixStorage(diagonal: diagonal) }

  package var dimension: Int { storage.count }

  /// Whether no more than the diagonal is held.
  package var isHeldByDiagonal: Bool { storage.isHeldByDiagonal }

  /// An entry of the lower triangle.
  @inlinable package subscript(row: Int, column: Int) -> Double { storage[row, column] }

  package var diagonal: [Double] { storage.diagonal }

  /// Whether all entries beside the diagonal are 0.
  ///
  /// - Complexity: O(1) where only the diagonal is held, else O(D²), as a rule O(D).
  package var isDiagonal: Bool { storage.isDiagonal }

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
    switch storage.content {
    case .diagonal(let entries):
      entries.indices.map { entries[$0] * vector[$0] }
    case .full(let lower):
      (0..<lower.count).map { row in (0...row).reduce(0.0) { $0 + lower[row, $1] * vector[$1] } }
    }
  }

  /// The Cholesky factor `L` of a symmetric matrix `A = L Lᵀ`, or nil where `A` is not numerically
  /// positive definite.
  ///
  /// - Complexity: O(D³).
  package static func cholesky(of symmetric: SquareMatrix) -> TriangularFactor? {
    var matrix = symmetric
    return matrix.withUnsafeRows(factorize) ? TriangularFactor(matrix) : nil
  }

  /// The inverse, by forward substitution.
  ///
  /// - Complexity: O(D³), O(D) where only the diagonal is held.
  package var inverse: TriangularFactor {
    switch storage.content {
    case .diagonal(let entries):
      return TriangularFactor(diagonal: entries.map { 1 / $0 })
    case .full(var lower):
      lower.withUnsafeRows(Self.invert)
      return TriangularFactor(lower)
    }
  }

  /// The inverse of the Cholesky factor of `A`: `W` with `Wᵀ W = A⁻¹`; nil where `A` is not numerically
  /// positive definite.
  ///
  /// - Complexity: O(D³).
  package static func whitening(of symmetric: SquareMatrix) -> TriangularFactor? {
    var matrix = symmetric
    guard matrix.withUnsafeRows(factorize) else { return nil }
    matrix.withUnsafeRows(invert)
    return TriangularFactor(matrix)
  }

  /// A lower triangular `W` with `Wᵀ W = Mᵀ M` for a square `M`, by a QL factorization with
  /// plane rotations.
  ///
  /// Rows of very different length keep their relative accuracy, which forming
  /// `Mᵀ M` would lose.
  ///
  /// - Complexity: O(D³).
  package static func whitening(fromRows matrix: SquareMatrix) -> TriangularFactor {
    let d = matrix.count
    var m = matrix
    for column in stride(from: d - 1, through: 1, by: -1) {
      for row in 0..<column where m[row, column] != 0 {
        rotate(&m, eliminating: row, into: column, at: column)
      }
    }
    for row in 0..<d {
      for column in (row + 1)..<max(d, row + 1) { m[row, column] = 0 }
      if m[row, row] < 0 { for column in 0...row { m[row, column].negate() } }
    }
    return TriangularFactor(m)
  }

  private static func rotate(
    _ m: inout SquareMatrix, eliminating upper: Int, into lower: Int, at column: Int
  ) {
    let a = m[lower, column]
    let b = m[upper, column]
    let largest = max(abs(a), abs(b))
    let length = largest * ((a / largest) * (a / largest) + (b / largest) * (b / largest)).squareRoot()
    let cosine = a / length
    let sine = b / length
    m.withUnsafeRows { m in
      let (lower, upper) = (m[lower], m[upper])
      for j in 0...column {
        let (low, high) = (lower[j], upper[j])
        lower[j] = cosine * low + sine * high
        upper[j] = cosine * high - sine * low
      }
    }
  }

  // Loops of our own: at the small dimensions of mixtures a call of LAPACK costs more than the work. Each goes along
  // rows, which processors do in vectors, and adds to an entry in the order of the textbook's sums.

  /// So many rows of a factor stay in a cache while all rows after them take them in.
  private static let panel = 32

  /// In place; of the input the lower triangle is read. The transposed factor is made above the diagonal, panel by
  /// panel.
  private static func factorize(_ a: MatrixRows) -> Bool {
    let d = a.count
    for row in 0..<d { for column in 0..<row { a[column, row] = a[row, column] } }
    for start in stride(from: 0, to: d, by: panel) {
      let end = min(start + panel, d)
      for row in start..<end {
        subtract(start..<row, from: row, a)
        let current = a[row]
        let pivot = current[row]
        guard pivot > 0, pivot.isFinite else { return false }
        let root = pivot.squareRoot()
        current[row] = root
        for column in (row + 1)..<max(d, row + 1) { current[column] /= root }
      }
      for row in end..<max(d, end) { subtract(start..<end, from: row, a) }
    }
    for row in 0..<d {
      for column in 0..<row {
        a[row, column] = a[column, row]
        a[column, row] = 0
      }
    }
    return true
  }

  /// Takes what finished rows of the transposed factor explain from a row, from its diagonal on.
  private static func subtract(_ finished: Range<Int>, from row: Int, _ a: MatrixRows) {
    let (current, d) = (a[row], a.count)
    var next = finished.lowerBound
    // Four at a time, since a row is read and written once for all of them.
    while next + 4 <= finished.upperBound {
      let (one, two, three, four) = (a[next], a[next + 1], a[next + 2], a[next + 3])
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
      let source = a[other]
      let factor = source[row]
      for column in row..<d { current[column] -= factor * source[column] }
    }
  }

  /// In place: a row needs only itself, and the rows above, which are inverted already; a panel of rows takes in those
  /// above it together.
  private static func invert(_ a: MatrixRows) {
    let d = a.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: min(panel, d) * d) { sums in
      for start in stride(from: 0, to: d, by: panel) {
        let end = min(start + panel, d)
        sums.initialize(repeating: 0)
        func sum(_ row: Int) -> UnsafeMutableBufferPointer<Double> {
          UnsafeMutableBufferPointer(rebasing: sums[((row - start) * d)..<((row - start + 1) * d)])
        }
        for next in stride(from: 0, to: start, by: 4) {
          for row in start..<end { addFour(from: next, to: sum(row), a, factors: a[row]) }
        }
        for row in start..<end {
          let (current, sum) = (a[row], sum(row))
          for inner in start..<row {
            let (factor, source) = (current[inner], a[inner])
            for column in 0...inner { sum[column] += factor * source[column] }
          }
          let reciprocal = 1 / current[row]
          for column in 0..<row { current[column] = -sum[column] * reciprocal }
          current[row] = reciprocal
        }
      }
    }
  }

  /// Adds four rows of a lower triangle from `first` on to sums, each times its factor.
  private static func addFour(
    from first: Int, to sums: UnsafeMutableBufferPointer<Double>, _ a: MatrixRows,
    factors: UnsafeMutableBufferPointer<Double>
  ) {
    let (one, two, three, four) = (a[first], a[first + 1], a[first + 2], a[first + 3])
    let (a1, a2, a3, a4) = (factors[first], factors[first + 1], factors[first + 2], factors[first + 3])
    for column in 0...first {
      var sum = sums[column] + a1 * one[column]
      sum += a2 * two[column]
      sum += a3 * three[column]
      sums[column] = sum + a4 * four[column]
    }
    for row in 1...3 {
      let (factor, source) = (factors[first + row], a[first + row])
      for column in (first + 1)...(first + row) { sums[column] += factor * source[column] }
    }
  }
}
