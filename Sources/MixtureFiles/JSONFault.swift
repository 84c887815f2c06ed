internal import Tables

/// The first place at which bytes are no JSON.
///
/// The decoder of Foundation only says that there is one; who has to mend a file needs the line.
struct JSONFault {
  /// The line, from 1.
  let line: Int
  /// What was found and what should stand there.
  let problem: String

  var description: String { "In line \(line), \(problem)." }

  /// - Returns: nil for sound JSON.
  static func first(in bytes: UnsafeBufferPointer<UInt8>) -> JSONFault? {
    var scanner = JSONScanner(bytes: bytes)
    do {
      try scanner.scan()
      return nil
    } catch {
      return JSONFault(line: LineNumber.line(at: error.offset, in: bytes), problem: error.text)
    }
  }
}

/// Goes once through JSON, without recursion: the depth of brackets is up to who wrote the file.
private struct JSONScanner {
  struct Problem: Error {
    let offset: Int
    let text: String
  }

  /// What may stand next.
  private enum Expectation { case value, valueOrEnd, key, keyOrEnd, separator, nothing }

  /// The decoder's own limit.
  private static let greatestDepth = 512
  private static let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))

  let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var open: [UInt8] = []
  private var expected = Expectation.value

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func scan() throws(Problem) {
    while let byte = nextByte() { try take(byte) }
    guard expected == .nothing else { throw Problem(offset: bytes.count, text: "the file breaks off") }
  }

  private mutating func nextByte() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func take(_ byte: UInt8) throws(Problem) {
    switch expected {
    case .nothing: throw found("after the end")
    case .separator: try takeSeparator(byte)
    case .key, .keyOrEnd:
      if byte == UInt8(ascii: "}"), expected == .keyOrEnd { return close() }
      guard byte == Self.quote else { throw found("where a key in quotes should stand") }
      try takeString()
      let next = nextByte()
      guard next != nil else { return }
      guard next == UInt8(ascii: ":") else { throw found("where a colon should stand") }
      position += 1
      expected = .value
    case .value, .valueOrEnd:
      if byte == UInt8(ascii: "]"), expected == .valueOrEnd { return close() }
      try takeValue(byte)
    }
  }

  private mutating func takeSeparator(_ byte: UInt8) throws(Problem) {
    let isObject = open.last == UInt8(ascii: "{")
    switch byte {
    case UInt8(ascii: ","):
      position += 1
      expected = isObject ? .key : .value
    case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject: close()
    default: throw found("where a comma or a closing bracket should stand")
    }
  }

  private mutating func takeValue(_ byte: UInt8) throws(Problem) {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.greatestDepth else {
        throw Problem(offset: position, text: "brackets are nested deeper than \(Self.greatestDepth)")
      }
      open.append(byte)
      position += 1
      expected = byte == UInt8(ascii: "{") ? .keyOrEnd : .valueOrEnd
    case Self.quote:
      try takeString()
      ended()
    default: try takeWord()
    }
  }

  private mutating func close() {
    open.removeLast()
    position += 1
    ended()
  }

  private mutating func ended() { expected = open.isEmpty ? .nothing : .separator }

  private mutating func takeString() throws(Problem) {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != Self.quote {
      guard bytes[position] >= 0x20 else { throw Problem(offset: position, text: "a text is not closed") }
      position += bytes[position] == Self.backslash ? 2 : 1
    }
    guard position < bytes.count else { throw Problem(offset: start, text: "a text is not closed") }
    position += 1
  }

  private mutating func takeWord() throws(Problem) {
    let word = String(decoding: self.word, as: UTF8.self)
    guard !["true", "false", "null"].contains(word) else {
      position += word.utf8.count
      return ended()
    }
    let isNumber = word.utf8.first.map { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) } ?? false
    guard isNumber, let number = Double(word) else { throw found("where a value should stand") }
    guard number.isFinite else { throw found("which is beyond the range of numbers", separator: ", ") }
    position += word.utf8.count
    ended()
  }

  /// The bytes up to the next that ends a value, at most so many as a message needs.
  private var word: Slice<UnsafeBufferPointer<UInt8>> {
    let rest = bytes[position...]
    let ends = Array(" \t\r\n,:[]{}\"".utf8)
    let end = rest.dropFirst().firstIndex(where: ends.contains) ?? rest.endIndex
    return rest[..<end]
  }

  private func found(_ place: String, separator: String = " ") -> Problem {
    let found = MessageText.quoted(String(decoding: word.prefix(8 * MessageText.limit), as: UTF8.self))
    return Problem(offset: position, text: "found \(found)\(separator)\(place)")
  }
}
