/// A symmetric matrix on its way to diagonal form: `A = Zᵀ T Z` with orthonormal rows of Z and T tridiagonal.
struct TridiagonalForm {
  private(set) var diagonal: [Double]
  /// What stands beside the diagonal: entry i belongs to rows i and i + 1; the last one is 0.
  private var beside: [Double]
  /// The rows of Z, which end as the eigenvectors.
  private(set) var axes: SquareMatrix

  /// Turns of neighbouring axes that are still to be done, in order.
  private var turns: [Turn] = []

  private struct Turn {
    /// The first of the two.
    let row: Int
    let sine: Double
    let cosine: Double
  }

  /// Thirty steps an eigenvalue are EISPACK's limit; three are usual.
  private static let stepLimit = 60

  /// - Complexity: O(D³).
  init(of symmetric: SquareMatrix) {
    let d = symmetric.count
    var matrix = symmetric
    var scales = [Double](repeating: 0, count: d)
    for column in 0..<max(0, d - 2) { scales[column] = Self.reflect(&matrix, column) }
    diagonal = matrix.diagonal
    beside = (0..<d).map { $0 + 1 < d ? matrix[$0, $0 + 1] : 0 }
    axes = Self.product(of: matrix, scales)
  }

  /// Clears a row to the right of its neighbour by a reflection `1 - s v vᵀ` from both sides, and leaves v, whose first
  /// entry is 1, below the neighbour in the column; answers s.
  private static func reflect(_ matrix: inout SquareMatrix, _ column: Int) -> Double {
    let (first, d) = (column + 1, matrix.count)
    var vector = Array(matrix.row(column).dropFirst(first))
    let (head, tail) = (vector[0], vector.dropFirst().reduce(0) { $0 + $1 * $1 })
    // Of entries up to 2: what is below is less than any rounding.
    guard tail > 0x1p-900 else {
      for i in (first + 1)..<d { matrix[i, column] = 0 }
      return 0
    }
    let length = (head < 0 ? -1 : 1) * (head * head + tail).squareRoot()
    let pivot = head + length
    let scale = 2 * pivot * pivot / (tail + pivot * pivot)
    for i in 1..<vector.count { vector[i] /= pivot }
    vector[0] = 1
    update(&matrix, vector, scale, first)
    matrix[column, first] = -length
    for i in (first + 1)..<d { matrix[i, column] = vector[i - first] }
    return scale
  }

  /// `A -= v wᵀ + w vᵀ` on what is right of and below a place, where `w = s A v - (s² vᵀ A v / 2) v`.
  private static func update(_ matrix: inout SquareMatrix, _ v: [Double], _ scale: Double, _ first: Int) {
    let size = v.count
    var w = [Double](repeating: 0, count: size)
    for (row, factor) in v.enumerated() {
      matrix.add(row: first + row, from: first, times: scale * factor, to: &w)
    }
    let half = scale / 2 * zip(v, w).reduce(0) { $0 + $1.0 * $1.1 }
    for i in 0..<size { w[i] -= half * v[i] }
    for row in 0..<size { matrix.add(w, times: -v[row], v, times: -w[row], toRow: first + row, from: first) }
  }

  /// The rows of Z from the reflections, the last one first.
  private static func product(of matrix: SquareMatrix, _ scales: [Double]) -> SquareMatrix {
    let d = matrix.count
    var columns = SquareMatrix.identity(d)
    for column in (0..<max(0, d - 2)).reversed() where scales[column] != 0 {
      let first = column + 1
      let v = [1] + ((first + 1)..<d).map { matrix[$0, column] }
      var products = [Double](repeating: 0, count: v.count)
      for (row, factor) in v.enumerated() {
        columns.add(row: first + row, from: first, times: factor, to: &products)
      }
      for (row, factor) in v.enumerated() {
        columns.add(products, times: -scales[column] * factor, toRow: first + row, from: first)
      }
    }
    return columns.transposed
  }

  // MARK: Diagonal form

