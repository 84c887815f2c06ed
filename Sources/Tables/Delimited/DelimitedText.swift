/// The rows of a delimited text: the bytes, how they are cut, and where each row starts.
struct DelimitedText: Sendable {
  let file: FileBytes
  let source: String
  /// Nil where every row is one cell.
  let delimiter: UInt8?
  let encoding: TextEncoding
  /// How numbers are written.
  let style: NumberStyle
  let hasByteOrderMark: Bool
  /// Where the names of the columns start; nil where there are none.
  let headerStart: Int?
  let headerForm: HeaderForm
  let columnNames: [String]
  /// Whether a delimiter without a cell after it ends every row.
  let hasTrailingDelimiter: Bool
  let rows: RowIndex
  /// Whether lines end with carriage return and line feed.
  let usesCarriageReturns: Bool
  /// What was taken for granted, for the user to know.
  let notes: [String]
  /// What each column holds.
  private(set) var columnKinds: [PointTable.ColumnKind] = []
  /// The columns in which no cell holds a number or text.
  private(set) var emptyColumns: Set<Int> = []
  /// Why numbers of a column cannot be told, where it is mostly numbers.
  private let doubts: [Int: TableError]
  /// Columns that are mostly numbers in another style, with the first cell that is none in the text's.
  private(set) var strangeCells: [Int: StrangeCell] = [:]

  var columnCount: Int { columnNames.count }
  var decimalComma: Bool { style.decimalComma }
  var decimalMark: UInt8 { style.decimalMark }
  /// Where the text starts, after the mark.
  var textStart: Int { hasByteOrderMark ? 3 : 0 }

  /// Cuts a text into rows.
  ///
  /// - Throws: ``TableError`` where there is no row, rows differ in their number of cells, a quote is
  ///   misplaced, or what the text holds can be read in two ways.
  /// - Complexity: O(bytes).
  init(_ file: FileBytes, source: String, options: ReadingOptions) throws(TableError) {
    try options.validate(source: source)
    let text = try EncodedText(file, source: source, options: options)
    self.file = text.file
    self.source = source
    encoding = text.encoding
    let layout = try text.file.withBytes { bytes throws(TableError) in
      try Self.requireLineFeeds(bytes, source: source)
      return try Layout(bytes, of: text, source: source, options: options)
    }
    delimiter = layout.delimiter
    style = layout.style
    hasByteOrderMark = layout.textStart > 0
    headerStart = layout.headerStart
    headerForm = layout.headerForm
    columnNames = layout.columnNames
    hasTrailingDelimiter = layout.hasTrailingDelimiter
    rows = layout.rows
    usesCarriageReturns = layout.usesCarriageReturns
    notes = layout.notes
    doubts = layout.doubts
    // The layout's bytes live as long as the file, which is kept.
    (columnKinds, emptyColumns, strangeCells) = Self.columnKinds(of: self, layout)
  }

  /// Why the numbers of a column cannot be told, where most of its cells would be some.
  func doubt(of column: Int) -> TableError? { doubts[column] ?? strangeCells[column].map { noNumber($0) } }

  /// Calls the body with a scanner over the bytes.
  @inline(__always)
  func withScanner<Result, Failure: Error>(
    _ body: (RowScanner) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes { bytes throws(Failure) in
      try body(RowScanner(bytes: bytes, delimiter: delimiter, encoding: encoding))
    }
  }

  /// Calls the body with the cell of one column in each of some rows, until it answers false.
  func forEachCell(in column: Int, of wanted: Range<Int>, _ body: (RowScanner.Cell, RowScanner) -> Bool) {
    withScanner { scanner in
      for row in wanted {
        var cell = scanner.cell(at: rows[row])
        for _ in 0..<column where !cell.endsRow { cell = scanner.cell(at: cell.next) }
        guard body(cell, scanner) else { return }
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

extension DelimitedText {
  /// Refuses a text whose lines would be taken as one.
  private static func requireLineFeeds(
    _ bytes: UnsafeBufferPointer<UInt8>, source: String
  ) throws(TableError) {
    let scanner = RowScanner(bytes: bytes, delimiter: nil)
    let lineFeed = scanner.firstOffset(of: Byte.lineFeed, from: 0, to: bytes.count)
    if lineFeed == bytes.count {
      let carriageReturn = scanner.firstOffset(of: Byte.carriageReturn, from: 0, to: bytes.count)
      if carriageReturn < bytes.count - 1 {
        throw TableError(
          .badData, source: source,
          message: "lines end with a carriage return alone; save the file with line feeds.")
      }
    }
  }
}

/// Lines counted from 1.
package enum LineNumber {
  /// The line in which a byte stands.
  ///
  /// - Parameters:
  ///   - offset: The place of the byte.
  ///   - bytes: The text.
  /// - Complexity: O(offset).
  package static func line(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var line = 1
    for position in 0..<min(offset, bytes.count) { line &+= bytes[position] == Byte.lineFeed ? 1 : 0 }
    return line
  }
}
