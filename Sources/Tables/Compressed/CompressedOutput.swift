#if Formats

internal import CFormats
internal import Synchronization

/// Compresses bytes on their way into a file, as members one after the other: many of them are made at once.
///
/// A class, since what a compressor has taken and not yet given belongs to one file, however many values stand for it.
final class CompressedOutput: Sendable {
  /// `@unchecked Sendable`: only used by one thread at a time.
  private final class Encoder: @unchecked Sendable {
    let pointer: OpaquePointer

    init?(_ codec: cformats_codec) {
      guard let pointer = cformats_encoder_make(codec) else { return nil }
      self.pointer = pointer
    }

    deinit { cformats_encoder_free(pointer) }
  }

  private let codec: cformats_codec
  private let path: String
  /// What takes bytes that come in small pieces; nil where its member has ended.
  private let encoder = Mutex<Encoder?>(nil)

  private static let pieceLength = 1 << 17

  convenience init(_ compression: Compression, path: String) {
    self.init(compression == .gzip ? CFORMATS_GZIP : CFORMATS_ZSTD, path: path)
  }

  init(_ codec: cformats_codec, path: String) {
    self.codec = codec
    self.path = path
  }

  /// A member of its own; several threads may make some.
  func member(of bytes: UnsafeRawBufferPointer) throws(TableError) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    guard let encoder = Encoder(codec) else { throw noMemory }
    var made: [UInt8] = []
    try encode(bytes, ends: true, encoder.pointer) { made.append(contentsOf: $0) }
    return made
  }

  /// Compresses bytes, and hands over what comes of them so far.
  func append(
    _ bytes: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws(TableError) -> Void
  ) throws(TableError) {
    try withEncoder(isNeeded: true) { pointer throws(TableError) in
      try encode(bytes, ends: false, pointer, write)
    }
  }

  /// Hands over what is still held, so that another member may follow.
  func endMember(_ write: (UnsafeRawBufferPointer) throws(TableError) -> Void) throws(TableError) {
    try withEncoder(isNeeded: false) { pointer throws(TableError) in
      try encode(UnsafeRawBufferPointer(start: nil, count: 0), ends: true, pointer, write)
    }
    encoder.withLock { $0 = nil }
  }

  private func withEncoder(
    isNeeded: Bool, _ body: (OpaquePointer) throws(TableError) -> Void
  ) throws(TableError) {
    // Only called until this returns.
    nonisolated(unsafe) let body = body
    let outcome = encoder.withLock { [codec] encoder -> Result<Void, TableError>? in
      if encoder == nil, isNeeded { encoder = Encoder(codec) }
      guard let pointer = encoder?.pointer else { return isNeeded ? nil : .success(()) }
      return Result { () throws(TableError) in try body(pointer) }
    }
    guard let outcome else { throw noMemory }
    try outcome.get()
  }

  private func encode(
    _ bytes: UnsafeRawBufferPointer, ends: Bool, _ encoder: OpaquePointer,
    _ write: (UnsafeRawBufferPointer) throws(TableError) -> Void
  ) throws(TableError) {
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.pieceLength)
    defer { piece.deallocate() }
    var position = 0
    while true {
      let start = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + position }
      let step = cformats_encode(
        encoder, start, bytes.count - position, piece.baseAddress, piece.count, ends ? 1 : 0)
      position += step.taken
      if step.made > 0 {
        try write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(piece)[..<step.made]))
      }
      guard step.outcome != CFORMATS_NO_MEMORY else { throw noMemory }
      if step.outcome == CFORMATS_END || !ends && position == bytes.count && step.made < piece.count {
        return
      }
    }
  }

  private var noMemory: TableError {
    TableError(
      .inputOutput, source: path,
      message: "there is no memory to compress what is written; write it uncompressed, or free some.")
  }
}

#endif
