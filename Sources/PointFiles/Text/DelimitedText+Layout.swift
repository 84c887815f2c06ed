extension DelimitedText {
  /// What is found by going once through a text: delimiter, header and the rows' starts.
  struct Layout {
    var textStart = 0
    var delimiter: UInt8?
    var headerStart: Int?
    var columnNames: [String] = []
    var rows = RowIndex(joining: [])
    var usesCarriageReturns = false

    private let bytes: UnsafeBufferPointer<UInt8>
    private let source: String

    init(
      _ bytes: UnsafeBufferPointer<UInt8>, of file: FileBytes, source: String, options: ReadingOptions
    ) throws(TableError) {
      self.bytes = bytes
      self.source = source
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { textStart = 3 }
      delimiter =
        switch options.delimiter {
        case .given(let byte): byte
        case .automatic:
          DelimiterDetection(bytes: bytes, start: textStart, decimalComma: options.decimalComma).delimiter()
        }
      let scanner = RowScanner(bytes: bytes, delimiter: delimiter)
      let first = scanner.rowStart(from: textStart)
      guard first < bytes.count else {
        throw TableError(
          .badData, source: source,
          message: "the file is empty or holds comments only; give a file with a row for each point.")
      }
      let row = try measure(first, scanner)
      usesCarriageReturns =
        row.end < row.next && bytes[row.next - 1] == Byte.lineFeed
        && row.next - 2 >= row.end && bytes[row.next - 2] == Byte.carriageReturn
      let detection = HeaderDetection(scanner: scanner, start: first, options: options)
      if detection.hasHeader { headerStart = first }
      columnNames = detection.columnNames
      let search = RowSearch(
        file: file, delimiter: delimiter, cellCount: columnNames.count, chunkSize: options.chunkSize,
        threadCount: options.workerCount)
      try indexRows(from: headerStart == nil ? first : row.next, firstRow: first, search, scanner)
    }

    private mutating func indexRows(
      from start: Int, firstRow: Int, _ search: RowSearch, _ scanner: RowScanner
    ) throws(TableError) {
      let found = search.rows(from: start)
      rows = found.rows
      if let position = found.unsound {
        let row = try measure(position, scanner)
        throw wrongCellCount(row.cellCount, at: position, firstLine: line(at: firstRow))
      }
      guard rows.count > 0 else {
        throw TableError(
          .badData, source: source, line: line(at: firstRow),
          message: "there is a header and no row after it; add rows, or give --header no if this row "
            + "is a point.")
      }
    }

    private func measure(_ start: Int, _ scanner: RowScanner) throws(TableError) -> RowScanner.Row {
      do {
        return try scanner.row(at: start)
      } catch {
        let message =
          switch error.kind {
          case .quoteNeverCloses:
            "the quote with which the cell begins is never closed; close it, or double a quote that "
              + "belongs to the text and put the text in quotes."
          case .textAfterQuote:
            "there is more text after the cell's closing quote; double quotes that belong to the text."
          }
        let name = error.cell < columnNames.count ? columnNames[error.cell] : nil
        throw TableError(
          .badData, source: source, line: line(at: start), column: error.cell + 1, columnName: name,
          message: message)
      }
    }

    private func wrongCellCount(_ found: Int, at start: Int, firstLine: Int) -> TableError {
      let cells = found == 1 ? "1 cell" : "\(found) cells"
      let model = headerStart == nil ? "first row" : "header"
      return TableError(
        .badData, source: source, line: line(at: start),
        message: "found \(cells) where the \(model) (line \(firstLine)) has \(columnNames.count); complete "
          + "or remove the row, or name the separating character with --delimiter.")
    }

    private func line(at offset: Int) -> Int { LineNumber.line(at: offset, in: bytes) }
  }
}
