/// The rows of a delimited text: the bytes, how they are cut, and where each row starts.
struct DelimitedText: Sendable {
  let file: FileBytes
  let source: String
  /// Nil where every row is one cell.
  let delimiter: UInt8?
  let decimalComma: Bool
  let hasByteOrderMark: Bool
  /// Where the header row starts; nil where there is none.
  let headerStart: Int?
  let columnNames: [String]
  let rows: RowIndex
  /// Whether lines end with carriage return and line feed.
  let usesCarriageReturns: Bool

  var columnCount: Int { columnNames.count }
  var decimalMark: UInt8 { decimalComma ? Byte.comma : Byte.point }
  /// Where the text starts, after the mark.
  var textStart: Int { hasByteOrderMark ? 3 : 0 }

  /// Cuts a text into rows.
  ///
  /// - Throws: ``TableError`` where there is no row, rows differ in their number of cells, or a quote is
  ///   misplaced.
  /// - Complexity: O(bytes).
  init(_ file: FileBytes, source: String, options: ReadingOptions) throws(TableError) {
    try options.validate(source: source)
    let layout = try file.withBytes { bytes throws(TableError) in
      try Layout(bytes, of: file, source: source, options: options)
    }
    self.file = file
    self.source = source
    delimiter = layout.delimiter
    decimalComma = options.decimalComma
    hasByteOrderMark = layout.textStart > 0
    headerStart = layout.headerStart
    columnNames = layout.columnNames
    rows = layout.rows
    usesCarriageReturns = layout.usesCarriageReturns
  }

  /// Calls the body with a scanner over the bytes.
  @inline(__always)
  func withScanner<Result, Failure: Error>(
    _ body: (RowScanner) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes { bytes throws(Failure) in
      try body(RowScanner(bytes: bytes, delimiter: delimiter))
    }
  }

  /// Calls the body with the cell of one column in each row, until it answers false.
  func forEachCell(in column: Int, _ body: (Int, RowScanner.Cell, RowScanner) -> Bool) {
    withScanner { scanner in
      for row in 0..<rows.count {
        var cell = scanner.cell(at: rows[row])
        for _ in 0..<column where !cell.endsRow { cell = scanner.cell(at: cell.next) }
        guard body(row, cell, scanner) else { return }
      }
    }
  }

  /// The line, from 1, in which a row starts.
  ///
  /// - Complexity: O(bytes before the row): lines are counted only when a message needs one.
  func line(ofRow row: Int) -> Int {
    file.withBytes { LineNumber.line(at: rows[row], in: $0) }
  }
}

/// Lines counted from 1.
enum LineNumber {
  static func line(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var line = 1
    for position in 0..<min(offset, bytes.count) { line &+= bytes[position] == Byte.lineFeed ? 1 : 0 }
    return line
  }
}
