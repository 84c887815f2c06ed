internal import CNumberText

extension DelimitedText {
  /// Reads the numbers of some rows, up to the first cell that is no number at all.
  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) {
    // slots[c] is the place of column c in the result, or -1; columns after the last used are not read.
    var slots = Array(repeating: Int32(-1), count: (columns.max() ?? 0) + 1)
    for (slot, column) in columns.enumerated() { slots[column] = Int32(slot) }
    withScanner { scanner in
      var row = rows.lowerBound
      while row < rows.upperBound {
        let count = readPlainRows(row..<rows.upperBound, slots, scanner, &sink)
        sink.keep(count)
        row += count
        guard row < rows.upperBound, readRow(row, slots, scanner, &sink) else { return }
        row += 1
      }
    }
  }

  /// Reads rows as long as all their cells are plain numbers, and answers how many these are.
  private func readPlainRows(
    _ wanted: Range<Int>, _ slots: [Int32], _ scanner: RowScanner, _ sink: inout NumberSink
  ) -> Int {
    let codes = style.missing.codes
    return rows.withOffsets(startingWith: wanted) { offsets, base in
      table_text_plain_numbers(
        scanner.bytes.baseAddress, scanner.bytes.count, offsets.baseAddress, base, offsets.count,
        scanner.delimiter, decimalMark, slots, slots.count, codes, codes.count, sink.columns, sink.keptCount)
    }
  }

  /// Reads one row cell by cell; false where a cell is neither a number nor invalid.
  private func readRow(
    _ row: Int, _ slots: [Int32], _ scanner: RowScanner, _ sink: inout NumberSink
  ) -> Bool {
    let before = sink.invalid.count
    var position = rows[row]
    for column in slots.indices {
      let cell = scanner.cell(at: position)
      position = cell.next
      guard slots[column] >= 0 else { continue }
      switch style.content(of: scanner.text(of: cell)) {
      case .number(let number): sink.set(Int(slots[column]), number)
      case .placeholder:
        sink.invalid.notePlaceholder(row: row, column: column, found: scanner.shortText(of: cell))
        sink.set(Int(slots[column]), .nan)
      case .invalid:
        sink.invalid.note(row: row, column: column, found: scanner.shortText(of: cell))
        sink.set(Int(slots[column]), .nan)
      case .text:
        guard sink.setText(Int(slots[column]), at: CellPlace(row: row, column: column)) else { return false }
      }
    }
    if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
    return true
  }

  /// The error of a cell where a number should be and text is.
  ///
  /// - Parameters:
  ///   - strange: The cell.
  ///   - line: Its line; nil to count the lines before it.
  ///   - isRepeated: Whether its text stands in the column again; nil to look for it.
  func noNumber(_ strange: StrangeCell, line: Int? = nil, isRepeated: Bool? = nil) -> TableError {
    let (row, column) = (strange.row, strange.column)
    let (found, form, isMarked) = withScanner { scanner in
      (
        scanner.shortText(of: strange.cell), NumberForm(scanner.text(of: strange.cell)),
        column == 0 && scanner.commentMarkLength(at: strange.cell.start) > 0
      )
    }
    let cure =
      form.flatMap { self.cure($0, found) } ?? (isMarked ? Self.commentCure : textCure(strange, isRepeated))
    return TableError(
      .badData, source: source, line: line ?? self.line(ofRow: row), column: column + 1,
      columnName: columnNames[column],
      message: "found \(MessageText.quoted(found)), which is no number; \(cure).")
  }

  private static let commentCure =
    "a line that begins with # or // and has the cells of a row counts as a row: correct the cell, or remove "
    + "the line if it is a comment"

  /// What would make a number of a cell that is one in another style.
  private func cure(_ form: NumberForm, _ found: String) -> String? {
    if let mark = form.ambiguous {
      let digits = found.filter { $0.isNumber || $0 == "-" }
      let (thousands, decimal) = (mark.option, mark == .comma ? "--decimal-comma" : "--no-decimal-comma")
      guard style.thousands == nil else {
        return style.thousands == mark
          ? nil
          : "if the \(mark == .comma ? "comma" : "point") is the decimal "
            + "mark, give \(decimal)"
      }
      return
        "give \(thousands) if it is \(digits), or \(decimal) if the \(mark == .comma ? "comma" : "point") is "
        + "the decimal mark"
    }
    if let mark = form.thousands, style.thousands == nil {
      return "if its thousands are separated, give \(mark.option)"
    }
    switch form.decimal {
    case .comma where !decimalComma: return "if the comma is the decimal mark, give --decimal-comma"
    case .point where decimalComma:
      return
        "the file is read with decimal commas; correct the cell, or give --no-decimal-comma if the point is "
        + "the decimal mark"
    default: return nil
    }
  }

  /// A text that repeats among numbers is likely to stand for a missing value.
  private func textCure(_ strange: StrangeCell, _ isRepeated: Bool?) -> String {
    let length = withScanner { $0.text(of: strange.cell).count }
    let isRepeated = length <= 20 && (isRepeated ?? self.isRepeated(strange))
    var plain = "correct the cell or leave the column out with --columns"
    if strange.row == 0 || (strange.row == 1 && headerStart == nil) {
      plain += ", or, if the table begins further down, give --skip-rows"
    } else if strange.row == rows.count - 1, rows.count > 3 {
      plain += ", or remove the row if it is no point"
    }
    guard isRepeated else { return plain }
    let value = withScanner { $0.shortText(of: strange.cell) }
    return
      "if it stands for a missing value, give --missing-values \(MessageText.argument(value)); else \(plain)"
  }

  private func isRepeated(_ strange: StrangeCell) -> Bool {
    let text = withScanner { Array($0.text(of: strange.cell)) }
    var count = 0
    forEachCell(in: strange.column, of: 0..<rowCount) { cell, scanner in
      if scanner.text(of: cell).elementsEqual(text) { count += 1 }
      return count < 2
    }
    return count > 1
  }
}

extension RowScanner {
  /// As much of a cell's text as a message shows.
  func shortText(of cell: Cell) -> String {
    encoding.string(text(of: cell).prefix(8 * MessageText.limit))
  }
}
