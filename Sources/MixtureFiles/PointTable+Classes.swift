package import GaussianMixtures
package import Tables

extension PointTable {
  /// The classes in a column, of the rows kept.
  ///
  /// - Parameters:
  ///   - column: The column, from 0.
  ///   - keptRows: The rows; those that were left out may have taken the last of a class with them. Nil for all rows.
  /// - Returns: The classes that these rows are of, sorted, and for each row its class; none of empty cells.
  /// - Complexity: O(bytes).
  package func classes(in column: Int, keptRows: [Int]?) -> ClassLabels {
    let labels = categories(of: column)
    let kept = keptRows.map { rows in rows.map { labels.indices[$0] } } ?? labels.indices
    let used = Set(kept.compactMap(\.self)).sorted()
    let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($0.element, $0.offset) })
    return ClassLabels(
      names: used.map { labels.names[$0] }, indices: kept.map { $0.flatMap { places[$0] } })
  }
}

extension ClassLabels {
  /// The groups without one of them, whose points then have none; nil where no group has such a label.
  ///
  /// - Parameter label: The label, or the number that it stands for: -1.0 is -1.
  /// - Complexity: O(N) for N points.
  package func without(_ label: String) -> ClassLabels? {
    let left = names.indices.filter { !Self.isSame(names[$0], label) }
    guard left.count < names.count else { return nil }
    let places = Dictionary(uniqueKeysWithValues: left.enumerated().map { ($0.element, $0.offset) })
    return ClassLabels(
      names: left.map { names[$0] }, indices: indices.map { $0.flatMap { places[$0] } })
  }

  private static func isSame(_ label: String, _ other: String) -> Bool {
    if label == other { return true }
    guard let a = NumberText.number(label), let b = NumberText.number(other) else { return false }
    return a == b
  }
}
