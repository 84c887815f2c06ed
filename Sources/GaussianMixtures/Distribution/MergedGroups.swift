/// What becomes of members that are merged one after another.
enum MergedGroups {
  /// The group of each member, from 0, in the order of the groups' first members.
  ///
  /// - Parameters:
  ///   - count: how many members there are.
  ///   - merges: in their order: the first member of a group, and that of the group which it takes up.
  /// - Complexity: O(count · merges).
  static func places(of count: Int, _ merges: [(kept: Int, removed: Int)]) -> [Int] {
    var owner = Array(0..<count)
    for merge in merges {
      for member in owner.indices where owner[member] == merge.removed { owner[member] = merge.kept }
    }
    let first = Set(owner).sorted()
    let places = Dictionary(uniqueKeysWithValues: first.enumerated().map { ($1, $0) })
    return owner.compactMap { places[$0] }
  }
}
