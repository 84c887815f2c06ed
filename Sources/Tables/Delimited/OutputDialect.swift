/// How cells are written: what separates and ends them, and when they are quoted.
struct OutputDialect: Sendable {
  var delimiter = Byte.comma
  var decimalMark = Byte.point
  var lineEnd: [UInt8] = [Byte.lineFeed]
  var encoding = TextEncoding.utf8
  /// Whether numbers need quotes, because their fraction begins with the delimiter.
  var quotesNumbers: Bool { decimalMark == delimiter }

  /// What stands for a missing value.
  var missing: [UInt8] = []

  /// What stands for the only cell of a row, lest the row be blank.
  private static let onlyMissing = [Byte.quote, Byte.quote]

  /// That of a table that passes through; of several the first one's, in letters that hold all of them.
  init(of outline: TableOutline, delimiter wanted: UInt8?) {
    let contents = outline.table?.contents
    let joined = contents as? JoinedTable
    let columnCount = (outline.table?.columnCount ?? 0) + outline.columnNames.count
    guard let text = (joined?.parts[0].contents ?? contents) as? DelimitedText else {
      self.init(columnCount: columnCount, delimiter: wanted)
      return
    }
    self.init(of: text, delimiter: wanted)
    let texts = joined?.parts.compactMap { $0.contents as? DelimitedText } ?? []
    let isOfOne = texts.count == joined?.parts.count && texts.allSatisfy { $0.encoding == encoding }
    if joined != nil, !isOfOne { encoding = .utf8 }
    if columnCount == 1, missing.isEmpty { missing = Self.onlyMissing }
  }

  /// Whether rows of a text may stand as they are: its cells may still get another delimiter.
  func holds(_ text: DelimitedText) -> Bool {
    text.encoding == encoding && text.decimalMark == decimalMark
  }

  /// Keeps the input's delimiter, decimal mark and line end.
  init(of text: DelimitedText, delimiter wanted: UInt8?) {
    decimalMark = text.decimalMark
    encoding = text.encoding
    // Rows of one cell have shown no delimiter; the second column needs one.
    delimiter = wanted ?? text.delimiter ?? (text.decimalComma ? Byte.semicolon : Byte.comma)
    // Between runs of spaces an empty cell would vanish.
    if delimiter == Byte.space { missing = Array("NA".utf8) }
    if text.usesCarriageReturns { lineEnd = [Byte.carriageReturn, Byte.lineFeed] }
  }

  /// Comma or tab, point and line feed; the only cell of a row is quoted where it is empty, lest the row be blank.
  init(columnCount: Int, delimiter wanted: UInt8?) {
    if columnCount == 1 { missing = Self.onlyMissing }
    if let wanted { delimiter = wanted }
  }

  /// The cell that reads back to a text: quoted where it has to be.
  func cell(_ text: String) -> [UInt8] {
    let bytes = encoding.bytes(text) ?? Array(text.utf8)
    return needsQuotes(bytes[...]) ? quoted(bytes) : bytes
  }

  /// The only cell of a row, fit to be followed by others.
  func onlyCell(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let bytes = raw.drop { $0 == Byte.space || $0 == Byte.tab }
    guard bytes.first != Byte.quote, bytes.contains(delimiter) else { return Array(raw) }
    return quoted(Array(bytes))
  }

  private func needsQuotes(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    let isBlank = { (byte: UInt8) in byte == Byte.space || byte == Byte.tab }
    if isBlank(first) || isBlank(last) || first == Byte.hash || bytes.starts(with: "//".utf8)
      || bytes.starts(with: [0xEF, 0xBB, 0xBF])
    {
      return true
    }
    return bytes.contains { byte in
      byte == delimiter || byte == Byte.quote || byte == Byte.lineFeed || byte == Byte.carriageReturn
        || (delimiter == Byte.space && isBlank(byte))
    }
  }

  private func quoted(_ bytes: [UInt8]) -> [UInt8] {
    [Byte.quote] + bytes.flatMap { $0 == Byte.quote ? [$0, $0] : [$0] } + [Byte.quote]
  }
}
