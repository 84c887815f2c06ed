internal import SystemCalls

/// The temporary files of outputs: `.gmm-….partial`, beside the file that is to be.
///
/// A file is held by its lock from its first moment to its last, see ``PendingFile``: other than a process's number a lock
/// means the same in every container.
enum PartialFile {
  private static let beginning = ".gmm-"
  private static let ending = ".partial"

  /// A name of its own: that of the output may already be as long as names may be.
  static func newPath(beside file: String) -> String {
    let name = beginning + String(UInt64.random(in: .min ... .max), radix: 36) + ending
    return Destination.directory(of: file) + name
  }

  /// Takes the lock of a file, where its file system has locks; false where another process has it.
  static func hold(_ descriptor: Int32) -> Bool {
    do throws(SystemError) {
      try Descriptor.lock(descriptor)
      return true
    } catch {
      return error != .wait
    }
  }

  /// Removes what processes have left that ended before they were done: files of this user's that nobody holds.
  static func removeAbandoned(beside file: String) {
    let names = FileName.all(in: Destination.folder(of: file), beginning: beginning)
    for name in names where name.hasSuffix(ending) {
      removeIfAbandoned(Destination.directory(of: file) + name)
    }
  }

  private static func removeIfAbandoned(_ path: String) {
    // A pipe of this name would keep the opener waiting.
    guard let descriptor = try? Descriptor.openItself(path) else { return }
    defer { Descriptor.close(descriptor) }
    guard let status = try? FileStatus(of: descriptor), status.kind == .file,
      status.owner == ThisProcess.user,
      (try? Descriptor.lock(descriptor)) != nil,
      // Its owner may have put it into its place before the lock was to be had.
      let named = try? FileStatus(ofItself: path), named.isSameFile(as: status)
    else { return }
    FileName.remove(path)
  }
}
