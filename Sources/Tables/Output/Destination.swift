internal import SystemCalls

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
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(at: path)
    } catch {
      // Too long a name, say, is to be known before anything is computed.
      guard error == .absence else { throw cannotCreate(path, error) }
      guard !path.hasSuffix("/") else {
        throw TableError(
          .cannotCreate, source: path, message: "the path names a directory; name a file in it.")
      }
      return .file(path: try resolvingLinks(path), replaced: nil)
    }
    switch status.kind {
    case .folder:
      throw TableError(
        .cannotCreate, source: path, message: "the output cannot be a directory; name a file in it.")
    case .other: return .special
    case .file: break
    }
    // Renaming needs no permission to write the old file, but its owner may have withheld it on purpose.
    do throws(SystemError) { try FileName.requireWritable(path) } catch { throw cannotCreate(path, error) }
    return .file(path: try resolvingLinks(path), replaced: status)
  }

  static func cannotCreate(_ path: String, _ error: SystemError) -> TableError {
    let cause = error == .absence ? "the directory does not exist" : error.cause
    let cure = error == .absence ? "make it first or choose another path" : error.cure
    return TableError(
      .cannotCreate, source: path, message: "the output cannot be created: \(cause); \(cure).")
  }

  /// The directory part of a path, with its slash; empty for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }

  /// The folder of a path, to be opened: that of the process for a bare name.
  static func folder(of path: String) -> String {
    let directory = directory(of: path)
    return directory.isEmpty ? "." : directory
  }

  /// Standard output and the like: opening them by path would start over in a file they are sent to.
  static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "-", "/dev/stdout": return Descriptor.standardOutput
    case "/dev/stderr": return Descriptor.standardError
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
      guard let target = FileName.target(ofLink: resolved) else { return resolved }
      resolved = target.hasPrefix("/") ? target : directory(of: resolved) + target
    }
    throw cannotCreate(path, .circle)
  }
}
