#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The bytes of a file, in memory that nobody else can change.
///
/// They are copied and not mapped: what another process does to a mapped file ends this one by a signal, or changes
/// numbers after they were checked. A class because memory has to be given back exactly once; what it holds never
/// changes.
package final class FileBytes: Sendable {
  private let memory: ByteMemory
  /// The number of bytes.
  package let count: Int
  /// What the bytes tell, where they were looked at on the way into memory.
  let survey: ByteSurvey?

  init(_ memory: consuming ByteMemory, count: Int, survey: ByteSurvey? = nil) {
    self.memory = memory
    self.count = count
    self.survey = survey
  }

  /// Copies bytes that are in memory already.
  convenience init(copying bytes: [UInt8]) {
    let memory = ByteMemory(copying: bytes)
    self.init(memory, count: bytes.count)
  }

  /// Calls the body with the bytes, which stay valid until it returns.
  @inline(__always)
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeBufferPointer(start: memory.base?.assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// Reads a file, or standard input for "-".
  package static func read(_ path: String, options: ReadingOptions) throws(TableError) -> FileBytes {
    try InputDescriptor(path).read(threadCount: options.workerCount, options.allowance)
  }

  /// What messages call the file.
  package static func sourceName(of path: String) -> String { path == "-" ? "standard input" : path }
}

/// Memory of the C library's that is given back at the end.
///
/// `@unchecked Sendable`: it is written by who makes it, before anybody else sees it.
struct ByteMemory: ~Copyable, @unchecked Sendable {
  private(set) var base: UnsafeMutableRawPointer?
  private(set) var capacity = 0

  /// None yet.
  init() {}

  /// So many bytes, or none where there is no room.
  init?(capacity: Int) {
    guard grow(to: capacity) else { return nil }
  }

  init(copying bytes: [UInt8]) {
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

  /// Makes room, and keeps what is there; false where there is none.
  mutating func grow(to capacity: Int) -> Bool {
    guard let larger = realloc(base, max(capacity, 1)) else { return false }
    #if os(Linux)
      // Large pages: bytes that are read once should not cost a fault of the processor's for every four thousand.
      let page = 1 << 21
      let start = (Int(bitPattern: larger) + page - 1) / page * page
      let length = Int(bitPattern: larger) + capacity - start
      if length >= page { madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE) }
    #endif
    base = larger
    self.capacity = capacity
    return true
  }
}
