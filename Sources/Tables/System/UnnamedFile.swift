#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Files without a name, of which nothing is left where the process ends, however it ends.
package enum UnnamedFile {
  /// Opens a file in a folder that no path leads to and that gets a name by ``link(_:to:)``, where system and file
  /// system know such files (O_TMPFILE; Linux).
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - mode: The permissions, which the process's mask narrows.
  /// - Returns: The descriptor, or nil.
  static func open(in folder: String, mode: UInt32) -> Int32? {
    #if os(Linux)
      // __O_TMPFILE, which the system's header hides in a macro; the same on all processors that Swift runs on.
      let unnamed = 0o20000000 | O_DIRECTORY
      let descriptor = systemOpen(folder, O_RDWR | O_CLOEXEC | unnamed, mode)
      guard descriptor >= 0 else { return nil }
      // It gets its name by this path, which is not there in every container.
      guard access(path(of: descriptor), F_OK) == 0 else {
        close(descriptor)
        return nil
      }
      return descriptor
    #else
      return nil
    #endif
  }

  /// Gives a file of ``open(in:mode:)`` a name that is not taken.
  ///
  /// - Returns: Whether it has one; else `errno` says why not.
  static func link(_ descriptor: Int32, to path: String) -> Bool {
    linkat(AT_FDCWD, Self.path(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  /// Opens a file that never has a name, with something in it, to be read from its beginning.
  ///
  /// It is in memory where the system has such a place, and TMPDIR does not name another.
  ///
  /// - Parameter contents: What it is to hold.
  /// - Returns: The descriptor, which the caller closes.
  /// - Throws: ``TableError`` with the code `cannotCreate` or `inputOutput`.
  package static func holding(_ contents: String) throws(TableError) -> Int32 {
    let chosen = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    var failure = SystemError(number: ENOENT)
    for folder in chosen.map({ [$0] }) ?? ["/dev/shm", "/tmp"] {
      guard let descriptor = open(in: folder, mode: 0o600) ?? removed(in: folder) else {
        failure = .last
        continue
      }
      do throws(TableError) {
        try OutputDescriptor(number: descriptor, path: folder).write(contents)
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
      } catch {
        close(descriptor)
        throw error
      }
    }
    throw TableError(
      .cannotCreate, source: chosen ?? "/tmp",
      message: "no temporary file can be made there: \(failure.cause); \(failure.cure), or set TMPDIR to another "
        + "folder.")
  }

  /// A file whose name is taken away at once.
  private static func removed(in folder: String) -> Int32? {
    var template = Array("\(folder)/.gmm-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }
}

/// The system's open, whose name the type above has taken.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: UInt32) -> Int32 {
  open(path, flags, mode_t(mode))
}
