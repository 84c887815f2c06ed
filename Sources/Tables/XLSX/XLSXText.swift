#if Formats

/// The cells of a sheet as a text with commas, a line for each row of the sheet: so its header, its numbers and its missing
/// cells are found as those of a text are.
struct XLSXText {
  private struct Cell {
    let column: Int
    let isText: Bool
    /// Where its letters are among the records.
    let range: Range<Int>
  }

  private let columns: Range<Int>
  private var lines: [UInt8] = []
  /// The number of the next line.
  private var line = 1
  /// Whether the table has begun: what stands alone in the rows above it is a title.
  private var hasBegun: Bool

  private static let pieceLength = 1 << 20

  private init(_ cells: XLSXCells) {
    columns = cells.columns
    hasBegun = cells.mostOfRow < 2
  }

  /// Makes the text of cells.
  ///
  /// - Throws: ``TableError`` where there is no room for it.
  static func bytes(of cells: XLSXCells, _ input: TableInput) throws(TableError) -> FileBytes {
    var output = SpillingBytes(source: input.source, input.options)
    var text = XLSXText(cells)
    try cells.records.withBytes { bytes throws(TableError) in
      let header = HeaderBytes(bytes)
      var (place, row) = (0, 0)
      var cellsOfRow: [Cell] = []
      while let next = header.integer(4, at: place), let column = header.integer(4, at: place + 4),
        let isText = header.integer(1, at: place + 8), let length = header.integer(4, at: place + 9)
      {
        if next != row {
          text.append(cellsOfRow, row: row, bytes)
          cellsOfRow.removeAll(keepingCapacity: true)
          if text.lines.count > pieceLength { try text.flush(to: &output) }
        }
        row = next
        let start = place + XLSXCells.headLength
        cellsOfRow.append(Cell(column: column, isText: isText == 1, range: start..<start + length))
        place = start + length
      }
      text.append(cellsOfRow, row: row, bytes)
    }
    try text.flush(to: &output)
    return try output.take(threadCount: input.options.workerCount)
  }

  private mutating func flush(to output: inout SpillingBytes) throws(TableError) {
    try lines.withUnsafeBufferPointer { lines throws(TableError) in
      try output.append(UnsafeRawBufferPointer(lines))
    }
    lines.removeAll(keepingCapacity: true)
  }

  /// Appends the line of a row, after those of the rows before that hold nothing.
  private mutating func append(_ cells: [Cell], row: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard !cells.isEmpty else { return }
    while line < row { endLine() }
    hasBegun = hasBegun || cells.count > 1
    var column = columns.lowerBound
    for cell in cells {
      while hasBegun, column < cell.column {
        lines.append(Byte.comma)
        column += 1
      }
      let letters = bytes[cell.range]
      if cell.isText { appendQuoted(letters) } else { lines.append(contentsOf: letters) }
    }
    let commas = hasBegun ? columns.upperBound - 1 - column : 0
    lines.append(contentsOf: repeatElement(Byte.comma, count: commas))
    endLine()
  }

  private mutating func endLine() {
    lines.append(Byte.lineFeed)
    line += 1
  }

  /// Line ends within a cell become blanks, so that lines are rows.
  private mutating func appendQuoted(_ letters: Slice<UnsafeBufferPointer<UInt8>>) {
    lines.append(Byte.quote)
    for letter in letters {
      if letter == Byte.quote { lines.append(Byte.quote) }
      lines.append(letter < Byte.space ? Byte.space : letter)
    }
    lines.append(Byte.quote)
  }
}

#endif
