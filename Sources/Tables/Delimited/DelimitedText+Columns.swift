extension DelimitedText {
  /// Calls the body with the cells of some columns, row by row, until it answers false: going through the rows once for
  /// each column would take as many times as long as there are columns.
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0, each once.
  ///   - body: Gets the row, the place of the column among those given, the cell and a scanner.
  func forEachCell(of columns: [Int], _ body: (Int, Int, RowScanner.Cell, RowScanner) -> Bool) {
    guard let last = columns.max() else { return }
    var places = Array(repeating: -1, count: last + 1)
    for (place, column) in columns.enumerated() { places[column] = place }
    withScanner { scanner in
      for row in 0..<rows.count {
        var position = rows[row]
        for place in places {
          let cell = scanner.cell(at: position)
          position = cell.next
          if place >= 0, !body(row, place, cell, scanner) { return }
          if cell.endsRow { break }
        }
      }
    }
  }

  /// The first cell of each column that is neither a number nor invalid, as an error.
  ///
  /// - Complexity: O(bytes), however many columns.
  func faults(of columns: [Int]) -> [Int: TableError] {
    struct Fault {
      let cell: StrangeCell
      let line: Int
      var isRepeated = false
    }
    var faults: [Int: Fault] = [:]
    var counted = (offset: 0, line: 1)
    forEachCell(of: columns) { row, place, cell, scanner in
      guard case .text = style.content(of: scanner.text(of: cell)) else { return true }
      let column = columns[place]
      if let first = faults[column] {
        guard !first.isRepeated else { return true }
        faults[column]?.isRepeated = scanner.text(of: cell).elementsEqual(scanner.text(of: first.cell.cell))
        return true
      }
      let start = rows[row]
      counted.line +=
        LineNumber.line(at: start - counted.offset, in: scanner.bytes.extracting(counted.offset...)) - 1
      counted.offset = start
      faults[column] = Fault(cell: StrangeCell(row: row, column: column, cell: cell), line: counted.line)
      return true
    }
    return faults.mapValues { noNumber($0.cell, line: $0.line, isRepeated: $0.isRepeated) }
  }

  /// How many cells of each column are invalid, and how many distinct texts the others are.
  ///
  /// - Complexity: O(bytes), however many columns.
  func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] {
    var found = [Set<[UInt8]>](repeating: [], count: columns.count)
    var invalid = [Int](repeating: 0, count: columns.count)
    var last = [RowScanner.Cell?](repeating: nil, count: columns.count)
    forEachCell(of: columns) { _, place, cell, scanner in
      let text = scanner.text(of: cell)
      if case .invalid = style.content(of: text) {
        invalid[place] += 1
        return true
      }
      // Rows of one text often stand together.
      if let before = last[place], scanner.text(of: before).elementsEqual(text) { return true }
      last[place] = cell
      found[place].insert(Array(text))
      return true
    }
    return zip(invalid, found).map { ($0, $1.count) }
  }

  /// The first cells that say something of some columns, among the first hundred rows.
  func firstTexts(of columns: [Int]) -> [Int: CellPlace] {
    var found: [Int: CellPlace] = [:]
    forEachCell(of: columns) { row, place, cell, scanner in
      let column = columns[place]
      if found[column] == nil, !scanner.text(of: cell).isEmpty {
        found[column] = CellPlace(row: row, column: column)
      }
      return row <= 100 && found.count < columns.count
    }
    return found
  }
}
