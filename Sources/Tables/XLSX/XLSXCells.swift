#if Formats

/// The cells of a sheet that hold something, in the order of the document.
///
/// A cell is a record: its row and its column in four bytes each, whether it is text, the length of what it holds, and that.
struct XLSXCells {
  let records: FileBytes
  let columns: Range<Int>
  /// How many rows and how many numbers there are, and the most cells of a row.
  let rowCount: Int
  let numberCount: Int
  let mostOfRow: Int

  static let headLength = 13

  /// Reads a sheet.
  ///
  /// - Throws: ``TableError`` where it is damaged.
  init(_ sheet: XLSXBook.Sheet, of book: XLSXBook) throws(TableError) {
    let source = book.input.source
    let bytes = try ZIPArchive.contents(of: sheet.part, in: book.input, cure: XLSXFormat.cure)
    let handler = SheetHandler(book)
    try XMLReader.read(bytes, part: sheet.part.name, source: source, handler)
    columns = handler.columns
    (rowCount, numberCount, mostOfRow) = (handler.rowCount, handler.numberCount, handler.mostOfRow)
    records = try handler.take()
    // Cells far from one another have many between them that hold nothing.
    let cells = rowCount.multipliedReportingOverflow(by: columns.count)
    guard cells.overflow || cells.partialValue > Decompression.freeLength else { return }
    guard !cells.overflow, cells.partialValue / Decompression.mostGain <= sheet.part.range.count else {
      throw TableError(
        .badData, source: source,
        message:
          "the sheet \(MessageText.quoted(sheet.name)) has cells in \(CountText.of(columns.count, "column")) and "
          + "\(CountText.of(rowCount, "row")), nearly all of them empty; delete those that stand far away.")
    }
  }
}

/// Takes cells out of the document of a sheet.
private final class SheetHandler: XMLHandler {
  private enum Kind { case number, shared, text, truth, error, date }

  private let book: XLSXBook
  private var records: SpillingBytes
  private var pending: [UInt8] = []
  private(set) var columns = 0..<0
  private(set) var rowCount = 0
  private(set) var numberCount = 0
  private(set) var mostOfRow = 0
  private var row = 0
  private var column = 0
  private var cellsOfRow = 0
  private var kind = Kind.number
  private var style = 0
  private var value: [UInt8] = []
  private var parts = XLSXTextParts()
  private var isValue = false

  /// What a sheet can have.
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384
  private static let pieceLength = 1 << 20

  init(_ book: XLSXBook) {
    self.book = book
    records = SpillingBytes(source: book.input.source, book.input.options)
  }

  func take() throws(TableError) -> FileBytes {
    try flush()
    var taken = SpillingBytes(source: book.input.source, book.input.options)
    swap(&taken, &records)
    return try taken.take(threadCount: 1)
  }

  private func flush() throws(TableError) {
    try pending.withUnsafeBufferPointer { bytes throws(TableError) in
      try records.append(UnsafeRawBufferPointer(bytes))
    }
    pending.removeAll(keepingCapacity: true)
  }

  // MARK: Elements

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "c" {
      startCell(attributes)
    } else if name == "v" {
      isValue = true
    } else if name == "row" {
      let next = attributes.integer("r") ?? row + 1
      if next <= row || next > Self.mostRows { fail("row \(next) comes after row \(row)") }
      (row, column, cellsOfRow) = (next, 0, 0)
    } else {
      parts.start(name)
    }
  }

  override func end(_ name: XMLName) {
    if name == "c" {
      endCell()
    } else if name == "v" {
      isValue = false
    } else {
      parts.end(name)
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isValue { value.append(contentsOf: bytes) } else { parts.append(bytes) }
  }

  private func startCell(_ attributes: XMLAttributes) {
    let next = attributes.bytes("r").map(Self.column) ?? column + 1
    if next <= column || next > Self.mostColumns || row == 0 {
      fail("a cell of row \(row) is not in its place")
    }
    column = next
    style = attributes.integer("s") ?? 0
    kind =
      switch attributes.text("t") ?? "n" {
      case "s": .shared
      case "inlineStr", "str": .text
      case "b": .truth
      case "e": .error
      case "d": .date
      default: .number
      }
    value.removeAll(keepingCapacity: true)
  }

  /// The number of a column by its letters, from 1; the digits after them are those of the row.
  private static func column(_ name: UnsafePointer<CChar>) -> Int {
    var (column, place) = (0, name)
    while (65...90).contains(place.pointee), column <= mostColumns {
      column = 26 * column + Int(place.pointee) - 64
      place += 1
    }
    return column
  }

  private func fail(_ reason: String) {
    failure =
      failure
      ?? TableError(
        .badData, source: book.input.source, line: row > 0 ? row : nil,
        message: "the workbook is damaged: \(reason); save it anew.")
  }

  // MARK: Cells

  private func endCell() {
    let inline = parts.take()
    switch kind {
    case .number: appendNumber()
    case .shared:
      let number = Int(String(decoding: value, as: UTF8.self))
      guard !value.isEmpty else { return }
      guard let shared = number.flatMap({ book.texts[$0] }) else {
        return fail("a cell refers to a text that there is not")
      }
      append(shared, isText: true)
    case .text: append(value.isEmpty ? inline[...] : value[...], isText: true)
    case .truth: append(Array((value == [UInt8(ascii: "1")] ? "true" : "false").utf8)[...], isText: true)
    case .error:
      append(Array((value.elementsEqual("#N/A".utf8) ? "NA" : "NaN").utf8)[...], isText: false)
    case .date: append(value[...], isText: true)
    }
  }

  private func appendNumber() {
    guard !value.isEmpty else { return }
    let format = book.formats.indices.contains(style) ? book.formats[style] : XLSXDates.Format()
    let number = value.withUnsafeBufferPointer { bytes -> Double? in
      if case .number(let number) = NumberText.content(of: bytes, decimalMark: Byte.point) {
        number
      } else {
        nil
      }
    }
    if let number, !format.isNumber,
      let date = XLSXDates.text(number, format, isFrom1904: book.isFrom1904)
    {
      return append(Array(date.utf8)[...], isText: true)
    }
    if number != nil { numberCount += 1 }
    append(value[...], isText: number == nil)
  }

  private func append(_ contents: ArraySlice<UInt8>, isText: Bool) {
    guard !contents.isEmpty, failure == nil else { return }
    let place = column - 1
    columns =
      columns.isEmpty ? place..<place + 1 : min(columns.lowerBound, place)..<max(columns.upperBound, column)
    cellsOfRow += 1
    if cellsOfRow == 1 { rowCount += 1 }
    mostOfRow = max(mostOfRow, cellsOfRow)
    let start = pending.count
    pending.append(contentsOf: repeatElement(0, count: XLSXCells.headLength))
    pending.set(row, 4, at: start)
    pending.set(place, 4, at: start + 4)
    pending.set(isText ? 1 : 0, 1, at: start + 8)
    pending.set(contents.count, 4, at: start + 9)
    pending.append(contentsOf: contents)
    guard pending.count > Self.pieceLength else { return }
    do throws(TableError) { try flush() } catch { failure = error }
  }
}

#endif
