/// A table on its way out as text.
///
/// Rows of a text that was read pass through as they stand, comments and blank lines included; cells of other
/// tables are written anew. Rows are made in chunks of a fixed number, by several threads; the bytes do not depend on either.
struct DelimitedSink: TableSink {
  private let outline: TableOutline
  private let dialect: OutputDialect
  private let names: OutputNames
  private var hasBegun = false

  var renames: [ColumnRename] { names.renames }
  private var text: DelimitedText? { outline.table?.contents as? DelimitedText }

  /// - Parameter delimiter: What separates cells; nil for the sign that is there, or a comma.
  init(_ outline: TableOutline, delimiter: UInt8?) {
    self.outline = outline
    names = OutputNames(of: outline.table, appending: outline.columnNames)
    let columnCount = (outline.table?.columnCount ?? 0) + outline.columnNames.count
    dialect =
      (outline.table?.contents as? DelimitedText).map { OutputDialect(of: $0, delimiter: delimiter) }
      ?? OutputDialect(columnCount: columnCount, delimiter: delimiter)
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if let text { try checkLetters(run.columns, text) }
    let results = ResultCells(run.columns, dialect: dialect)
    if let text {
      try append(run, of: text, results, to: output)
    } else if let table = outline.table {
      try append(run, of: table, results, to: output)
    } else {
      try appendNew(run, results, to: output)
    }
    hasBegun = true
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {}

  // MARK: Runs

  private func append(
    _ run: TableRun, of text: DelimitedText, _ results: ResultCells, to output: OutputDescriptor
  ) throws(TableError) {
    let input = InputRows(
      text: text, results: results, fillings: CellFillings(run, columnCount: text.columnCount))
    if !hasBegun {
      var beginning = OutputText()
      input.appendBeginning(names, to: &beginning)
      try output.write(UnsafeRawBufferPointer(beginning.bytes))
    }
    try writeChunks(of: run, to: output) { rows, chunk in
      let places = KeptPlaces(of: rows, in: run)
      results.makeCells(of: places.range, in: &chunk)
      input.appendRows(rows, places, to: &chunk)
    }
  }

  private func append(
    _ run: TableRun, of table: PointTable, _ results: ResultCells, to output: OutputDescriptor
  ) throws(TableError) {
    if !hasBegun, table.hasHeader || !results.columns.isEmpty,
      table.hasHeader || !results.continueNumbers(of: table.columnCount)
    {
      var header = OutputText()
      results.appendNumberedHeader(names.written(over: table.columnNames), to: &header)
      try output.write(UnsafeRawBufferPointer(header.bytes))
    }
    let fillings = CellFillings(run, columnCount: table.columnCount)
    try writeChunks(of: run, to: output) { [dialect] rows, chunk in
      var places = KeptPlaces(of: rows, in: run)
      results.makeCells(of: places.range, in: &chunk)
      let resultCount = places.range.count * results.columns.count
      let input = ResultCells(
        table.columnNames.indices.map { column in
          TableColumn(
            name: "", values: fillings.filled(table.contents.cells(of: column, in: rows), column, rows))
        }, dialect: dialect)
      input.makeCells(of: 0..<rows.count, in: &chunk)
      for (place, row) in rows.enumerated() {
        input.beginRow(at: place, of: rows.count, after: resultCount, in: &chunk)
        results.endRow(at: places.place(of: row), of: places.range.count, in: &chunk)
      }
    }
  }

  private func appendNew(
    _ run: TableRun, _ results: ResultCells, to output: OutputDescriptor
  ) throws(TableError) {
    if !hasBegun {
      var header = OutputText()
      results.appendNames(to: &header)
      // Without the delimiter before the first name.
      let start = results.columns.isEmpty ? 0 : 1
      try output.write(UnsafeRawBufferPointer(header.bytes.extracting(start..<header.count)))
    }
    try writeChunks(of: run, to: output) { [dialect] rows, chunk in
      let places = KeptPlaces(of: rows, in: run)
      results.makeCells(of: places.range, in: &chunk)
      for place in 0..<rows.count {
        results.beginRow(at: place, of: rows.count, in: &chunk)
        chunk.rows.append(dialect.lineEnd)
      }
    }
  }

  private func writeChunks(
    of run: TableRun, to output: OutputDescriptor, make: @Sendable (Range<Int>, inout ChunkText) -> Void
  ) throws(TableError) {
    let (size, rows) = (outline.rowsOfChunk, run.rows)
    try OrderedChunks.write(
      count: (rows.count + size - 1) / size, threadCount: outline.threadCount, to: output
    ) { chunk, text in
      let start = rows.lowerBound + chunk * size
      make(start..<min(start + size, rows.upperBound), &text)
    }
  }

  /// Refuses texts that the input's encoding has no letters for: others would take their place.
  private func checkLetters(_ columns: [TableColumn], _ text: DelimitedText) throws(TableError) {
    guard text.encoding != .utf8 else { return }
    for column in columns {
      var texts = [column.name]
      switch column.values {
      case .strings(let cells): texts += cells.compactMap(\.self)
      case .categories(_, let names): texts += names
      case .integers, .numbers: break
      }
      guard let odd = texts.first(where: { text.encoding.bytes($0) == nil }) else { continue }
      throw TableError(
        .badData, source: text.source,
        message:
          "\(MessageText.quoted(odd)) cannot be written beside text in Windows-1252, which has not all its "
          + "letters; save the input as UTF-8.")
    }
  }
}
