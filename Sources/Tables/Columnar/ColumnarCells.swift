/// Cells on their way into a column of one type; nil and NaN for what is missing.
enum ColumnarCells {
  case numbers([Double])
  case integers([Int?])
  case texts([String?])
}

extension TableRun {
  /// The cells of a column that is appended, in some rows; those that are not kept have none.
  func columnarCells(of column: Int, in rows: Range<Int>) -> ColumnarCells {
    var kept = KeptPlaces(of: rows, in: self)
    let start = kept.range.lowerBound
    let places = rows.map { row in kept.place(of: row).map { $0 + start } }
    switch columns[column].values {
    case .integers(let cells): return .integers(places.map { $0.map { cells[$0] } })
    case .numbers(let cells): return .numbers(places.map { $0.map { cells[$0] } ?? .nan })
    case .strings(let cells): return .texts(places.map { $0.flatMap { cells[$0] } })
    case .categories(let indices, let texts):
      return .texts(
        places.map { place in
          place.flatMap { indices[$0] }.flatMap { texts.indices.contains($0) ? texts[$0] : nil }
        })
    }
  }
}

extension TableOutline {
  /// The numbers of some columns of the table that passes through, with those that take the place of missing ones.
  ///
  /// - Throws: ``TableError`` where there are whole numbers that float64 does not hold.
  func numbers(
    of columns: [Int], in rows: Range<Int>, _ run: TableRun, _ format: any TableFormat
  ) throws(TableError) -> [Int: [Double]] {
    guard let table, !columns.isEmpty else { return [:] }
    let read = try table.recordNumbers(of: rows, columns: columns, format, path: path)
    let fillings = CellFillings(run, columnCount: table.columnCount)
    var found: [Int: [Double]] = [:]
    for (column, numbers) in zip(columns, read) {
      found[column] = zip(rows, numbers).map { fillings.number(column, $0) ?? $1 }
    }
    return found
  }

  /// The texts of a column of the table that passes through; nil for empty ones.
  func texts(of column: Int, in rows: Range<Int>) -> [String?] {
    let texts = table?.contents.cells(of: column, in: rows).texts ?? []
    return texts.map { $0?.isEmpty == true ? nil : $0 }
  }
}
