internal import Parallel

extension DelimitedText {
  /// Where the names of the columns stand, and how.
  enum HeaderForm: Sendable {
    /// In a row; the columns before `firstColumn` have no name there.
    case row(firstColumn: Int)
    /// In a comment that begins with this mark and these blanks.
    case comment(mark: [UInt8])
  }

  /// What is found by going once through a text: delimiter, header and the rows' starts.
  struct Layout {
    var textStart = 0
    var delimiter: UInt8?
    var headerStart: Int?
    var headerForm = HeaderForm.row(firstColumn: 0)
    var columnNames: [String] = []
    /// Whether a delimiter without a cell after it ends every row.
    var hasTrailingDelimiter = false
    /// Whether the first column holds the rows' names, for which the header has no name.
    var hasRowNames = false
    var cellCount = 1
    var rows = RowIndex(joining: [])
    var usesCarriageReturns = false
    var style = NumberStyle()
    /// What was taken for granted.
    var notes: [String] = []
    /// What the columns below the first row are, where it is known already.
    var surveyed: ColumnSurvey?
    /// Why numbers of a column cannot be told.
    var doubts: [Int: TableError] = [:]

    let bytes: UnsafeBufferPointer<UInt8>
    let source: String
    let options: ReadingOptions
    let encoding: TextEncoding

    init(
      _ bytes: UnsafeBufferPointer<UInt8>, of text: EncodedText, source: String, options: ReadingOptions
    ) throws(TableError) {
      self.bytes = bytes
      self.source = source
      self.options = options
      encoding = text.encoding
      notes = text.notes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { textStart = 3 }
      let start = try findDelimiter()
      let scanner = scanner
      let opening = TableOpening(
        scanner, start: start, cellCount: cellCount, isNamed: options.header == .yes)
      cellCount = opening.cellCount
      guard opening.firstRow < bytes.count else {
        throw TableError(
          .badData, source: source,
          message: "the file is empty or holds comments only; give a file with a row for each point.")
      }
      let row = try measure(opening.header?.start ?? opening.firstRow, scanner)
      cellCount = opening.header == nil ? row.cellCount : cellCount
      usesCarriageReturns =
        row.end < row.next && bytes[row.next - 1] == Byte.lineFeed
        && row.next - 2 >= row.end && bytes[row.next - 2] == Byte.carriageReturn
      try options.require(columns: cellCount, source: source)
      let comments = try indexRows(of: text.file, opening)
      try nameColumns(opening)
      try options.require(rows: rows.count, source: source)
      try check(opening, comments)
      note(opening, comments)
    }

    var scanner: RowScanner {
      RowScanner(
        bytes: bytes, delimiter: delimiter, comments: .unlessRows(cellCount: cellCount), encoding: encoding)
    }

    /// Finds the delimiter and the number of cells that most rows have; answers where the text starts.
    private mutating func findDelimiter() throws(TableError) -> Int {
      var start = textStart
      let declared = declaredDelimiter(&start)
      var left = options.skippedRows
      while left > 0, start < bytes.count {
        start = min(scanner.firstOffset(of: Byte.lineFeed, from: start, to: bytes.count) + 1, bytes.count)
        left -= 1
      }
      if options.skippedRows > 0, start == bytes.count {
        throw TableError(
          .badData, source: source,
          message:
            "nothing is left after the \(CountText.of(options.skippedRows, "line")) that --skip-rows leaves out; "
            + "give a smaller number.")
      }
      let detection = DelimiterDetection(
        bytes: bytes, start: start, decimalComma: options.decimalComma == true, encoding: encoding)
      let cut: DelimiterDetection.Cut =
        switch options.delimiter {
        case .given(let byte): detection.cut(byte)
        case .automatic: declared.map { detection.cut($0) } ?? detection.cut()
        }
      delimiter = cut.delimiter
      cellCount = cut.cellCount
      return start
    }

    /// The delimiter that a first line such as `sep=;` declares to Excel; the text then starts after it.
    private mutating func declaredDelimiter(_ start: inout Int) -> UInt8? {
      let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: start, to: bytes.count)
      let line = bytes[start..<lineEnd].split { $0 == Byte.carriageReturn || $0 == Byte.quote }
      guard line.count == 1, let declaration = line.first, declaration.count == 5,
        declaration.prefix(4).elementsEqual("sep=".utf8) || declaration.prefix(4).elementsEqual("SEP=".utf8),
        let byte = declaration.last
      else { return nil }
      start = min(lineEnd + 1, bytes.count)
      notes.append(
        "the first line says what separates cells (\(MessageText.quoted(String(UnicodeScalar(byte)))))")
      return byte
    }

    private mutating func indexRows(
      of file: FileBytes, _ opening: TableOpening
    ) throws(TableError) -> CommentLines {
      try options.allowance.require(
        memoryOfRows(from: opening.firstRow), held: file.heldCount, source: source)
      let search = RowSearch(
        file: file, delimiter: delimiter, cellCount: cellCount, encoding: encoding,
        chunkSize: options.chunkSize, threadCount: options.workerCount, mostRows: options.mostRows,
        passesCounts: opening.rowCount != nil && cellCount > 1, meter: options.meter)
      let work = WorkMeter.Work(.findingRows, of: source, total: file.count - opening.firstRow)
      guard let found = options.meter.measuring(work, { search.rows(from: opening.firstRow) }) else {
        throw .tooLarge(source, "rows", most: options.mostRows)
      }
      rows = found.rows
      var comments = opening.comments
      comments.append(found.comments)
      if let position = found.unsound {
        let row = try measure(position, scanner)
        throw wrongCellCount(row.cellCount, at: position, opening)
      }
      return comments
    }

    /// About the bytes that the places of the rows will take, while they are found.
    private func memoryOfRows(from start: Int) -> Int {
      let sample = bytes[start...].prefix(1 << 20)
      let lineEnds = sample.count { $0 == Byte.lineFeed }
      let rows = Double(lineEnds + 1) * Double(bytes.count - start) / Double(max(1, sample.count))
      // Four bytes a row, in arrays that grow by doubling and are then joined.
      return Int(12 * rows)
    }

    func measure(_ start: Int, _ scanner: RowScanner) throws(TableError) -> RowScanner.Row {
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
        throw TableError(
          .badData, source: source, line: line(at: start), column: error.cell + 1,
          columnName: headerName(error.cell, before: start), message: message)
      }
    }

    /// The name that the first row gives a column, for an error in a later row.
    private func headerName(_ column: Int, before start: Int) -> String? {
      let scanner = scanner
      let first = scanner.rowStart(from: textStart)
      guard first < start, let row = try? scanner.row(at: first), column < row.cellCount else { return nil }
      let text = RowText(at: first, scanner)
      guard text.numberCount == 0 || options.header == .yes, options.header != .no else { return nil }
      var cell = scanner.cell(at: first)
      for _ in 0..<column where !cell.endsRow { cell = scanner.cell(at: cell.next) }
      return scanner.string(of: cell)
    }

    func line(at offset: Int) -> Int { LineNumber.line(at: offset, in: bytes) }
  }
}
