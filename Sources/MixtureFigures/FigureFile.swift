#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Writes figures and reads the drawing library.
enum FigureFile {
  /// Writes beside the place and renames into it.
  static func write(_ bytes: [UInt8], to path: String) throws(FigureError) {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw FigureError(
        .cannotCreate,
        "\"\(path)\" cannot be written (\(reason(error))); check that the folder exists and is writable.")
    }
  }

  /// The contents of a file, or nil where there is none that can be read.
  static func read(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
  }

  static func exists(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case CocoaError.Code.fileNoSuchFile: "there is no such folder"
    case CocoaError.Code.fileWriteNoPermission: "permission denied"
    case CocoaError.Code.fileWriteOutOfSpace: "no space left"
    case CocoaError.Code.fileWriteVolumeReadOnly: "the volume is read-only"
    default: "the system refused"
    }
  }
}
