#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The bytes of a file, mapped where it is a regular one and read where it is a pipe or a device.
///
/// A class because memory has to be given back exactly once; what it holds never changes. A regular file
/// that another process shortens while it is read is the one thing that a mapping cannot survive.
final class FileBytes: Sendable {
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer?
  private let isMapped: Bool
  let count: Int

  private init(base: UnsafeMutableRawPointer?, count: Int, isMapped: Bool) {
    self.base = base
    self.count = count
    self.isMapped = isMapped
  }

  deinit {
    if isMapped, let base { munmap(base, count) } else { free(base) }
  }

  /// Takes over memory that `malloc` gave.
  convenience init(adopting base: UnsafeMutableRawPointer?, count: Int) {
    self.init(base: base, count: base == nil ? 0 : count, isMapped: false)
  }

  /// The bytes of memory that it takes up by itself; what is mapped belongs to the file.
  var heldByteCount: Int { isMapped ? 0 : count }

  /// Copies bytes that are in memory already.
  convenience init(copying bytes: [UInt8]) {
    let copy = bytes.isEmpty ? nil : malloc(bytes.count)
    bytes.withUnsafeBytes { source in
      guard let copy, let start = source.baseAddress else { return }
      copy.copyMemory(from: start, byteCount: source.count)
    }
    self.init(base: copy, count: copy == nil ? 0 : bytes.count, isMapped: false)
  }

  /// Calls the body with the bytes, which stay valid until it returns.
  @inline(__always)
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeBufferPointer(start: base?.assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// Opens a file, or standard input for "-".
  static func read(_ path: String) throws(TableError) -> FileBytes {
    if path == "-" { return try read(descriptor: STDIN_FILENO, source: sourceName(of: path)) }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw TableError(.noInput, source: path, message: "the file name is empty or holds a NUL; name a file.")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, .last) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw cannotOpen(path, .last) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw TableError(.noInput, source: path, message: "this is a directory; name a file in it.")
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
      let count = Int(status.st_size)
      if let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED {
        return FileBytes(base: base, count: count, isMapped: true)
      }
    }
    return try read(descriptor: descriptor, source: path)
  }

  /// What messages call the file.
  static func sourceName(of path: String) -> String { path == "-" ? "standard input" : path }

  private static func cannotOpen(_ path: String, _ error: SystemError) -> TableError {
    TableError(.noInput, source: path, message: "the file cannot be read: \(error.cause); \(error.cure).")
  }

  private static func read(descriptor: Int32, source: String) throws(TableError) -> FileBytes {
    var base: UnsafeMutableRawPointer?
    var (count, capacity) = (0, 0)
    while true {
      if count == capacity {
        capacity = max(1 << 16, 2 * capacity)
        guard let larger = realloc(base, capacity) else {
          free(base)
          throw TableError(
            .inputOutput, source: source,
            message: "the input does not fit into memory (\(count) bytes so far); read it from a file.")
        }
        base = larger
      }
      let step = systemRead(descriptor, base.map { $0 + count }, min(capacity - count, 1 << 30))
      if step == 0 { return FileBytes(base: base, count: count, isMapped: false) }
      if step > 0 {
        count += step
      } else if errno != EINTR {
        let error = SystemError.last
        free(base)
        let code: TableError.Code = error.number == EISDIR ? .noInput : .inputOutput
        throw TableError(
          code, source: source, message: "reading broke off: \(error.cause); \(error.cure).")
      }
    }
  }
}

/// The system's read, whose name the type above has taken.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  guard let buffer else { return 0 }
  return read(descriptor, buffer, count)
}
