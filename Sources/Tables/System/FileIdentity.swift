internal import SystemCalls

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
      self.init(try? FileStatus(of: Descriptor.standardInput))
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
      self.init(try? FileStatus(of: descriptor))
    } else {
      self.init(at: path)
    }
  }

  private init?(at path: String) {
    if let status = try? FileStatus(at: path) {
      self.init(status)
      return
    }
    guard let resolved = try? Destination.resolvingLinks(path) else { return nil }
    guard let folder = try? FileStatus(at: Destination.folder(of: resolved)) else { return nil }
    let name = resolved.dropFirst(Destination.directory(of: resolved).count)
    self = .new(device: folder.device, number: folder.number, name: String(name))
  }

  /// Whether what is written to a path goes to an open descriptor, over what is there, and not to a new file that
  /// takes its place.
  ///
  /// - Parameter path: A path, or "-" for standard output.
  package static func isDescriptor(_ path: String) -> Bool { Destination.openDescriptor(path) != nil }

  private init?(_ status: FileStatus?) {
    guard let status, status.kind == .file else { return nil }
    self = .file(device: status.device, number: status.number)
  }
}
