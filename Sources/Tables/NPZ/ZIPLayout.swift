/// What stands between the members of a ZIP archive that is written from its beginning to its end: their headers and
/// the directory. Members are stored as they are; beyond 4 GB numbers stand in the fields of ZIP64.
///
/// Source: PKWARE, APPNOTE 6.3.10.
struct ZIPLayout: Sendable {
  private struct Entry {
    let name: [UInt8]
    let count: Int
    /// Where its header begins.
    let start: Int
    /// nil where the member's checksum follows it.
    let checksum: UInt32?
    var sum: UInt32
  }

  private var entries: [Entry] = []
  /// The bytes of the archive so far.
  private var length = 0

  /// From here on a number is written as this, and stands elsewhere.
  private static let wide = 0xFFFF_FFFF
  /// A member is listed without a time: the first day that there is.
  private static let date = 0x0021

  /// What stands before the bytes of the next member.
  ///
  /// - Parameters:
  ///   - name: What it is called, in ASCII.
  ///   - count: How many bytes it will have.
  ///   - checksum: Their checksum; nil where it is not known yet.
  mutating func begin(_ name: String, count: Int, checksum: UInt32?) -> [UInt8] {
    let entry = Entry(
      name: Array(name.utf8), count: count, start: length, checksum: checksum, sum: checksum ?? 0)
    let header =
      Self.bytes([(0x0403_4B50, 4)]) + Self.common(entry) + Self.bytes([(count >= Self.wide ? 20 : 0, 2)])
      + entry.name + Self.extra(count >= Self.wide ? [count, count] : [])
    length += header.count + count
    entries.append(entry)
    return header
  }

  /// What stands after the bytes of a member that was begun without its checksum.
  mutating func end(checksum: UInt32) -> [UInt8] {
    guard let last = entries.indices.last else { return [] }
    entries[last].sum = checksum
    let (count, size) = (entries[last].count, entries[last].count >= Self.wide ? 8 : 4)
    let bytes = Self.bytes([(0x0807_4B50, 4), (Int(checksum), 4), (count, size), (count, size)])
    length += bytes.count
    return bytes
  }

  /// The directory, which ends the archive.
  func directory() -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      let sizes = entry.count >= Self.wide ? [entry.count, entry.count] : []
      let extra = Self.extra(sizes + (entry.start >= Self.wide ? [entry.start] : []))
      bytes += Self.bytes([(0x0201_4B50, 4), (extra.isEmpty ? 20 : 45, 2)]) + Self.common(entry)
      bytes += Self.bytes([
        (extra.count, 2), (0, 2), (0, 2), (0, 2), (0, 4), (min(entry.start, Self.wide), 4),
      ])
      bytes += entry.name + extra
    }
    let (size, count) = (bytes.count, entries.count)
    if length >= Self.wide || count >= 0xFFFF {
      bytes += Self.bytes([
        (0x0606_4B50, 4), (44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (count, 8), (count, 8), (size, 8),
        (length, 8),
        (0x0706_4B50, 4), (0, 4), (length + size, 8), (1, 4),
      ])
    }
    return bytes
      + Self.bytes([
        (0x0605_4B50, 4), (0, 2), (0, 2), (min(count, 0xFFFF), 2), (min(count, 0xFFFF), 2), (size, 4),
        (min(length, Self.wide), 4), (0, 2),
      ])
  }

  /// From the version that is needed to the length of the name, as it stands in both places.
  private static func common(_ entry: Entry) -> [UInt8] {
    let count = min(entry.count, wide)
    return bytes([
      (entry.count >= wide || entry.start >= wide ? 45 : 20, 2), (entry.checksum == nil ? 8 : 0, 2), (0, 2),
      (0, 2),
      (date, 2), (Int(entry.sum), 4), (count, 4), (count, 4), (entry.name.count, 2),
    ])
  }

  private static func extra(_ numbers: [Int]) -> [UInt8] {
    numbers.isEmpty ? [] : bytes([(1, 2), (8 * numbers.count, 2)] + numbers.map { ($0, 8) })
  }

  /// Numbers, the lowest byte first, each in so many bytes.
  private static func bytes(_ numbers: [(number: Int, size: Int)]) -> [UInt8] {
    numbers.flatMap { number, size in (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
  }
}
