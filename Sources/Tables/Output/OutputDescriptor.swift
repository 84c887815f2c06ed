internal import Synchronization
internal import SystemCalls

/// Bytes that are written to memory instead of a file.
package final class OutputMemory: Sendable {
  private let written = Mutex<[UInt8]>([])

  /// Begins with nothing.
  package init() {}

  /// What has been written so far.
  package var bytes: [UInt8] { written.withLock { $0 } }

  func append(_ bytes: UnsafeRawBufferPointer) { written.withLock { $0.append(contentsOf: bytes) } }

  func replace(_ bytes: [UInt8], at place: Int) {
    written.withLock { $0.replaceSubrange(place..<place + bytes.count, with: bytes) }
  }
}

/// An open descriptor that is written to; who has opened it closes it. Or memory.
struct OutputDescriptor: Sendable {
  let number: Int32
  /// The path as it was given, or "-".
  let path: String
  /// What is written to instead of the descriptor.
  var memory: OutputMemory?
  /// What sums up the bytes before they are compressed and written.
  var checksum: RunningChecksum?
  #if Formats
  /// What compresses the bytes before they are written.
  var compression: CompressedOutput?
  #endif

  /// Writes all the bytes, compressed where the file is to be.
  func write(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    checksum?.add(bytes)
    #if Formats
    if let compression {
      return try compression.append(bytes) { bytes throws(TableError) in try writePlain(bytes) }
    }
    #endif
    try writePlain(bytes)
  }

  /// Writes what a compressor still holds.
  func finish() throws(TableError) {
    #if Formats
    try compression?.endMember { bytes throws(TableError) in try writePlain(bytes) }
    #endif
  }

  /// Bytes as they stand in the file, made by the thread that has them; nil where they stand there as they are, or their
  /// checksum is wanted, which takes them in their order.
  func compressed(_ bytes: UnsafeRawBufferPointer) throws(TableError) -> [UInt8]? {
    #if Formats
    return checksum == nil ? try compression?.member(of: bytes) : nil
    #else
    return nil
    #endif
  }

  /// Writes bytes that have been compressed.
  func write(compressed bytes: [UInt8]) throws(TableError) {
    try finish()
    try bytes.withUnsafeBufferPointer { bytes throws(TableError) in
      try writePlain(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Writes all the bytes; to a terminal, without what it would obey.
  private func writePlain(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    if let memory { return memory.append(bytes) }
    guard Descriptor.isTerminal(number) else { return try writeAsTheyAre(bytes) }
    let shown = Array(TerminalText.cleanedTable(String(decoding: bytes, as: UTF8.self)).utf8)
    try shown.withUnsafeBufferPointer { shown throws(TableError) in
      try writeAsTheyAre(UnsafeRawBufferPointer(shown))
    }
  }

  /// Writes all the bytes, however many calls that takes.
  private func writeAsTheyAre(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    var written = 0
    while written < bytes.count {
      do throws(SystemError) {
        written += try Descriptor.writeSome(
          number, UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(1 << 30)))
      } catch {
        guard error == .wait else { throw brokenOff(error) }
        Descriptor.waitUntilWritable(number)
      }
    }
  }

  // MARK: What was written before

  /// Where the next bytes go; nil where they can only be written in order, as to a pipe or compressed.
  var position: Int? {
    #if Formats
    if compression != nil { return nil }
    #endif
    if let memory { return memory.bytes.count }
    return Descriptor.isTerminal(number) ? nil : Descriptor.position(of: number)
  }

  /// Writes numbers of eight bytes, the lowest first, over what stands at their places.
  ///
  /// - Parameters:
  ///   - numbers: Each with its place.
  ///   - start: From where places are counted.
  func replace(_ numbers: [(place: Int, number: Int)], from start: Int) throws(TableError) {
    let end = position
    for (place, number) in numbers {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      if let memory {
        memory.replace(bytes, at: start + place)
      } else {
        Descriptor.seek(self.number, to: start + place)
        try write(bytes)
      }
    }
    if let end, memory == nil { Descriptor.seek(self.number, to: end) }
  }

  /// Writes a text as UTF-8.
  func write(_ text: String) throws(TableError) {
    var copy = text
    let result = copy.withUTF8 { bytes -> Result<Void, TableError> in
      do throws(TableError) {
        try write(UnsafeRawBufferPointer(bytes))
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Writes bytes of an array.
  func write(_ bytes: [UInt8]) throws(TableError) {
    try bytes.withUnsafeBufferPointer { bytes throws(TableError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
  }

  func brokenOff(_ error: SystemError) -> TableError {
    TableError(
      .inputOutput, source: path == "-" ? "standard output" : path,
      message: "writing broke off: \(error.cause); \(error.cure).")
  }
}
