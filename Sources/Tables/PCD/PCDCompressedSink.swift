/// Compressed points on their way out: all of them are held, since their size stands before them.
struct PCDCompressedSink: TableSink {
  private let outline: TableOutline
  private let format: any TableFormat
  private let frame: PCDPassingFrame
  private let records: RecordTable
  private let names: OutputNames
  private var data: [UInt8]
  private var fields: [NewField] = []
  private var columns: [[UInt8]] = []
  private var writtenCount: Int?

  var renames: [ColumnRename] { names.renames }

  init(
    _ outline: TableOutline, format: any TableFormat, frame: PCDPassingFrame, records: RecordTable,
    names: OutputNames
  ) {
    self.outline = outline
    self.format = format
    self.frame = frame
    self.records = records
    self.names = names
    data = records.file.withBytes { Array($0) }
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if writtenCount == nil {
      for column in run.columns {
        let numbers = ColumnNumbers(column, hasGaps: run.keptRows != nil)
        fields.append(NewField(name: column.name, storage: try frame.storage(of: numbers)))
      }
      columns = fields.map { _ in [] }
    }
    let fillings = CellFillings(run, columnCount: records.columns.count)
    for place in Set(run.fillings.map(\.column)) where records.columns.indices.contains(place) {
      let column = records.columns[place]
      data.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        for row in run.rows {
          guard let number = fillings.number(place, row) else { continue }
          column.store(number, at: base + column.offset + row * column.stride)
        }
      }
    }
    for (place, column) in run.columns.enumerated() {
      let numbers = try fields[place].numbers(of: column, format, path: outline.path)
      var rows = OutputText(capacity: 1 << 12)
      RecordRows(fields: [fields[place]], before: 0).append(run.rows, of: run, made: [], [numbers], to: &rows)
      columns[place].append(contentsOf: rows.bytes)
    }
    writtenCount = (writtenCount ?? 0) + run.rows.count
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try outline.require(rows: writtenCount, format)
    let whole = columns.reduce(data, +)
    let compressed = LZF.compressed(whole)
    guard let size = UInt32(exactly: whole.count), let length = UInt32(exactly: compressed.count) else {
      throw TableError(
        .badData, source: outline.path,
        message:
          "compressed points of a PCD file have at most 4 GB, and these have more; name the output .ply.")
    }
    try output.write(try frame.beginning(fields))
    try output.write(
      [length, size].flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } })
    try output.write(compressed)
  }
}
