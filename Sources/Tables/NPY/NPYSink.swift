internal import Parallel

/// A table on its way out as a NumPy array of float64, NaN for cells that are missing.
struct NPYSink: TableSink {
  private let outline: TableOutline
  private var writtenCount: Int?

  var renames: [ColumnRename] { [] }

  /// - Throws: ``TableError`` where a column of the table holds text.
  init(_ outline: TableOutline) throws(TableError) {
    self.outline = outline
    guard let table = outline.table, let column = table.columnKinds.firstIndex(of: .text) else { return }
    let first = table.text(of: column).first { !$0.isEmpty } ?? ""
    throw ArrayRefusal.text(column: table.columnNames[column], found: first, path: outline.path)
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    var columns = try outline.table?.arrayNumbers(of: run.rows, path: outline.path) ?? []
    for filling in run.fillings {
      for (row, number) in filling.numbers.enumerated() where !number.isNaN {
        columns[filling.column][row] = number
      }
    }
    for column in run.columns {
      columns.append(spread(try column.arrayNumbers(path: outline.path), run))
    }
    if writtenCount == nil { try output.write(header(columnCount: columns.count)) }
    try write(columns, rowCount: run.rows.count, to: output)
    writtenCount = (writtenCount ?? 0) + run.rows.count
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    guard let writtenCount, writtenCount != outline.rowCount else { return }
    throw TableError(
      .usage, source: outline.path,
      message: "\(CountText.of(writtenCount, "row")) came where \(CountText.grouped(outline.rowCount)) were "
        + "announced, and an array begins with their number; announce as many as come.")
  }

  /// The numbers of the rows kept at the places of all rows of a run.
  private func spread(_ numbers: [Double], _ run: TableRun) -> [Double] {
    guard let keptRows = run.keptRows else { return numbers }
    var column = [Double](repeating: .nan, count: run.rows.count)
    for (row, number) in zip(keptRows, numbers) { column[row - run.rows.lowerBound] = number }
    return column
  }

  private func header(columnCount: Int) -> [UInt8] {
    let shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(outline.rowCount), \(columnCount)), }"
    // The numbers begin at a multiple of 64 bytes.
    let used = NPYHeader.magic.count + 4 + shape.utf8.count + 1
    let header = shape + String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
    return NPYHeader.magic + [1, 0, UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
      + Array(header.utf8)
  }

  private func write(_ columns: [[Double]], rowCount: Int, to output: OutputDescriptor) throws(TableError) {
    var buffer: [UInt8] = []
    for row in 0..<rowCount {
      for column in columns {
        withUnsafeBytes(of: column[row].bitPattern.littleEndian) { buffer.append(contentsOf: $0) }
      }
      guard buffer.count >= 1 << 16 || row == rowCount - 1 else { continue }
      try output.write(buffer)
      outline.meter?.add(buffer.count / (8 * max(1, columns.count)))
      buffer.removeAll(keepingCapacity: true)
    }
  }
}
