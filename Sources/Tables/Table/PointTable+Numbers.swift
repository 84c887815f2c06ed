extension PointTable {
  /// The numbers of some columns.
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0, in the order wanted.
  ///   - invalid: What becomes of rows with an empty cell, NA, NaN, inf or the like in these columns.
  /// - Returns: The numbers, and which rows they come from.
  /// - Throws: ``TableError`` with the place of the first cell that is no number (that is always an
  ///   error) or, if they are refused, the count of the invalid cells and the place of the first; also
  ///   where no row is left.
  /// - Complexity: O(bytes); the result takes eight bytes a number.
  public func numbers(
    in columns: [Int], invalid: InvalidCellPolicy = .refuse
  ) throws(TableError) -> NumericColumns {
    guard !columns.isEmpty, columns.allSatisfy({ $0 >= 0 && $0 < columnCount }) else {
      throw error("no column, or one that the table does not have, was asked for; choose with --columns.")
    }
    var distinct: [Int] = []
    var places: [Int: Int] = [:]
    for column in columns where places[column] == nil {
      places[column] = distinct.count
      distinct.append(column)
    }
    for column in distinct {
      if let doubt = doubt(of: column) { throw doubt }
    }
    try reading.allowance.require(
      NumberCollection.memory(width: distinct.count, rowCount: rowCount), held: byteCount, source: source)
    let collected = NumberCollection(
      width: distinct.count, rowCount: rowCount, rowsOfTask: reading.rowsOfTask,
      threadCount: reading.workerCount, keepsInvalid: invalid == .missing, read: reader(of: distinct))
    if let strange = collected.strange, case .text(let text) = storage { throw text.noNumber(strange) }
    if invalid == .refuse, let first = collected.invalid.first {
      throw refusal(first, count: collected.invalid.count)
    }
    guard collected.skippedCount < rowCount else {
      throw noRowLeft
    }
    return NumericColumns(
      columns: columns.map { column in places[column].map { collected.columns[$0] } ?? [] },
      keptRows: collected.keptRows,
      skipped: SkippedRows(
        count: collected.skippedCount, first: collected.invalid.firstOfRows.map(location)),
      missingCount: invalid == .missing ? collected.invalid.count : 0,
      notes: notes(on: collected, columns: distinct))
  }

  /// That no row has numbers in all the columns used.
  package var noRowLeft: TableError {
    let rows = rowCount == 1 ? "the only one has" : "each of the \(CountText.grouped(rowCount)) has"
    return error("no row is left: \(rows) an invalid cell in the columns used; choose others with --columns.")
  }

  private func notes(on collected: NumberCollection, columns: [Int]) -> [String] {
    var notes: [String] = []
    if let first = collected.invalid.placeholders.first {
      let count = collected.invalid.placeholders.count
      notes.append(
        "\(CountText.of(count, "cell")) taken to hold no number, the first at \(location(first)); "
          + "--missing-values decides")
    }
    for (place, column) in columns.enumerated() {
      let label = ColumnLabel(number: column + 1, name: columnNames[column])
      let codes = MissingCodes(in: collected.columns[place], range: collected.ranges[place])
      if let note = codes.note(column: label.description) { notes.append(note) }
    }
    return notes
  }

  /// Numbers of a few rows, taken in stretches from all over the table, NaN for invalid cells.
  ///
  /// - Returns: For each column the numbers of at most about `limit` rows; nothing where a cell of them is text.
  /// - Complexity: O(bytes of these rows).
  func sampledNumbers(in columns: [Int], limit: Int) -> [[Double]] {
    let length = 64
    let taken = min(rowCount, limit)
    let stretchCount = (taken + length - 1) / length
    let read = reader(of: columns)
    let collected = NumberCollection(
      width: columns.count, rowCount: taken, rowsOfTask: length, threadCount: 1, keepsInvalid: true
    ) { [rowCount] rows, sink in
      // Stretches at equal distances; the last one ends with the table.
      let stretch = rows.lowerBound / length
      let start =
        taken < rowCount && stretchCount > 1
        ? (rowCount - rows.count) / (stretchCount - 1) * stretch : rows.lowerBound
      read(start..<start + rows.count, &sink)
    }
    return collected.strange == nil ? collected.columns : []
  }

  /// What reads the numbers of some rows.
  private func reader(of columns: [Int]) -> @Sendable (Range<Int>, inout NumberSink) -> Void {
    switch storage {
    case .array(let array):
      let codes = MissingValues(reading.missingValues).codes
      return { array.readNumbers(of: columns, in: $0, codes: codes, into: &$1) }
    case .text(let text):
      // slots[c] is the place of column c in the result, or -1; columns after the last used are not read.
      var slots = Array(repeating: Int32(-1), count: (columns.max() ?? 0) + 1)
      for (slot, column) in columns.enumerated() { slots[column] = Int32(slot) }
      return { [slots] in text.readNumbers(in: $0, slots: slots, into: &$1) }
    }
  }

  private func location(_ cell: InvalidCells.Cell) -> CellLocation {
    CellLocation(
      line: line(ofRow: cell.row), column: cell.column + 1, columnName: columnNames[cell.column],
      found: cell.found)
  }

  private func refusal(_ cell: InvalidCells.Cell, count: Int) -> TableError {
    let found = cell.found.isEmpty ? "an empty cell" : MessageText.quoted(cell.found)
    let total =
      count == 1 ? "the only invalid cell of the columns used" : "the first of \(count) invalid cells"
    return TableError(
      .badData, source: source, line: line(ofRow: cell.row), column: cell.column + 1,
      columnName: columnNames[cell.column],
      message: "found \(found), which is no finite number (\(total)); correct the cells, drop such rows "
        + "with --skip-invalid, or take the values as missing with --missing.")
  }
}

/// The invalid cells met while numbers are collected.
struct InvalidCells: Sendable {
  /// The most cells that are located.
  static let limit = 5

  struct Cell: Sendable {
    let row: Int
    let column: Int
    let found: String
  }

  private(set) var count = 0
  /// Of these, the ones with a sign such as ? or -.
  private(set) var placeholders: (count: Int, first: Cell?) = (0, nil)
  /// The first invalid cell of each of the first rows that have one.
  private(set) var firstOfRows: [Cell] = []
  var first: Cell? { firstOfRows.first }

  mutating func note(row: Int, column: Int, found: @autoclosure () -> String) {
    count += 1
    guard firstOfRows.count < Self.limit, firstOfRows.last?.row != row else { return }
    firstOfRows.append(Cell(row: row, column: column, found: found()))
  }

  mutating func notePlaceholder(row: Int, column: Int, found: @autoclosure () -> String) {
    placeholders.count += 1
    if placeholders.first == nil { placeholders.first = Cell(row: row, column: column, found: found()) }
    note(row: row, column: column, found: found())
  }

  /// Adds the cells of later rows.
  mutating func append(_ later: InvalidCells) {
    count += later.count
    placeholders = (
      placeholders.count + later.placeholders.count, placeholders.first ?? later.placeholders.first
    )
    firstOfRows += later.firstOfRows.prefix(Self.limit - firstOfRows.count)
  }
}
