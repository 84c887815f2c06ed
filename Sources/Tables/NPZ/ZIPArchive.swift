/// The directory at the end of a ZIP archive: what is in it, and where.
///
/// Archives beyond 4 GB (ZIP64) are read as well; encrypted ones, and those of several volumes, are not.
struct ZIPArchive {
  /// A file in the archive.
  struct Member: Sendable, Hashable {
    let name: String
    let method: Method
    /// Where its bytes are, as they stand in the archive.
    let range: Range<Int>
    /// How many bytes there are when they are not compressed.
    let count: Int
    let checksum: UInt32
  }

  enum Method: Sendable, Hashable {
    case stored, deflated
    case other(Int)
  }

  let members: [Member]

  private struct Damage: Error {
    let reason: String
  }

  /// Reads the directory.
  ///
  /// - Throws: ``TableError`` where it is damaged.
  /// - Complexity: O(members).
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    do throws(Damage) {
      let directory = try Self.directory(of: bytes)
      members = try Self.members(HeaderBytes(bytes), directory.start, directory.count, end: directory.end)
    } catch {
      throw TableError(
        .badData, source: source,
        message: "the archive is damaged: \(error.reason); it may be cut short: save or copy it anew.")
    }
  }

  private static func directory(of bytes: UnsafeBufferPointer<UInt8>) throws(Damage) -> (
    start: Int, count: Int, end: Int
  ) {
    let header = HeaderBytes(bytes)
    // A comment of at most 65,535 bytes may stand after it.
    let first = max(0, bytes.count - 22 - 65_535)
    guard bytes.count >= 22,
      let end = (first...bytes.count - 22).last(where: { header.integer(4, at: $0) == 0x0605_4B50 }),
      var count = header.integer(2, at: end + 10), var start = header.integer(4, at: end + 16)
    else { throw Damage(reason: "the directory at its end is missing") }
    if count == 0xFFFF || start == 0xFFFF_FFFF, header.integer(4, at: end - 20) == 0x0706_4B50,
      let place = header.integer(8, at: end - 12), header.integer(4, at: place) == 0x0606_4B50,
      let wideCount = header.integer(8, at: place + 32), let wideStart = header.integer(8, at: place + 48)
    {
      (count, start) = (wideCount, wideStart)
    }
    // A member takes 46 bytes of the directory at least.
    guard start <= end, count <= (end - start) / 46 else {
      throw Damage(reason: "its directory should have \(CountText.of(count, "entry", plural: "entries"))")
    }
    return (start, count, end)
  }

  private static func members(
    _ bytes: HeaderBytes, _ start: Int, _ count: Int, end: Int
  ) throws(Damage) -> [Member] {
    var members: [Member] = []
    var place = start
    for _ in 0..<count {
      guard bytes.integer(4, at: place) == 0x0201_4B50, let flags = bytes.integer(2, at: place + 8),
        let method = bytes.integer(2, at: place + 10), let checksum = bytes.integer(4, at: place + 16),
        let nameLength = bytes.integer(2, at: place + 28), let extraLength = bytes.integer(2, at: place + 30),
        let commentLength = bytes.integer(2, at: place + 32),
        let name = bytes.text(nameLength, at: place + 46),
        let sizes = sizes(bytes, place, extra: place + 46 + nameLength, extraLength)
      else { throw Damage(reason: "an entry of its directory is incomplete") }
      guard flags & 1 == 0 else { throw Damage(reason: "\(MessageText.quoted(name)) is encrypted") }
      let range = try contents(bytes, at: sizes.header, sizes.compressed, name: name, before: start)
      let kind: Method = method == 0 ? .stored : method == 8 ? .deflated : .other(method)
      guard kind != .stored || sizes.compressed == sizes.count else {
        throw Damage(reason: "\(MessageText.quoted(name)) has two sizes")
      }
      members.append(
        Member(
          name: name, method: kind, range: range, count: sizes.count,
          checksum: UInt32(truncatingIfNeeded: checksum)))
      place += 46 + nameLength + extraLength + commentLength
    }
    return members
  }

  /// The sizes of a member and the place of its header; those that are too large for 32 bits stand in an extra field.
  private static func sizes(
    _ bytes: HeaderBytes, _ place: Int, extra: Int, _ extraLength: Int
  ) -> (compressed: Int, count: Int, header: Int)? {
    guard var compressed = bytes.integer(4, at: place + 20), var count = bytes.integer(4, at: place + 24),
      var header = bytes.integer(4, at: place + 42)
    else { return nil }
    var field = extra
    while field + 4 <= extra + extraLength {
      guard let kind = bytes.integer(2, at: field), let length = bytes.integer(2, at: field + 2) else {
        return nil
      }
      var wide = field + 4
      func next(_ number: inout Int) {
        guard number == 0xFFFF_FFFF, wide + 8 <= field + 4 + length, let found = bytes.integer(8, at: wide)
        else { return }
        number = found
        wide += 8
      }
      if kind == 1 {
        next(&count)
        next(&compressed)
        next(&header)
      }
      field += 4 + length
    }
    return (compressed, count, header)
  }

  /// Where the bytes of a member are: after its own header, which need not be as long as the directory's entry.
  private static func contents(
    _ bytes: HeaderBytes, at header: Int, _ size: Int, name: String, before end: Int
  ) throws(Damage) -> Range<Int> {
    guard bytes.integer(4, at: header) == 0x0403_4B50, let nameLength = bytes.integer(2, at: header + 26),
      let extraLength = bytes.integer(2, at: header + 28)
    else { throw Damage(reason: "\(MessageText.quoted(name)) is not where it should be") }
    let start = header + 30 + nameLength + extraLength
    guard start <= end, size <= end - start else {
      throw Damage(reason: "\(MessageText.quoted(name)) should have \(CountText.of(size, "byte"))")
    }
    return start..<start + size
  }
}
