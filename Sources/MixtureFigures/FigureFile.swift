#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Tables

/// Writes figures and reads the drawing library.
enum FigureFile {
  /// Writes a file that appears complete or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(FigureError) {
    do throws(TableError) {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw FigureError(error.code == .inputOutput ? .inputOutput : .cannotCreate, "\(error)")
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
}
