/// A small square matrix, row by row.
///
/// Other targets' loops go over its entries one by one. What is `@inlinable package` is compiled into these only where the
/// type is usable from inline too; without, every entry would be a call.
@usableFromInline package struct SquareMatrix: Sendable, Hashable {
  /// Row by row.
  @usableFromInline package private(set) var elements: [Double]
  /// The number of rows, and of columns.
  @usableFromInline package let count: Int

  /// - Parameters:
  ///   - elements: row by row.
  ///   - count: the number of rows.
  @inlinable package init(_ elements: [Double], count: Int) {
    precondition(elements.count == count * count, "a square matrix has as many columns as rows")
    self.count = count
    self.elements = elements
  }

  /// Asks for one entry after the other, row by row.
  @inlinable package init(count: Int, entry: (_ row: Int, _ column: Int) -> Double) {
    self.count = count
    elements = [Double](unsafeUninitializedCapacity: count * count) { elements, initializedCount in
      for row in 0..<count {
        for column in 0..<count {
          elements.initializeElement(at: row * count + column, to: entry(row, column))
        }
      }
      initializedCount = count * count
    }
  }

  package init(rows: [[Double]]) { self.init(rows.flatMap(\.self), count: rows.count) }

  @inlinable package init(diagonal: [Double]) {
    self = .zero(diagonal.count)
    for (place, entry) in diagonal.enumerated() { self[place, place] = entry }
  }

  @inlinable package static func zero(_ count: Int) -> SquareMatrix {
    SquareMatrix([Double](repeating: 0, count: count * count), count: count)
  }

  package static func identity(_ count: Int) -> SquareMatrix {
    SquareMatrix(count: count) { $0 == $1 ? 1 : 0 }
  }

  @inlinable package subscript(row: Int, column: Int) -> Double {
    get { elements[row * count + column] }
    set { elements[row * count + column] = newValue }
  }

  @inlinable package func row(_ index: Int) -> ArraySlice<Double> {
    elements[(index * count)..<((index + 1) * count)]
  }

  /// - Complexity: O(D).
  @inlinable package var diagonal: [Double] { (0..<count).map { self[$0, $0] } }

  /// The sum of the diagonal.
  ///
  /// - Complexity: O(D).
  @inlinable package var trace: Double { (0..<count).reduce(0.0) { $0 + self[$1, $1] } }

  /// Whether all entries beside the diagonal are 0.
  ///
  /// - Complexity: O(D²), as a rule O(1).
  package var isDiagonal: Bool {
    for row in 0..<count {
      for column in 0..<count where column != row && self[row, column] != 0 { return false }
    }
    return true
  }

  package var transposed: SquareMatrix { SquareMatrix(count: count) { self[$1, $0] } }

  /// The rows in another order.
  package func takingRows(_ order: [Int]) -> SquareMatrix { SquareMatrix(order.flatMap(row), count: count) }
}

// MARK: - Arithmetic

extension SquareMatrix {
  @inlinable package func map(_ transform: (Double) -> Double) -> SquareMatrix {
    SquareMatrix(elements.map(transform), count: count)
  }

  /// Makes an entry of each two.
  @inlinable package func combined(
    with other: SquareMatrix, _ combine: (Double, Double) -> Double
  ) -> SquareMatrix {
    SquareMatrix(zip(elements, other.elements).map(combine), count: count)
  }

  /// The sum of several, each times a factor.
  package static func sum(of matrices: [SquareMatrix], times factors: [Double]) -> SquareMatrix {
    var sum = SquareMatrix.zero(matrices.first?.count ?? 0)
    for (matrix, factor) in zip(matrices, factors) { sum.add(matrix, times: factor) }
    return sum
  }

  /// Adds a multiple of another.
  @inlinable package mutating func add(_ other: SquareMatrix, times factor: Double) {
    for place in elements.indices { elements[place] += other.elements[place] * factor }
  }

  /// Adds `factor v vᵀ`.
  package mutating func add(_ factor: Double, timesSquareOf vector: [Double]) {
    withUnsafeRows { $0.add(factor, timesSquareOf: vector) }
  }

  /// - Complexity: O(D³).
  package static func * (left: SquareMatrix, right: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix.zero(left.count)
    product.withUnsafeRows { product in
      for row in 0..<left.count {
        let target = product[row]
        for inner in 0..<left.count {
          let factor = left[row, inner]
          for column in 0..<left.count { target[column] += factor * right[inner, column] }
        }
      }
    }
    return product
  }
}

extension SquareMatrix {
  /// The lower triangle of `Mᵀ diag(w) M`, with zeros above it.
  ///
  /// - Complexity: O(D³).
  package func square(weights: [Double]) -> SquareMatrix {
    let d = count
    var (sum, terms) = (SquareMatrix.zero(d), self)
    sum.withUnsafeRows { sum in
      terms.withUnsafeRows { terms in
        // A row takes in all terms while it is in a cache, four at a time and each entry in their order.
        for row in 0..<d {
          let target = sum[row]
          for first in stride(from: 0, to: d - 3, by: 4) {
            let (one, two, three, four) = (terms[first], terms[first + 1], terms[first + 2], terms[first + 3])
            let (w1, w2) = (weights[first] * one[row], weights[first + 1] * two[row])
            let (w3, w4) = (weights[first + 2] * three[row], weights[first + 3] * four[row])
            for column in 0...row {
              var entry = target[column] + w1 * one[column]
              entry += w2 * two[column]
              entry += w3 * three[column]
              target[column] = entry + w4 * four[column]
            }
          }
          for last in (d - d % 4)..<d {
            let weight = weights[last] * terms[last, row]
            for column in 0...row { target[column] += weight * terms[last, column] }
          }
        }
      }
    }
    return sum
  }
}

// MARK: - Loops over all entries

extension SquareMatrix {
  /// The rows where they are in memory, for loops that take as long as a decomposition: no entry's place is checked.
  @inlinable package mutating func withUnsafeRows<Result>(_ body: (MatrixRows) -> Result) -> Result {
    let count = count
    return elements.withUnsafeMutableBufferPointer { body(MatrixRows($0, count: count)) }
  }
}

/// The rows of a square matrix in memory that another owns.
@usableFromInline package struct MatrixRows {
  @usableFromInline package let count: Int
  @usableFromInline let elements: UnsafeMutableBufferPointer<Double>

  @inlinable package init(_ elements: UnsafeMutableBufferPointer<Double>, count: Int) {
    self.elements = elements
    self.count = count
  }

  @inlinable package subscript(row: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: elements.baseAddress.map { $0 + row * count }, count: count)
  }

  @inlinable package subscript(row: Int, column: Int) -> Double {
    get { elements[row * count + column] }
    nonmutating set { elements[row * count + column] = newValue }
  }

  /// Adds `factor v vᵀ`.
  func add(_ factor: Double, timesSquareOf vector: [Double]) {
    for row in 0..<count {
      let (target, share) = (self[row], factor * vector[row])
      for column in 0..<count { target[column] += share * vector[column] }
    }
  }
}
