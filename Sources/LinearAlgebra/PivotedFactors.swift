/// A positive semidefinite matrix as a sum of products `f fᵀ`, no more of them than its rank.
///
/// The columns of a Cholesky factor with complete pivoting: each takes the row of which most is left. A row of which no
/// more is left than rounding, measured by its own diagonal entry, is held by those before it.
struct PivotedFactors {
  private(set) var rows: [[Double]] = []

  /// - Complexity: O(D² R) for the rank R.
  init(of symmetric: SquareMatrix) {
    let d = symmetric.count
    var rest = symmetric
    var open = Array(0..<d)
    let rounding = 0x1p-52 * Double(d)
    while let place = open.indices.max(by: { rest[open[$0], open[$0]] < rest[open[$1], open[$1]] }) {
      let row = open.remove(at: place)
      let pivot = rest[row, row]
      guard pivot > rounding * symmetric[row, row] else { continue }
      var factor = [Double](repeating: 0, count: d)
      let root = pivot.squareRoot()
      factor[row] = root
      for other in open { factor[other] = rest[row, other] / root }
      rows.append(factor)
      for one in open {
        for other in open { rest[one, other] -= factor[one] * factor[other] }
      }
    }
  }
}
