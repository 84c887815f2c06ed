package import Parallel
internal import SystemCalls

/// The bytes of a file, as a rule in memory that nobody else can change.
///
/// They are copied and not mapped as long as there is memory for them: what another process does to a mapped file ends
/// this one by a signal, or changes numbers after they were checked. A class because memory has to be given back
/// exactly once; what it holds never changes.
package final class FileBytes: MappedMemory {
  private let memory: ByteMemory
  /// The file itself, where it is larger than what memory is allowed for it.
  private let pages: ResidentPages?
  /// The bytes of which these are a part, and where they begin there.
  private let whole: FileBytes?
  private let start: Int
  /// The number of bytes.
  package let count: Int
  /// What the bytes tell, where they were looked at on the way into memory.
  let survey: ByteSurvey?

  init(_ memory: consuming ByteMemory, count: Int, survey: ByteSurvey? = nil) {
    self.memory = memory
    self.count = count
    self.survey = survey
    pages = nil
    whole = nil
    start = 0
  }

  init(_ pages: ResidentPages, count: Int, survey: ByteSurvey?) {
    memory = ByteMemory()
    self.pages = pages
    self.count = count
    self.survey = survey
    whole = nil
    start = 0
  }

  /// The beginning of other bytes, which are kept.
  convenience init(prefix count: Int, of whole: FileBytes) {
    self.init(0..<min(count, whole.count), of: whole)
  }

  /// A part of other bytes, which are kept.
  init(_ range: Range<Int>, of whole: FileBytes) {
    memory = ByteMemory()
    pages = nil
    survey = nil
    count = range.count
    start = range.lowerBound
    self.whole = whole
  }

  /// Whether they stay in the file.
  package var isMapped: Bool { whole?.isMapped ?? (pages != nil) }
  /// How many of the bytes are held in memory.
  package var heldCount: Int { whole?.heldCount ?? (pages == nil ? count : 0) }
  private var base: UnsafeMutableRawPointer? {
    if let whole { return whole.base.map { $0 + start } }
    return pages?.mapping.base ?? memory.base
  }

  package func leaveMemory() { pages?.mapping.leaveMemory() }

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
    return try body(UnsafeBufferPointer(start: self.base?.assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// Reads a file, or standard input for "-".
  package static func read(_ path: String, options: ReadingOptions) throws(TableError) -> FileBytes {
    try InputDescriptor(path).read(threadCount: options.workerCount, options.allowance)
  }

  /// What messages call the file.
  package static func sourceName(of path: String) -> String { path == "-" ? "standard input" : path }
}
