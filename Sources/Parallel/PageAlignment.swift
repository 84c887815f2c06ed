internal import SystemCalls

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Room on a page's boundary, or of less than a page on that of a line of the cache: a vector that is read or written
  /// there never lies in two lines. Pages of their own for a few numbers each would be new ones at every iteration.
  ///
  /// - Parameter capacity: how many elements there is room for; not initialized.
  package static func allocateOnPage(capacity: Int) -> UnsafeMutablePointer<Pointee> {
    let byteCount = max(capacity, 1) * MemoryLayout<Pointee>.stride
    return UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: byteCount < 4096 ? 64 : 4096
    ).bindMemory(to: Pointee.self, capacity: max(capacity, 1))
  }

  /// The same for what will be written from the first to the last: on large pages, where the system has them and there are
  /// some. A fault of the processor's for every four thousand bytes of a million points takes as long as a pass over them.
  package static func allocateOnLargePages(capacity: Int) -> UnsafeMutablePointer<Pointee> {
    let (byteCount, page) = (capacity * MemoryLayout<Pointee>.stride, 1 << 21)
    guard byteCount >= 2 * page else { return allocateOnPage(capacity: capacity) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
    #if !os(Windows) && !os(WASI)
    ByteMemory.preferLargePages(memory, byteCount: byteCount)
    #endif
    return memory.bindMemory(to: Pointee.self, capacity: capacity)
  }
}
