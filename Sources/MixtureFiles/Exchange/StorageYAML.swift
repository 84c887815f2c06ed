/// The YAML of OpenCV: maps and sequences by indentation, and lists of numbers in brackets.
struct StorageYAML {
  private struct Line {
    let number: Int
    let indent: Int
    var text: Substring
  }

  private var lines: [Line] = []
  private var place = 0

  private static let greatestDepth = 64

  init(_ bytes: [UInt8]) {
    let ends = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, bytes) in ends.enumerated() {
      let line = Substring(
        decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
      let content = Self.trimmed(line)
      let isContent = !["%YAML", "---", "...", "#"].contains { content.hasPrefix($0) }
      guard !content.isEmpty, isContent || content.hasPrefix("- ") else { continue }
      lines.append(Line(number: number + 1, indent: line.prefix { $0 == " " }.count, text: content))
    }
  }

  mutating func root() throws(StorageFault) -> StorageNode {
    guard let first = lines.first else { throw StorageFault(line: 1, problem: "the file holds nothing") }
    let node = try block(indent: first.indent, depth: 0)
    guard place == lines.count else { throw fault("a line is indented otherwise than those before it") }
    return node
  }

  /// A map or a sequence, whose lines all begin at one column.
  private mutating func block(indent: Int, depth: Int) throws(StorageFault) -> StorageNode {
    guard depth < Self.greatestDepth else { throw fault("maps are nested too deeply") }
    var entries: [StorageNode.StorageEntry] = []
    var members: [StorageNode] = []
    while place < lines.count, lines[place].indent == indent {
      let text = lines[place].text
      if text == "-" || text.hasPrefix("- ") {
        guard entries.isEmpty else { break }
        members.append(try value(Self.trimmed(text.dropFirst()), below: indent, depth: depth))
      } else {
        guard members.isEmpty else { throw fault("a key stands among the members of a sequence") }
        guard let colon = text.firstIndex(of: ":") else { throw fault("there is no colon after a key") }
        let key = text[..<colon].filter { $0 != "\"" }
        let rest = Self.trimmed(text[text.index(after: colon)...])
        entries.append(.init(key: key, node: try value(rest, below: indent, depth: depth)))
      }
    }
    return members.isEmpty ? .map(entries) : .sequence(members)
  }

  /// What stands after a key or a hyphen: on the line, or below it.
  private mutating func value(
    _ text: Substring, below indent: Int, depth: Int
  ) throws(StorageFault) -> StorageNode {
    var text = text
    if text.hasPrefix("!!") { text = Self.trimmed(text.drop { $0 != " " }) }
    if text.hasPrefix("[") { return try list(text) }
    place += 1
    guard text.isEmpty else { return .scalar(text.filter { $0 != "\"" }) }
    guard place < lines.count else { return .sequence([]) }
    let isBelow = lines[place].indent > indent
    let isSequence = lines[place].indent == indent && lines[place].text.hasPrefix("-")
    return isBelow || isSequence ? try block(indent: lines[place].indent, depth: depth + 1) : .sequence([])
  }

  /// Scalars in brackets, over as many lines as they take.
  private mutating func list(_ text: Substring) throws(StorageFault) -> StorageNode {
    var words: [StorageNode] = []
    var text = text.dropFirst()
    while true {
      let end = text.firstIndex(of: "]")
      for word in text[..<(end ?? text.endIndex)].split(whereSeparator: {
        $0 == "," || $0 == " " || $0 == "\t"
      }) {
        words.append(.scalar(String(word)))
      }
      place += 1
      if end != nil { return .sequence(words) }
      guard place < lines.count else {
        place -= 1
        throw fault("a list is not closed")
      }
      text = lines[place].text
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }

  private func fault(_ problem: String) -> StorageFault {
    StorageFault(line: place < lines.count ? lines[place].number : lines.last?.number ?? 1, problem: problem)
  }
}
