#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that appears complete or not at all.
///
/// Bytes go to a temporary file in the same directory, which ``commit()`` renames into place. A value that
/// goes out of scope without that removes it, and an older file stays as it was. Links are written through
/// to what they point to, an existing file keeps its permissions, and pipes, devices and standard output
/// ("-") are written directly.
public struct AtomicFile: ~Copyable {
  /// The path as it was given, or "-".
  public var path: String { output.path }
  /// What bytes are written to.
  let output: OutputDescriptor
  private var isOpen = true
  private let closes: Bool
  /// Where the temporary file is and where it belongs; nil where bytes are written directly.
  private var pending: (temporary: String, destination: String)?

  /// Opens a temporary file beside a path.
  ///
  /// - Parameter path: The file to be, or "-" for standard output.
  /// - Throws: ``TableError`` with the code `cannotCreate`, naming the path and the cause.
  public init(_ path: String) throws(TableError) {
    let opened = try Self.opening(path)
    output = OutputDescriptor(number: opened.descriptor, path: path)
    closes = opened.closes
    pending = opened.pending
  }

  /// Writes to memory; nothing is opened.
  init(_ memory: OutputMemory) {
    output = OutputDescriptor(number: -1, path: "memory", memory: memory)
    closes = false
    pending = nil
  }

  deinit {
    if closes, isOpen { _ = close(output.number) }
    if let pending { _ = unlink(pending.temporary) }
  }

  /// Appends bytes.
  ///
  /// - Parameter bytes: Any number of bytes; they are not kept.
  /// - Throws: ``TableError`` with the code `inputOutput`, such as for a full disk or a closed pipe.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    try output.write(bytes)
  }

  /// Appends text.
  ///
  /// - Parameter text: Written as UTF-8.
  /// - Throws: ``TableError`` with the code `inputOutput`.
  public mutating func write(_ text: String) throws(TableError) {
    var copy = text
    let result = copy.withUTF8 { bytes -> Result<Void, TableError> in
      do throws(TableError) {
        try write(UnsafeRawBufferPointer(bytes))
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Puts the file into its place.
  ///
  /// - Throws: ``TableError``; the older file, if any, is then untouched.
  public consuming func commit() throws(TableError) {
    guard closes else { return }
    isOpen = false
    // Some file systems report a full disk only now.
    guard close(output.number) == 0 || errno == EINTR else { throw output.brokenOff(.last) }
    guard let files = pending else { return }
    guard rename(files.temporary, files.destination) == 0 else {
      throw Destination.cannotCreate(path, .last)
    }
    pending = nil
  }

  /// Writes a whole text to a file, complete or not at all.
  ///
  /// - Parameters:
  ///   - text: What the file is to hold.
  ///   - path: The file, or "-" for standard output.
  /// - Throws: ``TableError`` with the code `cannotCreate` or `inputOutput`.
  public static func write(_ text: String, to path: String) throws(TableError) {
    var file = try AtomicFile(path)
    try file.write(text)
    try file.commit()
  }

  /// Finds out whether a file could be written, and leaves everything as it was.
  ///
  /// - Parameter path: The file, or "-" for standard output; pipes and devices are not opened.
  /// - Throws: ``TableError`` with the code `cannotCreate`.
  public static func requireCreatable(_ path: String) throws(TableError) {
    guard case .file = try Destination.of(path) else { return }
    _ = try AtomicFile(path)
  }

  /// Finds out whether a file could be written under a name that suits it.
  ///
  /// - Parameters:
  ///   - path: The file, or "-" for standard output.
  ///   - contents: What it is to hold.
  /// - Throws: ``TableError`` with the code `cannotCreate`, or `usage` where the name promises something else.
  public static func requireCreatable(_ path: String, for contents: OutputContents) throws(TableError) {
    try requireCreatable(path)
    try contents.requireName(path)
  }

  /// What the initializer stores.
  private typealias Opened = (
    descriptor: Int32, closes: Bool, pending: (temporary: String, destination: String)?
  )

  private static func opening(_ path: String) throws(TableError) -> Opened {
    switch try Destination.of(path) {
    case .descriptor(let descriptor): return (descriptor, false, nil)
    case .special:
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Destination.cannotCreate(path, .last) }
      return (descriptor, true, nil)
    case .file(let file, let permissions):
      let (descriptor, temporary) = try createTemporary(beside: file, for: path)
      if let permissions { _ = fchmod(descriptor, mode_t(permissions)) }
      return (descriptor, true, (temporary, file))
    }
  }

  private static func createTemporary(
    beside file: String, for path: String
  ) throws(TableError) -> (descriptor: Int32, path: String) {
    // A short name of its own: the destination's may already be as long as names may be.
    for _ in 0..<100 {
      let name = ".gmm-\(String(UInt64.random(in: .min ... .max), radix: 36)).partial"
      let temporary = Destination.directory(of: file) + name
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      guard errno == EEXIST || errno == EINTR else { break }
    }
    throw Destination.cannotCreate(path, .last)
  }
}
