/// What is held of a square matrix: no more than its diagonal where it was made of that, or all entries.
///
/// What is done entry by entry need not know which.
@usableFromInline package struct MatrixStorage: Sendable, Hashable {
  /// What is held, all entries row by row; their number never changes.
  @usableFromInline package var entries: [Double]
  /// The number of rows, and of columns.
  @usableFromInline package let count: Int
  /// Whether no more than the diagonal is held: all other entries are 0.
  @usableFromInline package let isHeldByDiagonal: Bool

  package init(diagonal: [Double]) {
    entries = diagonal
    count = diagonal.count
    isHeldByDiagonal = true
  }

  package init(_ matrix: SquareMatrix) {
    entries = matrix.elements
    count = matrix.count
    isHeldByDiagonal = false
  }

  /// What is held, for what has a way of its own with diagonals.
  @usableFromInline package enum Content {
    case diagonal([Double])
    case full(SquareMatrix)
  }

  @inlinable package var content: Content {
    isHeldByDiagonal ? .diagonal(entries) : .full(SquareMatrix(entries, count: count))
  }

  /// An entry, 0 where it is not held.
  @inlinable package subscript(row: Int, column: Int) -> Double {
    isHeldByDiagonal ? (row == column ? entries[row] : 0) : entries[row * count + column]
  }

  /// - Complexity: O(1) where only the diagonal is held, else O(D).
  package var diagonal: [Double] {
    switch content {
    case .diagonal(let diagonal): diagonal
    case .full(let matrix): matrix.diagonal
    }
  }

  /// With all entries.
  ///
  /// - Complexity: O(D²) where only the diagonal is held, else O(1).
  @inlinable package var square: SquareMatrix {
    switch content {
    case .diagonal(let diagonal): SquareMatrix(diagonal: diagonal)
    case .full(let matrix): matrix
    }
  }

  /// Whether all entries beside the diagonal are 0.
  ///
  /// - Complexity: O(1) where only the diagonal is held, else O(D²), as a rule O(1).
  package var isDiagonal: Bool {
    switch content {
    case .diagonal: true
    case .full(let matrix): matrix.isDiagonal
    }
  }

  package mutating func addToDiagonal(_ summand: (_ place: Int) -> Double) {
    let step = isHeldByDiagonal ? 1 : count + 1
    for place in 0..<count { entries[place * step] += summand(place) }
  }

  /// Adds `factor v vᵀ`, as far as it is held.
  package mutating func add(_ factor: Double, timesSquareOf vector: [Double]) {
    guard isHeldByDiagonal else {
      let count = count
      entries.withUnsafeMutableBufferPointer {
        MatrixRows($0, count: count).add(factor, timesSquareOf: vector)
      }
      return
    }
    for place in entries.indices { entries[place] += factor * vector[place] * vector[place] }
  }
}
