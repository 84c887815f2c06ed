#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Waits until the disk has what was written, so that it survives a loss of power.
enum Durability {
  /// The bytes of a file.
  ///
  /// - Returns: The failure; nil where there is none, or where the file system has no such promise to make.
  static func secure(_ descriptor: Int32) -> SystemError? {
    #if canImport(Darwin)
      // There fsync leaves them in the disk's own memory.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return nil }
    #endif
    while fsync(descriptor) != 0 {
      switch errno {
      case EINTR: continue
      case EINVAL, ENOTSUP, EROFS, ENOSYS: return nil
      default: return .last
      }
    }
    return nil
  }

  /// The names in the folder of a file. One that cannot be opened for reading is left to the system.
  static func secureFolder(of file: String) -> SystemError? {
    let folder = Destination.directory(of: file)
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return secure(descriptor)
  }
}
