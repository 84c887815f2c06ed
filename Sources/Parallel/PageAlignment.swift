extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Room on a page's boundary: a vector that is read or written there never lies in two lines of the cache.
  ///
  /// - Parameter capacity: how many elements there is room for; not initialized.
  package static func allocateOnPage(capacity: Int) -> UnsafeMutablePointer<Pointee> {
    UnsafeMutableRawPointer.allocate(
      byteCount: max(capacity, 1) * MemoryLayout<Pointee>.stride, alignment: 4096
    ).bindMemory(to: Pointee.self, capacity: max(capacity, 1))
  }
}
