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

  package let dimension: Int
  package let form: Form
  /// The diagonal, or all entries row by row.
  private(set) var entries: [Double]

  package init(diagonal: [Double]) {
    dimension = diagonal.count
    form = .diagonal
    entries = diagonal
  }

  /// - Parameter elements: D x D, row by row.
  package init(dimension: Int, elements: [Double]) {
    precondition(elements.count == dimension * dimension, "a symmetric matrix has D x D entries")
    self.dimension = dimension
    form = .full
    entries = elements
  }

  static func zero(_ form: Form, dimension: Int) -> SymmetricMatrix {
    let row = [Double](repeating: 0, count: dimension)
    return form == .diagonal
      ? SymmetricMatrix(diagonal: row)
      : SymmetricMatrix(dimension: dimension, elements: row.flatMap { _ in row })
  }

  subscript(row: Int, column: Int) -> Double {
    form == .diagonal ? (row == column ? entries[row] : 0) : entries[row * dimension + column]
  }

  /// - Complexity: O(D).
  var diagonal: [Double] {
    form == .diagonal ? entries : (0..<dimension).map { entries[$0 * (dimension + 1)] }
  }

  /// All entries, row by row.
  ///
  /// - Complexity: O(D²) for a diagonal matrix.
  var elements: [Double] {
    guard form == .diagonal else { return entries }
    var elements = [Double](repeating: 0, count: dimension * dimension)
    for (place, entry) in entries.enumerated() { elements[place * (dimension + 1)] = entry }
    return elements
  }

  /// Whether the entries beside the diagonal are 0, in whatever form.
  ///
  /// - Complexity: O(1) for the diagonal form, else O(D²), as a rule O(1).
  var isDiagonal: Bool {
    form == .diagonal
      || entries.indices.allSatisfy { entries[$0] == 0 || $0 / dimension == $0 % dimension }
  }

  /// The same held by its diagonal where that is all there is.
  var compact: SymmetricMatrix { isDiagonal ? taking(.diagonal) : self }

  /// What a form has room for: the diagonal form leaves out the others.
  func taking(_ other: Form) -> SymmetricMatrix {
    guard form != other else { return self }
    return other == .diagonal
      ? SymmetricMatrix(diagonal: diagonal) : SymmetricMatrix(dimension: dimension, elements: elements)
  }

  /// Of some of the coordinates, in their order.
  func selecting(_ coordinates: [Int]) -> SymmetricMatrix {
    guard form == .full else { return SymmetricMatrix(diagonal: coordinates.map { entries[$0] }) }
    return SymmetricMatrix(
      dimension: coordinates.count,
      elements: coordinates.flatMap { row in coordinates.map { entries[row * dimension + $0] } })
  }
}

// MARK: - Arithmetic

extension SymmetricMatrix {
  /// - Parameter transform: makes an entry of an entry, and 0 of 0.
  func map(_ transform: (Double) -> Double) -> SymmetricMatrix {
    var result = self
    for place in entries.indices { result.entries[place] = transform(entries[place]) }
    return result
  }

  /// - Parameter transform: makes an entry of an entry, its row and its column, and 0 of 0.
  func mapEntries(_ transform: (_ entry: Double, _ row: Int, _ column: Int) -> Double) -> SymmetricMatrix {
    var result = self
    var place = 0
    for row in 0..<dimension {
      for column in form == .diagonal ? row..<(row + 1) : 0..<dimension {
        result.entries[place] = transform(entries[place], row, column)
        place += 1
      }
    }
    return result
  }

  /// - Parameter combine: makes an entry of two, and 0 of two that are 0.
  func combined(with other: SymmetricMatrix, _ combine: (Double, Double) -> Double) -> SymmetricMatrix {
    let common = form.joined(with: other.form)
    var result = taking(common)
    let others = other.taking(common).entries
    for place in others.indices { result.entries[place] = combine(result.entries[place], others[place]) }
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
    for place in entries.indices { entries[place] += abs(a.entries[place] - b.entries[place]) }
  }

  mutating func addToDiagonal(_ summand: (_ place: Int) -> Double) {
    let step = form == .diagonal ? 1 : dimension + 1
    for place in 0..<dimension { entries[place * step] += summand(place) }
  }

  /// Adds `factor v vᵀ`, as far as the form has room for it.
  mutating func add(_ factor: Double, timesSquareOf vector: [Double]) {
    guard form == .full else {
      for place in entries.indices { entries[place] += factor * vector[place] * vector[place] }
      return
    }
    for row in 0..<dimension {
      for column in 0..<dimension {
        entries[row * dimension + column] += factor * vector[row] * vector[column]
      }
    }
  }
}

// MARK: - Factors

extension SymmetricMatrix {
  /// The Cholesky factor; nil where the matrix is not numerically positive definite.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var factor: TriangularFactor? {
    guard form == .diagonal else { return .cholesky(of: entries, dimension: dimension) }
    guard entries.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    return TriangularFactor(diagonal: entries.map { $0.squareRoot() })
  }

  /// `W` with `Wᵀ W = A⁻¹`; nil where the matrix is not numerically positive definite.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal matrix.
  var whitening: TriangularFactor? {
    form == .diagonal ? factor?.inverse : .whitening(of: entries, dimension: dimension)
  }

  /// `L Lᵀ`.
  ///
  /// - Complexity: O(D³), O(D) for a diagonal factor.
  init(productOf factor: TriangularFactor) {
    guard !factor.isHeldByDiagonal else {
      self.init(diagonal: factor.entries.map { $0 * $0 })
      return
    }
    let d = factor.dimension
    var result = [Double](repeating: 0, count: d * d)
    for row in 0..<d {
      for column in 0...row {
        let entry = (0...column).reduce(0.0) { $0 + factor[row, $1] * factor[column, $1] }
        result[row * d + column] = entry
        result[column * d + row] = entry
      }
    }
    self.init(dimension: d, elements: result)
  }
}
