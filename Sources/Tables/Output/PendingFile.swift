#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A regular file that is being written and is not in its place yet.
///
/// Where the system can it has no name (``UnnamedFile``), and nothing is left of it whenever the process ends. Else,
/// and for the moment in which it replaces another, it has one beside its place (``PartialFile``), and the next run in
/// that folder removes it: while its process lives it holds a lock on it.
struct PendingFile: ~Copyable {
  let descriptor: Int32
  private let destination: String
  /// The file that is replaced; nil for a new one.
  private let replaced: FileStatus?
  /// The name that it has for now.
  private var name: String?

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - destination: Where it belongs.
  ///   - replaced: What is there.
  /// - Throws: ``SystemError``.
  init(_ destination: String, replacing replaced: FileStatus?) throws(SystemError) {
    self.destination = destination
    self.replaced = replaced
    PartialFile.removeAbandoned(beside: destination)
    // What replaces a private file is private from its first byte; commit() gives it the other's permissions.
    let mode: UInt32 = replaced == nil ? 0o666 : 0o600
    let folder = Destination.directory(of: destination)
    if let unnamed = UnnamedFile.open(in: folder.isEmpty ? "." : folder, mode: mode) {
      descriptor = unnamed
      // Nobody else can have the lock of a file without a name.
      _ = FileLock.take(unnamed)
      name = nil
    } else {
      let named = try Self.createNamed(beside: destination, mode: mode)
      (descriptor, name) = (named.descriptor, named.name)
    }
  }

  deinit {
    if let name { unlink(name) }
    close(descriptor)
  }

  /// Puts the file into its place, on the disk.
  consuming func commit() throws(SystemError) {
    if let replaced { replaced.passOn(to: descriptor) }
    if let failure = Durability.secure(descriptor) { throw failure }
    if name == nil {
      if replaced == nil, UnnamedFile.link(descriptor, to: destination) { return try secureFolder() }
      try linkBeside()
    }
    guard let name, rename(name, destination) == 0 else { throw .last }
    self.name = nil
    try secureFolder()
  }

  private func secureFolder() throws(SystemError) {
    if let failure = Durability.secureFolder(of: destination) { throw failure }
  }

  /// Gives a file without a name one for a moment: only a name can take the place of another.
  private mutating func linkBeside() throws(SystemError) {
    for _ in 0..<100 {
      let path = PartialFile.newPath(beside: destination)
      if UnnamedFile.link(descriptor, to: path) {
        name = path
        return
      }
      guard errno == EEXIST else { break }
    }
    throw .last
  }

  private static func createNamed(
    beside destination: String, mode: UInt32
  ) throws(SystemError) -> (descriptor: Int32, name: String) {
    for _ in 0..<100 {
      let path = PartialFile.newPath(beside: destination)
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
      guard descriptor >= 0 else {
        if errno == EEXIST || errno == EINTR { continue }
        break
      }
      // Between these two lines another run may have taken the file for abandoned.
      let lock = FileLock.take(descriptor)
      var status = stat()
      if lock != .heldByAnother, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        return (descriptor, path)
      }
      close(descriptor)
    }
    throw .last
  }
}

/// What is kept of a file that is replaced: its owner, its group and who may read, write and run it.
struct FileStatus: Sendable {
  let owner: UInt32
  let group: UInt32
  let permissions: UInt32

  init(_ status: stat) {
    owner = status.st_uid
    group = status.st_gid
    // A program's right to run as its owner is not for other bytes than those it was given for.
    permissions = UInt32(status.st_mode) & 0o777
  }

  /// Gives a file the same, as far as the system lets this process.
  func passOn(to descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    var permissions = permissions
    if status.st_uid != owner || status.st_gid != group, fchown(descriptor, owner, group) != 0,
      fchown(descriptor, status.st_uid, group) != 0
    {
      // What was meant for a group is not for another: it gets what everybody has.
      permissions = permissions & ~0o070 | (permissions & 0o007) << 3
    }
    _ = fchmod(descriptor, mode_t(permissions))
  }
}
