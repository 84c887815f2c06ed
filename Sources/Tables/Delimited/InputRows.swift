/// The rows of a text that was read, as they are written again: with results after their cells, with numbers in
/// cells that were missing, and with another delimiter where the file's name asks for it.
///
/// What need not change is copied byte for byte.
struct InputRows: Sendable {
  let text: DelimitedText
  let results: ResultCells
  /// The numbers that replace cells, column by column.
  let fillings: CellFillings
  /// The number that the text's first row has among all that are written.
  var firstRow = 0

  private var dialect: OutputDialect { results.dialect }
  private var changesDelimiter: Bool { text.delimiter.map { $0 != results.dialect.delimiter } ?? false }

  /// Appends all that stands before the first row, with the names of the results in the header.
  func appendBeginning(_ names: OutputNames, to output: inout OutputText) {
    text.withScanner { scanner in
      var position = 0
      if changesDelimiter {
        output.append(scanner.bytes.extracting(0..<text.textStart))
        position = afterDelimiterLine(scanner)
      }
      if let header = text.headerStart {
        output.append(scanner.bytes.extracting(position..<header))
        position =
          switch text.headerForm {
          case .row(let firstColumn):
            appendHeader(at: header, firstColumn: firstColumn, names, scanner, to: &output)
          case .comment(let mark): appendComment(at: header, mark: mark, names, scanner, to: &output)
          }
      }
      output.append(scanner.bytes.extracting(position..<text.rows[0]))
      // Numbers alone would be read as a row of data.
      if text.headerStart == nil, !results.isEmpty, !results.continueNumbers(of: text.columnCount) {
        results.appendNumberedHeader(text.columnNames, to: &output)
      }
    }
  }

