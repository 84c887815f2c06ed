#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import Parallel
internal import Synchronization

/// An open file, pipe or device that is read.
struct InputDescriptor: ~Copyable {
  private let number: Int32
  private let source: String
  private let closes: Bool

  /// Opens a file, or takes standard input for "-".
  init(_ path: String) throws(TableError) {
    number = path == "-" ? STDIN_FILENO : try Self.opened(path)
    closes = path != "-"
    source = FileBytes.sourceName(of: path)
  }

  private static func opened(_ path: String) throws(TableError) -> Int32 {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw TableError(.noInput, source: path, message: "the file name is empty or holds a NUL; name a file.")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor < 0 else { return descriptor }
    let error = SystemError.last
    throw TableError(.noInput, source: path, message: "the file cannot be read: \(error.cause); \(error.cure).")
  }

  deinit { if closes { close(number) } }

  /// Reads all that is there, from where the descriptor stands.
  ///
  /// - Throws: ``TableError``: `noInput` for a directory, `badData` for a file that changes meanwhile, `inputOutput`
  ///   where reading fails or there is no memory.
  func read(threadCount: Int, _ allowance: MemoryAllowance) throws(TableError) -> FileBytes {
    guard let status = InputStatus(number) else { throw brokenOff(.last) }
    if status.isDirectory {
      throw TableError(.noInput, source: source, message: "this is a directory; name a file in it.")
    }
    let start = closes ? 0 : Int(lseek(number, 0, SEEK_CUR))
    guard status.isRegular, start >= 0, status.size > start else { return try readStream(allowance) }
    if let bytes = try readFile(status, from: start, threadCount: threadCount, allowance) { return bytes }
    // Some files of the system's have fewer bytes than they say.
    return try readStream(allowance)
  }

  /// Reads a file of known size by several threads; nil where it never had that size.
  private func readFile(
    _ status: InputStatus, from start: Int, threadCount: Int, _ allowance: MemoryAllowance
  ) throws(TableError) -> FileBytes? {
    let count = status.size - start
    try allowance.require(count, source: source)
    guard let memory = ByteMemory(capacity: count), let base = memory.base else {
      throw MemoryAllowance.shortage(count, source: source)
    }
    let places = DisjointWriter(base.assumingMemoryBound(to: UInt8.self))
    let failure = Mutex<SystemError?>(nil)
    let isWhole = Atomic(true)
    let survey = ByteSurvey.survey(count: count, threadCount: threadCount) { [number] chunk in
      let place = places.pointer(at: chunk.lowerBound)
      do throws(SystemError) {
        let found = try Self.fill(place, chunk.count, from: number, at: start + chunk.lowerBound)
        if found < chunk.count { isWhole.store(false, ordering: .relaxed) }
        return UnsafeBufferPointer(start: place, count: found)
      } catch {
        failure.withLock { $0 = error }
        return UnsafeBufferPointer(start: nil, count: 0)
      }
    }
    if let error = failure.withLock({ $0 }) { throw brokenOff(error) }
    guard InputStatus(number) == status else { throw changed }
    guard isWhole.load(ordering: .relaxed) else { return nil }
    if !closes { lseek(number, off_t(status.size), SEEK_SET) }
    return FileBytes(memory, count: count, survey: survey)
  }

  /// Reads bytes of a file, and answers how many are there.
  private static func fill(
    _ place: UnsafeMutablePointer<UInt8>, _ count: Int, from descriptor: Int32, at offset: Int
  ) throws(SystemError) -> Int {
    var filled = 0
    while filled < count {
      let step = pread(descriptor, place + filled, count - filled, off_t(offset + filled))
      if step == 0 { break }
      if step > 0 {
        filled += step
      } else if errno != EINTR {
        throw .last
      }
    }
    return filled
  }

  /// Reads to an end that is not known before.
  private func readStream(_ allowance: MemoryAllowance) throws(TableError) -> FileBytes {
    let limit = allowance.limitOfStream(source: source)
    var memory = ByteMemory()
    var count = 0
    while true {
      if count == memory.capacity {
        // One byte more than is allowed tells that there is more.
        guard count <= limit.bytes else { throw limit.error }
        let wanted = min(max(1 << 16, count + count / 2), limit.bytes + 1)
        guard memory.grow(to: wanted) else { throw MemoryAllowance.shortage(wanted, source: source) }
      }
      let step = systemRead(number, memory.base.map { $0 + count }, min(memory.capacity - count, 1 << 30))
      if step == 0 { return FileBytes(memory, count: count) }
      if step > 0 {
        count += step
      } else if errno != EINTR {
        throw brokenOff(.last)
      }
    }
  }

  private var changed: TableError {
    TableError(
      .badData, source: source,
      message: "the file changed while it was read; wait until it is written, or copy it and read the copy.")
  }

  private func brokenOff(_ error: SystemError) -> TableError {
    TableError(
      error.number == EISDIR ? .noInput : .inputOutput, source: source,
      message: "reading broke off: \(error.cause); \(error.cure).")
  }
}

/// What tells one state of a file from another.
private struct InputStatus: Equatable {
  let size: Int
  let isRegular: Bool
  let isDirectory: Bool
  private let number: UInt64
  private let device: UInt64
  private let times: [Int]

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    size = Int(status.st_size)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    number = UInt64(truncatingIfNeeded: status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    #if canImport(Darwin)
      let changes = [status.st_mtimespec, status.st_ctimespec]
    #else
      let changes = [status.st_mtim, status.st_ctim]
    #endif
    times = changes.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
  }
}

/// The system's read, whose name the type above has taken.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  guard let buffer else { return 0 }
  return read(descriptor, buffer, count)
}
