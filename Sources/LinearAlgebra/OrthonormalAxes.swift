/// Unit vectors at right angles along vectors that nearly are, made complete by coordinates.
///
/// Each gives up what it holds of those before it, twice where it may hold much. So those that matter most come first, and
/// components of very different size keep their relative accuracy.
struct OrthonormalAxes {
  private(set) var rows: [[Double]] = []

  /// - Parameters:
  ///   - vectors: independent, those first that others give way to.
  ///   - dimension: D.
  /// - Complexity: O(D³).
  init(along vectors: [[Double]], dimension d: Int) {
    rows.reserveCapacity(d)
    for vector in vectors { append(unit(vector), passes: 1) }
    var held = (0..<d).map { j in rows.reduce(0.0) { $0 + $1[j] * $1[j] } }
    while rows.count < d, let place = held.indices.min(by: { held[$0] < held[$1] }) {
      // Of this coordinate the axes so far hold least: what is subtracted leaves something.
      append((0..<d).map { $0 == place ? 1.0 : 0 }, passes: 2)
      for j in 0..<d { held[j] += rows[rows.count - 1][j] * rows[rows.count - 1][j] }
    }
  }

  private mutating func append(_ vector: [Double], passes: Int) {
    var vector = vector
    for _ in 0..<passes {
      for axis in rows {
        let part = product(axis, vector)
        if part != 0 { for j in vector.indices { vector[j] -= part * axis[j] } }
      }
    }
    rows.append(unit(vector))
  }

  private func unit(_ vector: [Double]) -> [Double] {
    let length = product(vector, vector).squareRoot()
    return vector.map { $0 / length }
  }
}
