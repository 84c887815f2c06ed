/// A table whose rows pass through into a text: rows of a text in the dialect that is written are copied, all others are
/// written anew.
struct PassingTable: Sendable {
  /// One of the tables that it may be put together from.
  private struct Part: Sendable {
    let contents: any TableSource
    /// Where its first row stands among all rows.
    let start: Int
    let end: Int
    /// Its own columns in the order in which they are written; nil for one that it does not have.
    let columns: [Int?]
    /// The text, where its rows are copied.
    let copied: DelimitedText?
    /// The cell that all its rows have after their own.
    let fixed: ResultCells.FixedCell?
  }

  private let parts: [Part]
  private let dialect: OutputDialect
  private let names: OutputNames
  private let columnNames: [String]
  private let hasHeader: Bool

  init(_ table: PointTable, _ dialect: OutputDialect, _ names: OutputNames) {
    self.dialect = dialect
    self.names = names
    columnNames = table.columnNames
    hasHeader = table.hasHeader
    guard let joined = table.contents as? JoinedTable else {
      parts = [
        Part(
          contents: table.contents, start: 0, end: table.rowCount,
          columns: table.columnNames.indices.map { $0 },
          copied: table.contents as? DelimitedText, fixed: nil)
      ]
      return
    }
    let fileName = joined.fileColumn.map { names.written(over: table.columnNames)[$0] }
    parts = joined.parts.map { part in
      let columns = joined.fileColumn == nil ? part.columns : part.columns.dropLast()
      let isInOrder = columns.elementsEqual(part.contents.columnNames.indices.map { $0 })
      return Part(
        contents: part.contents, start: part.start, end: part.rows.upperBound, columns: columns,
        copied: isInOrder ? (part.contents as? DelimitedText).flatMap { dialect.holds($0) ? $0 : nil } : nil,
        fixed: fileName.map { ResultCells.FixedCell(name: $0, cell: dialect.cell(part.source)) })
    }
  }

  /// Appends what stands before the first row.
  func appendBeginning(_ run: TableRun, _ results: ResultCells, to output: inout OutputText) {
    let results = results.with(parts[0].fixed)
    if let text = parts[0].copied {
      let fillings = CellFillings(run, columnCount: text.columnCount)
      InputRows(text: text, results: results, fillings: fillings).appendBeginning(names, to: &output)
      return
    }
    let own = parts[0].fixed == nil ? columnNames : columnNames.dropLast()
    guard hasHeader || (!results.isEmpty && !results.continueNumbers(of: own.count)) else { return }
    results.appendNumberedHeader(Array(names.written(over: columnNames).prefix(own.count)), to: &output)
  }

  /// Appends some rows of a run.
  func appendRows(_ rows: Range<Int>, of run: TableRun, _ results: ResultCells, to chunk: inout ChunkText) {
    var places = KeptPlaces(of: rows, in: run)
    results.makeCells(of: places.range, in: &chunk)
    let fillings = CellFillings(run, columnCount: columnNames.count)
    for part in parts(of: rows) {
      let taken = rows.clamped(to: part.start..<part.end)
      let results = results.with(part.fixed)
      if let text = part.copied {
        let input = InputRows(text: text, results: results, fillings: fillings, firstRow: part.start)
        input.appendRows(taken.lowerBound - part.start..<taken.upperBound - part.start, &places, to: &chunk)
        // The last row of a file may lack its line end; the next file's first one comes right after it.
        if taken.upperBound == part.end, part.end != parts.last?.end, chunk.rows.last != Byte.lineFeed {
          chunk.rows.append(dialect.lineEnd)
        }
      } else {
        appendMade(taken, of: part, results, fillings, &places, to: &chunk)
      }
    }
  }

  /// Appends rows whose cells are written anew.
  private func appendMade(
    _ rows: Range<Int>, of part: Part, _ results: ResultCells, _ fillings: CellFillings,
    _ places: inout KeptPlaces,
    to chunk: inout ChunkText
  ) {
    let own = rows.lowerBound - part.start..<rows.upperBound - part.start
    let input = ResultCells(
      part.columns.enumerated().map { whole, column in
        let cells: TableColumn.Values =
          if let column { cells(of: column, in: own, part) } else {
            .strings(Array(repeating: nil, count: rows.count))
          }
        return TableColumn(name: "", values: fillings.filled(cells, whole, rows))
      }, dialect: dialect)
    let before = chunk.cellCount
    input.makeCells(of: 0..<rows.count, in: &chunk)
    for (place, row) in rows.enumerated() {
      input.beginRow(at: place, of: rows.count, after: before, in: &chunk)
      results.endRow(at: places.place(of: row), of: places.range.count, in: &chunk)
    }
  }

  private func cells(of column: Int, in rows: Range<Int>, _ part: Part) -> TableColumn.Values {
    guard let text = part.contents as? DelimitedText, text.columnKinds[column] == .numeric else {
      return part.contents.cells(of: column, in: rows)
    }
    // Among numbers an empty cell is a missing one, not a text without letters.
    let texts = text.texts(of: column, in: rows, decimalMark: dialect.decimalMark)
    return .strings(texts.map { $0.isEmpty ? nil : $0 })
  }

  private func parts(of rows: Range<Int>) -> some Sequence<Part> {
    var (low, high) = (0, parts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if parts[middle].start <= rows.lowerBound { low = middle } else { high = middle }
    }
    return parts[low...].prefix { $0.start < rows.upperBound }
  }

  /// Refuses texts that the encoding of the output has no letters for: others would take their place.
  func checkLetters(_ columns: [TableColumn]) throws(TableError) {
    guard dialect.encoding != .utf8, let source = (parts[0].contents as? DelimitedText)?.source else {
      return
    }
    for column in columns {
      var texts = [column.name]
      switch column.values {
      case .strings(let cells): texts += cells.compactMap(\.self)
      case .categories(_, let names): texts += names
      case .integers, .numbers: break
      }
      guard let odd = texts.first(where: { dialect.encoding.bytes($0) == nil }) else { continue }
      throw TableError(
        .badData, source: source,
        message:
          "\(MessageText.quoted(odd)) cannot be written beside text in Windows-1252, which has not all its "
          + "letters; save the input as UTF-8.")
    }
  }
}

extension DelimitedText {
  /// The texts of a column's cells, with numbers in a dialect of the given decimal mark.
  fileprivate func texts(of column: Int, in rows: Range<Int>, decimalMark mark: UInt8) -> [String] {
    guard style.thousands != nil || decimalMark != mark else { return texts(of: column, in: rows) }
    var texts: [String] = []
    forEachCell(in: column, of: rows) { cell, scanner in
      if case .number(let number) = style.content(of: scanner.text(of: cell)) {
        let text = NumberText.shortest(number)
        texts.append(mark == Byte.comma ? String(text.map { $0 == "." ? "," : $0 }) : text)
      } else {
        texts.append(scanner.string(of: cell))
      }
      return true
    }
    return texts
  }
}
