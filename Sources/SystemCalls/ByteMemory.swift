#if !os(Windows) && !os(WASI)

import SystemLibrary

/// Memory of the C library's that is given back at the end.
///
/// `@unchecked Sendable`: it is written by who makes it, before anybody else sees it.
package struct ByteMemory: ~Copyable, @unchecked Sendable {
  package private(set) var base: UnsafeMutableRawPointer?
  package private(set) var capacity = 0

  /// None yet.
  package init() {}

  /// So many bytes, or none where there is no room.
  package init?(capacity: Int) {
    guard grow(to: capacity) else { return nil }
  }

  package init(copying bytes: [UInt8]) {
    // As many as the array has: who could make that has them once more, or is ended by the next array.
    guard !bytes.isEmpty, grow(to: bytes.count), let base else {
      precondition(bytes.isEmpty, "no memory for a copy of \(bytes.count) bytes")
      return
    }
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { base.copyMemory(from: start, byteCount: source.count) }
    }
  }

  deinit { free(base) }

  /// Asks for large pages: bytes that are written once should not cost a fault of the processor's for every four thousand.
  package static func preferLargePages(_ base: UnsafeMutableRawPointer, byteCount: Int) {
    #if os(Linux)
    let page = 1 << 21
    let start = (Int(bitPattern: base) + page - 1) / page * page
    let length = (Int(bitPattern: base) + byteCount) / page * page - start
    if length >= page { madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE) }
    #endif
  }

  /// Makes room, and keeps what is there; false where there is none.
  package mutating func grow(to capacity: Int) -> Bool {
    guard let larger = realloc(base, max(capacity, 1)) else { return false }
    Self.preferLargePages(larger, byteCount: capacity)
    base = larger
    self.capacity = capacity
    return true
  }
}

#endif
