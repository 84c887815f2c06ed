extension DelimitedText.Layout {
  /// Names the columns: by a header, by a comment, or by their numbers.
  mutating func nameColumns(_ opening: TableOpening) throws(TableError) {
    let scanner = scanner
    if let header = opening.header {
      try takeHeader(at: header.start, cells: header.cellCount, scanner)
      try inferStyle(excludesFirst: false)
      return
    }
    let mayHaveHeader = options.header != .no
    hasTrailingDelimiter = cellCount > 1 && endsInDelimiters(from: mayHaveHeader ? 1 : 0)
    if hasTrailingDelimiter, mayHaveHeader, !lastCellIsEmpty(at: rows[0], scanner) {
      hasTrailingDelimiter = false
    }
    columnNames = (0..<columnCount).map { String($0 + 1) }
    try inferStyle(excludesFirst: rows.count > 1)
    if try isHeader(scanner) {
      let start = rows[0]
      guard rows.count > 1 else {
        throw TableError(
          .badData, source: source, line: line(at: start),
          message:
            "there is a header and no row after it; add rows, or give --header no if this row is a point.")
      }
      rows.dropFirst()
      headerStart = start
      columnNames = names(at: start, count: columnCount, scanner)
      stripCommentMark(at: start, scanner)
    } else if options.header != .no {
      takeComment(opening, scanner)
    }
    if hasTrailingDelimiter { notes.append("a delimiter ends every row, and no column stands after it") }
  }

  private var columnCount: Int { cellCount - (hasTrailingDelimiter ? 1 : 0) }

  /// Whether the first row names the columns; unusual names are said.
  private mutating func isHeader(_ scanner: RowScanner) throws(TableError) -> Bool {
    switch options.header {
    case .yes: return true
    case .no: return false
    case .automatic: break
    }
    let others = Array(sampleRows(from: min(1, rows.count - 1)).prefix(40))
    let survey = surveyed ?? survey(sampleRows(from: rows.count > 1 ? 1 : 0), style, details: true)
    let detection = HeaderDetection(
      scanner, start: rows[0], survey, style, others: others.map { rows[$0] }, derived: options.derivedNames)
    switch detection.answer {
    case .none: return false
    case .header: return true
    case .unusual(let why):
      notes.append(
        "line \(line(at: rows[0])) is taken as the columns' names, since \(why); --header yes|no decides")
      return true
    case .doubtful(let why):
      notes.append("line \(line(at: rows[0])) is taken as a point, though \(why); --header yes|no decides")
      return false
    case .open(let why):
      throw TableError(
        .badData, source: source, line: line(at: rows[0]),
        message: "this row may be the columns' names or a point: \(why); give --header yes or --header no.")
    }
  }

  /// Takes a header whose number of cells is not that of the rows, or that stands apart from them.
  private mutating func takeHeader(at start: Int, cells: Int, _ scanner: RowScanner) throws(TableError) {
    headerStart = start
    let last = cells == cellCount - 1 ? endsInDelimiters(from: 0) : false
    if cells == cellCount - 1, !last {
      guard areRowNames(scanner, nameCount: cells) else {
        throw TableError(
          .badData, source: source, line: line(at: rows[0]),
          message:
            "found \(CountText.of(cellCount, "cell")) where the header (line \(line(at: start))) has \(cells); name all "
            + "columns, leave the header out with --skip-rows, or, if a comma is the decimal mark, give "
            + "--decimal-comma.")
      }
      hasRowNames = true
      headerForm = .row(firstColumn: 1)
      let given = names(at: start, count: cells, scanner)
      var own = "row_names"
      while given.contains(own) { own += "_" }
      columnNames = [own] + given
      notes.append(
        "the header has a name less than the rows have cells: the first column is taken as the rows' names")
      return
    }
    hasTrailingDelimiter =
      last || (cells == cellCount && lastCellIsEmpty(at: start, scanner) && endsInDelimiters(from: 0))
    if last { notes.append("a delimiter ends every row, and no column stands after it") }
    columnNames = names(at: start, count: columnCount, scanner)
    stripCommentMark(at: start, scanner)
  }

  /// The names in a row, or the columns' numbers where they are empty.
  private func names(at start: Int, count: Int, _ scanner: RowScanner) -> [String] {
    var names: [String] = []
    var position = start
    while names.count < count {
      let cell = scanner.cell(at: position)
      names.append(scanner.string(of: cell))
      guard !cell.endsRow else { break }
      position = cell.next
    }
    let given = Set(names)
    return names.enumerated().map { column, name in
      guard name.isEmpty else { return name }
      let number = String(column + 1)
      return given.contains(number) ? "column_\(number)" : number
    }
  }

  /// A header that begins like a comment, as `#x,y` does: the mark is no part of the name.
  private mutating func stripCommentMark(at start: Int, _ scanner: RowScanner) {
    let first = scanner.skipBlanks(from: start)
    let length = scanner.commentMarkLength(at: first)
    guard length > 0, let name = columnNames.first, name.utf8.count > length else { return }
    let stripped = name.dropFirst(length).drop { $0 == " " || $0 == "\t" }
    if !stripped.isEmpty { columnNames[0] = String(stripped) }
  }

  // MARK: Comments

  /// Takes the names from the last comment before the rows that has one for each column.
  private mutating func takeComment(_ opening: TableOpening, _ scanner: RowScanner) {
    for start in opening.commentStarts.reversed() {
      let first = scanner.skipBlanks(from: start)
      let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: first, to: bytes.count)
      let length = scanner.commentMarkLength(at: first)
      let text = first + length
      guard text < lineEnd, let names = commentNames(text, lineEnd) else { continue }
      headerStart = start
      headerForm = .comment(mark: Array(bytes[first..<scanner.skipBlanks(from: text)]))
      columnNames = names
      notes.append(
        "the columns are named by the comment in line \(line(at: start)); --header no leaves it out")
      return
    }
  }

  /// The words of a comment, if there is one for each column and none is a number or stands twice.
  private func commentNames(_ start: Int, _ end: Int) -> [String]? {
    for separator in [delimiter, Byte.comma, Byte.space] {
      guard let separator else { continue }
      let scanner = RowScanner(
        bytes: bytes.extracting(start..<end), delimiter: separator, comments: .none, encoding: encoding)
      let text = scanner.skipBlanks(from: 0)
      guard text < end - start, let row = try? scanner.row(at: text), row.cellCount == columnCount,
        row.next == end - start
      else { continue }
      let contents = RowText(at: text, scanner)
      let names = names(at: text, count: columnCount, scanner)
      if contents.textCount == columnCount, Set(names).count == names.count { return names }
    }
    return nil
  }

  // MARK: Cells at the ends of rows

  func lastCellIsEmpty(at start: Int, _ scanner: RowScanner) -> Bool {
    guard !scanner.mergesBlanks, let row = try? scanner.row(at: start) else { return false }
    var end = row.end
    while end > start, scanner.isBlank(bytes[end - 1]) { end -= 1 }
    return end > start && bytes[end - 1] == scanner.delimiter
  }

  /// Whether the last cell of all rows is empty.
  private func endsInDelimiters(from first: Int) -> Bool {
    let scanner = scanner
    guard first < rows.count else { return false }
    return (first..<rows.count).allSatisfy { lastCellIsEmpty(at: rows[$0], scanner) }
  }

  /// Whether the first cells look like names of rows: in quotes, no numbers, or numbers that rise one by one.
  private func areRowNames(_ scanner: RowScanner, nameCount: Int) -> Bool {
    let sample = sampleRows(from: 0)
    let cells = sample.map { scanner.cell(at: rows[$0]) }
    let texts = cells.map { scanner.string(of: $0) }
    guard Set(texts).count == texts.count else { return false }
    // Where all cells are in quotes, quotes say nothing.
    if cells.allSatisfy({ $0.isQuoted && !scanner.cell(at: $0.next).isQuoted }) { return true }
    let forms = cells.map { NumberForm(scanner.text(of: $0)) }
    if forms.allSatisfy({ $0 == nil }) { return true }
    // `x` above `1,5` is a column of decimal commas as likely as a row 1 of one column.
    guard nameCount > 1 || delimiter != Byte.comma else { return false }
    let numbers = texts.compactMap { Int($0) }
    guard numbers.count == texts.count else { return false }
    return zip(zip(sample, numbers), zip(sample, numbers).dropFirst()).allSatisfy { before, after in
      after.1 &- before.1 == after.0 - before.0
    }
  }
}
