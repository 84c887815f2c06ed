extension DelimitedText: TableSource {
  var hasHeader: Bool { headerStart != nil }

  var rowCount: Int { rows.count }

  var byteCount: Int { file.heldCount + 4 * rows.count }

  var isLargerThanMemory: Bool { file.isMapped }

  var coordinateColumns: [Int]? {
    let isMarked = headerStart.map { start in
      withScanner { $0.commentMarkLength(at: $0.skipBlanks(from: start)) == 2 }
    }
    return CloudText.coordinates(
      columnNames, columnKinds, ending: FileEnding.of(source), isMarked: isMarked ?? false)
  }

  func isEmpty(_ column: Int) -> Bool { emptyColumns.contains(column) }

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    var texts: [String] = []
    texts.reserveCapacity(rows.count)
    forEachCell(in: column, of: rows) { cell, scanner in
      texts.append(scanner.string(of: cell))
      return true
    }
    return texts
  }

  func categories(of column: Int) -> CategoryColumn {
    var collector = CategoryCollector(rowCount: rowCount)
    var last: RowScanner.Cell?
    forEachCell(in: column, of: 0..<rowCount) { cell, scanner in
      let text = scanner.text(of: cell)
      // Rows of one text often stand together, and then no text is made: only the bytes are compared.
      if let last, scanner.text(of: last).elementsEqual(text) {
        collector.repeatLast()
        return true
      }
      last = cell
      if case .invalid = style.content(of: text) {
        collector.append(nil)
      } else {
        collector.append(scanner.string(of: cell))
      }
      return true
    }
    return collector.sorted(decimalComma: decimalComma)
  }

  func shownText(at place: CellPlace) -> String {
    withScanner { $0.shortText(of: cell(at: place, $0)) }
  }

  func noNumber(at place: CellPlace) -> TableError {
    noNumber(StrangeCell(row: place.row, column: place.column, cell: withScanner { cell(at: place, $0) }))
  }

  private func cell(at place: CellPlace, _ scanner: RowScanner) -> RowScanner.Cell {
    var cell = scanner.cell(at: rows[place.row])
    for _ in 0..<place.column where !cell.endsRow { cell = scanner.cell(at: cell.next) }
    return cell
  }
}

/// A cell where a number should be and text is.
struct StrangeCell: Sendable {
  let row: Int
  let column: Int
  let cell: RowScanner.Cell
}
