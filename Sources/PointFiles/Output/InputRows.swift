/// The rows of a text that was read, as they are written again with results after their cells.
struct InputRows: Sendable {
  let text: DelimitedText
  let results: ResultCells

  /// Appends all that stands before the first row, with the names of the results in the header.
  func appendBeginning(_ names: OutputNames, to output: inout OutputText) {
    text.withScanner { scanner in
      var position = 0
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
      if text.headerStart == nil, !results.columns.isEmpty {
        results.appendNumberedHeader(text.columnNames, to: &output)
      }
    }
  }

  /// Appends rows with their results, and after each what stands before the next one.
  func appendRows(_ rows: Range<Int>, _ places: consuming KeptPlaces, to chunk: inout ChunkText) {
    text.withScanner { scanner in
      var start = text.rows[rows.lowerBound]
      for row in rows {
        let following = row + 1 < text.rows.count ? text.rows[row + 1] : scanner.bytes.count
        let extent = extent(of: start, before: following, scanner)
        append(
          scanner.bytes.extracting(start..<cellsEnd(extent.end, after: start, scanner)),
          isOnlyCell: text.delimiter == nil, to: &chunk.rows)
        results.endRow(at: places.place(of: row), of: places.range.count, in: &chunk)
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
    guard text.hasTrailingDelimiter, !results.columns.isEmpty else { return rowEnd }
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
    guard !results.columns.isEmpty else {
      output.append(scanner.bytes.extracting(start..<next))
      return next
    }
    output.append(mark)
    for (column, name) in text.columnNames.enumerated() {
      if column > 0 { output.append(results.dialect.delimiter) }
      output.append(results.dialect.cell(names.newNames[column] ?? name))
    }
    results.appendNames(to: &output)
    return next
  }

  private func appendHeader(
    at start: Int, firstColumn: Int, _ names: OutputNames, _ scanner: RowScanner, to output: inout OutputText
  ) -> Int {
    guard let extent = try? scanner.row(at: start) else { return start }
    var written = start
    var position = start
    for column in firstColumn..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard let name = names.newNames[column] else { continue }
      let quote = cell.isQuoted ? 1 : 0
      output.append(scanner.bytes.extracting(written..<cell.start - quote))
      output.append(results.dialect.cell(name))
      written = cell.end + quote
    }
    append(
      scanner.bytes.extracting(written..<cellsEnd(extent.end, after: written, scanner)),
      isOnlyCell: text.delimiter == nil && written == start,
      to: &output)
    results.appendNames(to: &output)
    return extent.next
  }

  private func append(
    _ raw: UnsafeBufferPointer<UInt8>, isOnlyCell: Bool, to output: inout OutputText
  ) {
    if isOnlyCell, !results.columns.isEmpty {
      output.append(results.dialect.onlyCell(raw))
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

extension NPYArray {
  /// Appends a row's cells as text.
  func appendRow(_ row: Int, dialect: OutputDialect, to output: inout OutputText) {
    for column in 0..<columnCount {
      if column > 0 { output.append(dialect.delimiter) }
      if hasWideIntegers {
        output.append(Array(text(row: row, column: column).utf8))
      } else {
        output.append(value(row: row, column: column), decimalMark: dialect.decimalMark)
      }
    }
  }
}
