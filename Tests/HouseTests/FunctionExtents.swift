/// Where functions begin and end, by the indentation that `make format` gives: nothing is parsed.
///
/// A function ends with the first line at its own indentation that begins with a closing brace.
enum FunctionExtents {
  /// A function's first line, counted from 1, how many it has, and what its first line says.
  struct Extent: Hashable, Sendable {
    let line: Int
    let count: Int
    let head: String
  }

  /// The functions of a file with a body of lines of its own, those within others too.
  static func of(_ source: SourceText) -> [Extent] {
    source.lines.indices.compactMap { index in
      let head = source.isSwift ? swiftHead(source.lines, index) : braceHead(source.lines, index)
      guard let head, let end = end(of: head, in: source.lines) else { return nil }
      return Extent(line: head + 1, count: end - head + 1, head: String(source.lines[head].text))
    }
  }

  // MARK: Swift

  private static let modifiers: Set<Substring> = [
    "public", "package", "internal", "private", "fileprivate", "open", "final", "static", "class", "override",
    "mutating", "nonmutating", "consuming", "borrowing", "nonisolated", "convenience", "required", "lazy",
    "weak",
    "indirect", "isolated", "prefix", "infix", "postfix", "dynamic", "private(set)", "package(set)", "async",
  ]

  /// The line itself, where it begins a function, an initializer, or a property with a body.
  private static func swiftHead(_ lines: [SourceText.Line], _ index: Int) -> Int? {
    let line = lines[index].text
    let declaration = afterAttributes(line).split(separator: " ").drop { modifiers.contains($0) }
    guard let first = declaration.first else { return nil }
    switch first.prefix(while: \.isLetter) {
    case "func", "init", "subscript", "deinit": return index
    case "var", "let": return line.hasSuffix("{") ? index : nil
    case "get", "set", "willSet", "didSet": return line.hasSuffix("{") ? index : nil
    default: return nil
    }
  }

  /// What follows `@Test("of a name, with (brackets)")` and its like.
  private static func afterAttributes(_ line: Substring) -> Substring {
    var rest = line
    while rest.first == "@" {
      rest = rest.drop { $0 != " " && $0 != "(" }
      var (depth, isQuoted) = (0, false)
      rest = rest.drop { letter in
        if letter == "\"" { isQuoted.toggle() }
        if !isQuoted { depth += letter == "(" ? 1 : letter == ")" ? -1 : 0 }
        return depth > 0 || letter == ")"
      }
      rest = rest.drop { $0 == " " }
    }
    return rest
  }

  // MARK: C and JavaScript

  private static let statements: Set<Substring> = [
    "if", "for", "while", "switch", "do", "else", "return", "catch", "try", "with",
  ]

  /// Where the parenthesis before an opening brace began, unless that is a statement's.
  private static func braceHead(_ lines: [SourceText.Line], _ index: Int) -> Int? {
    let text = lines[index].text
    guard text.hasSuffix("{"), text.contains(")") else { return nil }
    var (head, depth) = (index, depth(of: text))
    while depth < 0, head > 0 {
      head -= 1
      depth += Self.depth(of: lines[head].text)
    }
    let first = lines[head].text.drop { $0 == "}" || $0 == " " }.prefix(while: \.isLetter)
    return statements.contains(first) ? nil : head
  }

  private static func depth(of text: Substring) -> Int {
    text.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) }
  }

  // MARK: Ends

  /// The line that closes a function, or none where another declaration comes before it.
  private static func end(of head: Int, in lines: [SourceText.Line]) -> Int? {
    var isOpen = lines[head].text.hasSuffix("{")
    for (index, line) in lines.enumerated().dropFirst(head + 1) where !line.text.isEmpty && !isDirective(line)
    {
      if isOpen {
        // Texts over several lines may stand further to the left than what they are in.
        guard line.indentation <= lines[head].indentation, line.text.hasPrefix("}") else { continue }
        return line.indentation == lines[head].indentation ? index : nil
      }
      let continues =
        line.indentation > lines[head].indentation || continuations.contains { line.text.hasPrefix($0) }
      guard continues else { return nil }
      isOpen = line.text.hasSuffix("{")
    }
    return nil
  }

  /// What a declaration goes on with, at its own indentation.
  private static let continuations = [")", "{", "where ", "->", "throws"]

  /// Directives of a preprocessor stand at the left edge wherever they are.
  private static func isDirective(_ line: SourceText.Line) -> Bool { line.text.hasPrefix("#") }
}
