internal import CNumberText

extension DelimitedText {
  /// Reads the numbers of some rows, up to the first cell that is no number at all.
  func readNumbers(in rows: Range<Int>, slots: [Int32], into sink: inout NumberSink) {
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
    rows.withOffsets(startingWith: wanted) { offsets, base in
      table_text_plain_numbers(
        scanner.bytes.baseAddress, scanner.bytes.count, offsets.baseAddress, base, offsets.count,
        scanner.delimiter, decimalMark, slots, slots.count, sink.columns, sink.keptCount)
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
      switch NumberText.content(of: scanner.text(of: cell), decimalMark: decimalMark) {
      case .number(let number): sink.set(Int(slots[column]), number)
      case .invalid:
        sink.invalid.note(row: row, column: column, found: scanner.shortText(of: cell))
        sink.set(Int(slots[column]), .nan)
      case .text:
        sink.strange = StrangeCell(row: row, column: column, cell: cell)
        return false
      }
    }
    if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
    return true
  }

  /// The error of a cell where a number should be and text is.
  func noNumber(_ strange: StrangeCell) -> TableError {
    let (row, column) = (strange.row, strange.column)
    let found = withScanner { $0.shortText(of: strange.cell) }
    let parts = found.split(separator: ",", omittingEmptySubsequences: false)
    let hasComma =
      !decimalComma && parts.count == 2 && NumberText.number(found, decimalComma: true) != nil
    let cure =
      hasComma
      ? "if the comma is the decimal mark, give --decimal-comma"
      : "correct the cell or leave the column out with --columns"
    return TableError(
      .badData, source: source, line: line(ofRow: row), column: column + 1,
      columnName: columnNames[column],
      message: "found \(MessageText.quoted(found)), which is no number; \(cure).")
  }
}

extension RowScanner {
  /// As much of a cell's text as a message shows.
  func shortText(of cell: Cell) -> String {
    String(decoding: text(of: cell).prefix(8 * MessageText.limit), as: UTF8.self)
  }
}
