internal import LinearAlgebra

/// A symmetric D x D matrix in the form that it was made in: the diagonal alone where all else is 0, or all entries.
///
/// Scatters and covariances are such matrices. A pass that takes no products of two coordinates yields diagonal
/// ones, and what is made of these stays diagonal; so nothing but the choice of the moments needs to know of
/// structures, and without correlations all costs O(D).
package struct SymmetricMatrix: Sendable, Hashable {
  /// Which entries are held.
  package enum Form: Sendable, Hashable {
    case diagonal, full

    /// The form of a sum.
    func joined(with other: Form) -> Form { self == .full ? .full : other }
  }

  private(set) var storage: MatrixStorage

  package var dimension: Int { storage.count }

  package var form: Form { storage.isHeldByDiagonal ? .diagonal : .full }

  package init(diagonal: [Double]) { storage = MatrixStorage(diagonal: diagonal) }

  init(_ matrix: SquareMatrix) { storage = MatrixStorage(matrix) }

  /// - Parameter elements: D x D, row by row.
  package init(dimension: Int, elements: [Double]) { self.init(SquareMatrix(elements, count: dimension)) }

  static func zero(_ form: Form, dimension: Int) -> SymmetricMatrix {
    form == .diagonal
      ? SymmetricMatrix(diagonal: [Double](repeating: 0, count: dimension))
      : SymmetricMatrix(.zero(dimension))
  }

  subscript(row: Int, column: Int) -> Double { storage[row, column] }

  /// The diagonal, or all entries row by row.
  var entries: [Double] { storage.entries }

  /// - Complexity: O(D), O(1) for a diagonal matrix.
  var diagonal: [Double] { storage.diagonal }

  /// With all entries.
  ///
  /// - Complexity: O(1), O(D²) for a diagonal matrix.
  var square: SquareMatrix { storage.square }

  /// All entries, row by row.
  ///
  /// - Complexity: O(1), O(D²) for a diagonal matrix.
  var elements: [Double] { square.elements }

  /// Whether the entries beside the diagonal are 0, in whatever form.
  ///
  /// - Complexity: O(1) for the diagonal form, else O(D²), as a rule O(1).
  var isDiagonal: Bool { storage.isDiagonal }

  /// The same held by its diagonal where that is all there is.
  var compact: SymmetricMatrix { isDiagonal ? taking(.diagonal) : self }

  /// What a form has room for: the diagonal form leaves out the others.
  func taking(_ other: Form) -> SymmetricMatrix {
    guard form != other else { return self }
    return other == .diagonal ? SymmetricMatrix(diagonal: diagonal) : SymmetricMatrix(square)
  }

  /// Of some of the coordinates, in their order.
  func selecting(_ coordinates: [Int]) -> SymmetricMatrix {
    switch storage.content {
    case .diagonal(let entries):
      SymmetricMatrix(diagonal: coordinates.map { entries[$0] })
    case .full(let matrix):
      SymmetricMatrix(
        SquareMatrix(count: coordinates.count) { matrix[coordinates[$0], coordinates[$1]] })
    }
  }
}

// MARK: - Arithmetic

extension SymmetricMatrix {
  /// - Parameter transform: makes an entry of an entry, and 0 of 0.
  func map(_ transform: (Double) -> Double) -> SymmetricMatrix {
    var result = self
    for place in entries.indices { result.storage.entries[place] = transform(entries[place]) }
    return result
  }

  /// - Parameter transform: makes an entry of an entry, its row and its column, and 0 of 0.
  func mapEntries(_ transform: (_ entry: Double, _ row: Int, _ column: Int) -> Double) -> SymmetricMatrix {
    var result = self
    var place = 0
    for row in 0..<dimension {
      for column in form == .diagonal ? row..<(row + 1) : 0..<dimension {
        result.storage.entries[place] = transform(entries[place], row, column)
        place += 1
      }
    }
    return result
  }

  /// The same of columns divided by units: a covariance becomes the correlations where these are the deviations.
  func divided(by units: [Double]) -> SymmetricMatrix { mapEntries { $0 / (units[$1] * units[$2]) } }

  /// - Parameter combine: makes an entry of two, and 0 of two that are 0.
  func combined(with other: SymmetricMatrix, _ combine: (Double, Double) -> Double) -> SymmetricMatrix {
    let common = form.joined(with: other.form)
    var result = taking(common)
    let others = other.taking(common).entries
    for place in others.indices {
      result.storage.entries[place] = combine(result.storage.entries[place], others[place])
    }
    return result
  }

  static func + (left: SymmetricMatrix, right: SymmetricMatrix) -> SymmetricMatrix {
    left.combined(with: right, +)
  }

  /// Adds the magnitudes of the differences of two others, in place where all are of one form.
  mutating func addDistances(_ a: SymmetricMatrix, _ b: SymmetricMatrix) {
    guard a.form == form, b.form == form else {
      self = self + a.combined(with: b) { abs($0 - $1) }
      return
    }
    for place in entries.indices { storage.entries[place] += abs(a.entries[place] - b.entries[place]) }
  }

  mutating func addToDiagonal(_ summand: (_ place: Int) -> Double) { storage.addToDiagonal(summand) }

  /// Adds `factor v vᵀ`, as far as the form has room for it.
  mutating func add(_ factor: Double, timesSquareOf vector: [Double]) {
    storage.add(factor, timesSquareOf: vector)
  }
}

// MARK: - Factors

extension SymmetricMatrix {
  /// The Cholesky factor; nil where the matrix is not numerically positive definite.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var factor: TriangularFactor? {
    switch storage.content {
    case .diagonal(let entries):
      guard entries.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      return TriangularFactor(diagonal: entries.map { $0.squareRoot() })
    case .full(let matrix):
      return .cholesky(of: matrix)
    }
  }

  /// `W` with `Wᵀ W = A⁻¹`; nil where the matrix is not numerically positive definite.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var whitening: TriangularFactor? {
    switch storage.content {
    case .diagonal: factor?.inverse
    case .full(let matrix): .whitening(of: matrix)
    }
  }

  /// The Cholesky factor of a sound component's covariance: only rounding on the floor can leave it without one, and then its
  /// deviations stand for it. Without correlations it always has one.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var soundFactor: TriangularFactor {
    compact.factor ?? TriangularFactor(diagonal: diagonal.map { $0.squareRoot() })
  }

  /// The same for ``whitening``.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var soundWhitening: TriangularFactor { compact.whitening ?? soundFactor.inverse }

  /// `L Lᵀ`.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal factor.
  init(productOf factor: TriangularFactor) {
    switch factor.storage.content {
    case .diagonal(let entries):
      self.init(diagonal: entries.map { $0 * $0 })
    case .full(let lower):
      var product = SquareMatrix.zero(lower.count)
      for row in 0..<lower.count {
        for column in 0...row {
          let entry = (0...column).reduce(0.0) { $0 + lower[row, $1] * lower[column, $1] }
          product[row, column] = entry
          product[column, row] = entry
        }
      }
      self.init(product)
    }
  }
}
