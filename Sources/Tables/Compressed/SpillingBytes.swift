internal import Parallel
internal import SystemCalls

/// Bytes that are made piece by piece, how many is not known before: they stand in memory as long as there is room, and
/// else in a file without a name.
struct SpillingBytes: ~Copyable {
  private let source: String
  private let allowance: MemoryAllowance
  private let folder: String
  private let memory = ArrivingBytes()
  /// The file that takes them, once they are too many for memory.
  private var descriptor: Int32?
  private(set) var count = 0
  private var nextCheck = 0

  /// How many bytes come before it is asked again whether there is memory.
  private static let checkedLength = 1 << 24

  init(source: String, _ options: ReadingOptions) {
    self.source = source
    allowance = options.allowance
    folder = options.scratchFolder ?? ScratchSpace.usualFolder
  }

  deinit { if let descriptor { Descriptor.close(descriptor) } }

  mutating func append(_ piece: UnsafeRawBufferPointer) throws(TableError) {
    count += piece.count
    if descriptor == nil, count >= nextCheck {
      nextCheck = count + Self.checkedLength
      if allowance.residentLimit(of: count) != nil {
        try spill()
      } else {
        try allowance.require(count, source: source)
      }
    }
    if let descriptor { return try write(piece, to: descriptor) }
    guard memory.append(piece) else { throw MemoryAllowance.shortage(piece.count, source: source) }
  }

  /// Hands the bytes over.
  consuming func take(threadCount: Int) throws(TableError) -> FileBytes {
    if descriptor == nil, allowance.residentLimit(of: count) != nil { try spill() }
    guard let descriptor, count > 0 else {
      try allowance.require(count, source: source)
      return memory.take()
    }
    let mapping: FileMapping
    do throws(SystemError) {
      mapping = try FileMapping(reading: descriptor, byteCount: count)
    } catch {
      throw noRoom(error)
    }
    let pages = ResidentPages(mapping, limit: MemoryAllowance.share(allowance.given))
    let survey = ByteSurvey.survey(count: count, threadCount: threadCount) { chunk in
      UnsafeBufferPointer(
        start: mapping.base.assumingMemoryBound(to: UInt8.self) + chunk.lowerBound, count: chunk.count)
    }
    return FileBytes(pages, count: count, survey: survey)
  }

  // MARK: The file

  private mutating func spill() throws(TableError) {
    let made: Int32
    do throws(SystemError) {
      made = try Descriptor.createTemporary(in: folder)
    } catch {
      throw noRoom(error)
    }
    descriptor = made
    try memory.take().withBytes { bytes throws(TableError) in
      try write(UnsafeRawBufferPointer(bytes), to: made)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(TableError) {
    var written = 0
    while written < bytes.count {
      do throws(SystemError) {
        written += try Descriptor.writeSome(
          descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(1 << 30)))
      } catch {
        throw noRoom(error)
      }
    }
  }

  private func noRoom(_ error: SystemError) -> TableError {
    Self.noRoom(error, in: folder, source: source)
  }

  /// The error where a temporary file finds no room.
  static func noRoom(_ error: SystemError, in folder: String, source: String) -> TableError {
    TableError(
      .cannotCreate, source: source,
      message:
        "what is decompressed is larger than memory, and finds no room in \(folder): "
        + "\(error.cause); \(error.cure), or give --scratch another folder.")
  }
}
