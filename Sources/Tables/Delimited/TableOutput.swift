/// A table on its way out: the file, the dialect, and the columns that follow the input's cells.
///
/// Rows are made in chunks of a fixed number, by several threads; the bytes do not depend on either.
struct TableOutput: ~Copyable {
  private var file: AtomicFile
  private let dialect: OutputDialect
  private var results: ResultCells
  private let keptRows: [Int]?
  private let options: TableWriter

  init(
    _ options: TableWriter, dialect: OutputDialect, _ columns: [TableColumn], keptRows: [Int]?
  ) throws(TableError) {
    file = try options.open()
    self.options = options
    self.dialect = dialect
    self.keptRows = keptRows
    results = ResultCells(columns, dialect: dialect)
  }

  consuming func commit() throws(TableError) { try file.commit() }

  /// Writes a text's rows as they stand, comments and blank lines included, each with its results.
  mutating func writeRows(
    of text: DelimitedText, _ names: OutputNames, _ fillings: [CellFilling]
  ) throws(TableError) {
    let input = InputRows(
      text: text, results: results, fillings: CellFillings(fillings, columnCount: text.columnCount))
    var beginning = OutputText()
    input.appendBeginning(names, to: &beginning)
    try file.write(UnsafeRawBufferPointer(beginning.bytes))
    try writeChunks(rowCount: text.rows.count) { [results, keptRows] rows, chunk in
      let places = KeptPlaces(of: rows, in: keptRows)
      results.makeCells(of: places.range, in: &chunk)
      input.appendRows(rows, places, to: &chunk)
    }
  }

  /// Writes an array's rows as text, each with its results.
  mutating func writeRows(
    of array: NPYArray, names: [String], _ fillings: [CellFilling]
  ) throws(TableError) {
    let fillings = CellFillings(fillings, columnCount: array.columnCount)
    var header = OutputText()
    if !results.columns.isEmpty, !results.continueNumbers(of: array.columnCount) {
      results.appendNumberedHeader(names, to: &header)
      try file.write(UnsafeRawBufferPointer(header.bytes))
    }
    try writeChunks(rowCount: array.rowCount) { [results, keptRows] rows, chunk in
      var places = KeptPlaces(of: rows, in: keptRows)
      results.makeCells(of: places.range, in: &chunk)
      for row in rows {
        array.appendRow(row, fillings, dialect: results.dialect, to: &chunk.rows)
        results.endRow(at: places.place(of: row), of: places.range.count, in: &chunk)
      }
    }
  }

  /// Writes a header of nothing but the columns.
  mutating func writeNewHeader() throws(TableError) {
    var header = OutputText()
    results.appendNames(to: &header)
    // Without the delimiter before the first name.
    let start = results.columns.isEmpty ? 0 : 1
    try file.write(UnsafeRawBufferPointer(header.bytes.extracting(start..<header.count)))
  }

  /// Goes on with other cells of the same columns, none of them categories.
  mutating func replaceColumns(_ next: [TableColumn]) { results = ResultCells(next, dialect: dialect) }

  /// Writes rows of nothing but the columns.
  mutating func writeNewRows(_ rowCount: Int) throws(TableError) {
    try writeChunks(rowCount: rowCount) { [results] rows, chunk in
      results.makeCells(of: rows, in: &chunk)
      for place in 0..<rows.count { results.newRow(at: place, of: rows.count, in: &chunk) }
    }
  }

  private func writeChunks(
    rowCount: Int, make: @Sendable (Range<Int>, inout ChunkText) -> Void
  ) throws(TableError) {
    let size = options.rowsOfChunk
    try OrderedChunks.write(
      count: (rowCount + size - 1) / size, threadCount: options.workerCount, to: file.output
    ) { chunk, text in
      make(chunk * size..<min((chunk + 1) * size, rowCount), &text)
    }
  }
}

/// Which of some rows are kept, and the places of these among all rows kept.
struct KeptPlaces {
  private let keptRows: [Int]?
  /// The places of the rows that are kept.
  let range: Range<Int>
  private let firstRow: Int
  private var next = 0

  init(of rows: Range<Int>, in keptRows: [Int]?) {
    self.keptRows = keptRows
    firstRow = rows.lowerBound
    range =
      keptRows.map { Self.count(in: $0, below: rows.lowerBound)..<Self.count(in: $0, below: rows.upperBound) }
      ?? rows
  }

  /// The place of the next row, less that of the first; nil for a row that is not kept. Rows are asked for
  /// in rising order.
  @inline(__always)
  mutating func place(of row: Int) -> Int? {
    guard let keptRows else { return row - firstRow }
    guard next < range.count, keptRows[range.lowerBound + next] == row else { return nil }
    next += 1
    return next - 1
  }

  /// How many of the rising rows are smaller.
  private static func count(in keptRows: [Int], below row: Int) -> Int {
    var (low, high) = (0, keptRows.count)
    while low < high {
      let middle = (low + high) / 2
      if keptRows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
