/// A table on its way out: the file, the dialect, and the columns that follow the input's cells.
struct TableOutput: ~Copyable {
  private var buffer: OutputBuffer
  private let dialect: OutputDialect
  private var columns: [TableColumn]
  private let keptRows: [Int]?
  /// The place in the columns of the next row kept.
  private var nextKept = 0
  /// The cells of the columns' categories, quoted once for all rows.
  private let categories: [[[UInt8]]]

  init(
    _ path: String, dialect: OutputDialect, _ columns: [TableColumn], keptRows: [Int]?
  ) throws(TableError) {
    buffer = OutputBuffer(try AtomicFile(path))
    self.dialect = dialect
    self.columns = columns
    self.keptRows = keptRows
    categories = columns.map { column in
      if case .categories(_, let names) = column.values { names.map(dialect.cell) } else { [] }
    }
  }

  consuming func commit() throws(TableError) { try buffer.commit() }

  /// Writes a text's rows as they stand, comments and blank lines included, each with its results.
  mutating func writeRows(of text: DelimitedText, _ names: OutputNames) throws(TableError) {
    try text.withScanner { scanner throws(TableError) in
      if text.hasByteOrderMark { try buffer.append(scanner.bytes.extracting(0..<text.textStart)) }
      var position = text.textStart
      if let header = text.headerStart {
        try buffer.append(scanner.bytes.extracting(position..<header))
        position = try writeHeader(at: header, of: text, names, scanner)
      }
      for row in 0..<text.rows.count {
        let start = text.rows[row]
        try buffer.append(scanner.bytes.extracting(position..<start))
        if row == 0, text.headerStart == nil { try writeNumberedHeader(text.columnNames) }
        // Rows were measured when the text was read.
        guard let extent = try? scanner.row(at: start) else { continue }
        try writeInput(scanner.bytes.extracting(start..<extent.end), isOnlyCell: text.delimiter == nil)
        try writeResults(of: row)
        position = extent.next
      }
      try buffer.append(scanner.bytes.extracting(position..<scanner.bytes.count))
    }
  }

  /// Writes an array's rows as text, each with its results.
  mutating func writeRows(of array: NPYArray, names: [String]) throws(TableError) {
    try writeNumberedHeader(names)
    for row in 0..<array.rowCount {
      for column in 0..<array.columnCount {
        if column > 0 { try buffer.append(dialect.delimiter) }
        if array.hasWideIntegers {
          try buffer.append(Array(array.text(row: row, column: column).utf8))
        } else {
          try buffer.append(array.value(row: row, column: column), decimalMark: dialect.decimalMark)
        }
      }
      try writeResults(of: row)
    }
  }

  /// Writes a header of nothing but the columns.
  mutating func writeNewHeader() throws(TableError) {
    for (place, column) in columns.enumerated() {
      if place > 0 { try buffer.append(dialect.delimiter) }
      try buffer.append(dialect.cell(column.name))
    }
    try buffer.append(dialect.lineEnd)
  }

  /// Goes on with other cells of the same columns, none of them categories.
  mutating func replaceColumns(_ next: [TableColumn]) { columns = next }

  /// Writes rows of nothing but the columns.
  mutating func writeNewRows(_ rowCount: Int) throws(TableError) {
    for row in 0..<rowCount {
      for place in columns.indices {
        if place > 0 { try buffer.append(dialect.delimiter) }
        try writeCell(of: place, at: row)
      }
      try buffer.append(dialect.lineEnd)
    }
  }

  private mutating func writeHeader(
    at start: Int, of text: DelimitedText, _ names: OutputNames, _ scanner: RowScanner
  ) throws(TableError) -> Int {
    guard let extent = try? scanner.row(at: start) else { return start }
    var written = start
    var position = start
    for column in 0..<text.columnCount {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard let name = names.newNames[column] else { continue }
      let quote = cell.isQuoted ? 1 : 0
      try buffer.append(scanner.bytes.extracting(written..<cell.start - quote))
      try buffer.append(dialect.cell(name))
      written = cell.end + quote
    }
    try writeInput(
      scanner.bytes.extracting(written..<extent.end), isOnlyCell: text.delimiter == nil && written == start)
    try writeNames()
    return extent.next
  }

  private mutating func writeNumberedHeader(_ names: [String]) throws(TableError) {
    // Numbers alone would be read as a row of data.
    guard !columns.isEmpty else { return }
    for (place, name) in names.enumerated() {
      if place > 0 { try buffer.append(dialect.delimiter) }
      try buffer.append(dialect.cell(name))
    }
    try writeNames()
  }

  private mutating func writeNames() throws(TableError) {
    for column in columns {
      try buffer.append(dialect.delimiter)
      try buffer.append(dialect.cell(column.name))
    }
    try buffer.append(dialect.lineEnd)
  }

  private mutating func writeInput(
    _ raw: UnsafeBufferPointer<UInt8>, isOnlyCell: Bool
  ) throws(TableError) {
    if isOnlyCell, !columns.isEmpty {
      try buffer.append(dialect.onlyCell(raw))
    } else {
      try buffer.append(raw)
    }
  }

  private mutating func writeResults(of row: Int) throws(TableError) {
    var place: Int? = row
    if let keptRows {
      let isKept = nextKept < keptRows.count && keptRows[nextKept] == row
      place = isKept ? nextKept : nil
      if isKept { nextKept += 1 }
    }
    for column in columns.indices {
      try buffer.append(dialect.delimiter)
      if let place { try writeCell(of: column, at: place) } else { try buffer.append(dialect.missing) }
    }
    try buffer.append(dialect.lineEnd)
  }

  private mutating func writeCell(of column: Int, at row: Int) throws(TableError) {
    switch columns[column].values {
    case .integers(let cells): try buffer.append(cells[row])
    case .numbers(let cells): try buffer.append(cells[row], decimalMark: dialect.decimalMark)
    case .strings(let cells):
      if let cell = cells[row] { try buffer.append(dialect.cell(cell)) } else { try writeMissing() }
    case .categories(let indices, _):
      if let index = indices[row], categories[column].indices.contains(index) {
        try buffer.append(categories[column][index])
      } else {
        try writeMissing()
      }
    }
  }

  private mutating func writeMissing() throws(TableError) { try buffer.append(dialect.missing) }
}