  /// Brings T to diagonal form; answers whether that was possible.
  ///
  /// - Complexity: O(D³).
  mutating func diagonalize() -> Bool {
    for first in diagonal.indices {
      var steps = 0
      while true {
        let last = endOfBlock(from: first)
        guard last > first else { break }
        steps += 1
        guard steps <= Self.stepLimit else { return false }
        step(first, last)
        if turns.count >= Self.stepsTogether * diagonal.count { turnAxes() }
      }
    }
    turnAxes()
    return true
  }

  /// Of matrices whose largest entry is near 1: what is below does not change a digit of any larger one.
  private static let negligible = 0x1p-100

  /// The last row that hangs together with one by entries that are no rounding.
  private func endOfBlock(from first: Int) -> Int {
    var last = first
    while last < diagonal.count - 1,
      abs(beside[last])
        > max(Self.negligible, 0x1p-52 * (abs(diagonal[last]) + abs(diagonal[last + 1])))
    {
      last += 1
    }
    return last
  }

  /// One implicit QL step on a block, with the shift from its first two rows.
  private mutating func step(_ first: Int, _ last: Int) {
    let ratio = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
    let root = hypotenuse(ratio, 1)
    var bulge =
      diagonal[last] - diagonal[first] + beside[first] / (ratio + (ratio < 0 ? -root : root))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for row in (first..<last).reversed() {
      let (crossed, kept) = (sine * beside[row], cosine * beside[row])
      let length = hypotenuse(crossed, bulge)
      beside[row + 1] = length
      guard length > 0 else {
        diagonal[row + 1] -= shift
        beside[last] = 0
        return
      }
      (sine, cosine) = (crossed / length, bulge / length)
      let moved = diagonal[row + 1] - shift
      let gain = (diagonal[row] - moved) * sine + 2 * cosine * kept
      shift = sine * gain
      diagonal[row + 1] = moved + shift
      bulge = cosine * gain - kept
      turns.append(Turn(row: row, sine: sine, cosine: cosine))
    }
    diagonal[first] -= shift
    beside[first] = bulge
    beside[last] = 0
  }

  /// The turns of so many steps are done together, for some columns after the other: these stay in a cache.
  private static let stepsTogether = 8
  private static let columnsTogether = 32

  /// Turns neighbouring axes in their planes.
  private mutating func turnAxes() {
    let turns = turns
    axes.withUnsafeRows { axes in
      for start in stride(from: 0, to: axes.count, by: Self.columnsTogether) {
        let end = min(start + Self.columnsTogether, axes.count)
        for turn in turns {
          let (upper, lower) = (axes[turn.row], axes[turn.row + 1])
          for j in start..<end {
            let (one, other) = (upper[j], lower[j])
            lower[j] = turn.sine * one + turn.cosine * other
            upper[j] = turn.cosine * one - turn.sine * other
          }
        }
      }
    }
    self.turns.removeAll(keepingCapacity: true)
  }
}

extension SquareMatrix {
  /// Adds a multiple of what is in a row from a column on to a list.
  fileprivate func add(row: Int, from column: Int, times factor: Double, to target: inout [Double]) {
    self.row(row).dropFirst(column).withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for i in target.indices { target[i] += factor * source[i] }
      }
    }
  }

  /// Adds multiples of two lists, one after the other, to what is in a row from a column on.
  fileprivate mutating func add(
    _ first: [Double], times a: Double, _ second: [Double], times b: Double, toRow row: Int, from column: Int
  ) {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        withUnsafeRows { rows in
          let target = rows[row].extracting(column..<rows.count)
          for i in first.indices {
            let entry = target[i] + a * first[i]
            target[i] = entry + b * second[i]
          }
        }
      }
    }
  }

  /// Adds a multiple of a list to what is in a row from a column on.
  fileprivate mutating func add(_ source: [Double], times factor: Double, toRow row: Int, from column: Int) {
    source.withUnsafeBufferPointer { source in
      withUnsafeRows { rows in
        let target = rows[row].extracting(column..<rows.count)
        for i in source.indices { target[i] += factor * source[i] }
      }
    }
  }
}

/// `√(a² + b²)`, whose squares may not vanish.
private func hypotenuse(_ first: Double, _ second: Double) -> Double {
  let (large, small) = (max(abs(first), abs(second)), min(abs(first), abs(second)))
  guard large > 0 else { return 0 }
  let ratio = small / large
  return large * (1 + ratio * ratio).squareRoot()
}
