internal import Parallel
internal import SystemCalls

/// A file that appears complete or not at all.
///
/// ```swift
/// var file = try AtomicFile("notes.txt")
/// for line in ["first", "second"] { try file.write(line + "\n") }
/// try file.commit()    // an error before this leaves an older notes.txt as it was
/// ```
///
/// Bytes go to a file without a name, or with a temporary one beside its place, which ``commit()`` puts into place once
/// the disk has it. A value that goes out of scope without that leaves nothing, and an older file stays as it was. Links
/// are written through to what they point to, an existing file keeps its permissions, and pipes, devices and standard
/// output ("-") are written directly.
public struct AtomicFile: ~Copyable {
  /// The path as it was given, or "-".
  public var path: String { output.path }
  /// What bytes are written to.
  private(set) var output: OutputDescriptor
  /// The file that is not in its place yet; nil where bytes are written directly.
  private var pending: PendingFile?
  /// Whether bytes go to a descriptor that was opened here.
  private let closes: Bool

  /// Opens a file to be put at a path.
  ///
  /// - Parameter path: The file to be, or "-" for standard output.
  /// - Throws: ``TableError`` with the code `cannotCreate`, naming the path and the cause.
  public init(_ path: String) throws(TableError) { try self.init(path, inCleanFolder: false) }

  /// Opens a file.
  ///
  /// - Parameter isClean: Whether what dead runs have left in the folder has been removed: looking for it takes time by
  ///   the number of files there.
  private init(_ path: String, inCleanFolder isClean: Bool) throws(TableError) {
    switch try Destination.of(path) {
    case .descriptor(let descriptor):
      (output, closes) = (OutputDescriptor(number: descriptor, path: path), false)
      pending = nil
    case .special:
      do throws(SystemError) {
        let descriptor = try Descriptor.openForWriting(path)
        (output, closes) = (OutputDescriptor(number: descriptor, path: path), true)
        pending = nil
      } catch {
        throw Destination.cannotCreate(path, error)
      }
    case .file(let file, let replaced):
      do throws(SystemError) {
        let pending = try PendingFile(file, replacing: replaced, inCleanFolder: isClean)
        (output, closes) = (OutputDescriptor(number: pending.descriptor, path: path), false)
        self.pending = consume pending
      } catch {
        throw Destination.cannotCreate(path, error)
      }
    }
  }

  /// Writes to memory; nothing is opened.
  init(_ memory: OutputMemory) {
    (output, closes) = (OutputDescriptor(number: -1, path: "memory", memory: memory), false)
    pending = nil
  }

  deinit {
    if closes { Descriptor.close(output.number) }
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
    try output.write(text)
  }

  #if Formats
  /// Compresses all that is written from now on.
  mutating func compress(_ compression: Compression) {
    output.compression = CompressedOutput(compression, path: path)
  }
  #endif

  /// Puts the file into its place, on the disk: it is there after a loss of power.
  ///
  /// - Throws: ``TableError``; the older file, if any, is then untouched.
  public consuming func commit() throws(TableError) {
    guard let pending = pending.take() else { return }
    do throws(SystemError) {
      try pending.commit()
    } catch {
      throw error.isOfDevice ? output.brokenOff(error) : Destination.cannotCreate(path, error)
    }
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

  /// Writes many files into a folder, each complete or not at all.
  ///
  /// - Parameters:
  ///   - paths: The files, all of one folder.
  ///   - threadCount: How many are written at once, at most.
  ///   - text: What the file of a number is to hold; nil for one that is not written.
  /// - Throws: What the first file throws that cannot be made or written; others may have been written then.
  package static func write(
    _ paths: [String], threadCount: Int, _ text: @Sendable (Int) throws(TableError) -> String?
  ) throws(TableError) {
    guard let first = paths.first else { return }
    try requireCreatable(first)
    let outcomes = ParallelLoop.map(count: paths.count, threadCount: threadCount) { place in
      Result { () throws(TableError) in
        guard let text = try text(place) else { return }
        var file = try AtomicFile(paths[place], inCleanFolder: true)
        try file.write(text)
        try file.commit()
      }
    }
    for outcome in outcomes { try outcome.get() }
  }

  /// Writes all bytes of a file, complete or not at all.
  package static func write(_ bytes: [UInt8], to path: String) throws(TableError) {
    let file = try AtomicFile(path)
    try file.output.write(bytes)
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
}
