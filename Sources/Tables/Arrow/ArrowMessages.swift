#if Formats

/// What is in an Arrow file or stream, in its order: the schema, dictionaries and batches of rows.
struct ArrowMessages {
  /// The schema, and the version of the metadata.
  private(set) var schema = FlatValue.table([])
  private(set) var version: Int64 = 0
  /// The words at the end of a file.
  private(set) var footerWords: FlatValue?
  /// Dictionaries before the batches in whose place they are; the others after them in a file.
  private(set) var items: [Item] = []
  let isStream: Bool

  /// A dictionary, or rows.
  struct Item {
    /// The dictionary's number, nil for rows, and whether it adds to what it was before.
    let dictionary: (id: Int64, isAddition: Bool)?
    let batch: FlatValue
    let words: FlatValue?
    let message: ArrowMessage
  }

  static let magic = Array("ARROW1".utf8)
  static let continuation: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]

  private let bytes: HeaderBytes

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(ArrowDamage) {
    self.bytes = HeaderBytes(bytes)
    isStream = !bytes.starts(with: Self.magic)
    if isStream { try readStream() } else { try readFile() }
    guard schema.integer(0) == 0 else {
      throw ArrowDamage(reason: "its numbers have their highest byte first, which is not read")
    }
    guard (3...4).contains(version) else {
      throw ArrowDamage(reason: "its metadata are of version \(version + 1), and 4 and 5 are read")
    }
  }

  // MARK: Files

  private mutating func readFile() throws(ArrowDamage) {
    let count = bytes.bytes.count
    guard count >= 18, bytes.bytes[(count - 6)...].elementsEqual(Self.magic),
      let length = bytes.integer(4, at: count - 10), length <= count - 18
    else { throw ArrowDamage(reason: "its end is missing") }
    let start = count - 10 - length
    var reader = FlatReader(Array(bytes.bytes[start..<start + length]))
    let footer = try reader.root(.footer)
    guard let schema = footer.table(1) else { throw ArrowDamage(reason: "it has no schema") }
    self.schema = schema
    version = footer.integer(0)
    let words = footer.tables(4)
    footerWords = words.isEmpty ? nil : .tables(words)
    let dictionaries = footer.wholes(2)
    try addBlocks(dictionaries + footer.wholes(3), before: start)
  }

  /// The messages of blocks, each three numbers: where it is, the length of its metadata and that of the rest.
  private mutating func addBlocks(_ blocks: [Int64], before end: Int) throws(ArrowDamage) {
    var sum = 0
    for place in stride(from: 0, to: blocks.count, by: 3) {
      let (start, body) = (Int(blocks[place]), Int(blocks[place + 2]))
      // Of the second number half is filling.
      let metadata = Int(blocks[place + 1]) & 0xFFFF_FFFF
      guard start >= 8, start <= end, metadata >= 8, metadata <= end - start, body >= 0,
        body <= end - start - metadata
      else { throw ArrowDamage(reason: "a batch should be where the file has none") }
      sum += metadata + body
      guard sum <= end else { throw ArrowDamage(reason: "batches are one in the other") }
      let prefix = bytes.bytes[start..<start + 4].elementsEqual(Self.continuation) ? 8 : 4
      guard let length = bytes.integer(4, at: start + prefix - 4), length <= metadata - prefix else {
        throw ArrowDamage(reason: "the metadata of a batch have no sensible length")
      }
      let first = start + prefix
      try add(
        ArrowMessage(metadata: first..<first + length, body: start + metadata..<start + metadata + body))
    }
  }

  // MARK: Streams

  private mutating func readStream() throws(ArrowDamage) {
    var place = 0
    while place < bytes.bytes.count {
      guard bytes.integer(4, at: place) == 0xFFFF_FFFF, let length = bytes.integer(4, at: place + 4) else {
        throw ArrowDamage(reason: "a message does not begin as one, at byte \(CountText.grouped(place))")
      }
      if length == 0 { return }
      let start = place + 8
      guard length <= bytes.bytes.count - start else { throw Self.cut }
      var reader = FlatReader(Array(bytes.bytes[start..<start + length]))
      let message = try reader.root(.message)
      let end = start + length
      guard let body = Int(exactly: message.integer(3)), body >= 0, body <= bytes.bytes.count - end else {
        throw Self.cut
      }
      try add(message, ArrowMessage(metadata: start..<end, body: end..<end + body))
      place = end + body
    }
  }

  private static let cut = ArrowDamage(reason: "it ends within a batch")

  // MARK: Messages

  private mutating func add(_ place: ArrowMessage) throws(ArrowDamage) {
    var reader = FlatReader(Array(bytes.bytes[place.metadata]))
    try add(try reader.root(.message), place)
  }

  private mutating func add(_ message: FlatValue, _ place: ArrowMessage) throws(ArrowDamage) {
    let words = message.tables(4)
    let kept: FlatValue? = words.isEmpty ? nil : .tables(words)
    guard let header = message.table(2) else {
      throw ArrowDamage(reason: "it has a message that is neither schema, dictionary nor rows")
    }
    switch message.integer(1) {
    case 1 where isStream && version == 0:
      (schema, version) = (header, message.integer(0))
    case 2:
      guard let batch = header.table(1) else { throw ArrowDamage(reason: "a dictionary has no values") }
      let dictionary = (id: header.integer(0), isAddition: header.integer(2) != 0)
      items.append(Item(dictionary: dictionary, batch: batch, words: kept, message: place))
    case 3: items.append(Item(dictionary: nil, batch: header, words: kept, message: place))
    default: throw ArrowDamage(reason: "it has a schema where it should have rows")
    }
  }
}

#endif
