#if Formats

internal import Parallel
internal import Synchronization

/// The rows of an Arrow file: nothing is kept of what is not compressed, and little of what is.
struct ArrowTable: ColumnarSource {
  let file: ArrowFile
  private let missingCodes: [Double]
  private let threadCount: Int

  init(_ input: TableInput) throws(TableError) {
    file = try ArrowFile(input)
    threadCount = input.options.workerCount
    missingCodes = MissingValues(input.options.missingValues).codes
    // Columns of nothing have no bytes that would bear out how many rows there are.
    try requirePoints(input, areThere: file.columns.contains { $0.field.stored.leastBytes(of: 1) > 0 })
    try checkTexts()
  }

  var isLargerThanMemory: Bool { file.bytes.isMapped }
  var columnNames: [String] { file.columns.map(\.name) }
  var columnKinds: [PointTable.ColumnKind] { file.columns.map(\.kind) }
  var rowCount: Int { file.rowCount }
  var byteCount: Int { file.bytes.heldCount }

  var notes: [String] { Self.notes(leftOut: file.others, "lists and the like") }

  /// Who reads a few rows of a compressed batch takes all of it apart.
  var leastRowsOfTask: Int { file.isCompressed ? 1 << 20 : 1 }

  // MARK: Numbers

  func readNumbers(of chosen: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    let reader = ColumnNumbersReader(
      missingCodes: missingCodes, threadCount: file.isCompressed ? threadCount : 1)
    try reader.read(chosen, rows, into: &sink) { column, rows, target throws(TableError) in
      try readColumn(column, rows, into: target)
    }
  }

  private func readColumn(
    _ column: Int, _ rows: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) throws(TableError) {
    try file.forEachPart(of: column, rows) { array, part, first throws(TableError) in
      guard array.copyNumbers(part, to: target + (first + part.lowerBound - rows.lowerBound)) else {
        throw ArrowFile.damaged(
          file.source, "an index leads beyond its dictionary", line: first + part.lowerBound + 1)
      }
    }
  }

  /// Columns of doubles and floats in one batch, none of which is missing, are where they stand.
  func storedColumns(_ chosen: [Int]) -> [StoredColumn]? {
    let filled = file.batches.filter { $0.rowCount > 0 }
    guard let batch = filled.first, filled.count == 1, batch.codec == nil, 1.littleEndian == 1 else {
      return nil
    }
    var stored: [StoredColumn] = []
    for column in chosen.map({ file.columns[$0] }) {
      guard case .float(let size) = column.field.stored, size > 2,
        (column.outer + [column.start]).allSatisfy({ batch.nodes[$0.nodes].missing == 0 }),
        let place = batch.bufferPlaces(from: column.start, column.field.extent).last,
        batch.buffers[place].lowerBound.isMultiple(of: size)
      else { return nil }
      stored.append(
        StoredColumn(
          file: file.bytes, offset: batch.buffers[place].lowerBound, stride: 1, count: batch.rowCount,
          precision: size == 8 ? .double : .single))
    }
    return stored
  }

  // MARK: Texts

  /// Looks at all texts once: who asks for them later gets no error.
  private func checkTexts() throws(TableError) {
    let columns = file.columns.indices.filter { file.columns[$0].kind == .text }
    guard !columns.isEmpty else { return }
    let failure = Mutex<TableError?>(nil)
    ParallelLoop.run(count: columns.count * file.batches.count, threadCount: threadCount) { task in
      let (column, batch) = (columns[task % columns.count], task / columns.count)
      do throws(TableError) {
        let array = try file.array(column, batch)
        guard array.areSound(0..<array.count) else {
          throw ArrowFile.damaged(
            file.source, "texts are not where they should be", line: file.starts[batch] + 1)
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  func optionalTexts(of column: Int, in rows: Range<Int>) throws(TableError) -> [String?] {
    var texts: [String?] = []
    texts.reserveCapacity(rows.count)
    try file.forEachPart(of: column, rows) { array, part, first throws(TableError) in
      var isDamaged = false
      for row in part { texts.append(array.text(row, damaged: &isDamaged)) }
      if isDamaged {
        throw ArrowFile.damaged(file.source, "texts are not where they should be", line: first + 1)
      }
    }
    return texts
  }
}

#endif
