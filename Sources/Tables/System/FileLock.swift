#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A lock on an open file that lives as long as a process has it open: other than a process's number it means the
/// same in every container.
enum FileLock {
  enum Answer {
    case taken
    case heldByAnother
    /// The file system has no locks.
    case impossible
  }

  /// Takes the lock if nobody has it.
  static func take(_ descriptor: Int32) -> Answer {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno != EINTR { return errno == EWOULDBLOCK ? .heldByAnother : .impossible }
    }
    return .taken
  }
}

/// The temporary files of outputs: `.gmm-….partial`, beside the file that is to be.
enum PartialFile {
  private static let beginning = ".gmm-"
  private static let ending = ".partial"

  /// A name of its own: that of the output may already be as long as names may be.
  static func newPath(beside file: String) -> String {
    let name = beginning + String(UInt64.random(in: .min ... .max), radix: 36) + ending
    return Destination.directory(of: file) + name
  }

  /// Removes what processes have left that ended before they were done: files of this user's that nobody holds.
  ///
  /// A file is held by its lock from its first moment to its last, see ``PendingFile``.
  static func removeAbandoned(beside file: String) {
    let folder = Destination.directory(of: file)
    for name in names(in: folder.isEmpty ? "." : folder) { removeIfAbandoned(folder + name) }
  }

  private static func removeIfAbandoned(_ path: String) {
    // A pipe of this name would keep the opener waiting.
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var (status, named) = (stat(), stat())
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      FileLock.take(descriptor) == .taken,
      // Its owner may have put it into its place before the lock was to be had.
      lstat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev
    else { return }
    unlink(path)
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        let capacity = MemoryLayout.size(ofValue: pointer.pointee)
        return pointer.withMemoryRebound(to: CChar.self, capacity: capacity) { name in
          // Most names are others', and no text is made of them.
          strncmp(name, beginning, beginning.utf8.count) == 0 ? String(cString: name) : nil
        }
      }
      if let name, name.hasSuffix(ending) { names.append(name) }
    }
    return names
  }
}
