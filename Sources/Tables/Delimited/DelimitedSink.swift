/// A table on its way out as text.
///
/// Rows of a text that was read pass through as they stand, comments and blank lines included; cells of other
/// tables are written anew. Rows are made in chunks of a fixed number, by several threads; the bytes do not depend on either.
struct DelimitedSink: TableSink {
  private let outline: TableOutline
  private let dialect: OutputDialect
  private let names: OutputNames
  private let passing: PassingTable?
  private var hasBegun = false

  var renames: [ColumnRename] { names.renames }

  /// - Parameter delimiter: What separates cells; nil for the sign that is there, or a comma.
  init(_ outline: TableOutline, delimiter: UInt8?) {
    self.outline = outline
    let names = OutputNames(of: outline.table, appending: outline.columnNames)
    let dialect = OutputDialect(of: outline, delimiter: delimiter)
    (self.names, self.dialect) = (names, dialect)
    passing = outline.table.map { PassingTable($0, dialect, names) }
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    try passing?.checkLetters(run.columns)
    let results = ResultCells(run.columns, dialect: dialect)
    if let passing {
      try append(run, of: passing, results, to: output)
    } else {
      try appendNew(run, results, to: output)
    }
    hasBegun = true
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {}

  // MARK: Runs

  private func append(
    _ run: TableRun, of table: PassingTable, _ results: ResultCells, to output: OutputDescriptor
  ) throws(TableError) {
    if !hasBegun {
      var beginning = OutputText()
      table.appendBeginning(run, results, to: &beginning)
      try output.write(UnsafeRawBufferPointer(beginning.bytes))
    }
    try writeChunks(of: run, to: output) { rows, chunk in table.appendRows(rows, of: run, results, to: &chunk)
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
    try OrderedChunks.write(run.rows, of: outline, to: output, make: make)
  }
}
