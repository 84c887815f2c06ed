internal import CNumberText

/// Finds rows and cells in the bytes of a delimited text (RFC 4180, with blanks around cells allowed).
///
/// Positions are offsets into all the bytes. A cell starts quoted or is taken literally: a quote in the
/// middle of a cell is a character like any other.
struct RowScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Line feed where there is no delimiter: it never occurs inside a row.
  let delimiter: UInt8
  /// Whether the delimiter is the space, so that runs of blanks (tabs too) separate two cells.
  let mergesBlanks: Bool
  let comments: Comments
  let encoding: TextEncoding
  /// Whether a row that is nothing but a whole number says how many follow.
  var passesCounts = false

  init(
    bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8?, comments: Comments = .marked,
    encoding: TextEncoding = .utf8
  ) {
    self.bytes = bytes
    self.comments = comments
    self.encoding = encoding
    self.delimiter = delimiter ?? Byte.lineFeed
    mergesBlanks = delimiter == Byte.space
  }

  /// Where a row ends and what it holds.
  struct Row {
    let cellCount: Int
    /// Past the row's last byte, the line end left out.
    let end: Int
    /// Where the next line starts.
    let next: Int
  }

  /// Why bytes are no row.
  struct Problem: Error {
    enum Kind: Sendable {
      case quoteNeverCloses
      case textAfterQuote
    }
    let kind: Kind
    /// The cell, from 0.
    let cell: Int
    let start: Int
  }

  /// The start of the first row at or after a line's start: blank and comment lines are passed over.
  func rowStart(from lineStart: Int) -> Int {
    var comments = CommentLines()
    return rowStart(from: lineStart, limit: bytes.count, passing: &comments)
  }

  /// As above, but at most the first line start at or after the limit; comments passed over are counted.
  func rowStart(from lineStart: Int, limit: Int, passing comments: inout CommentLines) -> Int {
    var start = lineStart
    while start < limit {
      var position = start
      while position < bytes.count, isBlank(bytes[position]) || bytes[position] == Byte.carriageReturn {
        position += 1
      }
      guard position < bytes.count else { return bytes.count }
      if bytes[position] != Byte.lineFeed {
        if passesCounts, let value = loneCount(at: position) {
          comments.add(TableOpening.RowCount(start: start, value: value))
        } else {
          guard isComment(at: position) else { return start }
          comments.add(start)
        }
      }
      start = min(firstOffset(of: Byte.lineFeed, from: position, to: bytes.count) + 1, bytes.count)
    }
    return start
  }

  /// Measures the row that starts at an offset.
  func row(at start: Int) throws(Problem) -> Row {
    let lineEnd = firstOffset(of: Byte.lineFeed, from: start, to: bytes.count)
    if firstOffset(of: Byte.quote, from: start, to: lineEnd) < lineEnd { return try rowWithQuotes(at: start) }
    let hasReturn = lineEnd > start && bytes[lineEnd - 1] == Byte.carriageReturn
    let end = hasReturn ? lineEnd - 1 : lineEnd
    let count = mergesBlanks ? runCount(from: start, to: end) : delimiterCount(from: start, to: end) + 1
    return Row(cellCount: count, end: end, next: min(lineEnd + 1, bytes.count))
  }

  private func rowWithQuotes(at start: Int) throws(Problem) -> Row {
    var position = start
    var count = 0
    while true {
      let cell = cell(at: position)
      if let kind = cell.problem { throw Problem(kind: kind, cell: count, start: cell.start) }
      count += 1
      position = cell.next
      guard cell.endsRow else { continue }
      return Row(cellCount: count, end: cell.rowEnd, next: cell.next)
    }
  }

  private func delimiterCount(from start: Int, to end: Int) -> Int {
    var count = 0
    for position in start..<end { count &+= bytes[position] == delimiter ? 1 : 0 }
    return count
  }

  private func runCount(from start: Int, to end: Int) -> Int {
    var count = 0
    var wasBlank = true
    for position in start..<end {
      let blank = isBlank(bytes[position])
      count &+= wasBlank && !blank ? 1 : 0
      wasBlank = blank
    }
    return count
  }

  /// Whether a byte is a space or tab that only surrounds cells (or, merged, separates them).
  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    byte == Byte.space || (byte == Byte.tab && delimiter != Byte.tab)
  }

  /// The offset of the first such byte in the range, or the range's end.
  @inline(__always)
  func firstOffset(of byte: UInt8, from start: Int, to end: Int) -> Int {
    guard start < end, let base = bytes.baseAddress,
      let found = text_first_byte(base + start, byte, end - start)
    else { return end }
    return found - base
  }
}
