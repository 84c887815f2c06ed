/// Records written as text: a line for each, with blanks between its numbers, after lines that are something else.
struct RecordLines: TableSourceWrapper {
  let text: DelimitedText
  let columnNames: [String]
  let hasHeader = true
  var coordinateColumns: [Int]?

  var contents: any TableSource { text }

  /// All columns are of numbers: a cell that is none is an error for who reads it.
  var columnKinds: [PointTable.ColumnKind] { Array(repeating: .numeric, count: columnNames.count) }

  var notes: [String] { [] }

  /// - Parameters:
  ///   - input: The file.
  ///   - names: What its columns are called.
  ///   - rowCount: How many records there are to be.
  ///   - linesBefore: How many lines come before the first of them.
  /// - Throws: ``TableError`` where there are fewer, or one has other cells.
  init(
    _ input: TableInput, names: [String], rowCount: Int, linesBefore: Int
  ) throws(TableError) {
    let found = input.bytes.withBytes { Self.end(ofRows: rowCount, after: linesBefore, in: $0) }
    guard found.rows == rowCount else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the header announces \(CountText.of(rowCount, "row")), and \(CountText.grouped(found.rows)) are there; "
          + "the file is cut short: save or copy it anew.")
    }
    var options = ReadingOptions(
      header: .no, delimiter: .given(Byte.space), decimalComma: false, threadCount: input.options.threadCount)
    options.missingValues = input.options.missingValues
    options.skippedRows = linesBefore
    // Comments of a header may be in any letters.
    options.encoding = .windows1252
    options.memoryLimit = input.options.memoryLimit
    options.heldBytes = input.options.heldBytes
    options.chunkSize = input.options.chunkSize
    text = try DelimitedText(
      FileBytes(prefix: found.end, of: input.bytes), source: input.source, options: options)
    columnNames = names
    guard text.rowCount == rowCount, text.columnCount == names.count else {
      throw TableError(
        .badData, source: input.source, line: linesBefore + 1,
        message:
          "found \(CountText.of(text.rowCount, "row")) of \(CountText.of(text.columnCount, "number")) where the "
          + "header announces \(CountText.grouped(rowCount)) of \(names.count); correct the header or the rows."
      )
    }
  }

  /// Where the line after so many rows begins, and how many rows there are up to it: lines that are not blank.
  private static func end(
    ofRows wanted: Int, after linesBefore: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (end: Int, rows: Int) {
    let scanner = RowScanner(bytes: bytes, delimiter: nil)
    var (position, skipped, rows) = (0, 0, 0)
    while position < bytes.count, rows < wanted {
      let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: position, to: bytes.count)
      if skipped < linesBefore {
        skipped += 1
      } else if bytes[position..<lineEnd].contains(where: { !Byte.isBlank($0) }) {
        rows += 1
      }
      position = min(lineEnd + 1, bytes.count)
    }
    return (position, rows)
  }
}

/// Records of text on their way out: each line as it stands, with the new numbers after it.
struct RecordLinesSink: TableSink {
  let outline: TableOutline
  let format: any TableFormat
  let frame: any RecordFrame
  let text: DelimitedText
  let names: OutputNames
  private var writtenCount: Int?

  var renames: [ColumnRename] { names.renames }

  init(
    _ outline: TableOutline, format: any TableFormat, frame: any RecordFrame, text: DelimitedText,
    names: OutputNames
  ) {
    self.outline = outline
    self.format = format
    self.frame = frame
    self.text = text
    self.names = names
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    var columns: [TableColumn] = []
    var fields: [NewField] = []
    for column in run.columns {
      let numbers = ColumnNumbers(column, hasGaps: run.keptRows != nil)
      fields.append(NewField(name: column.name, storage: try frame.storage(of: numbers)))
      if case .integers = column.values {
        columns.append(column)
      } else {
        let numbers = try column.recordNumbers(of: format, path: outline.path)
        columns.append(TableColumn(name: column.name, values: .numbers(numbers)))
      }
    }
    if writtenCount == nil { try output.write(try frame.beginning(fields)) }
    var dialect = OutputDialect(of: text, delimiter: Byte.space)
    dialect.missing = Array("nan".utf8)
    let rows = InputRows(
      text: text, results: ResultCells(columns, dialect: dialect),
      fillings: CellFillings(run, columnCount: text.columnCount))
    try OrderedChunks.write(run.rows, of: outline, to: output) { taken, made in
      var places = KeptPlaces(of: taken, in: run)
      rows.results.makeCells(of: places.range, in: &made)
      rows.appendRows(taken, &places, to: &made)
    }
    writtenCount = (writtenCount ?? 0) + run.rows.count
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try outline.require(rows: writtenCount, format)
    try frame.writeEnding(after: [], to: output)
  }
}

extension TableOutline {
  /// Refuses other rows than were announced, where a header has said how many there are.
  func require(rows written: Int?, _ format: any TableFormat) throws(TableError) {
    guard let written, written != rowCount else { return }
    throw TableError(
      .usage, source: path,
      message:
        "\(CountText.of(written, "row")) came where \(CountText.grouped(rowCount)) were announced, and "
        + "\(format.names.one) begins with their number; announce as many as come.")
  }
}
