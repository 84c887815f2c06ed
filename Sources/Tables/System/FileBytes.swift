internal import SystemCalls

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
    return try body(
      UnsafeBufferPointer(start: memory.base?.assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// Reads a file, or standard input for "-".
  package static func read(_ path: String, options: ReadingOptions) throws(TableError) -> FileBytes {
    try InputDescriptor(path).read(threadCount: options.workerCount, options.allowance)
  }

  /// What messages call the file.
  package static func sourceName(of path: String) -> String { path == "-" ? "standard input" : path }
}
