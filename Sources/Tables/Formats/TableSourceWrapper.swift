/// A table that has all from another, but for what its format knows beside it.
protocol TableSourceWrapper: TableSource {
  var contents: any TableSource { get }
}

extension TableSourceWrapper {
  var columnNames: [String] { contents.columnNames }
  var columnKinds: [PointTable.ColumnKind] { contents.columnKinds }
  var hasHeader: Bool { contents.hasHeader }
  var rowCount: Int { contents.rowCount }
  var byteCount: Int { contents.byteCount }
  var isLargerThanMemory: Bool { contents.isLargerThanMemory }
  var notes: [String] { contents.notes }
  var columnLabels: [String?] { contents.columnLabels }
  var coordinateColumns: [Int]? { contents.coordinateColumns }
  var reasonBesideCoordinates: ColumnChoice.Reason { contents.reasonBesideCoordinates }
  var leastRowsOfTask: Int { contents.leastRowsOfTask }

  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    try contents.readNumbers(of: columns, in: rows, into: &sink)
  }

  func storedColumns(_ columns: [Int]) -> [StoredColumn]? { contents.storedColumns(columns) }
  func texts(of column: Int, in rows: Range<Int>) -> [String] { contents.texts(of: column, in: rows) }
  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    contents.cells(of: column, in: rows)
  }
  func categories(of column: Int) -> CategoryColumn { contents.categories(of: column) }
  func line(ofRow row: Int) -> Int { contents.line(ofRow: row) }
  func origin(of place: CellPlace) -> CellOrigin { contents.origin(of: place) }
  func absence(of column: Int) -> TableError? { contents.absence(of: column) }
  func doubt(of column: Int) -> TableError? { contents.doubt(of: column) }
  func isEmpty(_ column: Int) -> Bool { contents.isEmpty(column) }
  func firstTexts(of columns: [Int]) -> [Int: CellPlace] { contents.firstTexts(of: columns) }
  func shownText(at place: CellPlace) -> String { contents.shownText(at: place) }
  func faults(of columns: [Int]) -> [Int: TableError] { contents.faults(of: columns) }

  func noNumber(at place: CellPlace) -> TableError {
    let error = contents.noNumber(at: place)
    return TableError(
      error.code, source: error.source, line: error.line, column: error.column,
      columnName: columnNames[place.column], message: error.message)
  }

  func textCounts(of columns: [Int]) -> [(invalid: Int, distinct: Int)] { contents.textCounts(of: columns) }
}
