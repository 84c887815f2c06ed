/// A table whose columns are stored apart, each of one type: names belong to all of them, and what is missing is said to be.
protocol ColumnarSource: TableSource {
  /// The texts of some rows; nil for what is missing.
  func optionalTexts(of column: Int, in rows: Range<Int>) throws(TableError) -> [String?]
}

extension ColumnarSource {
  var hasHeader: Bool { true }

  /// The rows of which texts are made at a time.
  static var rowsOfPiece: Int { 1 << 13 }

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    cells(of: column, in: rows).texts.map { $0 ?? "" }
  }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    // Only numbers may be damaged still, and whoever reads them is told.
    .strings((try? optionalTexts(of: column, in: rows)) ?? Array(repeating: nil, count: rows.count))
  }

  func categories(of column: Int) -> CategoryColumn {
    var collector = CategoryCollector(rowCount: rowCount)
    for start in stride(from: 0, to: rowCount, by: Self.rowsOfPiece) {
      for text in cells(of: column, in: start..<min(start + Self.rowsOfPiece, rowCount)).texts {
        collector.append(text?.isEmpty == false ? text : nil)
      }
    }
    return collector.sorted(decimalComma: false)
  }

  /// Refuses a file without points, and one that is larger than is wanted.
  func requirePoints(_ input: TableInput, areThere: Bool) throws(TableError) {
    let columnCount = columnNames.count
    guard rowCount > 0, areThere else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the file has \(CountText.of(rowCount, "row")) and \(CountText.of(columnCount, "column")) that "
          + "can be read; give at least one point.")
    }
    try input.options.require(columns: columnCount, rows: rowCount, source: input.source)
  }

  /// What is told of columns that are left out.
  static func notes(leftOut others: [String], _ what: String) -> [String] {
    guard let first = others.first else { return [] }
    return [
      "\(CountText.of(others.count, "column")) of \(what) left out, the first \(MessageText.quoted(first))"
    ]
  }
}
