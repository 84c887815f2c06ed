#if !os(Windows) && !os(WASI)

import SystemLibrary

/// What the system tells of a file: two answers are equal as long as it is the same file in the same state.
package struct FileStatus: Sendable, Hashable {
  /// What stands under a name.
  package enum Kind: Sendable, Hashable {
    case file, folder
    /// A pipe, a device and the like.
    case other
  }

  package let kind: Kind
  /// The bytes.
  package let size: Int
  package let device: UInt64
  /// The file's number on its device.
  package let number: UInt64
  package let owner: UInt32
  package let group: UInt32
  /// Who may read, write and run it, in nine bits.
  package let permissions: UInt32
  /// How many names it has.
  package let nameCount: Int
  /// When its bytes and when what is told of it changed, in seconds and their billionths.
  private let times: [Int]

  /// Asks for an open file.
  package init(of descriptor: Int32) throws(SystemError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    self.init(status)
  }

  /// Asks for what a path leads to.
  package init(at path: String) throws(SystemError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .last }
    self.init(status)
  }

  /// Asks for what a path itself names, be it a link.
  package init(ofItself path: String) throws(SystemError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .last }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    owner = status.st_uid
    group = status.st_gid
    permissions = UInt32(status.st_mode) & 0o777
    nameCount = Int(status.st_nlink)
    #if canImport(Darwin)
    let changes = [status.st_mtimespec, status.st_ctimespec]
    #else
    let changes = [status.st_mtim, status.st_ctim]
    #endif
    times = changes.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
  }

  /// Whether it is the same file, in whatever state.
  package func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}

/// Names of files, and what the system does with them.
package enum FileName {
  /// Takes a name away.
  package static func remove(_ path: String) { unlink(path) }

  /// Gives a file another name, also in the place of the file that has it.
  package static func change(_ path: String, to other: String) throws(SystemError) {
    guard rename(path, other) == 0 else { throw .last }
  }

  /// Refuses a file that this process may not write.
  package static func requireWritable(_ path: String) throws(SystemError) {
    guard access(path, W_OK) == 0 else { throw .last }
  }

  /// What a symbolic link points to; nil where the path is none.
  package static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return -1 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
  }

  /// The names in a folder, in no order.
  package static func all(in folder: String) throws(SystemError) -> [String] {
    guard let stream = opendir(folder) else { throw .last }
    defer { closedir(stream) }
    return names(beginning: "") { readdir(stream) }.filter { $0 != "." && $0 != ".." }
  }

  /// The names in a folder that begin with some letters; none where it cannot be read.
  package static func all(in folder: String, beginning: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    return names(beginning: beginning) { readdir(stream) }
  }

  private static func names(
    beginning: String, _ next: () -> UnsafeMutablePointer<dirent>?
  ) -> [String] {
    var names: [String] = []
    while let entry = next() {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        let capacity = MemoryLayout.size(ofValue: pointer.pointee)
        return pointer.withMemoryRebound(to: CChar.self, capacity: capacity) { name in
          // Most names are others', and no text is made of them.
          strncmp(name, beginning, beginning.utf8.count) == 0 ? String(cString: name) : nil
        }
      }
      if let name { names.append(name) }
    }
    return names
  }
}

#endif
