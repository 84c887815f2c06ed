#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A script in a folder that only its owner may read, until it is removed.
///
/// The folder is in memory where the system has such a place: what the points are need not reach the disk.
struct TemporaryScript: Sendable {
  /// The file.
  let path: String
  private let folder: URL

  init(_ script: String) throws(FigureError) {
    folder = Self.place.appending(path: "gmm-figure-\(UUID().uuidString)")
    let file = folder.appending(path: "script.gp")
    path = file.path
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      try Data(script.utf8).write(to: file)
    } catch {
      remove()
      throw FigureError(
        .cannotCreate,
        "The script for gnuplot cannot be written into \(Self.place.path); free space there, or set TMPDIR to "
          + "another folder.")
    }
  }

  /// Whoever sets TMPDIR is asked first; then Linux's file system in memory.
  private static var place: URL {
    let memory = URL(filePath: "/dev/shm")
    let isChosen = ProcessInfo.processInfo.environment["TMPDIR"] != nil
    return !isChosen && FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
  }

  func remove() {
    // What cannot be removed is left to the system, which clears its temporary folder.
    try? FileManager.default.removeItem(at: folder)
  }
}
