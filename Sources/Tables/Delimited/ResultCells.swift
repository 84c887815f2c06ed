/// The columns that are written after the input's cells, or alone, and how their cells look.
struct ResultCells: Sendable {
  /// A cell that stands in all rows before those of the columns, also where a row is not kept.
  struct FixedCell: Sendable {
    /// Its column's name.
    let name: String
    let cell: [UInt8]
  }

  let dialect: OutputDialect
  let columns: [TableColumn]
  private var fixed: FixedCell?
  /// The cells of the columns' categories, quoted once for all rows.
  private let categories: [[[UInt8]]]

  init(_ columns: [TableColumn], dialect: OutputDialect) {
    self.columns = columns
    self.dialect = dialect
    categories = columns.map { column in
      if case .categories(_, let names) = column.values { names.map(dialect.cell) } else { [] }
    }
  }

  /// Whether nothing is written after the input's cells.
  var isEmpty: Bool { columns.isEmpty && fixed == nil }

  /// The same after a cell that stands in all rows.
  func with(_ fixed: FixedCell?) -> ResultCells {
    var cells = self
    cells.fixed = fixed
    return cells
  }

  /// Whether the columns are called by the numbers that follow those of a table, which then need no header.
  func continueNumbers(of columnCount: Int) -> Bool {
    fixed == nil && columns.enumerated().allSatisfy { $1.name == String(columnCount + $0 + 1) }
  }

  /// Makes the cells of some places of all columns, each with the delimiter before it.
  func makeCells(of places: Range<Int>, in text: inout ChunkText) {
    for (column, cells) in zip(columns, categories) { append(column.values, cells, places, &text) }
  }

  // One column after the other, so that its array is looked at once and not for every cell: threads
  // that count references to one array hinder each other.
  private func append(
    _ values: TableColumn.Values, _ names: [[UInt8]], _ places: Range<Int>, _ text: inout ChunkText
  ) {
    switch values {
    case .integers(let cells):
      appendCells(cells[places], &text) { cell, text in text.append(cell) }
    case .numbers(let cells):
      let (mark, isQuoted) = (dialect.decimalMark, dialect.quotesNumbers)
      appendCells(cells[places], &text) { cell, text in
        guard !cell.isNaN else { return text.append(dialect.missing) }
        text.append(cell, decimalMark: mark, isQuoted: isQuoted)
      }
    case .strings(let cells):
      appendCells(cells[places], &text) { cell, text in
        text.append(cell.map(dialect.cell) ?? dialect.missing)
      }
    case .categories(let indices, _):
      appendCells(indices[places], &text) { index, text in
        text.append(index.flatMap { names.indices.contains($0) ? names[$0] : nil } ?? dialect.missing)
      }
    }
  }

  @inline(__always)
  private func appendCells<Cell>(
    _ cells: ArraySlice<Cell>, _ text: inout ChunkText, _ append: (Cell, inout OutputText) -> Void
  ) {
    let delimiter = dialect.delimiter
    cells.withUnsafeBufferPointer { cells in
      for cell in cells {
        text.cells.append(delimiter)
        append(cell, &text.cells)
        text.endCell()
      }
    }
  }

  /// Ends a row with the cells made for the place-th of `count` places, or with missing ones.
  @inline(__always)
  func endRow(at place: Int?, of count: Int, in text: inout ChunkText) {
    if let fixed {
      text.rows.append(dialect.delimiter)
      text.rows.append(fixed.cell)
    }
    for column in columns.indices {
      if let place {
        text.rows.append(text.cell(column * count + place))
      } else {
        text.rows.append(dialect.delimiter)
        text.rows.append(dialect.missing)
      }
    }
    text.rows.append(dialect.lineEnd)
  }

  /// Begins a row with the cells made for the place-th of `count` places, after so many cells of others.
  func beginRow(at place: Int, of count: Int, after others: Int = 0, in text: inout ChunkText) {
    for column in columns.indices {
      let cell = text.cell(others + column * count + place)
      text.rows.append(column == 0 ? cell.extracting(1..<cell.count) : cell)
    }
  }

  /// The names of the columns, each with the delimiter before it, and the line end.
  func appendNames(to text: inout OutputText) {
    if let fixed {
      text.append(dialect.delimiter)
      text.append(dialect.cell(fixed.name))
    }
    for column in columns {
      text.append(dialect.delimiter)
      text.append(dialect.cell(column.name))
    }
    text.append(dialect.lineEnd)
  }
}
