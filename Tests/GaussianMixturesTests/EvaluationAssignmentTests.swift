import GaussianMixtures
import Testing

@Suite("Evaluation: assignment")
struct EvaluationAssignmentTests {
  /// Sizes up to 6 x 6, wide and tall.
  static let sizes = (1...6).flatMap { rows in (1...6).map { (rows, $0) } }

  @Test("small integer costs, with many ties, reach the best of all assignments", arguments: sizes)
  func integersAgainstAllAssignments(rows: Int, columns: Int) {
    var generator = SplitMix(seed: 10 * rows + columns)
    for _ in 0..<20 {
      let costs = generator.matrix(rows, columns) { Double(Int($0 * 8) - 3) }
      let least = Assignment(minimizing: costs)
      let most = Assignment(maximizing: costs)
      #expect(least.sum == bestSum(costs, by: <))
      #expect(most.sum == bestSum(costs, by: >))
      expectOneToOne(least, costs)
      expectOneToOne(most, costs)
    }
  }

  @Test("real costs of very different size reach the best of all assignments", arguments: sizes)
  func realsAgainstAllAssignments(rows: Int, columns: Int) {
    var generator = SplitMix(seed: 100 * rows + columns)
    for power in [1e-12, 1, 1e9] {
      let costs = generator.matrix(rows, columns) { power * ($0 - 0.5) * ($0 - 0.5) }
      let least = Assignment(minimizing: costs)
      #expect(abs(least.sum - bestSum(costs, by: <)) <= 1e-13 * power)
      expectOneToOne(least, costs)
    }
  }

  @Test("the greedy choice is not taken for the best")
  func greedyTrap() {
    let gains: [[Double]] = [[10, 9], [9, 0]]
    #expect(Assignment(maximizing: gains).columnOfRow == [1, 0])
    #expect(Assignment(maximizing: gains).sum == 18)
  }

  @Test("a planted permutation is found in a matrix too large to search")
  func planted() {
    var generator = SplitMix(seed: 7)
    let hidden = generator.permutation(80)
    // Costs u_i + v_j + w_ij with w zero on the planted pairs and positive elsewhere have that optimum.
    let rowParts = (0..<80).map { _ in generator.uniform() }
    let columnParts = (0..<80).map { _ in generator.uniform() }
    let costs = (0..<80).map { row in
      (0..<80).map { column in
        rowParts[row] + columnParts[column] + (hidden[row] == column ? 0 : 0.01 + generator.uniform())
      }
    }
    #expect(Assignment(minimizing: costs).columnOfRow == hidden.map { $0 })
  }

  @Test("ties are decided by the order of rows and columns")
  func ties() {
    let equal = [[Double]](repeating: [1, 1, 1], count: 3)
    #expect(Assignment(minimizing: equal).columnOfRow == [0, 1, 2])
    #expect(Assignment(minimizing: [[1, 1, 1], [1, 1, 1]]).columnOfRow == [0, 1])
    #expect(Assignment(minimizing: [[1, 1], [1, 1], [1, 1]]).columnOfRow == [0, 1, nil])
    let twoWays: [[Double]] = [[2, 1, 9], [1, 2, 1], [9, 1, 2]]
    let first = Assignment(minimizing: twoWays)
    #expect(first.columnOfRow == [1, 0, 2])  // and not [0, 2, 1], of the same sum
    #expect(first.sum == 4)
  }

  @Test("no rows or no columns leave nothing to pair")
  func empty() {
    #expect(Assignment(minimizing: []).pairs.isEmpty)
    let noColumns = Assignment(minimizing: [[], []])
    #expect(noColumns.columnOfRow == [nil, nil])
    #expect(noColumns.sum == 0)
  }

  private func expectOneToOne(_ assignment: Assignment, _ costs: [[Double]]) {
    let (rows, columns) = (costs.count, costs[0].count)
    #expect(assignment.pairs.count == min(rows, columns))
    #expect(Set(assignment.pairs.map(\.column)).count == assignment.pairs.count)
    #expect(assignment.columnOfRow.count == rows)
    #expect(assignment.rowOfColumn.count == columns)
    for (row, column) in assignment.pairs { #expect(assignment.rowOfColumn[column] == row) }
    let sum = assignment.pairs.reduce(0) { $0 + costs[$1.row][$1.column] }
    #expect(assignment.sum == sum)
  }

  /// The best sum, by trying every assignment of the shorter side.
  private func bestSum(_ costs: [[Double]], by isBetter: (Double, Double) -> Bool) -> Double {
    let columns = costs[0].count
    guard costs.count <= columns else {
      let transposed = (0..<columns).map { column in costs.map { $0[column] } }
      return bestSum(transposed, by: isBetter)
    }
    func best(from row: Int, taken: Set<Int>) -> Double {
      guard row < costs.count else { return 0 }
      var found: Double?
      for column in 0..<columns where !taken.contains(column) {
        let sum = costs[row][column] + best(from: row + 1, taken: taken.union([column]))
        if found.map({ isBetter(sum, $0) }) ?? true { found = sum }
      }
      return found ?? 0
    }
    return best(from: 0, taken: [])
  }
}
