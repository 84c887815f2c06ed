extension DelimitedText {
  /// Reads some columns of all rows; rows with an invalid cell are skipped.
  ///
  /// - Throws: ``TableError`` at the first cell that is no number at all.
  func collectNumbers(
    of columns: [Int], into collector: inout NumberCollector
  ) throws(TableError) -> InvalidCells {
    // slots[c] is the place of column c in the result, or -1; columns after the last one used are not read.
    var slots = Array(repeating: -1, count: (columns.max() ?? 0) + 1)
    for (slot, column) in columns.enumerated() { slots[column] = slot }
    var invalid = InvalidCells()
    let strange = withScanner { scanner -> (row: Int, column: Int, cell: RowScanner.Cell)? in
      for row in 0..<rows.count {
        let before = invalid.count
        if let (column, cell) = readRow(row, slots, scanner, &collector, &invalid) {
          return (row, column, cell)
        }
        if invalid.count == before { collector.keepRow() } else { collector.skipRow() }
      }
      return nil
    }
    guard let strange else { return invalid }
    throw noNumber(row: strange.row, column: strange.column, strange.cell)
  }

  /// Reads one row; the answer is a cell that is neither a number nor invalid.
  @inline(__always)
  private func readRow(
    _ row: Int, _ slots: [Int], _ scanner: RowScanner, _ collector: inout NumberCollector,
    _ invalid: inout InvalidCells
  ) -> (Int, RowScanner.Cell)? {
    let mark = decimalMark
    var position = rows[row]
    for column in slots.indices {
      let slot = slots[column]
      var value = 0.0
      if slot >= 0, let next = scanner.number(at: position, decimalMark: mark, into: &value) {
        collector.set(slot, value)
        position = next
        continue
      }
      let cell = scanner.cell(at: position)
      position = cell.next
      guard slot >= 0 else { continue }
      switch NumberText.content(of: scanner.text(of: cell), decimalMark: mark) {
      case .number(let number): collector.set(slot, number)
      case .invalid: invalid.note(row: row, column: column, found: scanner.shortText(of: cell))
      case .text: return (column, cell)
      }
    }
    return nil
  }

  private func noNumber(row: Int, column: Int, _ cell: RowScanner.Cell) -> TableError {
    let found = withScanner { $0.shortText(of: cell) }
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
