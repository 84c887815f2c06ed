#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where the bytes for a path go.
enum Destination {
  /// A descriptor that is open already and stays open.
  case descriptor(Int32)
  /// A pipe or device: there is nothing to rename.
  case special
  /// A regular file, existing or new; links are resolved.
  case file(path: String, replaced: FileStatus?)

  /// Finds out what a path stands for.
  static func of(_ path: String) throws(TableError) -> Destination {
    if let descriptor = openDescriptor(path) { return .descriptor(descriptor) }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw TableError(
        .cannotCreate, source: path, message: "the name of the output is empty or holds a NUL; name a file.")
    }
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        throw TableError(
          .cannotCreate, source: path, message: "the output cannot be a directory; name a file in it.")
      case S_IFREG: break
      default: return .special
      }
      // Renaming needs no permission to write the old file, but its owner may have withheld it on purpose.
      guard access(path, W_OK) == 0 else { throw cannotCreate(path, .last) }
      return .file(path: try resolvingLinks(path), replaced: FileStatus(status))
    }
    // Too long a name, say, is to be known before anything is computed.
    guard errno == ENOENT else { throw cannotCreate(path, .last) }
    guard !path.hasSuffix("/") else {
      throw TableError(
        .cannotCreate, source: path, message: "the path names a directory; name a file in it.")
    }
    return .file(path: try resolvingLinks(path), replaced: nil)
  }

  static func cannotCreate(_ path: String, _ error: SystemError) -> TableError {
    let cause = error.number == ENOENT ? "the directory does not exist" : error.cause
    let cure = error.number == ENOENT ? "make it first or choose another path" : error.cure
    return TableError(
      .cannotCreate, source: path, message: "the output cannot be created: \(cause); \(cure).")
  }

  /// The directory part of a path, with its slash; empty for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }

  /// Standard output and the like: opening them by path would start over in a file they are sent to.
  static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "-", "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default: break
    }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count))
    }
    return nil
  }

  static func resolvingLinks(_ path: String) throws(TableError) -> String {
    var resolved = path
    // 40 is the depth at which Linux gives up, too.
    for _ in 0..<40 {
      guard let target = link(at: resolved) else { return resolved }
      resolved = target.hasPrefix("/") ? target : directory(of: resolved) + target
    }
    throw cannotCreate(path, SystemError(number: ELOOP))
  }

  /// What a symbolic link points to; nil where the path is none.
  private static func link(at path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return -1 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
  }
}
