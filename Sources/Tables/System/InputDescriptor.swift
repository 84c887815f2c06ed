internal import Parallel
internal import Synchronization
internal import SystemCalls

/// An open file, pipe or device that is read.
struct InputDescriptor: ~Copyable {
  private let number: Int32
  private let source: String
  private let closes: Bool

  /// Opens a file, or takes standard input for "-".
  init(_ path: String) throws(TableError) {
    // What is named after a file that holds several is looked for in the archive.
    let file = MemberPath.parted(path).file
    number = file == "-" ? Descriptor.standardInput : try Self.opened(file)
    closes = path != "-"
    source = FileBytes.sourceName(of: path)
  }

  private static func opened(_ path: String) throws(TableError) -> Int32 {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw TableError(.noInput, source: path, message: "the file name is empty or holds a NUL; name a file.")
    }
    do throws(SystemError) {
      return try Descriptor.openForReading(path)
    } catch {
      throw TableError(
        .noInput, source: path, message: "the file cannot be read: \(error.cause); \(error.cure).")
    }
  }

  deinit { if closes { Descriptor.close(number) } }

  /// Reads all that is there, from where the descriptor stands.
  ///
  /// - Throws: ``TableError``: `noInput` for a directory, `badData` for a file that changes meanwhile, `inputOutput`
  ///   where reading fails or there is no memory.
  func read(threadCount: Int, _ allowance: MemoryAllowance) throws(TableError) -> FileBytes {
    let status: FileStatus
    do throws(SystemError) { status = try FileStatus(of: number) } catch { throw brokenOff(error) }
    if status.kind == .folder {
      throw TableError(.noInput, source: source, message: "this is a directory; name a file in it.")
    }
    guard status.kind == .file, let start = closes ? 0 : Descriptor.position(of: number), status.size > start
    else {
      return try readStream(allowance)
    }
    if let bytes = try readFile(status, from: start, threadCount: threadCount, allowance) { return bytes }
    // Some files of the system's have fewer bytes than they say.
    return try readStream(allowance)
  }

  /// Reads a file of known size by several threads; nil where it never had that size.
  private func readFile(
    _ status: FileStatus, from start: Int, threadCount: Int, _ allowance: MemoryAllowance
  ) throws(TableError) -> FileBytes? {
    let count = status.size - start
    if start == 0, let limit = allowance.residentLimit(of: count) {
      return try map(status, threadCount: allowance.readsParts ? nil : threadCount, residentLimit: limit)
    }
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
        let found = try Descriptor.read(number, place, chunk.count, at: start + chunk.lowerBound)
        if found < chunk.count { isWhole.store(false, ordering: .relaxed) }
        return UnsafeBufferPointer(start: place, count: found)
      } catch {
        failure.withLock { $0 = error }
        return UnsafeBufferPointer(start: nil, count: 0)
      }
    }
    if let error = failure.withLock({ $0 }) { throw brokenOff(error) }
    guard (try? FileStatus(of: number)) == status else { throw changed }
    guard isWhole.load(ordering: .relaxed) else { return nil }
    if !closes { Descriptor.seek(number, to: status.size) }
    return FileBytes(memory, count: count, survey: survey)
  }

  private static let windowSize = 1 << 25

  /// Looks through a file that is too large for memory, and leaves it where it is.
  ///
  /// - Parameter threadCount: How many threads look; nil where nobody does.
  private func map(
    _ status: FileStatus, threadCount: Int?, residentLimit: Int
  ) throws(TableError) -> FileBytes {
    let mapping: FileMapping
    do throws(SystemError) { mapping = try FileMapping(reading: number, byteCount: status.size) } catch {
      throw brokenOff(error)
    }
    let pages = ResidentPages(mapping, limit: residentLimit)
    guard let threadCount else { return FileBytes(pages, count: status.size, survey: nil) }
    let survey = ByteSurvey.survey(count: status.size, threadCount: threadCount) { chunk in
      // What the system has at hand comes faster than anybody watches over it.
      if chunk.lowerBound.isMultiple(of: Self.windowSize) { mapping.leaveMemory() }
      return UnsafeBufferPointer(
        start: mapping.base.assumingMemoryBound(to: UInt8.self) + chunk.lowerBound, count: chunk.count)
    }
    guard (try? FileStatus(of: number)) == status else { throw changed }
    return FileBytes(pages, count: status.size, survey: survey)
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
      let step: Int
      do throws(SystemError) {
        step = try Descriptor.readSome(
          number, memory.base.map { $0 + count }, min(memory.capacity - count, 1 << 30))
      } catch {
        throw brokenOff(error)
      }
      if step == 0 { return FileBytes(memory, count: count) }
      count += step
    }
  }

  private var changed: TableError {
    TableError(
      .badData, source: source,
      message: "the file changed while it was read; wait until it is written, or copy it and read the copy.")
  }

  private func brokenOff(_ error: SystemError) -> TableError {
    TableError(
      error == .folder ? .noInput : .inputOutput, source: source,
      message: "reading broke off: \(error.cause); \(error.cure).")
  }
}
