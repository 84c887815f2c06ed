extension DelimitedText.Layout {
  /// Checks what can only be checked once all rows are known.
  func check(_ opening: TableOpening, _ comments: CommentLines) throws(TableError) {
    guard let first = opening.rowCount else { return }
    let counts = [first] + comments.counts
    var before = 0
    for (block, count) in counts.enumerated() {
      let end = block + 1 < counts.count ? rowCount(before: counts[block + 1].start) : rows.count
      guard count.value == end - before else {
        throw TableError(
          .badData, source: source, line: line(at: count.start),
          message: "found \(count.value) alone in a row, which is not the number of rows that follow "
            + "(\(end - before)) and no row of \(CountText.of(columnNames.count, "cell")); correct or complete it, or "
            + "leave it out with --skip-rows.")
      }
      before = end
    }
  }

  /// How many rows start before an offset.
  private func rowCount(before offset: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Says what of the file is no part of the table.
  mutating func note(_ opening: TableOpening, _ comments: CommentLines) {
    if let first = opening.preamble.first, let last = opening.preamble.last {
      let (from, to) = (line(at: first), line(at: last))
      let lines = from == to ? "line \(from)" : "lines \(from) to \(to)"
      notes.append("\(lines) before the table left out; --skip-rows decides")
    }
    if let count = opening.rowCount {
      let blocks = comments.counts.count + 1
      notes.append(
        blocks == 1
          ? "line \(line(at: count.start)) is the number of rows (\(count.value)) and no point"
          : "\(CountText.grouped(blocks)) lines are numbers of the rows that follow them and no points, the first "
            + "is line \(line(at: count.start))")
    }
    var comments = comments
    if case .comment = headerForm, let headerStart { comments.remove(headerStart) }
    guard comments.count > 0 else { return }
    let place = comments.first.map { line(at: $0) }.map {
      comments.count == 1 ? " (line \($0))" : ", the first in line \($0)"
    }
    notes.append(
      "\(CountText.of(comments.count, "comment line")) left out\(place ?? "")")
  }

  func wrongCellCount(_ found: Int, at start: Int, _ opening: TableOpening) -> TableError {
    let cells = CountText.of(found, "cell")
    let first = opening.header?.start ?? opening.firstRow
    let text = RowText(at: first, scanner)
    let isHeader =
      opening.header != nil || options.header == .yes
      || (options.header == .automatic && text.numberCount == 0 && text.textCount > 0)
    var cure = "complete or remove the row, or name the separating character with --delimiter"
    if hasLoneReturn(at: start) || hasLoneReturn(at: first) {
      cure = "a carriage return alone ends a line in it: save the file with line feeds"
    } else if found == cellCount + 1, lastCellIsEmpty(at: start, scanner) {
      cure = "the row ends in a delimiter, which others do not: remove it, or let all rows end in one"
    } else if delimiter == Byte.comma, found == 2 * cellCount, cellCount > 1, isWhole(at: start) {
      cure = "where commas separate cells and begin fractions, these cannot be told apart: put the numbers in "
        + "quotes, or separate cells by another character"
    } else if opening.hasOddRows {
      cure += "; lines before the table are left out with --skip-rows"
    } else if found == cellCount + 1, delimiter == Byte.comma {
      cure += "; a comma inside a number, as in 1,498, needs quotes around the cell"
    }
    return TableError(
      .badData, source: source, line: line(at: start),
      message: "found \(cells) where the \(isHeader ? "header" : "first row") (line \(line(at: first))) has "
        + "\(opening.header?.cellCount ?? cellCount); \(cure).")
  }
  /// Whether a row has a carriage return that no line feed follows.
  private func hasLoneReturn(at start: Int) -> Bool {
    let end = scanner.firstOffset(of: Byte.lineFeed, from: start, to: bytes.count)
    let found = scanner.firstOffset(of: Byte.carriageReturn, from: start, to: end)
    return bytes[found..<end].contains { $0 != Byte.carriageReturn }
  }

  /// Whether all cells of a row are whole numbers.
  private func isWhole(at start: Int) -> Bool {
    var position = start
    while true {
      let cell = scanner.cell(at: position)
      guard NumberForm(scanner.text(of: cell))?.isInteger ?? false else { return false }
      guard !cell.endsRow else { return true }
      position = cell.next
    }
  }
}
