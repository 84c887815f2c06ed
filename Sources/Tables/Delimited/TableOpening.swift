/// What stands before the rows of a table: a preamble, comments, a number of rows, a header of another width.
struct TableOpening {
  /// Where the names of the columns stand, if not in a row of as many cells as the others have.
  struct Header: Sendable {
    let start: Int
    let next: Int
    let cellCount: Int
  }

  /// A row before or after the header that is nothing but the number of rows.
  struct RowCount {
    let start: Int
    let value: Int
  }

  /// Where the first row starts: a header of as many cells as the others have, or a point.
  private(set) var firstRow: Int
  /// The number of cells of the rows.
  private(set) var cellCount: Int
  private(set) var header: Header?
  private(set) var rowCount: RowCount?
  /// Where lines start that are no part of the table.
  private(set) var preamble: [Int] = []
  private(set) var comments = CommentLines()
  /// The comments' starts.
  private(set) var commentStarts: [Int] = []
  /// Rows at the beginning that differ from the others, and why nothing was made of them is not plain.
  private(set) var hasOddRows = false

  /// The most rows that are looked at, and lines that a preamble may have.
  private static let limit = 200

  private var isNamed: Bool

  private struct Row {
    let start: Int
    let next: Int
    let cellCount: Int
    let followsBlank: Bool
  }

  /// - Parameters:
  ///   - scanner: Knows how many cells most rows have.
  ///   - start: A line's start.
  ///   - isNamed: Whether the first row is known to hold names.
  init(_ scanner: RowScanner, start: Int, cellCount: Int, isNamed: Bool) {
    self.cellCount = cellCount
    self.isNamed = isNamed
    firstRow = scanner.rowStart(from: start)
    let rows = collect(scanner, from: start)
    guard cellCount > 1, let first = rows.first else { return }
    guard let table = Self.firstOfTable(rows, cellCount, scanner) else {
      self.cellCount = first.cellCount
      return
    }
    firstRow = rows[table].start
    if !take(rows[..<table], before: rows[table], scanner) {
      // It is not plain: the first row counts as it did, and the others are found to differ from it.
      self = TableOpening(odd: first.start, cellCount: first.cellCount, comments, commentStarts)
      return
    }
    guard header == nil, rowCount == nil, table + 2 < rows.count,
      let value = Self.loneCount(rows[table + 1], scanner), rows[table + 2].cellCount == cellCount
    else { return }
    // The names come before the number of rows.
    header = Header(start: rows[table].start, next: rows[table].next, cellCount: cellCount)
    rowCount = RowCount(start: rows[table + 1].start, value: value)
    firstRow = rows[table + 2].start
  }

  private init(odd start: Int, cellCount: Int, _ comments: CommentLines, _ starts: [Int]) {
    firstRow = start
    self.cellCount = cellCount
    isNamed = false
    self.comments = comments
    commentStarts = starts
    hasOddRows = true
  }

  /// The first rows, and the comments before the first one that has as many cells as the others.
  private mutating func collect(_ scanner: RowScanner, from start: Int) -> [Row] {
    var rows: [Row] = []
    var position = start
    var isInTable = false
    var followsBlank = false
    while rows.count < Self.limit, position < scanner.bytes.count {
      var passed = CommentLines()
      let next = scanner.rowStart(from: position, limit: position + 1, passing: &passed)
      guard next == position else {
        if passed.count > 0, !isInTable {
          comments.add(position)
          commentStarts.append(position)
        }
        followsBlank = passed.count == 0
        position = next
        continue
      }
      guard let row = try? scanner.row(at: position) else { return rows }
      rows.append(Row(start: position, next: row.next, cellCount: row.cellCount, followsBlank: followsBlank))
      // A few rows more, for names that stand before a number of rows.
      if isInTable, row.cellCount == cellCount, rows.count > 4 { return rows }
      isInTable = isInTable || row.cellCount == cellCount
      followsBlank = false
      position = row.next
    }
    return rows
  }

  /// The place of the first row that the table's rows follow.
  private static func firstOfTable(_ rows: [Row], _ cellCount: Int, _ scanner: RowScanner) -> Int? {
    let places = rows.indices.filter { rows[$0].cellCount == cellCount }
    return places.first { place in
      guard place + 1 < rows.count else { return true }
      if rows[place + 1].cellCount == cellCount { return true }
      return place + 2 < rows.count && rows[place + 2].cellCount == cellCount
        && loneCount(rows[place + 1], scanner) != nil
    } ?? places.first
  }

  /// The number that is all there is in a row.
  private static func loneCount(_ row: Row, _ scanner: RowScanner) -> Int? {
    guard row.cellCount == 1 else { return nil }
    return Int(String(decoding: scanner.text(of: scanner.cell(at: row.start)), as: UTF8.self))
  }

  /// Makes out what the rows before the table are; false where that is not plain.
  private mutating func take(_ rows: ArraySlice<Row>, before table: Row, _ scanner: RowScanner) -> Bool {
    var rows = rows
    if let last = rows.last, let value = Self.loneCount(last, scanner) {
      rowCount = RowCount(start: last.start, value: value)
      rows.removeLast()
    }
    let begin = RowText(at: table.start, scanner)
    // A blank line would part names from their rows.
    if let last = rows.last, begin.numberCount > 0, isNamed || !table.followsBlank, isHeader(last, scanner) {
      header = Header(start: last.start, next: last.next, cellCount: last.cellCount)
      rows.removeLast()
    }
    let hasHeader = header != nil || begin.numberCount == 0
    let isApart = table.followsBlank
    for row in rows {
      let text = RowText(at: row.start, scanner)
      guard text.textCount > 0, row.cellCount == 1 || hasHeader || isApart else { return false }
    }
    // A line right above rows without a header may be a header that lacks names.
    if let last = rows.last, last.cellCount > 1, !hasHeader, !isApart { return false }
    preamble = rows.map(\.start)
    return true
  }

  /// Whether a row holds names: one fewer than there are cells, or one more that is empty.
  private func isHeader(_ row: Row, _ scanner: RowScanner) -> Bool {
    let text = RowText(at: row.start, scanner)
    guard isNamed || text.numberCount == 0 else { return false }
    if row.cellCount == cellCount - 1 { return isNamed || text.textCount == row.cellCount }
    return row.cellCount == cellCount + 1 && text.endsEmpty && (isNamed || text.textCount == cellCount)
  }
}

/// What the cells of one row are.
struct RowText {
  private(set) var numberCount = 0
  private(set) var textCount = 0
  /// Whether the last cell is empty.
  private(set) var endsEmpty = false

  init(at start: Int, _ scanner: RowScanner) {
    var position = start
    while true {
      let cell = scanner.cell(at: position)
      let text = scanner.text(of: cell)
      if NumberForm(text) != nil {
        numberCount += 1
      } else if case .text = NumberStyle().content(of: text) {
        textCount += 1
      }
      endsEmpty = text.isEmpty && !cell.isQuoted
      guard !cell.endsRow else { return }
      position = cell.next
    }
  }
}
