/// Consecutive rows of a table, numbered anew; messages call them by where they stand in the file.
struct RowRangeTable: TableSourceWrapper {
  let contents: any TableSource
  private let rows: Range<Int>

  init(_ contents: any TableSource, rows: Range<Int>) {
    self.contents = contents
    self.rows = rows
  }

  var rowCount: Int { rows.count }

  private func outer(_ part: Range<Int>) -> Range<Int> {
    (rows.lowerBound + part.lowerBound)..<(rows.lowerBound + part.upperBound)
  }

  private func outer(_ place: CellPlace) -> CellPlace {
    CellPlace(row: rows.lowerBound + place.row, column: place.column)
  }

  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    try contents.readNumbers(of: columns, in: outer(rows), into: &sink)
  }

  func storedColumns(_ columns: [Int]) -> [StoredColumn]? {
    contents.storedColumns(columns).map { stored in stored.map { $0.selecting(rows) } }
  }

  func texts(of column: Int, in rows: Range<Int>) -> [String] { contents.texts(of: column, in: outer(rows)) }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    contents.cells(of: column, in: outer(rows))
  }

  func categories(of column: Int) -> CategoryColumn {
    let all = contents.categories(of: column)
    return CategoryColumn(names: all.names, indices: Array(all.indices[rows]))
  }

  func line(ofRow row: Int) -> Int { contents.line(ofRow: rows.lowerBound + row) }
  func origin(of place: CellPlace) -> CellOrigin { contents.origin(of: outer(place)) }
  func shownText(at place: CellPlace) -> String { contents.shownText(at: outer(place)) }
  func noNumber(at place: CellPlace) -> TableError { contents.noNumber(at: outer(place)) }

  func firstTexts(of columns: [Int]) -> [Int: CellPlace] {
    contents.firstTexts(of: columns).compactMapValues { place in
      rows.contains(place.row) ? CellPlace(row: place.row - rows.lowerBound, column: place.column) : nil
    }
  }
}

extension StoredColumn {
  /// The numbers of consecutive rows.
  fileprivate func selecting(_ rows: Range<Int>) -> StoredColumn {
    let size = precision == .double ? 8 : 4
    return StoredColumn(
      file: file, offset: offset + rows.lowerBound * stride * size, stride: stride, count: rows.count,
      precision: precision)
  }
}

extension PointTable {
  /// Consecutive rows of the table, as a table of their own; names and kinds of columns are those of the whole.
  ///
  /// - Parameter rows: Their numbers, from 0; at least one.
  /// - Complexity: O(1).
  package func selecting(rows: Range<Int>) -> PointTable {
    precondition(!rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= rowCount, "no such rows")
    var part = PointTable(RowRangeTable(contents, rows: rows), source: source, options: reading)
    part.numberMap = numberMap
    return part
  }
}

extension PointTable {
  /// The table that these are consecutive rows of; itself where it is whole.
  package var whole: PointTable {
    guard let part = contents as? RowRangeTable else { return self }
    var whole = PointTable(part.contents, source: source, options: reading)
    whole.numberMap = numberMap
    return whole
  }
}
