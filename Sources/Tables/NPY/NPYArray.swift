/// A NumPy array of one or two axes: a row for each point.
enum NPYArray {
  /// Reads the header, and checks that all the numbers it promises are there.
  static func open(_ input: TableInput) throws(TableError) -> RecordTable {
    let (file, source) = (input.bytes, input.source)
    let header = try file.withBytes { bytes throws(TableError) in try NPYHeader(bytes, source: source) }
    guard (1...2).contains(header.shape.count) else {
      throw TableError(
        .badData, source: source,
        message:
          "the array has \(CountText.of(header.shape.count, "axis", plural: "axes")); save one with two: a row for each point, a "
          + "column for each coordinate.")
    }
    let (rows, columns) = (header.shape[0], header.shape.count == 2 ? header.shape[1] : 1)
    guard rows > 0, columns > 0 else {
      throw TableError(
        .badData, source: source,
        message:
          "the array has \(CountText.of(rows, "row")) and \(CountText.of(columns, "column")); give at least one point."
      )
    }
    let size = header.elementType.size
    let (elements, tooMany) = rows.multipliedReportingOverflow(by: columns)
    let (needed, tooLarge) = elements.multipliedReportingOverflow(by: size)
    let available = file.count - header.dataOffset
    guard !tooMany, !tooLarge, needed <= available else {
      throw TableError(
        .badData, source: source,
        message:
          "the array should have \(CountText.of(rows, "row")) of \(CountText.of(columns, "number")) of "
          + "\(CountText.of(size, "byte")), and the file has \(CountText.of(available, "byte")) of numbers; it is cut short: save or copy it anew."
      )
    }
    try input.options.require(columns: columns, rows: rows, source: source)
    let strides =
      header.isFortranOrder ? (row: size, column: rows * size) : (row: columns * size, column: size)
    var table = RecordTable(
      file, dataOffset: header.dataOffset, recordLength: header.isFortranOrder ? 0 : columns * size,
      rowCount: rows,
      columns: (0..<columns).map { column in
        RecordColumn(
          name: String(column + 1), storage: header.elementType, offset: column * strides.column,
          stride: strides.row, field: column)
      }, options: input.options)
    table.hasHeader = false
    return table
  }
}
