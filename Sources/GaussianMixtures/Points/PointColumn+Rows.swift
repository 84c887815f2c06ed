extension PointColumn {
  /// Rows of D numbers one after the other as a single column of N D, where columns are those of such rows; else nil.
  static func wholeRows(_ columns: [PointColumn]) -> PointColumn? {
    guard let first = columns.first, first.count > 0 else { return nil }
    let isPacked = columns.indices.allSatisfy { columns[$0].follows(first, by: $0, in: columns.count) }
    let count = first.count * columns.count
    return switch first.storage {
    case .array(let values, let start, _) where isPacked:
      PointColumn(every: 1, of: values, from: start, count: count)
    case .doubles(let memory) where isPacked:
      PointColumn(memory.start, count: count, owner: memory.owner)
    case .floats(let memory) where isPacked: PointColumn(memory.start, count: count, owner: memory.owner)
    default: nil
    }
  }

  private func follows(_ other: PointColumn, by distance: Int, in step: Int) -> Bool {
    guard count == other.count else { return false }
    switch (other.storage, storage) {
    case (.array(let left, let start, step), .array(let right, let own, step)):
      let isOne = left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
      }
      return isOne && own == start + distance
    case (.doubles(let left), .doubles(let right)):
      return left.stride == step && right.stride == step && right.start == left.start + distance
    case (.floats(let left), .floats(let right)):
      return left.stride == step && right.stride == step && right.start == left.start + distance
    default: return false
    }
  }
}
