#if Command

import GaussianMixtures
import Tables

extension PointTable {
  /// The columns that tell groups apart.
  func groupColumns(_ specification: String) throws(TableError) -> [Int] {
    let columns = try selectColumns(specification, option: "--by")
    for column in columns { try requireEverywhere(column) }
    return columns
  }
}

/// The rows of an input in groups of the same texts in some columns, as these stand in the file.
///
/// Groups are in the order of the first column's texts, then of the next one's: of numbers where all are some. Points whose
/// text is missing in one of the columns are in none.
struct PointGroups {
  /// The columns that tell groups apart.
  let columnNames: [String]
  /// The texts of each group, one for each column.
  let names: [[String]]
  /// The points, group by group, each group's in their order.
  let points: [Int]
  /// Where each group begins among these, and the end of the last.
  let starts: [Int]
  /// How many points are in no group.
  let leftOutCount: Int

  var count: Int { names.count }

  /// The points of a group.
  subscript(group: Int) -> ArraySlice<Int> { points[starts[group]..<starts[group + 1]] }

  /// Sorts the points of an input.
  ///
  /// - Complexity: O(rows) time and memory for each column.
  init(_ specification: String, of input: PointInput) throws(TableError) {
    let columns = try input.table.groupColumns(specification)
    columnNames = columns.map { input.table.columnNames[$0] }
    var keys = GroupKeys(pointCount: input.observations.count)
    for column in columns { keys.divide(by: input.table.categories(of: column), rows: input.keptRows) }
    names = keys.names
    (points, starts) = keys.sorted()
    leftOutCount = input.observations.count - points.count
  }
}

/// The group of each point, found column by column.
private struct GroupKeys {
  private var groups: [Int?]
  private(set) var names: [[String]] = [[]]

  init(pointCount: Int) { groups = Array(repeating: 0, count: pointCount) }

  /// Divides every group by the texts of a further column.
  mutating func divide(by column: CategoryColumn, rows: [Int]?) {
    let width = max(1, column.names.count)
    var isUsed = [Bool](repeating: false, count: names.count * width)
    // Of several columns the pairs that occur are far fewer than all pairs; of large ones a set holds them.
    guard names.count * width <= 4 * groups.count + 1024 else {
      return divideSparsely(by: column, rows: rows)
    }
    for point in groups.indices {
      groups[point] = pair(point, column, rows, width)
      if let group = groups[point] { isUsed[group] = true }
    }
    renumber(isUsed.indices.filter { isUsed[$0] }, column, width)
  }

  private mutating func divideSparsely(by column: CategoryColumn, rows: [Int]?) {
    let width = max(1, column.names.count)
    for point in groups.indices { groups[point] = pair(point, column, rows, width) }
    renumber(Set(groups.compactMap(\.self)).sorted(), column, width)
  }

  private func pair(_ point: Int, _ column: CategoryColumn, _ rows: [Int]?, _ width: Int) -> Int? {
    guard let group = groups[point], let text = column.indices[rows?[point] ?? point] else { return nil }
    return group * width + text
  }

  /// Takes the pairs that occur for groups.
  private mutating func renumber(_ pairs: [Int], _ column: CategoryColumn, _ width: Int) {
    let places = Dictionary(uniqueKeysWithValues: pairs.enumerated().map { ($1, $0) })
    for point in groups.indices { groups[point] = groups[point].flatMap { places[$0] } }
    names = pairs.map { names[$0 / width] + [column.names[$0 % width]] }
  }

  /// The points by their groups, and where each of these begins.
  func sorted() -> (points: [Int], starts: [Int]) {
    var starts = [Int](repeating: 0, count: names.count + 1)
    for group in groups { if let group { starts[group + 1] += 1 } }
    for group in names.indices { starts[group + 1] += starts[group] }
    var next = starts
    var points = [Int](repeating: 0, count: starts[names.count])
    for (point, group) in groups.enumerated() {
      guard let group else { continue }
      points[next[group]] = point
      next[group] += 1
    }
    return (points, starts)
  }
}

#endif
