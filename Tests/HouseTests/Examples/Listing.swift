/// A listing in Swift: of the comment above a declaration, or of a text in Markdown.
struct Listing: Hashable, Sendable {
  let path: String
  /// The number of its first line in that file, from 1.
  let line: Int
  /// Its lines, each as far to the right as it stands there, so that columns in errors are those of the file.
  let code: [String]

  /// Those of a file; a part of a manifest is none, since only SwiftPM understands it.
  static func all(in source: SourceText) -> [Listing] {
    all(in: source, lines: source.lines.indices)
  }

  /// Those in some lines of a file.
  static func all(in source: SourceText, lines: Range<Int>) -> [Listing] {
    var listings: [Listing] = []
    var open: Listing?
    func close() {
      if let open, !isOfManifest(open.code) { listings.append(open) }
      open = nil
    }
    for index in lines {
      let text = content(of: source.lines[index], isSwift: source.isSwift)
      let trimmed = text?.drop { $0 == " " }
      if let listing = open, let text, trimmed != "```" {
        open = Listing(path: listing.path, line: listing.line, code: listing.code + [text])
        continue
      }
      close()
      if trimmed == "```swift" { open = Listing(path: source.path, line: index + 2, code: []) }
    }
    close()
    return listings
  }

  /// What a line says to readers, as far to the right as it stands; nil where it is no comment of a declaration.
  private static func content(of line: SourceText.Line, isSwift: Bool) -> String? {
    guard isSwift else { return String(repeating: " ", count: line.indentation) + line.text }
    guard line.text.hasPrefix("///") else { return nil }
    return String(repeating: " ", count: line.indentation + 3) + line.text.dropFirst(3)
  }

  private static func isOfManifest(_ code: [String]) -> Bool {
    code.contains { $0.contains(".package(url") || $0.contains(".product(") }
  }
}

extension Listing {
  /// Whether a name stands in it as a word.
  func names(_ word: String) -> Bool {
    code.contains { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == word } }
  }
}
