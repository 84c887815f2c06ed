#if Command

import MixtureFiles
import Tables

extension ModelOrTable {
  /// Reads what a command is given and may be either: one file may be a model; several are points.
  ///
  /// - Parameters:
  ///   - data: Files, folders and patterns; "-" for standard input.
  ///   - fileColumn: The name of a column with the file of each row; nil for none.
  init(
    _ data: [String], fileColumn: String? = nil, options: ReadingOptions, _ console: Console
  ) throws {
    let files = try InputFiles(data)
    for note in files.notes { console.note(note) }
    guard files.paths.count == 1, fileColumn == nil else {
      self = .table(try PointTable(joining: files.paths, fileColumn: fileColumn, options: options))
      return
    }
    try self.init(contentsOf: files.paths[0], options: options)
  }
}

#endif
