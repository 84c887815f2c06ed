import Foundation

/// A file of the repository, as its path from there and its lines.
struct SourceText: Sendable {
  let path: String
  let lines: [Line]

  /// A line without the white space around it, and how far that moved it to the right.
  struct Line: Sendable {
    let indentation: Int
    let text: Substring

    init(_ line: Substring) {
      indentation = line.prefix { $0 == " " }.count
      text = line.drop { $0 == " " }
    }
  }

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Line($0) }
    if lines.last?.text.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  var isSwift: Bool { path.hasSuffix(".swift") }
}

extension SourceText {
  /// The folder of the manifest, three above this file.
  private static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The text of Package.swift.
  static func manifest() throws -> String {
    try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
  }

  /// One file of the repository.
  init(contentsOf path: String) throws {
    self.init(path: path, text: try String(contentsOf: Self.root.appending(path: path), encoding: .utf8))
  }

  /// The endings of programs' sources.
  static let kinds: Set = ["swift", "c", "cpp", "h", "inc", "js", "html", "css"]

  /// All sources below some folders of the repository, in the order of their paths.
  static func all(below folders: [String], kinds: Set<String> = kinds) throws -> [SourceText] {
    try folders.flatMap { folder in
      let names = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      return try names.sorted().filter { kinds.contains(URL(fileURLWithPath: $0).pathExtension) }.map {
        try SourceText(contentsOf: "\(folder)/\($0)")
      }
    }
  }
}
