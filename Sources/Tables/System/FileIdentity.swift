#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which file a path stands for, however it is spelled: links, `./`, and descriptors such as standard input are seen
/// through.
package enum FileIdentity: Sendable, Hashable {
  /// A regular file, by its device and its number there.
  case file(device: UInt64, number: UInt64)
  /// A file that is not there yet, by its folder and its name.
  case new(device: UInt64, number: UInt64, name: String)

  /// The file that is read by a path.
  ///
  /// - Parameter path: A path, or "-" for standard input.
  /// - Returns: nil for a pipe, a device or a folder.
  package init?(readFrom path: String) {
    if path == "-" {
      self.init(Self.status(of: STDIN_FILENO))
    } else {
      self.init(at: path)
    }
  }

  /// The file that is written by a path.
  ///
  /// - Parameter path: A path, or "-" for standard output.
  /// - Returns: nil for a pipe, a device or a folder, and where nothing can be written.
  package init?(writtenTo path: String) {
    if let descriptor = Destination.openDescriptor(path) {
      self.init(Self.status(of: descriptor))
    } else {
      self.init(at: path)
    }
  }

  private init?(at path: String) {
    if let status = Self.status(of: path) {
      self.init(status)
      return
    }
    guard let resolved = try? Destination.resolvingLinks(path) else { return nil }
    let folder = Destination.directory(of: resolved)
    guard let status = Self.status(of: folder.isEmpty ? "." : folder) else { return nil }
    self = .new(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino),
      name: String(resolved.dropFirst(folder.count)))
  }

  /// Whether what is written to a path goes to an open descriptor, over what is there, and not to a new file that
  /// takes its place.
  ///
  /// - Parameter path: A path, or "-" for standard output.
  package static func isDescriptor(_ path: String) -> Bool { Destination.openDescriptor(path) != nil }

  private init?(_ status: stat?) {
    guard let status, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self = .file(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  private static func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }
}
