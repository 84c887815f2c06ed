internal import SystemCalls

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
  ///   - isClean: Whether nothing of dead runs is in the folder.
  /// - Throws: ``SystemError``.
  init(
    _ destination: String, replacing replaced: FileStatus?, inCleanFolder isClean: Bool
  ) throws(SystemError) {
    self.destination = destination
    self.replaced = replaced
    if !isClean { PartialFile.removeAbandoned(beside: destination) }
    // What replaces a private file is private from its first byte; commit() gives it the other's permissions.
    let mode: UInt32 = replaced == nil ? 0o666 : 0o600
    if let unnamed = Descriptor.createUnnamed(in: Destination.folder(of: destination), mode: mode) {
      descriptor = unnamed
      // Nobody else can have the lock of a file without a name.
      _ = PartialFile.hold(unnamed)
      name = nil
    } else {
      let named = try Self.createNamed(beside: destination, mode: mode)
      (descriptor, name) = (named.descriptor, named.name)
    }
  }

  deinit {
    if let name { FileName.remove(name) }
    Descriptor.close(descriptor)
  }

  /// Puts the file into its place, on the disk.
  consuming func commit() throws(SystemError) {
    if let replaced { replaced.passOn(to: descriptor) }
    try Descriptor.secure(descriptor)
    if name == nil {
      if replaced == nil, (try? Descriptor.link(descriptor, to: destination)) != nil {
        return try secureFolder()
      }
      try linkBeside()
    }
    if let name { try FileName.change(name, to: destination) }
    self.name = nil
    try secureFolder()
  }

  /// The names in the folder. One that cannot be opened for reading is left to the system.
  private func secureFolder() throws(SystemError) {
    guard let folder = try? Descriptor.openFolder(Destination.folder(of: destination)) else { return }
    defer { Descriptor.close(folder) }
    try Descriptor.secure(folder)
  }

  /// Gives a file without a name one for a moment: only a name can take the place of another.
  private mutating func linkBeside() throws(SystemError) {
    for _ in 0..<100 {
      let path = PartialFile.newPath(beside: destination)
      do throws(SystemError) {
        try Descriptor.link(descriptor, to: path)
        name = path
        return
      } catch {
        guard error == .presence else { throw error }
      }
    }
    throw .presence
  }

  private static func createNamed(
    beside destination: String, mode: UInt32
  ) throws(SystemError) -> (descriptor: Int32, name: String) {
    for _ in 0..<100 {
      let path = PartialFile.newPath(beside: destination)
      do throws(SystemError) {
        let descriptor = try Descriptor.create(path, mode: mode)
        // Between these two lines another run may have taken the file for abandoned.
        if PartialFile.hold(descriptor), let status = try? FileStatus(of: descriptor), status.nameCount > 0 {
          return (descriptor, path)
        }
        Descriptor.close(descriptor)
      } catch {
        guard error == .presence || error == .interruption else { throw error }
      }
    }
    throw .presence
  }
}

extension FileStatus {
  /// Gives the file that replaces this one what is kept of it: its owner, its group and who may read, write and run it,
  /// as far as the system lets this process.
  ///
  /// A program's right to run as its owner is not among them: it is not for other bytes than those it was given for.
  fileprivate func passOn(to descriptor: Int32) {
    guard let status = try? FileStatus(of: descriptor) else { return }
    var permissions = permissions
    if status.owner != owner || status.group != group,
      !Descriptor.setOwner(descriptor, owner, group: group),
      !Descriptor.setOwner(descriptor, status.owner, group: group)
    {
      // What was meant for a group is not for another: it gets what everybody has.
      permissions = permissions & ~0o070 | (permissions & 0o007) << 3
    }
    Descriptor.setPermissions(descriptor, permissions)
  }
}
