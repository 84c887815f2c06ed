#if Formats

internal import Parallel
internal import Synchronization

/// The rows of an Arrow file: nothing is kept of what is not compressed, and little of what is.
struct ArrowTable: TableSource {
  let file: ArrowFile
  private let missingCodes: [Double]
  private let threadCount: Int

  init(_ input: TableInput) throws(TableError) {
    file = try ArrowFile(input)
    threadCount = input.options.workerCount
    missingCodes = MissingValues(input.options.missingValues).codes
    // Columns of nothing have no bytes that would bear out how many rows there are.
    guard file.rowCount > 0, file.columns.contains(where: { $0.field.stored.leastBytes(of: 1) > 0 }) else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the file has \(CountText.of(file.rowCount, "row")) and \(CountText.of(file.columns.count, "column")) that "
          + "can be read; give at least one point.")
    }
    try input.options.require(columns: file.columns.count, rows: file.rowCount, source: input.source)
    try checkTexts()
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
      "\(CountText.of(others.count, "column")) of lists and the like left out, the first \(MessageText.quoted(first))"
    ]
  }

  /// Who reads a few rows of a compressed batch takes all of it apart.
  var leastRowsOfTask: Int { file.isCompressed ? 1 << 20 : 1 }

  /// The rows of a piece, where many are looked at.
  private static let runLength = 1 << 13

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

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    cells(of: column, in: rows).texts.map { $0 ?? "" }
  }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    var texts: [String?] = []
    texts.reserveCapacity(rows.count)
    // Only numbers may be damaged still, and whoever reads them is told.
    try? file.forEachPart(of: column, rows) { array, part, _ in
      var isDamaged = false
      for row in part { texts.append(array.text(row, damaged: &isDamaged)) }
    }
    texts += repeatElement(nil, count: rows.count - texts.count)
    return .strings(texts)
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
