#if Formats

/// Points on their way out compressed: what another sink makes of them as a LAS file is taken piece by piece.
struct LAZSink: TableSink {
  private let outline: TableOutline
  private var plain: any TableSink
  private let writer: LAZWriter

  var renames: [ColumnRename] { plain.renames }

  init(_ outline: TableOutline, _ plain: any TableSink) {
    self.outline = outline
    self.plain = plain
    writer = LAZWriter(outline)
  }

  /// Some tens of megabytes stand uncompressed in memory, however long a run is.
  private static let rowsOfPiece = 1 << 18

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    try writer.requirePlaces(output)
    for start in stride(from: run.rows.lowerBound, to: run.rows.upperBound, by: Self.rowsOfPiece) {
      let memory = OutputMemory()
      try plain.append(
        run.part(start..<min(start + Self.rowsOfPiece, run.rows.upperBound)),
        to: OutputDescriptor(number: -1, path: output.path, memory: memory))
      try writer.append(memory.bytes, to: output)
    }
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    let memory = OutputMemory()
    try plain.finish(OutputDescriptor(number: -1, path: output.path, memory: memory))
    try writer.append(memory.bytes, to: output)
    try writer.finish(output)
  }
}

extension TableRun {
  /// Some rows of the run.
  fileprivate func part(_ rows: Range<Int>) -> TableRun {
    if rows == self.rows { return self }
    let places = KeptPlaces(of: rows, in: self).range
    let taken = rows.lowerBound - self.rows.lowerBound..<rows.upperBound - self.rows.lowerBound
    return TableRun(
      rows: rows,
      fillings: fillings.map { CellFilling(column: $0.column, numbers: Array($0.numbers[taken])) },
      columns: columns.map { $0.part(places) }, keptRows: keptRows.map { Array($0[places]) })
  }
}

#endif
