/// A table on its way out as records of fixed size.
///
/// Records of a table of the same format pass through byte for byte, each with the new fields after it; rows of any other
/// table are made of its numbers, NaN for cells that are missing. The bytes do not depend on how rows are parted into runs.
struct RecordSink: TableSink {
  private let outline: TableOutline
  private let format: any TableFormat
  private let frame: any RecordFrame
  /// The table whose records are copied.
  private let passing: RecordTable?
  /// The fields of a table of another format.
  private let own: [NewField]
  private var added: [NewField] = []
  private var writtenCount: Int?
  let renames: [ColumnRename]

  /// - Parameters:
  ///   - passing: The table of the outline, where its records are copied.
  ///   - names: What columns of the table are called.
  /// - Throws: ``TableError`` where a column of the table holds text, or more digits than a double.
  init(
    _ outline: TableOutline, format: any TableFormat, frame: any RecordFrame, passing: RecordTable? = nil,
    names: OutputNames
  ) throws(TableError) {
    self.outline = outline
    self.format = format
    self.frame = frame
    self.passing = passing
    renames = names.renames
    guard passing == nil, let table = outline.table else {
      own = []
      return
    }
    try table.requireNumbers(for: format, path: outline.path)
    var fields: [NewField] = []
    for numbers in try table.survey(for: format, path: outline.path) {
      let name = names.newNames[fields.count] ?? numbers.name
      fields.append(NewField(name: name, storage: try frame.storage(of: numbers)))
    }
    own = fields
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if writtenCount == nil {
      for column in run.columns {
        let numbers = ColumnNumbers(column, hasGaps: run.keptRows != nil)
        added.append(NewField(name: column.name, storage: try frame.storage(of: numbers)))
      }
      try output.write(try frame.beginning(own + added))
    }
    var numbers: [[Double]] = []
    for (column, field) in zip(run.columns, added) {
      numbers.append(try field.numbers(of: column, format, path: outline.path))
    }
    if passing == nil, let table = outline.table {
      try append(run, of: table, numbers, to: output)
    } else {
      try writeChunks(of: run, rows: run.rows, numbers, made: [], to: output)
    }
    writtenCount = (writtenCount ?? 0) + run.rows.count
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try outline.require(rows: writtenCount, format)
    try frame.writeEnding(after: own + added, to: output)
  }

  // MARK: Rows

  private static let rowsOfPiece = 1 << 18

  /// Appends rows of a table of another format, some at a time.
  private func append(
    _ run: TableRun, of table: PointTable, _ numbers: [[Double]], to output: OutputDescriptor
  ) throws(TableError) {
    for start in stride(from: run.rows.lowerBound, to: run.rows.upperBound, by: Self.rowsOfPiece) {
      let rows = start..<min(start + Self.rowsOfPiece, run.rows.upperBound)
      var made = try table.recordNumbers(of: rows, format, path: outline.path)
      let fillings = CellFillings(run, columnCount: made.count)
      for column in run.fillings.map(\.column) where made.indices.contains(column) {
        for row in rows {
          if let number = fillings.number(column, row) { made[column][row - start] = number }
        }
      }
      try writeChunks(of: run, rows: rows, numbers, made: made, to: output)
    }
  }

  /// - Parameter made: The numbers of the table's columns in these rows.
  private func writeChunks(
    of run: TableRun, rows: Range<Int>, _ numbers: [[Double]], made: [[Double]], to output: OutputDescriptor
  ) throws(TableError) {
    let fields = own + added
    try OrderedChunks.write(rows, of: outline, to: output) { taken, text in
      guard let passing else {
        let own = taken.lowerBound - rows.lowerBound..<taken.upperBound - rows.lowerBound
        let made = made.map { $0[own] }
        return RecordRows(fields: fields, before: 0).append(
          taken, of: run, made: made, numbers, to: &text.rows)
      }
      passing.withRecords(taken) { records in
        RecordRows(fields: fields, before: passing.recordLength)
          .append(records, taken, of: run, passing, numbers, to: &text.rows)
      }
    }
  }
}

extension PointTable {
  /// What the numbers of all columns are.
  fileprivate func survey(
    for format: any TableFormat, path: String
  ) throws(TableError) -> [ColumnNumbers] {
    var columns = columnNames.map { ColumnNumbers(name: $0) }
    let size = 1 << 18
    for start in stride(from: 0, to: rowCount, by: size) {
      let numbers = try recordNumbers(of: start..<min(start + size, rowCount), format, path: path)
      for column in columns.indices { columns[column].take(numbers[column]) }
    }
    return columns
  }
}
