#if Formats

/// An Arrow file or stream that is being written, message by message.
///
/// A class, since where messages are is known to one file, however many values stand for its sink.
final class ArrowWriter {
  /// A buffer of a batch: bytes of the file that passes through, or new ones.
  enum Buffer {
    case kept(Range<Int>)
    case made(prefix: [UInt8], FileBytes)

    var count: Int {
      switch self {
      case .kept(let place): place.count
      case .made(let prefix, let bytes): prefix.count + bytes.count
      }
    }
  }

  private let isStream: Bool
  private let version: Int64
  private let passing: FileBytes?
  private var schema = FlatValue.table([])
  private var position = 0
  /// Where dictionaries and batches of rows are, three numbers each.
  private var dictionaries: [Int] = []
  private var batches: [Int] = []

  /// What buffers begin at multiples of.
  private static let alignment = 64

  /// - Parameter version: That of the metadata, from 0.
  init(isStream: Bool, version: Int64, passing: FileBytes?) {
    self.isStream = isStream
    self.version = version
    self.passing = passing
  }

  func begin(_ schema: FlatValue, to output: OutputDescriptor) throws(TableError) {
    self.schema = schema
    if !isStream { try write(ArrowMessages.magic + [0, 0], to: output) }
    _ = try write(metadata: FlatWriter.bytes(of: message(1, schema, bodyLength: 0, words: nil)), to: output)
  }

  /// Writes rows.
  ///
  /// - Parameter batch: Their description, but for where buffers are.
  func write(
    _ batch: FlatValue, _ buffers: [Buffer], words: FlatValue?, to output: OutputDescriptor
  ) throws(TableError) {
    var (places, length) = ([Int](), 0)
    for buffer in buffers {
      places += [length, buffer.count]
      length += Self.padded(buffer.count)
    }
    let header = batch.setting(2, to: .wholes(places, of: 2))
    let start = position
    let metadata = FlatWriter.bytes(of: message(3, header, bodyLength: length, words: words))
    let taken = try write(metadata: metadata, to: output)
    for buffer in buffers {
      switch buffer {
      case .kept(let place): try copy(place, to: output)
      case .made(let prefix, let bytes):
        try write(prefix, to: output)
        try bytes.withBytes { bytes throws(TableError) in try write(UnsafeRawBufferPointer(bytes), to: output)
        }
      }
      try write([UInt8](repeating: 0, count: Self.padded(buffer.count) - buffer.count), to: output)
    }
    batches += [start, taken, length]
  }

  /// Writes a dictionary as it stands in the file that passes through.
  func copy(dictionary message: ArrowMessage, to output: OutputDescriptor) throws(TableError) {
    let start = position
    let metadata = passing?.withBytes { Array($0[message.metadata]) } ?? []
    let taken = try write(metadata: metadata, to: output)
    try copy(message.body, to: output)
    try write([UInt8](repeating: 0, count: -position & 7), to: output)
    dictionaries += [start, taken, message.body.count]
  }

  /// Writes what stands after the last rows.
  func finish(words: FlatValue?, to output: OutputDescriptor) throws(TableError) {
    try write(ArrowMessages.continuation + [0, 0, 0, 0], to: output)
    guard !isStream else { return }
    let footer = FlatWriter.bytes(
      of: .table([
        .scalar(version, size: 2), schema, .wholes(dictionaries, of: 3), .wholes(batches, of: 3), words,
      ]))
    var length = [UInt8](repeating: 0, count: 4)
    length.set(footer.count, 4, at: 0)
    try write(footer + length + ArrowMessages.magic, to: output)
  }

  // MARK: Messages

  private func message(_ kind: Int64, _ header: FlatValue, bodyLength: Int, words: FlatValue?) -> FlatValue {
    .table([
      .scalar(version, size: 2), .scalar(kind, size: 1), header, .scalar(Int64(bodyLength), size: 8), words,
    ])
  }

  /// Writes metadata so that buffers begin where they should, and answers how many bytes that took.
  private func write(metadata: [UInt8], to output: OutputDescriptor) throws(TableError) -> Int {
    let filling = Self.padded(position + 8 + metadata.count) - (position + 8 + metadata.count)
    var prefix = ArrowMessages.continuation + [0, 0, 0, 0]
    prefix.set(metadata.count + filling, 4, at: 4)
    try write(prefix + metadata + [UInt8](repeating: 0, count: filling), to: output)
    return 8 + metadata.count + filling
  }

  private static func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  private func copy(_ place: Range<Int>, to output: OutputDescriptor) throws(TableError) {
    try passing?.withBytes { bytes throws(TableError) in
      try write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[place]), to: output)
    }
  }

  private func write(_ bytes: [UInt8], to output: OutputDescriptor) throws(TableError) {
    try bytes.withUnsafeBufferPointer { bytes throws(TableError) in
      try write(UnsafeRawBufferPointer(bytes), to: output)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to output: OutputDescriptor) throws(TableError) {
    guard !bytes.isEmpty else { return }
    try output.write(bytes)
    position += bytes.count
  }
}

#endif
