#if Formats

/// Where a message of an Arrow file is: its metadata and what they describe.
struct ArrowMessage: Sendable {
  let metadata: Range<Int>
  let body: Range<Int>
}

/// Rows of an Arrow file, or values of a dictionary: where the buffers of its columns are.
struct ArrowBatch: Sendable {
  /// The columns' lengths and how many of their values are missing.
  struct Node: Sendable {
    let count: Int
    let missing: Int
  }

  enum Codec: Int64, Sendable { case lz4, zstd }

  let message: ArrowMessage
  let rowCount: Int
  let nodes: [Node]
  /// Where the buffers are in the file.
  let buffers: [Range<Int>]
  let codec: Codec?
  /// How many buffers the columns of views before one refer to.
  let furtherBefore: [Int]
  /// The words that belong to it.
  let words: FlatValue?
  /// Which of the dictionaries' states counts for it.
  var version = 0

  /// - Parameters:
  ///   - batch: The description of the batch.
  ///   - words: What the message says besides.
  ///   - extent: What the schema promises.
  init(
    _ batch: FlatValue, words: FlatValue?, _ message: ArrowMessage, _ extent: ArrowExtent
  ) throws(ArrowDamage) {
    self.message = message
    self.words = words
    let (nodes, buffers) = (batch.wholes(1), batch.wholes(2))
    let further = batch.wholes(4)
    guard let count = Int(exactly: batch.integer(0)), count >= 0, nodes.count == 2 * extent.nodes,
      further.count == extent.views
    else { throw ArrowDamage(reason: "a batch of its rows has not the columns of its schema") }
    rowCount = count
    var before = [0]
    for number in further {
      guard number >= 0, number <= buffers.count / 2 else { throw Self.otherBuffers }
      before.append(before[before.count - 1] + Int(number))
    }
    furtherBefore = before
    guard buffers.count / 2 == extent.buffers + before[before.count - 1] else { throw Self.otherBuffers }
    self.nodes = try Self.nodes(nodes)
    self.buffers = try Self.places(buffers, in: message.body)
    codec = try Self.codec(batch, words)
  }

  /// How the buffers are compressed. Before the format had a place for it, version 0.17 of the reference implementation wrote it
  /// as a word of the message, in capital letters or not.
  private static func codec(_ batch: FlatValue, _ words: FlatValue?) throws(ArrowDamage) -> Codec? {
    if let compression = batch.table(3) {
      guard let codec = Codec(rawValue: compression.integer(0)), compression.integer(1) == 0 else {
        throw otherCompression
      }
      return codec
    }
    guard case .tables(let pairs)? = words,
      let name = pairs.first(where: { $0.text(0) == "ARROW:experimental_compression" })?.text(1)
    else { return nil }
    switch name.lowercased() {
    case "lz4", "lz4_frame": return .lz4
    case "zstd": return .zstd
    case "uncompressed": return nil
    default: throw otherCompression
    }
  }

  private static let otherCompression = ArrowDamage(reason: "it is compressed in a way that is not known")

  private static let otherBuffers = ArrowDamage(
    reason: "a batch of its rows has not the buffers of its schema")

  private static func nodes(_ numbers: [Int64]) throws(ArrowDamage) -> [Node] {
    var nodes: [Node] = []
    for place in stride(from: 0, to: numbers.count, by: 2) {
      let (count, missing) = (Int(numbers[place]), Int(numbers[place + 1]))
      guard count >= 0, missing >= 0, missing <= count else {
        throw ArrowDamage(reason: "a column of a batch has no sensible length")
      }
      nodes.append(Node(count: count, missing: missing))
    }
    return nodes
  }

  /// Where buffers are, which have to be in the body, and together no longer than it.
  private static func places(_ numbers: [Int64], in body: Range<Int>) throws(ArrowDamage) -> [Range<Int>] {
    var (places, sum) = ([Range<Int>](), 0)
    for place in stride(from: 0, to: numbers.count, by: 2) {
      let (offset, length) = (Int(numbers[place]), Int(numbers[place + 1]))
      guard offset >= 0, length >= 0, length <= body.count, length == 0 || offset <= body.count - length
      else {
        throw ArrowDamage(reason: "a buffer should be where the file has none")
      }
      sum += length
      guard sum <= body.count else {
        throw ArrowDamage(reason: "the buffers of a batch are one in the other")
      }
      let start = length == 0 ? body.lowerBound : body.lowerBound + offset
      places.append(start..<start + length)
    }
    return places
  }

  /// The buffers of fields that stand one after the other, those they refer to included.
  func bufferPlaces(from start: ArrowExtent, _ extent: ArrowExtent) -> Range<Int> {
    let end = start + extent
    return start.buffers + furtherBefore[start.views]..<end.buffers + furtherBefore[end.views]
  }
}

#endif
