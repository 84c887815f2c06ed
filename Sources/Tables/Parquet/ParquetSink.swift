#if Formats

internal import CFormats
internal import Parallel

/// A table on its way into a Parquet file.
///
/// Columns of a Parquet file pass through as they are stored, by their types and in the same groups of rows; those of other
/// tables become doubles and texts. What is missing is null.
struct ParquetSink: TableSink {
  /// Where the cells of a column come from.
  private enum Origin {
    /// A column of the Parquet file that passes through.
    case stored(ParquetColumn)
    /// Numbers, or texts, of the table.
    case numbers(Int), texts(Int)
    /// A column that is appended.
    case added(Int)
  }

  private let outline: TableOutline
  private let format: any TableFormat
  private let passing: ParquetTable?
  private let names: OutputNames
  private let writer: ParquetWriter
  private var origins: [Origin] = []
  private var hasBegun = false

  var renames: [ColumnRename] { names.renames }

  /// The rows of a group of a new file, and those that are written at a time.
  private static let mostOfGroup = 1 << 20
  private static let pieceLength = 1 << 16

  init(_ outline: TableOutline, format: any TableFormat) throws(TableError) {
    self.outline = outline
    self.format = format
    passing = outline.table?.contents as? ParquetTable
    names = OutputNames(of: outline.table, appending: outline.columnNames)
    writer = try ParquetWriter(path: outline.path)
    guard let passing else { return }
    let nested = passing.file.others + passing.file.columns.filter(\.isNested).map(\.name)
    if let first = nested.first {
      throw TableError(
        .badData, source: outline.path,
        message:
          "the column \(MessageText.quoted(first)) is a list or a part of another column, which is read and not "
          + "written; name the output .csv.")
    }
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if !hasBegun { try begin(run, output) }
    hasBegun = true
    var row = run.rows.lowerBound
    while row < run.rows.upperBound {
      let groupEnd = passing?.file.groupEnd(after: row) ?? (row / Self.mostOfGroup + 1) * Self.mostOfGroup
      // The pages do not depend on how rows are parted into runs, as long as these end where pieces do.
      let pieceEnd = (row / Self.pieceLength + 1) * Self.pieceLength
      let end = min(pieceEnd, run.rows.upperBound, groupEnd)
      try append(row..<end, of: run, output)
      if end == groupEnd, end < outline.rowCount {
        try writer.write(to: output) { cparquet_end_group($0) }
      }
      outline.meter?.add(end - row)
      row = end
    }
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try writer.write(to: output) { cparquet_finish($0) }
  }

  // MARK: Columns

  private mutating func begin(_ run: TableRun, _ output: OutputDescriptor) throws(TableError) {
    let filled = Set(run.fillings.map(\.column))
    if let table = outline.table {
      for (column, name) in names.written(over: table.columnNames).enumerated() {
        if let passing, !filled.contains(column) {
          try copy(passing.file.columns[column], of: passing.file, name: name, output)
        } else if table.columnKinds[column] == .numeric {
          try add(.numbers(column), name, CPARQUET_DOUBLES, output)
        } else {
          try add(.texts(column), name, CPARQUET_TEXTS, output)
        }
      }
    }
    for (place, column) in run.columns.enumerated() {
      let kind =
        switch column.values {
        case .integers: CPARQUET_INTEGERS
        case .numbers: CPARQUET_DOUBLES
        case .strings, .categories: CPARQUET_TEXTS
        }
      try add(.added(place), column.name, kind, output)
    }
    guard let passing else { return try writer.write(to: output) { cparquet_begin($0, nil) } }
    try passing.file.withLane(near: 0) { lane throws(TableError) in
      try lane.withFile { file throws(TableError) in
        try writer.write(to: output) { cparquet_begin($0, file) }
      }
    }
  }

  private mutating func add(
    _ origin: Origin, _ name: String, _ kind: cparquet_kind, _ output: OutputDescriptor
  ) throws(TableError) {
    origins.append(origin)
    try writer.write(to: output) { cparquet_add_column($0, name, kind) }
  }

  private mutating func copy(
    _ column: ParquetColumn, of file: ParquetFile, name: String, _ output: OutputDescriptor
  ) throws(TableError) {
    origins.append(.stored(column))
    try file.withLane(near: 0) { lane throws(TableError) in
      try lane.withFile { file throws(TableError) in
        try writer.write(to: output) { cparquet_copy_column($0, file, column.place, name) }
      }
    }
  }

  // MARK: Rows

  private func append(_ rows: Range<Int>, of run: TableRun, _ output: OutputDescriptor) throws(TableError) {
    let wanted = origins.compactMap { if case .numbers(let column) = $0 { column } else { nil } }
    let numbers = try outline.numbers(of: wanted, in: rows, run, format)
    for (place, origin) in origins.enumerated() {
      let column = Int32(place)
      switch origin {
      case .stored(let stored): try copy(stored, rows, into: column, output)
      case .numbers(let own): try write(.numbers(numbers[own] ?? []), into: column, output)
      case .texts(let own): try write(.texts(outline.texts(of: own, in: rows)), into: column, output)
      case .added(let added): try write(run.columnarCells(of: added, in: rows), into: column, output)
      }
    }
  }

  private func copy(
    _ column: ParquetColumn, _ rows: Range<Int>, into target: Int32, _ output: OutputDescriptor
  ) throws(TableError) {
    guard let file = passing?.file else { return }
    try file.withLane(in: column.place, near: rows.lowerBound) { lane throws(TableError) in
      try file.forEachPart(of: rows, most: Self.pieceLength) { group, part, first throws(TableError) in
        var failure: TableError?
        try lane.read(column.place, group: group, part, first: first) { cursor in
          do throws(TableError) {
            try writer.write(to: output) { cparquet_copy_rows($0, target, cursor, Int64(part.count)) }
          } catch {
            failure = error
          }
          return true
        }
        if let failure { throw failure }
      }
    }
  }

  private func write(
    _ cells: ColumnarCells, into column: Int32, _ output: OutputDescriptor
  ) throws(TableError) {
    switch cells {
    case .numbers(let numbers):
      try writer.write(to: output) { cparquet_write_doubles($0, column, numbers, Int64(numbers.count)) }
    case .integers(let cells):
      let numbers = cells.map { Int64($0 ?? 0) }
      let levels = cells.map { Int16($0 == nil ? 0 : 1) }
      try writer.write(to: output) {
        cparquet_write_integers($0, column, numbers, levels, Int64(numbers.count))
      }
    case .texts(let texts): try writer.write(texts, column: column, to: output)
    }
  }
}

#endif
