#if Formats

internal import CFormats
internal import SystemCalls

/// Bytes that were compressed, as they were before.
struct Decompression {
  let source: String
  let options: ReadingOptions

  /// So many times as long as it was compressed nothing is that people keep, but for a beginning of this length.
  static let mostGain = 1_000
  static let freeLength = 1 << 26

  /// The bytes of a whole file, of however many members one after the other.
  ///
  /// - Throws: ``TableError`` where they are damaged, with the place, where too much comes out, or there is no room.
  /// - Complexity: O(bytes that come out), one thread.
  func bytes(of file: FileBytes, _ compression: Compression) throws(TableError) -> FileBytes {
    let codec = compression == .gzip ? CFORMATS_GZIP : CFORMATS_ZSTD
    var output = SpillingBytes(source: source, options)
    try file.withBytes { bytes throws(TableError) in
      var position = 0
      repeat {
        position = try append(member: bytes, from: position, codec, name: compression.name, to: &output)
        // Tapes, and some programs, fill up with zeros.
        let rest = bytes[position...]
        if rest.first == 0, rest.allSatisfy({ $0 == 0 }) { position = bytes.count }
      } while position < bytes.count
    }
    return try output.take(threadCount: options.workerCount)
  }

  /// The bytes of one stream of deflate.
  ///
  /// - Parameters:
  ///   - range: Where it is in the file.
  ///   - count: How many bytes it should make.
  ///   - checksum: Their checksum.
  func bytes(
    inflating file: FileBytes, _ range: Range<Int>, count: Int, checksum: UInt32
  ) throws(TableError) -> FileBytes {
    var output = SpillingBytes(source: source, options)
    try file.withBytes { bytes throws(TableError) in
      let bytes = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
      _ = try append(member: bytes, from: range.lowerBound, CFORMATS_DEFLATE, name: "deflate", to: &output)
    }
    let made = try output.take(threadCount: options.workerCount)
    let sum = made.withBytes { ZIPChecksum(of: UnsafeRawBufferPointer($0)).value }
    guard made.count == count, sum == checksum else {
      throw damaged("deflate", at: range.lowerBound, "what comes out is not what was put in")
    }
    return made
  }

  /// The bytes of one stream, of which it is known how many come out.
  ///
  /// - Parameters:
  ///   - range: Where it is in the file.
  ///   - count: How many bytes it makes.
  ///   - name: What messages call the codec.
  func bytes(
    of file: FileBytes, _ range: Range<Int>, count: Int, _ codec: cformats_codec, name: String
  ) throws(TableError) -> FileBytes {
    guard options.allowance.residentLimit(of: count) == nil else {
      var output = SpillingBytes(source: source, options)
      try file.withBytes { bytes throws(TableError) in
        let bytes = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
        _ = try append(member: bytes, from: range.lowerBound, codec, name: name, to: &output)
      }
      guard output.count == count else { throw damaged(name, at: range.lowerBound, Self.otherLength) }
      return try output.take(threadCount: options.workerCount)
    }
    try options.allowance.require(count, source: source)
    guard let memory = ByteMemory(capacity: count), let target = memory.base else {
      throw MemoryAllowance.shortage(count, source: source)
    }
    try file.withBytes { bytes throws(TableError) in
      let target = UnsafeMutableBufferPointer(start: target.assumingMemoryBound(to: UInt8.self), count: count)
      try fill(target, from: bytes, range, codec, name: name)
    }
    return FileBytes(memory, count: count)
  }

  private static let otherLength = "what comes out is not as long as it should be"

  /// Decompresses into memory that has to be filled by it.
  private func fill(
    _ target: UnsafeMutableBufferPointer<UInt8>, from bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ codec: cformats_codec, name: String
  ) throws(TableError) {
    guard let decoder = cformats_decoder_make(codec) else {
      throw MemoryAllowance.shortage(Self.pieceLength, source: source)
    }
    defer { cformats_decoder_free(decoder) }
    var (position, made) = (range.lowerBound, 0)
    while true {
      let step = cformats_decode(
        decoder, bytes.baseAddress.map { $0 + position }, range.upperBound - position,
        target.baseAddress.map { $0 + made }, target.count - made)
      position += step.taken
      made += step.made
      if step.outcome == CFORMATS_END, made == target.count { return }
      guard step.outcome == CFORMATS_MORE, step.taken > 0 || step.made > 0 else {
        if step.outcome == CFORMATS_NO_MEMORY { throw MemoryAllowance.shortage(Self.pieceLength, source: source) }
        throw damaged(
          name, at: position,
          step.outcome == CFORMATS_DAMAGED ? "it cannot be decompressed from there" : Self.otherLength)
      }
    }
  }

  // MARK: Members

  private static let pieceLength = 1 << 20

  /// Appends what a member holds, and answers where the next one begins.
  private func append(
    member bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ codec: cformats_codec, name: String,
    to output: inout SpillingBytes
  ) throws(TableError) -> Int {
    guard let decoder = cformats_decoder_make(codec) else {
      throw MemoryAllowance.shortage(Self.pieceLength, source: source)
    }
    defer { cformats_decoder_free(decoder) }
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.pieceLength)
    defer { piece.deallocate() }
    var (position, isFresh) = (start, true)
    while true {
      let step = cformats_decode(
        decoder, bytes.baseAddress.map { $0 + position }, bytes.count - position, piece.baseAddress,
        piece.count)
      position += step.taken
      isFresh = isFresh && step.made == 0
      try output.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<step.made]))
      try requireGain(output.count, of: position)
      switch step.outcome {
      case CFORMATS_END: return position
      case CFORMATS_MORE where step.made > 0 || position < bytes.count && step.taken > 0: continue
      case CFORMATS_MORE:
        throw TableError(
          .badData, source: source,
          message: "the file ends within data compressed with \(name), at byte "
            + "\(CountText.grouped(bytes.count)); it is cut short: copy or download it anew.")
      case CFORMATS_NO_MEMORY: throw MemoryAllowance.shortage(Self.pieceLength, source: source)
      case CFORMATS_WINDOW:
        throw TableError(
          .badData, source: source,
          message:
            "the file was compressed with a window of more than 128 MB (zstd --long); compress it anew without, "
            + "or decompress it first, for example with unzstd --long=31.")
      default: throw damaged(name, at: isFresh ? start : position, "it cannot be decompressed from there")
      }
    }
  }

  private func requireGain(_ made: Int, of taken: Int) throws(TableError) {
    guard made > Self.freeLength, made / Self.mostGain > taken else { return }
    throw TableError(
      .badData, source: source,
      message:
        "more than \(CountText.grouped(Self.mostGain)) bytes come out of each one that is compressed, as in "
        + "files that are made to fill memories and disks; if it is none, decompress it first.")
  }

  private func damaged(_ name: String, at position: Int, _ reason: String) -> TableError {
    TableError(
      .badData, source: source,
      message:
        "the data compressed with \(name) are damaged at byte \(CountText.grouped(position)): \(reason); "
        + "copy or download the file anew.")
  }
}

#endif
