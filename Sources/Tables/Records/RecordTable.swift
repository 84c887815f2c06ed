/// Records of fixed size in a file's bytes, or columns one after the other: a table of which nothing is kept but where it
/// is.
///
/// Who makes one has checked that all the records are there.
struct RecordTable: Sendable {
  let file: FileBytes
  /// Where the first record is.
  let dataOffset: Int
  /// The bytes of a record, from one to the next; 0 where columns stand one after the other.
  let recordLength: Int
  let rowCount: Int
  let columns: [RecordColumn]
  var hasHeader = true
  var notes: [String] = []
  /// The columns that are where points stand, where the format knows of such.
  var coordinateColumns: [Int]?
  /// The numbers that stand for a missing one.
  let missingCodes: [Double]

  init(
    _ file: FileBytes, dataOffset: Int, recordLength: Int, rowCount: Int, columns: [RecordColumn],
    options: ReadingOptions
  ) {
    self.file = file
    self.dataOffset = dataOffset
    self.recordLength = recordLength
    self.rowCount = rowCount
    self.columns = columns
    missingCodes = MissingValues(options.missingValues).codes
  }

  var byteCount: Int { file.heldCount }
  var isLargerThanMemory: Bool { file.isMapped }

  /// Calls the body with the bytes of some records.
  func withRecords<Result>(_ rows: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    file.withBytes { bytes in
      let start = dataOffset + rows.lowerBound * recordLength
      return body(bytes.extracting(start..<start + rows.count * recordLength))
    }
  }

  /// Refuses records of which not all are there, before anything is reserved for them.
  ///
  /// - Parameters:
  ///   - count: How many the header announces.
  ///   - noun: What one is called.
  ///   - plural: What several are called, where that is not the noun with an s.
  ///   - length: The bytes of each.
  ///   - available: The bytes that there are.
  static func require(
    _ count: Int, _ noun: String, plural: String? = nil, of length: Int, in available: Int, source: String
  ) throws(TableError) {
    let (needed, isTooLarge) = count.multipliedReportingOverflow(by: length)
    guard isTooLarge || needed > available else { return }
    throw TableError(
      .badData, source: source,
      message:
        "the file should have \(CountText.of(count, noun, plural: plural)) of \(CountText.of(length, "byte")), and "
        + "\(CountText.grouped(max(0, available) / max(1, length))) are there; it is cut short: save or copy it anew."
    )
  }

  /// The places of the columns called x, y and z, where all three are there.
  static func coordinates(_ names: [String], called wanted: [String] = ["x", "y", "z"]) -> [Int]? {
    let places = wanted.compactMap { names.firstIndex(of: $0) }
    return places.count == wanted.count ? places : nil
  }
}

extension RecordTable: TableSource {
  var columnNames: [String] { columns.map(\.name) }

  var columnKinds: [PointTable.ColumnKind] { columns.map { $0.textLength == nil ? .numeric : .text } }

  func storedColumns(_ chosen: [Int]) -> [StoredColumn]? {
    var stored: [StoredColumn] = []
    for column in chosen.map({ columns[$0] }) {
      let (start, size) = (dataOffset + column.offset, column.storage.size)
      guard column.storage.isOfThisMachine, column.scale == .none, column.missing == nil,
        start.isMultiple(of: size), column.stride.isMultiple(of: size)
      else { return nil }
      stored.append(
        StoredColumn(
          file: file, offset: start, stride: column.stride / size, count: rowCount,
          precision: size == 8 ? .double : .single))
    }
    return stored
  }

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    if let position = columns[column].position {
      return rows.map { NumberText.shortest(position.number(ofRow: $0)) }
    }
    return forEachAddress(of: column, in: rows) { columns[column].text(at: $0) }
  }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    let (found, isText) = (columns[column], columns[column].textLength != nil)
    guard !isText, !found.isWide else { return .strings(texts(of: column, in: rows)) }
    if let position = found.position { return .numbers(rows.map { position.number(ofRow: $0) }) }
    return .numbers(forEachAddress(of: column, in: rows) { found.value(at: $0) })
  }

  func categories(of column: Int) -> CategoryColumn {
    let found = columns[column]
    var collector = CategoryCollector(rowCount: rowCount)
    guard found.position == nil else {
      for text in texts(of: column, in: 0..<rowCount) { collector.append(text) }
      return collector.sorted(decimalComma: false)
    }
    _ = forEachAddress(of: column, in: 0..<rowCount) { address in
      let isThere = found.textLength != nil || found.value(at: address).isFinite
      let text = isThere ? found.text(at: address) : ""
      collector.append(text.isEmpty ? nil : text)
    }
    return collector.sorted(decimalComma: false)
  }

  private func forEachAddress<Value>(
    of column: Int, in rows: Range<Int>, _ body: (UnsafeRawPointer) -> Value
  ) -> [Value] {
    file.withBytes { bytes in
      guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return [] }
      return rows.map { body(address(row: $0, of: columns[column], base)) }
    }
  }

  @inline(__always)
  private func address(row: Int, of column: RecordColumn, _ base: UnsafeRawPointer) -> UnsafeRawPointer {
    base + (dataOffset + column.offset + row * column.stride)
  }

  // MARK: Numbers

  /// The rows that are converted at a time, column by column.
  private static let runLength = 1024

  /// Reads some columns of some rows; NaN, infinities and the codes of a missing value are invalid.
  func readNumbers(of chosen: [Int], in rows: Range<Int>, into sink: inout NumberSink) {
    file.withBytes { bytes in
      guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return }
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.runLength) {
        let run = start..<min(start + Self.runLength, rows.upperBound)
        if readRun(run, chosen, base, sink) {
          sink.keep(run.count)
        } else {
          for row in run { readRow(row, chosen, base, &sink) }
        }
      }
    }
  }

  /// Puts a run into the sink's next places; false where one of the numbers is invalid.
  private func readRun(_ run: Range<Int>, _ chosen: [Int], _ base: UnsafeRawPointer, _ sink: NumberSink)
    -> Bool
  {
    for (slot, place) in chosen.enumerated() {
      guard let target = sink.columns[slot].map({ $0 + sink.keptCount }) else { continue }
      let column = columns[place]
      if let position = column.position {
        for row in run { target[row - run.lowerBound] = position.number(ofRow: row) }
      } else if !column.copy(run.count, from: address(row: run.lowerBound, of: column, base), to: target) {
        return false
      }
      guard missingCodes.isEmpty || !(0..<run.count).contains(where: { missingCodes.contains(target[$0]) })
      else {
        return false
      }
    }
    return true
  }

  private func readRow(_ row: Int, _ chosen: [Int], _ base: UnsafeRawPointer, _ sink: inout NumberSink) {
    let before = sink.invalid.count
    for (slot, place) in chosen.enumerated() {
      let column = columns[place]
      let address = address(row: row, of: column, base)
      let value = column.position?.number(ofRow: row) ?? column.value(at: address)
      if value.isFinite, missingCodes.isEmpty || !missingCodes.contains(value) {
        sink.set(slot, value)
      } else {
        let text = column.position == nil ? column.text(at: address) : NumberText.shortest(value)
        sink.invalid.note(row: row, column: place, found: text)
        sink.set(slot, .nan)
      }
    }
    if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
  }
}
