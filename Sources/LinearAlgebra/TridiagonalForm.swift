/// A symmetric matrix on its way to diagonal form: `A = Zᵀ T Z` with orthonormal rows of Z and T tridiagonal.
struct TridiagonalForm {
  private let dimension: Int
  private(set) var diagonal: [Double]
  /// What stands beside the diagonal: entry i belongs to rows i and i + 1; the last one is 0.
  private var beside: [Double]
  /// The rows of Z, which end as the eigenvectors.
  private(set) var axes: [Double]

  /// Thirty steps an eigenvalue are EISPACK's limit; three are usual.
  private static let stepLimit = 60

  /// - Complexity: O(D³).
  init(of symmetric: [Double], dimension d: Int) {
    dimension = d
    var matrix = symmetric
    var scales = [Double](repeating: 0, count: d)
    for column in 0..<max(0, d - 2) {
      scales[column] = Self.reflect(&matrix, column, d)
    }
    diagonal = (0..<d).map { matrix[$0 * (d + 1)] }
    beside = (0..<d).map { $0 + 1 < d ? matrix[$0 * d + $0 + 1] : 0 }
    axes = Self.product(of: matrix, scales, d)
  }

  /// Clears a row to the right of its neighbour by a reflection `1 - s v vᵀ` from both sides, and leaves v, whose first
  /// entry is 1, below the neighbour in the column; answers s.
  private static func reflect(_ matrix: inout [Double], _ column: Int, _ d: Int) -> Double {
    let first = column + 1
    var vector = (first..<d).map { matrix[column * d + $0] }
    let (head, tail) = (vector[0], vector.dropFirst().reduce(0) { $0 + $1 * $1 })
    // Of entries up to 2: what is below is less than any rounding.
    guard tail > 0x1p-900 else {
      for i in (first + 1)..<d { matrix[i * d + column] = 0 }
      return 0
    }
    let length = (head < 0 ? -1 : 1) * (head * head + tail).squareRoot()
    let pivot = head + length
    let scale = 2 * pivot * pivot / (tail + pivot * pivot)
    for i in 1..<vector.count { vector[i] /= pivot }
    vector[0] = 1
    update(&matrix, vector, scale, first, d)
    matrix[column * d + first] = -length
    for i in (first + 1)..<d { matrix[i * d + column] = vector[i - first] }
    return scale
  }

  /// `A -= v wᵀ + w vᵀ` on what is right of and below a place, where `w = s A v - (s² vᵀ A v / 2) v`.
  private static func update(
    _ matrix: inout [Double], _ v: [Double], _ scale: Double, _ first: Int, _ d: Int
  ) {
    let size = v.count
    var w = [Double](repeating: 0, count: size)
    for (row, factor) in v.enumerated() {
      add(matrix, from: (first + row) * d + first, times: scale * factor, to: &w)
    }
    let half = scale / 2 * zip(v, w).reduce(0) { $0 + $1.0 * $1.1 }
    for i in 0..<size { w[i] -= half * v[i] }
    for row in 0..<size {
      let start = (first + row) * d + first
      add(w, from: 0, times: -v[row], to: &matrix, at: start)
      add(v, from: 0, times: -w[row], to: &matrix, at: start)
    }
  }

  /// The rows of Z from the reflections, the last one first.
  private static func product(of matrix: [Double], _ scales: [Double], _ d: Int) -> [Double] {
    var columns = [Double](repeating: 0, count: d * d)
    for i in 0..<d { columns[i * (d + 1)] = 1 }
    for column in (0..<max(0, d - 2)).reversed() where scales[column] != 0 {
      let first = column + 1
      let v = [1] + ((first + 1)..<d).map { matrix[$0 * d + column] }
      var products = [Double](repeating: 0, count: v.count)
      for (row, factor) in v.enumerated() {
        add(columns, from: (first + row) * d + first, times: factor, to: &products)
      }
      for (row, factor) in v.enumerated() {
        add(products, from: 0, times: -scales[column] * factor, to: &columns, at: (first + row) * d + first)
      }
    }
    var rows = columns
    for i in 0..<d { for j in 0..<d { rows[i * d + j] = columns[j * d + i] } }
    return rows
  }

  /// Adds a multiple of a run of numbers to a list, or to as many from a place on.
  private static func add(
    _ source: [Double], from start: Int, times factor: Double, to target: inout [Double], at place: Int? = nil
  ) {
    let count = place == nil ? target.count : source.count
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        let (from, to) = (source.extracting(start..<(start + count)), place ?? 0)
        let into = target.extracting(to..<(to + count))
        for i in 0..<count { into[i] += factor * from[i] }
      }
    }
  }

  // MARK: Diagonal form

  /// Brings T to diagonal form; answers whether that was possible.
  ///
  /// - Complexity: O(D³).
  mutating func diagonalize() -> Bool {
    for first in 0..<dimension {
      var steps = 0
      while true {
        let last = endOfBlock(from: first)
        guard last > first else { break }
        steps += 1
        guard steps <= Self.stepLimit else { return false }
        step(first, last)
      }
    }
    return true
  }

  /// Of matrices whose largest entry is near 1: what is below does not change a digit of any larger one.
  private static let negligible = 0x1p-100

  /// The last row that hangs together with one by entries that are no rounding.
  private func endOfBlock(from first: Int) -> Int {
    var last = first
    while last < dimension - 1,
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
      rotate(row, sine, cosine)
    }
    diagonal[first] -= shift
    beside[first] = bulge
    beside[last] = 0
  }

  /// Turns two neighbouring axes in their plane.
  private mutating func rotate(_ row: Int, _ sine: Double, _ cosine: Double) {
    let d = dimension
    axes.withUnsafeMutableBufferPointer { axes in
      let upper = axes.extracting((row * d)..<((row + 1) * d))
      let lower = axes.extracting(((row + 1) * d)..<((row + 2) * d))
      for j in 0..<d {
        let (one, other) = (upper[j], lower[j])
        lower[j] = sine * one + cosine * other
        upper[j] = cosine * one - sine * other
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
