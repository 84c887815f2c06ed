internal import LinearAlgebra

/// Symmetric matrices in common axes that are turned in one plane at a time.
struct PlaneRotations {
  /// The number of matrices.
  let count: Int
  /// The axes, orthonormal rows.
  private(set) var axes: SquareMatrix
  /// The matrices as the axes see them, one after the other: a turn goes over all of them.
  private var elements: [Double]

  var dimension: Int { axes.count }

  /// Begins with given axes.
  ///
  /// - Complexity: O(K D³).
  init(_ matrices: [SquareMatrix], axes: SquareMatrix) {
    let d = axes.count
    count = matrices.count
    self.axes = axes
    elements = [Double](repeating: 0, count: count * d * d)
    var product = SquareMatrix.zero(d)
    for (k, matrix) in matrices.enumerated() {
      for i in 0..<d {
        for j in 0..<d { product[i, j] = (0..<d).reduce(0.0) { $0 + axes[i, $1] * matrix[$1, j] } }
      }
      for i in 0..<d {
        for j in 0...i {
          let entry = (0..<d).reduce(0.0) { $0 + product[i, $1] * axes[j, $1] }
          elements[place(k, i, j)] = entry
          elements[place(k, j, i)] = entry
        }
      }
    }
  }

  private func place(_ k: Int, _ i: Int, _ j: Int) -> Int { (k * dimension + i) * dimension + j }

  /// The variances along the axes, matrix after matrix.
  var diagonals: [Double] {
    var result: [Double] = []
    result.reserveCapacity(count * dimension)
    for k in 0..<count {
      for i in 0..<dimension { result.append(max(elements[place(k, i, i)], 0)) }
    }
    return result
  }

  /// The sum of a matrix' variances, which no rotation changes.
  func trace(_ k: Int) -> Double {
    (0..<dimension).reduce(0.0) { $0 + elements[place(k, $1, $1)] }
  }

  /// Half the difference of a matrix' variances along two axes, and its covariance between them.
  func entries(_ k: Int, _ i: Int, _ j: Int) -> (halfDifference: Double, covariance: Double) {
    ((elements[place(k, i, i)] - elements[place(k, j, j)]) / 2, elements[place(k, i, j)])
  }

  /// Axis i becomes `c i + s j`, axis j becomes `c j - s i`.
  ///
  /// - Complexity: O(K D).
  mutating func rotate(_ i: Int, _ j: Int, by angle: Direction) {
    let d = dimension
    axes.withUnsafeRows { Self.turn($0[i], $0[j], by: angle) }
    elements.withUnsafeMutableBufferPointer { elements in
      for start in stride(from: 0, to: elements.count, by: d * d) {
        let rows = MatrixRows(elements.extracting(start..<(start + d * d)), count: d)
        let (rowI, rowJ) = (rows[i], rows[j])
        Self.turn(rowI, rowJ, by: angle)
        // In their own plane both sides turn; elsewhere the columns are the rows once more.
        Self.turn(&rowI[i], &rowI[j], by: angle)
        Self.turn(&rowJ[i], &rowJ[j], by: angle)
        rowJ[i] = rowI[j]
        for row in 0..<d where row != i && row != j {
          rows[row, i] = rowI[row]
          rows[row, j] = rowJ[row]
        }
      }
    }
  }

  private static func turn(
    _ first: UnsafeMutableBufferPointer<Double>, _ second: UnsafeMutableBufferPointer<Double>,
    by angle: Direction
  ) {
    for place in first.indices { turn(&first[place], &second[place], by: angle) }
  }

  private static func turn(_ first: inout Double, _ second: inout Double, by angle: Direction) {
    let (x, y) = (first, second)
    first = angle.cosine * x + angle.sine * y
    second = angle.cosine * y - angle.sine * x
  }
}

/// An angle by its cosine and sine.
struct Direction {
  let cosine: Double
  let sine: Double

  /// The direction of a vector that is not 0.
  init(_ x: Double, _ y: Double) {
    let largest = max(abs(x), abs(y))
    let (x, y) = (x / largest, y / largest)
    let length = (x * x + y * y).squareRoot()
    cosine = x / length
    sine = y / length
  }

  /// Half the angle, from -90 to 90 degrees.
  var half: Direction {
    guard cosine < 0 else {
      return Direction(1 + cosine, sine)
    }
    return sine < 0 ? Direction(-sine, cosine - 1) : Direction(sine, 1 - cosine)
  }
}
