extension RowScanner {
  /// One cell of a row: where its text is, and where to go on.
  struct Cell: Sendable {
    /// The text's first byte, after an opening quote.
    var start: Int
    /// Past the text's last byte, blanks around it and the closing quote left out.
    var end: Int
    var isQuoted = false
    /// Where the next cell starts, or the next line where this cell ends the row.
    var next: Int
    var endsRow: Bool
    /// Past the last byte of the row; meant for the cell that ends it.
    var rowEnd: Int
    var problem: Problem.Kind?
  }

  /// Reads the cell that starts at an offset, which must lie within a row.
  func cell(at position: Int) -> Cell {
    let start = skipBlanks(from: position)
    if start < bytes.count, bytes[start] == Byte.quote { return quotedCell(openedAt: start) }
    var end = start
    if mergesBlanks {
      while end < bytes.count, bytes[end] != Byte.lineFeed, !isBlank(bytes[end]) { end += 1 }
    } else {
      while end < bytes.count, bytes[end] != Byte.lineFeed, bytes[end] != delimiter { end += 1 }
    }
    var textEnd = end
    let atLineEnd = end == bytes.count || bytes[end] == Byte.lineFeed
    if atLineEnd, textEnd > start, bytes[textEnd - 1] == Byte.carriageReturn {
      textEnd -= 1
      end -= 1
    }
    while textEnd > start, isBlank(bytes[textEnd - 1]) { textEnd -= 1 }
    return closing(
      Cell(start: start, end: textEnd, next: 0, endsRow: false, rowEnd: 0), separatorAt: end)
  }

  private func quotedCell(openedAt opening: Int) -> Cell {
    var position = opening + 1
    while true {
      position = firstOffset(of: Byte.quote, from: position, to: bytes.count)
      guard position < bytes.count else {
        return Cell(
          start: opening, end: bytes.count, isQuoted: true, next: bytes.count, endsRow: true,
          rowEnd: bytes.count, problem: .quoteNeverCloses)
      }
      guard position + 1 < bytes.count, bytes[position + 1] == Byte.quote else { break }
      position += 2
    }
    return closing(
      Cell(start: opening + 1, end: position, isQuoted: true, next: 0, endsRow: false, rowEnd: 0),
      separatorAt: position + 1)
  }

  /// Completes a cell by what follows its text: a delimiter, the row's end, or what should not be there.
  private func closing(_ cell: Cell, separatorAt position: Int) -> Cell {
    var cell = cell
    let separator = skipBlanks(from: position)
    if let lineEnd = lineEnd(at: separator) {
      cell.next = min(lineEnd + 1, bytes.count)
      cell.endsRow = true
      cell.rowEnd = separator
    } else if mergesBlanks, separator > position {
      cell.next = separator
    } else if !mergesBlanks, bytes[separator] == delimiter {
      cell.next = separator + 1
    } else {
      cell.next = separator
      cell.problem = .textAfterQuote
      cell.endsRow = true
    }
    return cell
  }

  @inline(__always)
  func skipBlanks(from start: Int) -> Int {
    var position = start
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    return position
  }

  /// The offset of the line feed (or of the bytes' end) if nothing but a line end follows.
  @inline(__always)
  private func lineEnd(at position: Int) -> Int? {
    if position >= bytes.count { return bytes.count }
    if bytes[position] == Byte.lineFeed { return position }
    guard bytes[position] == Byte.carriageReturn else { return nil }
    if position + 1 >= bytes.count { return bytes.count }
    return bytes[position + 1] == Byte.lineFeed ? position + 1 : nil
  }

  /// The bytes of a cell's text, doubled quotes still doubled.
  func text(of cell: Cell) -> UnsafeBufferPointer<UInt8> { bytes.extracting(cell.start..<cell.end) }

  /// A cell's text, unquoted.
  func string(of cell: Cell) -> String {
    let text = text(of: cell)
    guard cell.isQuoted, text.contains(Byte.quote) else { return encoding.string(text) }
    var unquoted: [UInt8] = []
    var skips = false
    for byte in text {
      if byte == Byte.quote, !skips {
        skips = true
        continue
      }
      skips = false
      unquoted.append(byte)
    }
    return encoding.string(unquoted)
  }
}
