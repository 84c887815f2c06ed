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
    for column in columns where !distinct.contains(column) { distinct.append(column) }
    var collector = NumberCollector(width: distinct.count, rowCount: rowCount)
    let invalidCells =
      switch storage {
      case .text(let text): try text.collectNumbers(of: distinct, into: &collector)
      case .array(let array): array.collectNumbers(of: distinct, into: &collector)
      }
    collector.flush()
    if invalid == .refuse, let first = invalidCells.first {
      throw refusal(first, count: invalidCells.count)
    }
    guard collector.skippedCount < rowCount else {
      throw error(
        "no row is left: each of the \(rowCount) has an invalid cell in the columns used; choose others "
          + "with --columns.")
    }
    let collected = collector.columns
    return NumericColumns(
      columns: columns.map { column in distinct.firstIndex(of: column).map { collected[$0] } ?? [] },
      keptRows: collector.keptRows,
      skipped: SkippedRows(count: collector.skippedCount, first: invalidCells.firstOfRows.map(location)))
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
      message: "found \(found), which is no finite number (\(total)); correct the cells, or drop such rows "
        + "with --skip-invalid.")
  }
}

/// The invalid cells met while numbers are collected.
struct InvalidCells {
  /// The most cells that are located.
  static let limit = 5

  struct Cell {
    let row: Int
    let column: Int
    let found: String
  }

  private(set) var count = 0
  /// The first invalid cell of each of the first rows that have one.
  private(set) var firstOfRows: [Cell] = []
  var first: Cell? { firstOfRows.first }

  mutating func note(row: Int, column: Int, found: @autoclosure () -> String) {
    count += 1
    guard firstOfRows.count < Self.limit, firstOfRows.last?.row != row else { return }
    firstOfRows.append(Cell(row: row, column: column, found: found()))
  }
}