  /// Where the text goes on after a first line such as `sep=;`, which names the delimiter of the input.
  private func afterDelimiterLine(_ scanner: RowScanner) -> Int {
    let start = text.textStart
    let isDeclared = ["sep=", "SEP="].contains { scanner.bytes[start...].starts(with: $0.utf8) }
    guard isDeclared else { return start }
    let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: start, to: scanner.bytes.count)
    return min(lineEnd + 1, scanner.bytes.count)
  }

  /// Appends rows with their results, and after each what stands before the next one.
  func appendRows(_ rows: Range<Int>, _ places: inout KeptPlaces, to chunk: inout ChunkText) {
    let changesDelimiter = changesDelimiter
    text.withScanner { scanner in
      var start = text.rows[rows.lowerBound]
      for row in rows {
        let following = row + 1 < text.rows.count ? text.rows[row + 1] : scanner.bytes.count
        let extent = extent(of: start, before: following, scanner)
        let cells = start..<cellsEnd(extent.end, after: start, scanner)
        if changesDelimiter {
          appendCells(of: row, at: start, scanner, to: &chunk.rows)
        } else if fillings.touch(row + firstRow) {
          appendFilled(row, cells, scanner, to: &chunk.rows)
        } else {
          append(scanner.bytes.extracting(cells), isOnlyCell: text.delimiter == nil, to: &chunk.rows)
        }
        if results.isEmpty {
          // The line end that is there, or none.
          chunk.rows.append(scanner.bytes.extracting(extent.end..<extent.next))
        } else {
          results.endRow(at: places.place(of: row + firstRow), of: places.range.count, in: &chunk)
        }
        chunk.rows.append(scanner.bytes.extracting(extent.next..<following))
        start = following
      }
    }
  }

  /// Where a row ends, and where the line after it starts.
  private func extent(
    of start: Int, before following: Int, _ scanner: RowScanner
  ) -> (end: Int, next: Int) {
    // Mostly the row is one line, and the next row comes right after it.
    let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: start, to: following)
    if lineEnd + 1 == following {
      let hasReturn = lineEnd > start && scanner.bytes[lineEnd - 1] == Byte.carriageReturn
      return (hasReturn ? lineEnd - 1 : lineEnd, following)
    }
    // Rows were measured when the text was read.
    guard let row = try? scanner.row(at: start) else { return (following, following) }
    return (row.end, row.next)
  }

  /// Where the last cell of a row ends: before the delimiter that ends all rows, if one does.
  private func cellsEnd(_ rowEnd: Int, after start: Int, _ scanner: RowScanner) -> Int {
    guard text.hasTrailingDelimiter, !results.isEmpty else { return rowEnd }
    var end = rowEnd
    while end > start, scanner.isBlank(scanner.bytes[end - 1]) { end -= 1 }
    return end > start && scanner.bytes[end - 1] == scanner.delimiter ? end - 1 : rowEnd
  }

  /// Writes the names anew behind the comment's mark, since a comment may separate them as it likes.
  private func appendComment(
    at start: Int, mark: [UInt8], _ names: OutputNames, _ scanner: RowScanner, to output: inout OutputText
  ) -> Int {
    let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: start, to: scanner.bytes.count)
    let next = min(lineEnd + 1, scanner.bytes.count)
    guard !results.isEmpty else {
      output.append(scanner.bytes.extracting(start..<next))
      return next
    }
    output.append(mark)
    for (column, name) in text.columnNames.enumerated() {
      if column > 0 { output.append(dialect.delimiter) }
      output.append(dialect.cell(names.newNames[column] ?? name))
    }
    results.appendNames(to: &output)
    return next
  }

  private func appendHeader(
    at start: Int, firstColumn: Int, _ names: OutputNames, _ scanner: RowScanner, to output: inout OutputText
  ) -> Int {
    guard let extent = try? scanner.row(at: start) else { return start }
    if changesDelimiter {
      appendNames(at: start, firstColumn: firstColumn, names, scanner, to: &output)
      results.appendNames(to: &output)
      return extent.next
    }
    var written = start
    var position = start
    for column in firstColumn..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard let name = names.newNames[column] else { continue }
      let quote = cell.isQuoted ? 1 : 0
      output.append(scanner.bytes.extracting(written..<cell.start - quote))
      output.append(dialect.cell(name))
      written = cell.end + quote
    }
    append(
      scanner.bytes.extracting(written..<cellsEnd(extent.end, after: written, scanner)),
      isOnlyCell: text.delimiter == nil && written == start,
      to: &output)
    results.appendNames(to: &output)
    return extent.next
  }

  // MARK: Rows that change

  /// Copies a row but for the cells that are filled.
  private func appendFilled(
    _ row: Int, _ extent: Range<Int>, _ scanner: RowScanner, to output: inout OutputText
  ) {
    var written = extent.lowerBound
    var position = extent.lowerBound
    for column in 0..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard let number = fillings.number(column, row + firstRow) else { continue }
      let quote = cell.isQuoted ? 1 : 0
      output.append(scanner.bytes.extracting(written..<cell.start - quote))
      output.append(
        number, decimalMark: dialect.decimalMark, isQuoted: cell.isQuoted || dialect.quotesNumbers)
      written = cell.end + quote
    }
    output.append(scanner.bytes.extracting(written..<extent.upperBound))
  }

  /// Writes a row's cells anew, with the output's delimiter.
  private func appendCells(of row: Int, at start: Int, _ scanner: RowScanner, to output: inout OutputText) {
    var position = start
    for column in 0..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      if column > 0 { output.append(dialect.delimiter) }
      if let number = fillings.number(column, row + firstRow) {
        output.append(number, decimalMark: dialect.decimalMark, isQuoted: dialect.quotesNumbers)
      } else {
        output.append(dialect.cell(scanner.string(of: cell)))
      }
    }
  }

  private func appendNames(
    at start: Int, firstColumn: Int, _ names: OutputNames, _ scanner: RowScanner, to output: inout OutputText
  ) {
    var position = start
    for column in firstColumn..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      if column > firstColumn { output.append(dialect.delimiter) }
      output.append(dialect.cell(names.newNames[column] ?? scanner.string(of: cell)))
    }
  }

  private func append(
    _ raw: UnsafeBufferPointer<UInt8>, isOnlyCell: Bool, to output: inout OutputText
  ) {
    if isOnlyCell, !results.isEmpty {
      output.append(dialect.onlyCell(raw))
    } else {
      output.append(raw)
    }
  }
}

extension ResultCells {
  /// A header for a table without one: the names given, then the results'.
  func appendNumberedHeader(_ names: [String], to output: inout OutputText) {
    for (place, name) in names.enumerated() {
      if place > 0 { output.append(dialect.delimiter) }
      output.append(dialect.cell(name))
    }
    appendNames(to: &output)
  }
}
