#if !os(Windows) && !os(WASI)

import SystemLibrary

/// A file's bytes in the address space: they come into memory where they are touched, and can leave it again.
///
/// `@unchecked Sendable`: a file that is read is written by nobody here; of a file of its own, who takes a place writes it
/// before anybody else sees it.
package final class FileMapping: @unchecked Sendable {
  /// The first byte.
  package let base: UnsafeMutableRawPointer
  package let byteCount: Int

  /// The bytes of a file, to be read.
  ///
  /// - Parameters:
  ///   - descriptor: The file, which may be closed afterwards.
  ///   - byteCount: Its size, at least 1. Where somebody makes it shorter, touching what is gone ends the process.
  package convenience init(reading descriptor: Int32, byteCount: Int) throws(SystemError) {
    try self.init(descriptor, byteCount, PROT_READ)
  }

  /// A file without a name of so many bytes, all zero, to be written and read; nothing of it is left at the end.
  ///
  /// - Parameters:
  ///   - folder: Where it is.
  ///   - byteCount: Its size, at least 1, for which there has to be room at once.
  package convenience init(scratchIn folder: String, byteCount: Int) throws(SystemError) {
    let descriptor = try Descriptor.createTemporary(in: folder)
    defer { Descriptor.close(descriptor) }
    try Descriptor.reserve(descriptor, byteCount: byteCount)
    try self.init(descriptor, byteCount, PROT_READ | PROT_WRITE)
  }

  private init(_ descriptor: Int32, _ byteCount: Int, _ protection: Int32) throws(SystemError) {
    let place = mmap(nil, byteCount, protection, MAP_SHARED, descriptor, 0)
    guard let place, place != MAP_FAILED else { throw .last }
    base = place
    self.byteCount = byteCount
  }

  deinit { munmap(base, byteCount) }

  /// Lets all pages go from this process's memory; what was written goes to the file when the system likes to.
  package func leaveMemory() { _ = madvise(base, byteCount, MADV_DONTNEED) }

  /// The same for the pages that lie between two places.
  package func leaveMemory(from start: UnsafeRawPointer, byteCount: Int) {
    let page = Machine.pageSize
    let first = (Int(bitPattern: start) + page - 1) / page * page
    let end = (Int(bitPattern: start) + byteCount) / page * page
    guard first < end, let place = UnsafeMutableRawPointer(bitPattern: first) else { return }
    _ = madvise(place, end - first, MADV_DONTNEED)
  }
}

extension Descriptor {
  /// Gives a new file its size, and the disk's room for it: writing to a place in memory could not fail later.
  static func reserve(_ descriptor: Int32, byteCount: Int) throws(SystemError) {
    #if os(Linux)
    let number = posix_fallocate(descriptor, 0, off_t(byteCount))
    guard number == 0 else { throw SystemError(failure: number) }
    #else
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw .last }
    #endif
  }
}

#endif
