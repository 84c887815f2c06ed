internal import Parallel
internal import SystemCalls

extension FileBytes {
  /// Bytes of which it is known how many there are: they stand in memory as long as there is room, and else in a file
  /// without a name.
  ///
  /// - Parameters:
  ///   - count: How many, at least one.
  ///   - held: The bytes of memory that were taken for the same input before.
  ///   - fill: Writes them all. Of those that will not be needed soon it tells, so that they can leave memory.
  /// - Throws: ``TableError`` where there is no room, and what `fill` throws.
  static func filled(
    _ count: Int, source: String, _ options: ReadingOptions, held: Int,
    _ fill: (
      _ target: UnsafeMutableRawBufferPointer, _ leave: @Sendable (UnsafeRawBufferPointer) -> Void
    ) throws(TableError) -> Void
  ) throws(TableError) -> FileBytes {
    let allowance = options.allowance
    guard allowance.residentLimit(of: count) == nil else {
      return try onDisk(count, source: source, options, fill)
    }
    try allowance.require(count, held: held, source: source)
    guard let memory = ByteMemory(capacity: count) else {
      throw MemoryAllowance.shortage(count, source: source)
    }
    try fill(UnsafeMutableRawBufferPointer(start: memory.base, count: count), { _ in })
    return FileBytes(memory, count: count)
  }

  private static func onDisk(
    _ count: Int, source: String, _ options: ReadingOptions,
    _ fill: (
      UnsafeMutableRawBufferPointer, @Sendable (UnsafeRawBufferPointer) -> Void
    ) throws(TableError) -> Void
  ) throws(TableError) -> FileBytes {
    let folder = options.scratchFolder ?? ScratchSpace.usualFolder
    let mapping: FileMapping
    do throws(SystemError) {
      mapping = try FileMapping(scratchIn: folder, byteCount: count)
    } catch {
      throw SpillingBytes.noRoom(error, in: folder, source: source)
    }
    try fill(UnsafeMutableRawBufferPointer(start: mapping.base, count: count)) { part in
      if let start = part.baseAddress { mapping.leaveMemory(from: start, byteCount: part.count) }
    }
    let pages = ResidentPages(mapping, limit: MemoryAllowance.share(options.memoryLimit))
    return FileBytes(pages, count: count, survey: nil)
  }
}
