#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A script in a folder that only its owner may read, until it is removed.
struct TemporaryScript: Sendable {
  /// The file.
  let path: String
  private let folder: URL

  init(_ script: String) throws(FigureError) {
    folder = FileManager.default.temporaryDirectory.appending(path: "gmm-figure-\(UUID().uuidString)")
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
        "The script for gnuplot cannot be written into \(FileManager.default.temporaryDirectory.path); "
          + "free space there, or set TMPDIR to another folder.")
    }
  }

  func remove() {
    // What cannot be removed is left to the system, which clears its temporary folder.
    try? FileManager.default.removeItem(at: folder)
  }
}
