internal import Parallel

extension PointTable {
  /// The numbers of some columns.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv")
  /// let columns = try table.numbers(in: [0, 2], rows: 0..<100).columns    // of a hundred rows
  /// ```
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0, in the order wanted.
  ///   - rows: The rows, from 0, that are read; nil for all.
  ///   - invalid: What becomes of rows with an empty cell, NA, NaN, inf or the like in these columns.
  /// - Returns: The numbers, and which rows they come from.
  /// - Throws: ``TableError`` with the place of the first cell that is no number (that is always an
  ///   error) or, if they are refused, the count of the invalid cells and the place of the first; also
  ///   where no row is left.
  /// - Complexity: O(bytes); the result takes eight bytes a number.
  public func numbers(
    in columns: [Int], rows: Range<Int>? = nil, invalid: InvalidCellPolicy = .refuse
  ) throws(TableError) -> NumericColumns {
    let rows = rows ?? 0..<rowCount
    let numbers = try reading.meter.measuring(.init(.reading, of: source, total: rows.count)) {
      () throws(TableError) -> NumericColumns in try self.numbers(in: columns, ofRows: rows, invalid: invalid)
    }
    // Another part may have some.
    guard numbers.skipped.count == 0 || numbers.keptRows?.isEmpty == false || partRows != nil else {
      throw noRowLeft
    }
    return numbers
  }

  /// The same of some rows, of which none need be left.
  func numbers(
    in columns: [Int], ofRows rows: Range<Int>, invalid: InvalidCellPolicy
  ) throws(TableError) -> NumericColumns {
    guard hasAll(columns) else {
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
      NumberCollection.memory(width: distinct.count, rowCount: rows.count), held: byteCount, source: source)
    let collected = try NumberCollection(
      width: distinct.count, rows: rows, rowsOfTask: max(reading.rowsOfTask, contents.leastRowsOfTask),
      threadCount: reading.workerCount,
      keepsInvalid: invalid == .missing, read: reader(of: distinct))
    if let strange = collected.strange { throw contents.noNumber(at: strange) }
    if invalid == .refuse, let first = collected.invalid.first {
      throw refusal(first, count: collected.invalid.count)
    }
    return NumericColumns(
      columns: columns.map { column in places[column].map { collected.columns[$0] } ?? [] },
      keptRows: collected.keptRows,
      skipped: SkippedRows(
        count: collected.skippedCount, first: collected.invalid.firstOfRows.map(location)),
      missingCount: invalid == .missing ? collected.invalid.count : 0,
      notes: notes(on: collected, columns: distinct))
  }

  /// Whether there is a column among these, and none that the table does not have.
  func hasAll(_ columns: [Int]) -> Bool {
    !columns.isEmpty && columns.allSatisfy { $0 >= 0 && $0 < columnCount }
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
      let title = ColumnTitle(number: column + 1, name: columnNames[column])
      let codes = MissingCodes(in: collected.columns[place], range: collected.ranges[place])
      if let note = codes.note(column: title.description) { notes.append(note) }
    }
    return notes
  }

  /// Hands over numbers of a few rows, taken in stretches from all over the table, NaN for invalid cells.
  ///
  /// - Parameters:
  ///   - columns: The columns, from 0, each once.
  ///   - limit: About how many rows are taken, at most.
  ///   - take: Gets the numbers of a stretch, column by column; nil for a column where one of these cells is text.
  /// - Complexity: O(bytes of these rows) time, however many columns; the memory is that of one stretch.
  package func sampleNumbers(in columns: [Int], limit: Int, _ take: ([[Double]?]) -> Void) {
    let length = 64
    let taken = min(rowCount, limit)
    let stretchCount = (taken + length - 1) / length
    for stretch in 0..<stretchCount {
      let count = min(length, taken - stretch * length)
      // Stretches at equal distances; the last one ends with the table.
      let start =
        taken < rowCount && stretchCount > 1
        ? (rowCount - count) / (stretchCount - 1) * stretch : stretch * length
      let collected = try? NumberCollection(
        width: columns.count, rows: start..<start + count, rowsOfTask: length, threadCount: 1,
        keepsInvalid: true,
        passesText: true, read: reader(of: columns))
      take(
        columns.indices.map { place in
          collected.flatMap { $0.textColumns.contains(place) ? nil : $0.columns[place] }
        })
    }
  }

  /// What reads the numbers of some rows.
  private func reader(
    of columns: [Int]
  ) -> @Sendable (Range<Int>, inout NumberSink) throws(TableError) -> Void {
    { [contents, numberMap, meter = reading.meter] rows, sink throws(TableError) in
      if let numberMap {
        try MappedNumbers(contents: contents, map: numberMap).read(columns, in: rows, into: &sink)
      } else {
        try contents.readNumbers(of: columns, in: rows, into: &sink)
      }
      meter?.add(rows.count)
    }
  }

  private func location(_ cell: InvalidCells.Cell) -> CellLocation {
    let origin = contents.origin(of: CellPlace(row: cell.row, column: cell.column))
    return CellLocation(
      source: origin.source, line: origin.line, column: origin.column + 1,
      columnName: columnNames[cell.column],
      found: cell.found + (cell.objection.map { ", \($0)" } ?? ""))
  }

  private func refusal(_ cell: InvalidCells.Cell, count: Int) -> TableError {
    let found = cell.found.isEmpty ? "an empty cell" : MessageText.quoted(cell.found)
    let total =
      count == 1 ? "the only invalid cell of the columns used" : "the first of \(count) invalid cells"
    let origin = contents.origin(of: CellPlace(row: cell.row, column: cell.column))
    return TableError(
      .badData, source: origin.source ?? source, line: origin.line, column: origin.column + 1,
      columnName: columnNames[cell.column],
      message: "found \(found), \(cell.objection ?? "which is no finite number") (\(total)); "
        + (cell.objection == nil
          ? "correct the cells" : "choose another transform, such as arcsinh or logicle")
        + ", drop such rows with --skip-invalid, or take the values as missing with --missing.")
  }
}
