/// The offsets at which rows start: four bytes a row for files below 4 GiB, eight above.
struct RowIndex: Sendable {
  private var narrow: [UInt32] = []
  private var wide: [Int] = []
  private let isNarrow: Bool

  init(byteCount: Int) { isNarrow = byteCount <= Int(UInt32.max) }

  var count: Int { isNarrow ? narrow.count : wide.count }

  subscript(row: Int) -> Int { isNarrow ? Int(narrow[row]) : wide[row] }

  mutating func append(_ offset: Int) {
    if isNarrow { narrow.append(UInt32(truncatingIfNeeded: offset)) } else { wide.append(offset) }
  }

  mutating func reserveCapacity(_ capacity: Int) {
    if isNarrow { narrow.reserveCapacity(capacity) } else { wide.reserveCapacity(capacity) }
  }
}
