#if Command

import ArgumentParser

/// Numbers of components as they are typed: `3`, `2-4`, `1-3,6`.
struct ComponentCounts: Sendable, Hashable {
  /// In the order in which they were given.
  let values: [Int]

  /// More numbers of components than this are a slip of the keyboard.
  private static let mostCounts = 1000

  init(_ text: String) throws(ValidationError) {
    var counts: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = Self.range(part) else {
        throw ValidationError(
          "--components: «\(part)» is no number from 1 and no range such as 1-9; numbers and ranges have commas "
            + "between them.")
      }
      guard range.lower <= range.upper else {
        throw ValidationError(
          "--components: the range «\(part)» runs backwards; write \(range.upper)-\(range.lower).")
      }
      guard range.upper - range.lower < Self.mostCounts, counts.count < Self.mostCounts else {
        throw ValidationError("--components: at most \(Self.mostCounts) numbers of components can compete.")
      }
      counts += range.lower...range.upper
    }
    values = counts
  }

  /// Ranges as several programs write them: `2-4`, `2...4`, `2:4`.
  private static func range(_ part: Substring) -> (lower: Int, upper: Int)? {
    var text = part.filter { $0 != " " }
    for mark in ["...", "…", "..", ":", "–"] { text = text.replacing(mark, with: "-") }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = ends.compactMap { Int($0) }.filter { $0 >= 1 }
    guard numbers.count == ends.count, (1...2).contains(ends.count) else { return nil }
    return (numbers[0], numbers[numbers.count - 1])
  }
}

#endif
