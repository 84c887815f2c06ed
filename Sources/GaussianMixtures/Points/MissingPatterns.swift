/// Which points have the same coordinates.
struct MissingPatterns: Sendable {
  /// For each pattern the coordinates that are known, in order; some patterns may be of no point.
  private(set) var known: [[Int]]
  /// For each point its pattern.
  private(set) var numbers: [Int]

  /// - Complexity: O(N D) for N points.
  init(_ observations: Observations) {
    known = [Array(0..<observations.dimension)]
    numbers = [Int](repeating: 0, count: observations.count)
    guard observations.hasMissing else { return }
    for (coordinate, column) in observations.columns.enumerated() where column.contains(where: \.isNaN) {
      split(without: coordinate, column)
    }
  }

  /// Divides patterns into those with a coordinate and those without.
  private mutating func split(without coordinate: Int, _ column: [Double]) {
    var without: [Int: Int] = [:]
    for row in numbers.indices where column[row].isNaN {
      let old = numbers[row]
      let new = without[old] ?? known.count
      if new == known.count {
        without[old] = new
        known.append(known[old].filter { $0 != coordinate })
      }
      numbers[row] = new
    }
  }

  /// The points of each pattern that has any, in the order of the patterns' first points.
  var members: [(known: [Int], rows: [Int])] {
    var rows = known.map { _ in [Int]() }
    for (row, number) in numbers.enumerated() { rows[number].append(row) }
    return zip(known, rows).filter { !$1.isEmpty }.sorted { $0.1[0] < $1.1[0] }.map { ($0, $1) }
  }
}
