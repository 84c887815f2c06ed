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
    let type = try header.elementType(source: source)
    let size = type.size
    let (length, isTooLong) = columns.multipliedReportingOverflow(by: size)
    try RecordTable.require(
      rows, "row", of: isTooLong ? .max : length, in: file.count - header.dataOffset, source: source)
    try input.options.require(columns: columns, rows: rows, source: source)
    let strides =
      header.isFortranOrder ? (row: size, column: rows * size) : (row: length, column: size)
    var table = RecordTable(
      file, dataOffset: header.dataOffset, recordLength: header.isFortranOrder ? 0 : length,
      rowCount: rows,
      columns: (0..<columns).map { column in
        RecordColumn(
          name: String(column + 1), storage: type, offset: column * strides.column,
          stride: strides.row, field: column)
      }, options: input.options)
    table.hasHeader = false
    return table
  }
}
