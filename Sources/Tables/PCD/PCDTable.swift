/// The points of a PCD file.
struct PCDTable: TableSourceWrapper {
  let header: PCDHeader
  let file: FileBytes
  let contents: any TableSource

  /// Reads the header, and checks that all points are there.
  init(_ input: TableInput) throws(TableError) {
    let (file, source) = (input.bytes, input.source)
    let header = try file.withBytes { bytes throws(TableError) in try PCDHeader(bytes, source: source) }
    try input.options.require(columns: header.layout.columnCount, rows: header.rowCount, source: source)
    guard header.layout.columnCount <= file.count else {
      throw header.damaged("a point cannot have \(CountText.grouped(header.layout.columnCount)) numbers")
    }
    self.header = header
    self.file = file
    switch header.body {
    case .ascii:
      contents = try RecordLines(
        input, names: header.layout.columns.map(\.name), rowCount: header.rowCount,
        linesBefore: header.lines.count)
    case .binary:
      try RecordTable.require(
        header.rowCount, "point", of: header.layout.length, in: file.count - header.dataOffset, source: source
      )
      contents = RecordTable(
        file, dataOffset: header.dataOffset, recordLength: header.layout.length, rowCount: header.rowCount,
        columns: header.layout.columns, options: input.options)
    case .compressed:
      contents = RecordTable(
        FileBytes(copying: try Self.expanded(header, input)), dataOffset: 0, recordLength: 0,
        rowCount: header.rowCount, columns: header.columnsInTurn, options: input.options)
    }
  }

  var coordinateColumns: [Int]? { RecordTable.coordinates(columnNames) }

  private static func size(_ header: PCDHeader) throws(TableError) -> Int {
    let (size, isTooLarge) = header.rowCount.multipliedReportingOverflow(by: header.layout.length)
    guard !isTooLarge else { throw header.damaged("no file has \(header.rowCount) points") }
    return size
  }

  private static func cutShort(_ found: String, _ header: PCDHeader, _ source: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the file should have \(CountText.of(header.rowCount, "point")) of "
        + "\(CountText.of(header.layout.length, "byte")), and \(found); it is cut short or damaged: save or copy it anew."
    )
  }

  /// The points of a compressed file, field by field.
  private static func expanded(_ header: PCDHeader, _ input: TableInput) throws(TableError) -> [UInt8] {
    let size = try size(header)
    let sizes = input.bytes.withBytes { bytes -> (compressed: Int, whole: Int)? in
      guard bytes.count - header.dataOffset >= 8, let base = bytes.baseAddress else { return nil }
      let start = UnsafeRawPointer(base) + header.dataOffset
      let storage = NumberStorage.unsigned(4)
      return (
        Int(storage.unsignedInteger(at: start)), Int(storage.unsignedInteger(at: start + 4))
      )
    }
    guard let sizes, sizes.whole == size, sizes.compressed <= input.bytes.count - header.dataOffset - 8 else {
      throw cutShort("the sizes before the compressed points are others", header, input.source)
    }
    // No repetition makes more than 264 bytes of three.
    guard size / 88 <= sizes.compressed + 1 else {
      throw cutShort("so many cannot be in \(CountText.of(sizes.compressed, "byte"))", header, input.source)
    }
    try input.options.allowance.require(size, held: input.bytes.heldCount, source: input.source)
    let start = header.dataOffset + 8
    let expanded = input.bytes.withBytes { bytes in
      LZF.expanded(bytes.extracting(start..<start + sizes.compressed), count: size)
    }
    guard let expanded else { throw cutShort("the compressed points are damaged", header, input.source) }
    return expanded
  }
}

extension PCDHeader {
  /// The columns where fields stand one after the other, each with all points.
  fileprivate var columnsInTurn: [RecordColumn] {
    layout.columns.map { column in
      let field = layout.fields[column.field]
      let size = field.count * field.storage.size
      return RecordColumn(
        name: column.name, storage: column.storage,
        offset: field.offset * rowCount + column.offset - field.offset,
        stride: size, field: column.field)
    }
  }
}
