/// Symmetric matrices in common axes that are turned in one plane at a time.
struct PlaneRotations {
  let dimension: Int
  /// The axes, orthonormal rows.
  private(set) var axes: [Double]
  /// The matrices as the axes see them, one after the other.
  private(set) var matrices: [Double]

  var count: Int { matrices.count / (dimension * dimension) }

  /// Begins with the coordinates as axes.
  init(_ matrices: [Double], dimension d: Int) {
    dimension = d
    self.matrices = matrices
    axes = (0..<(d * d)).map { $0 / d == $0 % d ? 1 : 0 }
  }

  /// Begins with given axes.
  ///
  /// - Complexity: O(K D³).
  init(_ matrices: [Double], axes: [Double], dimension d: Int) {
    dimension = d
    self.axes = axes
    self.matrices = [Double](repeating: 0, count: matrices.count)
    var product = [Double](repeating: 0, count: d * d)
    for base in stride(from: 0, to: matrices.count, by: d * d) {
      for i in 0..<d {
        for j in 0..<d {
          product[i * d + j] = (0..<d).reduce(0.0) { $0 + axes[i * d + $1] * matrices[base + $1 * d + j] }
        }
      }
      for i in 0..<d {
        for j in 0...i {
          let entry = (0..<d).reduce(0.0) { $0 + product[i * d + $1] * axes[j * d + $1] }
          self.matrices[base + i * d + j] = entry
          self.matrices[base + j * d + i] = entry
        }
      }
    }
  }

  /// The variances along the axes, matrix after matrix.
  var diagonals: [Double] {
    let d = dimension
    return (0..<(count * d)).map { max(matrices[$0 / d * d * d + $0 % d * (d + 1)], 0) }
  }

  /// The sum of a matrix' variances, which no rotation changes.
  func trace(_ k: Int) -> Double {
    (0..<dimension).reduce(0.0) { $0 + matrices[k * dimension * dimension + $1 * (dimension + 1)] }
  }

  /// Half the difference of a matrix' variances along two axes, and its covariance between them.
  func entries(_ k: Int, _ i: Int, _ j: Int) -> (halfDifference: Double, covariance: Double) {
    let base = k * dimension * dimension
    return (
      (matrices[base + i * dimension + i] - matrices[base + j * dimension + j]) / 2,
      matrices[base + i * dimension + j]
    )
  }

  /// Axis i becomes `c i + s j`, axis j becomes `c j - s i`.
  ///
  /// - Complexity: O(K D).
  mutating func rotate(_ i: Int, _ j: Int, by angle: Direction) {
    let d = dimension
    axes.withUnsafeMutableBufferPointer { Self.turn($0, i * d, j * d, count: d, by: angle) }
    matrices.withUnsafeMutableBufferPointer { matrices in
      for base in stride(from: 0, to: matrices.count, by: d * d) {
        let (rowI, rowJ) = (base + i * d, base + j * d)
        Self.turn(matrices, rowI, rowJ, count: d, by: angle)
        // In their own plane both sides turn; elsewhere the columns are the rows once more.
        Self.turn(matrices, rowI + i, rowI + j, count: 1, by: angle)
        Self.turn(matrices, rowJ + i, rowJ + j, count: 1, by: angle)
        matrices[rowJ + i] = matrices[rowI + j]
        for row in 0..<d where row != i && row != j {
          matrices[base + row * d + i] = matrices[rowI + row]
          matrices[base + row * d + j] = matrices[rowJ + row]
        }
      }
    }
  }

  private static func turn(
    _ values: UnsafeMutableBufferPointer<Double>, _ first: Int, _ second: Int, count: Int, by angle: Direction
  ) {
    for place in 0..<count {
      let (x, y) = (values[first + place], values[second + place])
      values[first + place] = angle.cosine * x + angle.sine * y
      values[second + place] = angle.cosine * y - angle.sine * x
    }
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
