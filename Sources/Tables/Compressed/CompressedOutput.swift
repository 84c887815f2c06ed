#if Formats

internal import CFormats
internal import Synchronization

/// Compresses bytes on their way into a file.
///
/// A class, since what a compressor has taken and not yet given belongs to one file, however many values stand for it.
final class CompressedOutput: Sendable {
  /// `@unchecked Sendable`: only used under the lock.
  private struct Encoder: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    deinit { cformats_encoder_free(pointer) }
  }

  private let encoder: Mutex<Encoder>
  private let path: String

  private static let pieceLength = 1 << 17

  init(_ compression: Compression, path: String) throws(TableError) {
    guard let pointer = cformats_encoder_make(compression == .gzip ? CFORMATS_GZIP : CFORMATS_ZSTD) else {
      throw Self.noMemory(path)
    }
    encoder = Mutex(Encoder(pointer: pointer))
    self.path = path
  }

  /// Compresses bytes, and hands over what comes of them.
  ///
  /// - Parameters:
  ///   - ends: Whether these are the last ones.
  ///   - write: Takes the compressed bytes.
  func append(
    _ bytes: UnsafeRawBufferPointer, ends: Bool = false,
    _ write: (UnsafeRawBufferPointer) throws(TableError) -> Void
  ) throws(TableError) {
    // Only read from, until this returns.
    nonisolated(unsafe) let (bytes, write) = (bytes, write)
    let outcome: Result<Void, TableError> = encoder.withLock { encoder in
      do throws(TableError) {
        try Self.encode(bytes, ends: ends, encoder.pointer, path, write)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  private static func encode(
    _ bytes: UnsafeRawBufferPointer, ends: Bool, _ encoder: OpaquePointer, _ path: String,
    _ write: (UnsafeRawBufferPointer) throws(TableError) -> Void
  ) throws(TableError) {
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceLength)
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
      guard step.outcome != CFORMATS_NO_MEMORY else { throw noMemory(path) }
      if step.outcome == CFORMATS_END || !ends && position == bytes.count && step.made < piece.count {
        return
      }
    }
  }

  private static func noMemory(_ path: String) -> TableError {
    TableError(
      .inputOutput, source: path,
      message: "there is no memory to compress what is written; write it uncompressed, or free some.")
  }
}

#endif
