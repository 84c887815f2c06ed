#if Formats

internal import CFormats

/// A Parquet file that is being written.
///
/// A class, since its memory has to be given back once, and since bytes come out of it while it is called.
final class ParquetWriter {
  /// What bytes are written to, and what went wrong there.
  private final class Output {
    var descriptor: OutputDescriptor?
    var failure: TableError?

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
      guard failure == nil, let descriptor else { return false }
      do throws(TableError) {
        try descriptor.write(bytes)
        return true
      } catch {
        failure = error
        return false
      }
    }
  }

  private let pointer: OpaquePointer
  private let output = Output()
  private let path: String

  init(path: String) throws(TableError) {
    self.path = path
    // The output lives as long as the writer that has its address.
    let context = Unmanaged.passUnretained(output).toOpaque()
    let pointer = cparquet_writer_make(
      { context, bytes, size in
        guard let context else { return 0 }
        let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
        return output.write(UnsafeRawBufferPointer(start: bytes, count: size)) ? 1 : 0
      }, context)
    guard let pointer else {
      throw TableError(
        .inputOutput, source: path, message: "there is no memory for a Parquet file; free some.")
    }
    self.pointer = pointer
  }

  deinit {
    // What is still to come goes nowhere.
    output.descriptor = nil
    cparquet_writer_free(pointer)
  }

  /// Does a step that writes.
  func write(to descriptor: OutputDescriptor, _ step: (OpaquePointer) -> Int32) throws(TableError) {
    output.descriptor = descriptor
    let isDone = step(pointer) != 0
    if let failure = output.failure { throw failure }
    guard !isDone else { return }
    throw TableError(
      .inputOutput, source: path,
      message:
        "the Parquet file could not be written: \(String(cString: cparquet_writer_message(pointer))); name the "
        + "output .csv instead.")
  }

  /// Writes the texts of a column; nil for none.
  func write(_ texts: [String?], column: Int32, to descriptor: OutputDescriptor) throws(TableError) {
    var letters: [UInt8] = []
    var ends: [Int] = []
    for text in texts {
      if let text { letters.append(contentsOf: text.utf8) }
      ends.append(letters.count)
    }
    try letters.withUnsafeBufferPointer { letters throws(TableError) in
      // An empty text needs a place as well.
      var nothing: UInt8 = 0
      try withUnsafePointer(to: &nothing) { nothing throws(TableError) in
        let base = letters.baseAddress ?? nothing
        let values = texts.indices.map { row in
          let start = row == 0 ? 0 : ends[row - 1]
          return texts[row] == nil
            ? cparquet_bytes(data: nil, length: -1)
            : cparquet_bytes(data: base + start, length: Int32(clamping: ends[row] - start))
        }
        try write(to: descriptor) { cparquet_write_texts($0, column, values, Int64(values.count)) }
      }
    }
  }
}

#endif
