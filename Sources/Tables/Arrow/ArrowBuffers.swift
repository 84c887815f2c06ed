#if Formats

internal import CFormats

/// The buffers of a batch as they are before they are compressed.
struct ArrowBuffers {
  let file: FileBytes
  let source: String
  let options: ReadingOptions

  /// How many bytes a buffer has that may be compressed.
  ///
  /// - Throws: ``ArrowDamage`` where it says so of more than can come out of it.
  func count(of place: Range<Int>, _ codec: ArrowBatch.Codec?) throws(ArrowDamage) -> Int {
    guard codec != nil, !place.isEmpty else { return place.count }
    guard place.count >= 8, let stated = file.withBytes({ Self.stated($0, place.lowerBound) }) else {
      throw ArrowDamage(reason: "a compressed buffer has no length")
    }
    if stated == -1 { return place.count - 8 }
    guard stated >= 0, stated <= Decompression.freeLength || stated / Decompression.mostGain <= place.count
    else {
      throw ArrowDamage(
        reason: "a buffer of \(CountText.of(place.count, "byte")) should have "
          + "\(CountText.grouped(stated)) before it was compressed")
    }
    return stated
  }

  /// The bytes of a buffer, where they stand if they are not compressed.
  func bytes(of place: Range<Int>, _ codec: ArrowBatch.Codec?) throws(TableError) -> FileBytes {
    guard let codec, !place.isEmpty else { return FileBytes(place, of: file) }
    let stated = place.count < 8 ? 0 : file.withBytes { Self.stated($0, place.lowerBound) } ?? 0
    let rest = min(place.lowerBound + 8, place.upperBound)..<place.upperBound
    if stated == -1 { return FileBytes(rest, of: file) }
    return try Decompression(source: source, options: options).bytes(
      of: file, rest, count: max(0, stated), codec == .lz4 ? CFORMATS_LZ4 : CFORMATS_ZSTD,
      name: codec == .lz4 ? "lz4" : "zstd")
  }

  /// The eight bytes before a compressed buffer.
  private static func stated(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    Int(
      exactly: Int64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: Int64.self)))
  }

  // MARK: Writing

  /// What is longer stands in the file as it is: it would have to be held in memory.
  private static let mostCompressed = 1 << 28

  /// A buffer as it stands in a batch that is compressed: its length, and then it.
  static func compressed(
    _ buffer: FileBytes, _ codec: ArrowBatch.Codec, path: String
  ) throws(TableError) -> (prefix: [UInt8], bytes: FileBytes) {
    guard buffer.count > 0 else { return ([], buffer) }
    var prefix = [UInt8](repeating: 0xFF, count: 8)
    guard buffer.count <= mostCompressed else { return (prefix, buffer) }
    let made = try buffer.withBytes { bytes throws(TableError) in
      try CompressedOutput(codec == .lz4 ? CFORMATS_LZ4 : CFORMATS_ZSTD, path: path)
        .member(of: UnsafeRawBufferPointer(bytes))
    }
    guard made.count < buffer.count else { return (prefix, buffer) }
    prefix.set(buffer.count, 8, at: 0)
    return (prefix, FileBytes(copying: made))
  }
}

#endif
