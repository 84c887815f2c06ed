#if !os(Windows) && !os(WASI)

import SystemLibrary

/// Open files by their numbers, and what the system does with them.
///
/// None is handed on to a program that this one starts.
package enum Descriptor {
  package static var standardInput: Int32 { STDIN_FILENO }
  package static var standardOutput: Int32 { STDOUT_FILENO }
  package static var standardError: Int32 { STDERR_FILENO }

  // MARK: Opening and closing

  /// Opens a file, a pipe or a device for reading.
  package static func openForReading(_ path: String) throws(SystemError) -> Int32 {
    try opened(path, O_RDONLY)
  }

  /// Opens what is there for writing.
  package static func openForWriting(_ path: String) throws(SystemError) -> Int32 {
    try opened(path, O_WRONLY)
  }

  /// Opens a folder, for ``secure(_:)``.
  package static func openFolder(_ path: String) throws(SystemError) -> Int32 {
    try opened(path, O_RDONLY | O_DIRECTORY)
  }

  /// Opens what a path itself names: no link is followed, and no other end of a pipe is waited for.
  package static func openItself(_ path: String) throws(SystemError) -> Int32 {
    try opened(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
  }

  /// Makes a file where nothing of its name is, to write and read it.
  ///
  /// - Parameters:
  ///   - path: Its name.
  ///   - mode: The permissions, which the process's mask narrows.
  package static func create(_ path: String, mode: UInt32) throws(SystemError) -> Int32 {
    try opened(path, O_RDWR | O_CREAT | O_EXCL, mode)
  }

  /// Makes a file without a name, to write and read it, where system and file system know such files (O_TMPFILE;
  /// Linux) and it can get a name by ``link(_:to:)``.
  ///
  /// - Parameters:
  ///   - folder: The folder in which it gets one.
  ///   - mode: The permissions, which the process's mask narrows.
  package static func createUnnamed(in folder: String, mode: UInt32) -> Int32? {
    #if os(Linux)
    // __O_TMPFILE, which the system's header hides in a macro; the same on all processors that Swift runs on.
    let unnamed = 0o20000000 | O_DIRECTORY
    guard let descriptor = try? opened(folder, O_RDWR | unnamed, mode) else { return nil }
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

  /// Makes a file whose name is taken away at once, to write and read it.
  ///
  /// - Parameter beginning: Its folder, and what its name begins with.
  package static func createRemoved(_ beginning: String) throws(SystemError) -> Int32 {
    var template = Array("\(beginning)XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .last }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Makes a file that nobody else finds by a name, to write and read it: nothing is left of it at the end.
  package static func createTemporary(in folder: String) throws(SystemError) -> Int32 {
    if let descriptor = createUnnamed(in: folder, mode: 0o600) { return descriptor }
    return try createRemoved("\(folder)/.gmm-")
  }

  package static func close(_ descriptor: Int32) { systemClose(descriptor) }

  /// Takes the numbers of standard streams that are closed, so that no file gets them: what is said would be written into
  /// it. Nothing can be written to what takes them, and nothing is read from it.
  package static func takeClosedStandardStreams() {
    // The lowest free number is what the system gives.
    while let descriptor = try? openForReading("/dev/null") {
      guard descriptor > STDERR_FILENO else { continue }
      return close(descriptor)
    }
  }

  private static func opened(_ path: String, _ flags: Int32, _ mode: UInt32 = 0) throws(SystemError) -> Int32
  {
    let descriptor = open(path, flags | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { throw .last }
    return descriptor
  }

  // MARK: Reading and writing

  /// Reads some bytes, at least one where there are any; 0 at the end.
  ///
  /// - Parameters:
  ///   - descriptor: The file.
  ///   - place: Where they go; nowhere for nil.
  ///   - count: How many there is room for.
  ///   - offset: Where they stand in the file; nil for where it is read next.
  package static func readSome(
    _ descriptor: Int32, _ place: UnsafeMutableRawPointer?, _ count: Int, at offset: Int? = nil
  ) throws(SystemError) -> Int {
    guard let place else { return 0 }
    while true {
      let step =
        if let offset { pread(descriptor, place, count, off_t(offset)) } else {
          systemRead(descriptor, place, count)
        }
      guard step < 0 else { return step }
      let error = SystemError.last
      guard error == .interruption else { throw error }
    }
  }

  /// Reads so many bytes, fewer where the end comes before, and answers how many.
  ///
  /// - Parameters: As of ``readSome(_:_:_:at:)``.
  package static func read(
    _ descriptor: Int32, _ place: UnsafeMutableRawPointer?, _ count: Int, at offset: Int? = nil
  ) throws(SystemError) -> Int {
    var filled = 0
    while filled < count {
      let step = try readSome(
        descriptor, place.map { $0 + filled }, count - filled, at: offset.map { $0 + filled })
      if step == 0 { break }
      filled += step
    }
    return filled
  }

  /// Writes some bytes, and answers how many.
  package static func writeSome(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws(SystemError) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    while true {
      let step = write(descriptor, start, bytes.count)
      guard step < 0 else { return step }
      let error = SystemError.last
      guard error == .interruption else { throw error }
    }
  }

  /// Where a file is read or written next; nil for a pipe.
  package static func position(of descriptor: Int32) -> Int? {
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position >= 0 ? Int(position) : nil
  }

  /// Goes to a place in a file.
  package static func seek(_ descriptor: Int32, to position: Int) {
    _ = lseek(descriptor, off_t(position), SEEK_SET)
  }

  /// Waits until something can be written.
  package static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }

  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many letters a line of a terminal holds; nil where it is none, or does not say.
  package static func columnCount(ofTerminal descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  // MARK: The file itself

  /// Takes the lock on a file, which lives as long as a process has it open, if nobody has it.
  ///
  /// - Throws: ``SystemError/wait`` where another process has it; anything else where the file system has no locks.
  package static func lock(_ descriptor: Int32) throws(SystemError) {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let error = SystemError.last
      guard error == .interruption else { throw error }
    }
  }

  /// Waits until the disk has what was written, so that it survives a loss of power.
  ///
  /// - Throws: ``SystemError``; nothing where the file system has no such promise to make.
  package static func secure(_ descriptor: Int32) throws(SystemError) {
    #if canImport(Darwin)
    // There fsync leaves bytes in the disk's own memory.
    if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    while fsync(descriptor) != 0 {
      let error = SystemError.last
      if error == .interruption { continue }
      guard error.isOfPromise else { throw error }
      return
    }
  }

  /// Gives a file of ``createUnnamed(in:mode:)`` a name that is not taken.
  package static func link(_ descriptor: Int32, to name: String) throws(SystemError) {
    guard linkat(AT_FDCWD, path(of: descriptor), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else { throw .last }
  }

  /// Gives a file to an owner and a group; false where this process may not.
  package static func setOwner(_ descriptor: Int32, _ owner: UInt32, group: UInt32) -> Bool {
    fchown(descriptor, owner, group) == 0
  }

  /// Says who may read, write and run a file, as far as this process may.
  package static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) {
    _ = fchmod(descriptor, mode_t(permissions))
  }

  private static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }
}

// The system's own, whose names the type above has taken.

private func systemClose(_ descriptor: Int32) { close(descriptor) }

private func systemRead(_ descriptor: Int32, _ place: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, place, count)
}

#endif
