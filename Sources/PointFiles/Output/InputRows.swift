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
        position = appendHeader(at: header, names, scanner, to: &output)
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
          scanner.bytes.extracting(start..<extent.end), isOnlyCell: text.delimiter == nil, to: &chunk.rows)
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

  private func appendHeader(
    at start: Int, _ names: OutputNames, _ scanner: RowScanner, to output: inout OutputText
  ) -> Int {
    guard let extent = try? scanner.row(at: start) else { return start }
    var written = start
    var position = start
    for column in 0..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard let name = names.newNames[column] else { continue }
      let quote = cell.isQuoted ? 1 : 0
      output.append(scanner.bytes.extracting(written..<cell.start - quote))
      output.append(results.dialect.cell(name))
      written = cell.end + quote
    }
    append(
      scanner.bytes.extracting(written..<extent.end), isOnlyCell: text.delimiter == nil && written == start,
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
