#if Formats

internal import CFormats
internal import Parallel
internal import Synchronization

/// The rows of a Parquet file: nothing is kept of a row that has been read.
struct ParquetTable: ColumnarSource {
  let file: ParquetFile
  private let missingCodes: [Double]
  private let threadCount: Int

  init(_ input: TableInput) throws(TableError) {
    file = try ParquetFile(input)
    threadCount = input.options.workerCount
    missingCodes = MissingValues(input.options.missingValues).codes
    try requirePoints(input, areThere: !file.columns.isEmpty)
    try checkTexts()
  }

  var columnNames: [String] { file.columns.map(\.name) }
  var columnKinds: [PointTable.ColumnKind] { file.columns.map(\.kind) }
  var rowCount: Int { file.rowCount }
  var byteCount: Int { file.bytes.heldCount }
  var isLargerThanMemory: Bool { file.bytes.isMapped }

  var notes: [String] { Self.notes(leftOut: file.others, "lists") }

  /// A column's part of a group is one stream: who reads from its middle decodes what is before.
  var leastRowsOfTask: Int { 1 << 20 }

  // MARK: Numbers

  func readNumbers(of chosen: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    let reader = ColumnNumbersReader(missingCodes: missingCodes, threadCount: threadCount)
    try reader.read(chosen, rows, into: &sink) { column, rows, target throws(TableError) in
      try readColumn(file.columns[column].place, rows, into: target)
    }
  }

  /// Puts the numbers of a column into their places.
  private func readColumn(
    _ column: Int32, _ rows: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) throws(TableError) {
    try file.withLane(in: column, near: rows.lowerBound) { lane throws(TableError) in
      var place = target
      try file.forEachPart(of: rows, most: rows.count) { group, part, first throws(TableError) in
        try lane.read(column, group: group, part, first: first) {
          cparquet_read_numbers($0, Int64(part.count), place) != 0
        }
        place += part.count
      }
    }
  }

  // MARK: Texts

  /// The texts of some rows; none for what is missing.
  func optionalTexts(of column: Int, in rows: Range<Int>) throws(TableError) -> [String?] {
    var texts: [String?] = []
    texts.reserveCapacity(rows.count)
    let found = file.columns[column]
    try forEachValue(of: column, in: rows) { texts.append(found.text($0)) }
    return texts
  }

  private func forEachValue(
    of column: Int, in rows: Range<Int>, _ body: (cparquet_bytes) -> Void
  ) throws(TableError) {
    let values = UnsafeMutableBufferPointer<cparquet_bytes>.allocate(capacity: Self.rowsOfPiece)
    defer { values.deallocate() }
    let place = file.columns[column].place
    try file.withLane(in: place, near: rows.lowerBound) { lane throws(TableError) in
      try file.forEachPart(of: rows, most: Self.rowsOfPiece) { group, part, first throws(TableError) in
        try lane.read(place, group: group, part, first: first) {
          cparquet_read_bytes($0, Int64(part.count), values.baseAddress) != 0
        }
        for value in values.prefix(part.count) { body(value) }
      }
    }
  }

  /// Reads all texts once: who asks for them later gets no error.
  private func checkTexts() throws(TableError) {
    let columns = file.columns.indices.filter { file.columns[$0].kind == .text }
    let groupCount = file.groupStarts.count - 1
    guard !columns.isEmpty, groupCount > 0 else { return }
    let failure = Mutex<TableError?>(nil)
    ParallelLoop.run(count: columns.count * groupCount, threadCount: threadCount) { task in
      let group = task / columns.count
      do throws(TableError) {
        try forEachValue(
          of: columns[task % columns.count], in: file.groupStarts[group]..<file.groupStarts[group + 1]
        ) { _ in }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

#endif
