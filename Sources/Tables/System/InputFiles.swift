internal import SystemCalls

/// The files that somebody names who wants several read as one: files, folders, and patterns such as `data/*.csv`.
///
/// ```swift
/// let files = try InputFiles(["monday.csv", "rest/", "old/*.tsv"])
/// let table = try PointTable(joining: files.paths)
/// ```
public struct InputFiles: Sendable, Hashable {
  /// The files, in the order of the arguments; those of a folder or pattern by name.
  public let paths: [String]
  /// What folders and patterns were taken for: sentences without a full stop.
  public let notes: [String]

  /// Finds the files.
  ///
  /// In a folder the files count whose name promises a format that is read, or where there is none, those whose name may
  /// be of one, such as .txt; not hidden ones, nor folders in it.
  ///
  /// - Parameter arguments: Files, folders and patterns with `*`, `?` and `[…]`; "-" is standard input.
  /// - Throws: ``TableError`` with the code `noInput` where a folder or pattern yields nothing, and `usage` where standard
  ///   input is named twice. That a file is there is not looked at.
  public init(_ arguments: [String]) throws(TableError) {
    var paths: [String] = []
    var notes: [String] = []
    for argument in arguments {
      let status = argument == "-" ? nil : try? FileStatus(at: argument)
      if status?.kind == .folder {
        paths += try Self.files(inFolder: argument, &notes)
      } else if status == nil, argument != "-", NamePattern.isOne(argument) {
        let found = NamePattern(argument).files()
        guard !found.isEmpty else {
          throw TableError(
            .noInput, source: argument,
            message: "no file has a name of this pattern; check the path and the pattern.")
        }
        paths += found
        notes.append("\(argument): \(CountText.of(found.count, "file")) (\(Self.ends(of: found)))")
      } else {
        paths.append(argument)
      }
    }
    guard paths.count(where: { $0 == "-" }) <= 1 else {
      throw TableError(.usage, source: "", message: "standard input can be read once; give - once.")
    }
    if let twice = Self.firstRepeated(paths) {
      notes.append("\(twice) is read twice, and its rows count twice")
    }
    self.paths = paths
    self.notes = notes
  }

  /// What messages call several files.
  static func name(of paths: [String]) -> String {
    guard paths.count > 2 else { return paths.map(FileBytes.sourceName).joined(separator: " and ") }
    return "\(CountText.grouped(paths.count)) files (\(ends(of: paths)))"
  }

  private static func files(inFolder folder: String, _ notes: inout [String]) throws(TableError) -> [String] {
    let names: [String]
    do throws(SystemError) {
      names = try FileName.all(in: folder).filter { !$0.hasPrefix(".") }
    } catch {
      throw TableError(
        .noInput, source: folder, message: "the folder cannot be read: \(error.cause); \(error.cure).")
    }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let files = names.filter { (try? FileStatus(at: start + $0).kind) != .folder }.sorted(by: isBefore)
    let promised = files.filter { TableFormats.promised(by: FileEnding.of($0)) != nil }
    let found = promised.isEmpty ? files.filter { TableFormats.mayBeTable(FileEnding.of($0)) } : promised
    guard !found.isEmpty else {
      throw TableError(
        .noInput, source: folder,
        message:
          "the folder has no file that is read (\(TableFormats.endings())); name files, or a pattern such as "
          + "'\(start)*.data'.")
    }
    let others = files.count - found.count
    notes.append(
      "\(folder): \(CountText.of(found.count, "file")) (\(ends(of: found)))"
        + (others > 0 ? "; \(CountText.of(others, "other file")) left out" : ""))
    return found.map { start + $0 }
  }

  private static func ends(of paths: [String]) -> String {
    let names = [paths[0], paths[paths.count - 1]].map { path in
      path == "-" ? FileBytes.sourceName(of: path) : path.split(separator: "/").last.map(String.init) ?? path
    }
    return paths.count == 1 ? names[0] : "\(names[0]) to \(names[1])"
  }

  private static func firstRepeated(_ paths: [String]) -> String? {
    var known: Set<String> = []
    return paths.first { !known.insert($0).inserted }
  }

  /// The order of names does not depend on the language of the user.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
