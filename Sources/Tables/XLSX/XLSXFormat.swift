#if Formats

/// Workbooks of Excel, of which a sheet is read: the first that holds a table, or that of `book.xlsx:NAME`.
struct XLSXFormat: TableFormat {
  let names = (one: "an Excel workbook", several: "Excel workbooks")
  /// None is written.
  let endings: [String] = []
  let looseEndings = ["xlsx", "xlsm"]
  let contentTypes = ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
  let holdsText = true

  /// How what cannot be read is made such that it can.
  static let cure = "save the workbook anew"

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    guard beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    let header = HeaderBytes(beginning)
    let name = header.integer(2, at: 26).flatMap { header.text($0, at: 30) } ?? ""
    return looseEndings.contains(ending) || name == "[Content_Types].xml"
      || ["_rels/", "docProps/", "xl/"].contains { name.hasPrefix($0) }
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    let book = try XLSXBook(input)
    let (sheet, cells) = try chosen(of: book)
    let text = try XLSXText.bytes(of: cells, input)
    var options = input.options
    options.delimiter = .given(Byte.comma)
    options.decimalComma = false
    options.thousands = nil
    options.encoding = .utf8
    let others = book.sheets.map(\.name).filter { $0 != sheet.name }
    return XLSXTable(
      contents: try DelimitedText(text, source: input.source, options: options), sheet: sheet.name,
      others: MemberPath.parted(input.source).member == nil ? others : [])
  }

  /// The sheet that is named, or the first that is seen and holds numbers in several rows.
  private func chosen(of book: XLSXBook) throws(TableError) -> (XLSXBook.Sheet, XLSXCells) {
    let (path, wanted) = MemberPath.parted(book.input.source)
    let list = MemberPath.list(book.sheets.map(\.name))
    if let wanted {
      guard let sheet = book.sheets.first(where: { $0.name == wanted }) else {
        throw TableError(
          .badData, source: path,
          message: "the workbook has no sheet \(MessageText.quoted(wanted)); it has \(list).")
      }
      let cells = try XLSXCells(sheet, of: book)
      guard cells.rowCount > 0 else {
        throw TableError(
          .badData, source: book.input.source, message: "the sheet is empty; choose one of \(list).")
      }
      return (sheet, cells)
    }
    var first: (XLSXBook.Sheet, XLSXCells)?
    for sheet in book.sheets.filter({ !$0.isHidden }) + book.sheets.filter(\.isHidden) {
      let cells = try XLSXCells(sheet, of: book)
      if cells.numberCount > 0, cells.rowCount > 1 { return (sheet, cells) }
      if cells.rowCount > 0, first == nil { first = (sheet, cells) }
    }
    guard let first else {
      throw TableError(
        .badData, source: book.input.source,
        message: "the workbook has no cell with a value; give a sheet with a row for each point.")
    }
    return first
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    throw TableError(
      .usage, source: outline.path,
      message:
        "Excel workbooks are not written; name the output \(TableFormats.endings(forText: true)), of which Excel "
        + "opens the first.")
  }
}

/// The table of a sheet.
struct XLSXTable: TableSourceWrapper {
  let contents: any TableSource
  let sheet: String
  /// The names of the other sheets, where it was not chosen by its name.
  let others: [String]

  var notes: [String] {
    guard !others.isEmpty else { return contents.notes }
    let note =
      "the sheet \(MessageText.quoted(sheet)) is read; the others are \(MemberPath.list(others)), to be chosen by "
      + "FILE:NAME"
    return [note] + contents.notes
  }
}

#endif
