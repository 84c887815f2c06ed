#if Formats

internal import CFormats
internal import Parallel
internal import Synchronization

/// The rows of a Parquet file: nothing is kept of a row that has been read.
struct ParquetTable: TableSource {
  let file: ParquetFile
  private let missingCodes: [Double]

  init(_ input: TableInput) throws(TableError) {
    file = try ParquetFile(input)
    missingCodes = MissingValues(input.options.missingValues).codes
    let columns = file.columns
    guard file.rowCount > 0, !columns.isEmpty else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the file has \(CountText.of(file.rowCount, "row")) and \(CountText.of(columns.count, "column")) that "
          + "can be read; give at least one point.")
    }
    try input.options.require(columns: columns.count, rows: file.rowCount, source: input.source)
    try checkTexts(threadCount: input.options.workerCount)
  }

  var columnNames: [String] { file.columns.map(\.name) }
  var columnKinds: [PointTable.ColumnKind] { file.columns.map(\.kind) }
  var hasHeader: Bool { true }
  var rowCount: Int { file.rowCount }
  var byteCount: Int { file.bytes.heldCount }
  var isLargerThanMemory: Bool { file.bytes.isMapped }

  var notes: [String] {
    let others = file.others
    guard let first = others.first else { return [] }
    return [
      "\(CountText.of(others.count, "column")) of lists left out, the first \(MessageText.quoted(first))"
    ]
  }

  var leastRowsOfTask: Int { 1 << 17 }

  /// The rows that are decoded at a time.
  private static let runLength = 1 << 13

  // MARK: Numbers

  func readNumbers(of chosen: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    // A closure that throws cannot change what was handed over inout.
    var taken = sink
    defer { sink = taken }
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, chosen.count) * Self.runLength)
    defer { buffer.deallocate() }
    guard let base = buffer.baseAddress else { return }
    try file.withLane(near: rows.lowerBound) { lane throws(TableError) in
      try file.forEachPart(of: rows, most: Self.runLength) { group, part, first throws(TableError) in
        for (slot, column) in chosen.enumerated() {
          let place = base + slot * Self.runLength
          try lane.read(file.columns[column].place, group: group, part, first: first) {
            cparquet_read_numbers($0, Int64(part.count), place) != 0
          }
        }
        keep(first + part.lowerBound, part.count, chosen, base, &taken)
      }
    }
  }

  private func keep(
    _ firstRow: Int, _ count: Int, _ chosen: [Int], _ base: UnsafePointer<Double>, _ sink: inout NumberSink
  ) {
    let areValid = chosen.indices.allSatisfy { self.areValid(base + $0 * Self.runLength, count) }
    if areValid {
      for slot in chosen.indices {
        sink.columns[slot].map { $0 + sink.keptCount }?.update(
          from: base + slot * Self.runLength, count: count)
      }
      return sink.keep(count)
    }
    for row in 0..<count {
      let before = sink.invalid.count
      for (slot, column) in chosen.enumerated() {
        let value = base[slot * Self.runLength + row]
        if value.isFinite, !missingCodes.contains(value) {
          sink.set(slot, value)
        } else {
          sink.invalid.note(
            row: firstRow + row, column: column, found: value.isFinite ? NumberText.shortest(value) : "")
          sink.set(slot, .nan)
        }
      }
      if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
    }
  }

  private func areValid(_ numbers: UnsafePointer<Double>, _ count: Int) -> Bool {
    var rest = 0.0
    // 0 for a finite number, else NaN: a sum without branches.
    for row in 0..<count { rest += numbers[row] - numbers[row] }
    return !rest.isNaN
      && (missingCodes.isEmpty || !(0..<count).contains { missingCodes.contains(numbers[$0]) })
  }

  // MARK: Texts

  /// The texts of some rows; none for what is missing.
  private func optionalTexts(of column: Int, in rows: Range<Int>) throws(TableError) -> [String?] {
    var texts: [String?] = []
    texts.reserveCapacity(rows.count)
    let found = file.columns[column]
    try forEachValue(of: column, in: rows) { texts.append(found.text($0)) }
    return texts
  }

  private func forEachValue(
    of column: Int, in rows: Range<Int>, _ body: (cparquet_bytes) -> Void
  ) throws(TableError) {
    let values = UnsafeMutableBufferPointer<cparquet_bytes>.allocate(capacity: Self.runLength)
    defer { values.deallocate() }
    try file.withLane(near: rows.lowerBound) { lane throws(TableError) in
      try file.forEachPart(of: rows, most: Self.runLength) { group, part, first throws(TableError) in
        try lane.read(file.columns[column].place, group: group, part, first: first) {
          cparquet_read_bytes($0, Int64(part.count), values.baseAddress) != 0
        }
        for value in values.prefix(part.count) { body(value) }
      }
    }
  }

  /// Reads all texts once: who asks for them later gets no error.
  private func checkTexts(threadCount: Int) throws(TableError) {
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

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    cells(of: column, in: rows).texts.map { $0 ?? "" }
  }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    // Only numbers may be damaged still, and whoever reads them is told.
    .strings((try? optionalTexts(of: column, in: rows)) ?? Array(repeating: nil, count: rows.count))
  }

  func categories(of column: Int) -> CategoryColumn {
    var collector = CategoryCollector(rowCount: rowCount)
    for start in stride(from: 0, to: rowCount, by: Self.runLength) {
      for text in cells(of: column, in: start..<min(start + Self.runLength, rowCount)).texts {
        collector.append(text?.isEmpty == false ? text : nil)
      }
    }
    return collector.sorted(decimalComma: false)
  }
}

#endif
