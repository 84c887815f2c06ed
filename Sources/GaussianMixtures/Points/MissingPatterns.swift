/// Which points have the same coordinates.
struct MissingPatterns: Sendable {
  private let columns: [PointColumn]
  /// For each point its pattern, from 0.
  private var numbers: [Int]
  private var count = 1

  /// - Complexity: O(N D) for N points.
  init(_ observations: Observations) {
    columns = observations.coordinates
    numbers = [Int](repeating: 0, count: observations.count)
    guard observations.hasMissing else { return }
    for column in PointColumn.notFinite(columns) { split(by: columns[column]) }
  }

  /// Divides patterns into those with a coordinate and those without.
  private mutating func split(by column: PointColumn) {
    var without: [Int: Int] = [:]
    for row in numbers.indices where column[row].isNaN {
      let new = without[numbers[row]] ?? count
      if new == count {
        without[numbers[row]] = new
        count += 1
      }
      numbers[row] = new
    }
  }

  /// The points of each pattern that has any, in the order of the patterns' first points, and the coordinates that
  /// are known of them, in order.
  ///
  /// - Complexity: O(N + P D) for P patterns.
  var members: [(known: [Int], rows: [Int])] {
    var places: [Int: Int] = [:]
    var members: [[Int]] = []
    for (row, number) in numbers.enumerated() {
      if let place = places[number] {
        members[place].append(row)
      } else {
        places[number] = members.count
        members.append([row])
      }
    }
    return members.map { rows in (columns.indices.filter { !columns[$0][rows[0]].isNaN }, rows) }
  }
}
