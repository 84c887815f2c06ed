/// A NumPy array of one or two axes: a row for each point.
struct NPYArray: Sendable {
  private let file: FileBytes
  var byteCount: Int { file.heldCount }
  let rowCount: Int
  let columnCount: Int
  private let elementType: NPYElementType
  private let dataOffset: Int
  /// The numbers that stand for a missing one.
  private let missingCodes: [Double]
  /// The distances, in bytes, from a row to the next and from a column to the next.
  private let strides: (row: Int, column: Int)

  /// Reads the header, and checks that all the numbers it promises are there.
  init(_ file: FileBytes, source: String, options: ReadingOptions) throws(TableError) {
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
    try options.require(columns: columns, rows: rows, source: source)
    self.file = file
    rowCount = rows
    columnCount = columns
    elementType = header.elementType
    dataOffset = header.dataOffset
    missingCodes = MissingValues(options.missingValues).codes
    strides = header.isFortranOrder ? (size, rows * size) : (columns * size, size)
  }

  /// Reads some columns of some rows; NaN, infinities and the codes of a missing value are invalid.
  func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) {
    let codes = missingCodes
    file.withBytes { bytes in
      guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return }
      for row in rows {
        let before = sink.invalid.count
        for (slot, column) in columns.enumerated() {
          let value = elementType.value(at: address(row, column, base))
          if value.isFinite, codes.isEmpty || !codes.contains(value) {
            sink.set(slot, value)
          } else {
            sink.invalid.note(row: row, column: column, found: NumberText.shortest(value))
            sink.set(slot, .nan)
          }
        }
        if sink.invalid.count == before { sink.keep(1) } else { sink.endInvalid() }
      }
    }
  }

  /// The number in a cell.
  func value(row: Int, column: Int) -> Double {
    file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return .nan }
      return elementType.value(at: address(row, column, base))
    }
  }

  /// A cell as text that reads back to the same number.
  func text(row: Int, column: Int) -> String {
    file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return "" }
      let address = address(row, column, base)
      return elementType.text(at: address) ?? NumberText.shortest(elementType.value(at: address))
    }
  }

  /// Whether a cell has more digits than a double can hold, so that only its text is exact.
  private var hasWideIntegers: Bool { elementType.kind != .float && elementType.size == 8 }

  @inline(__always)
  private func address(_ row: Int, _ column: Int, _ base: UnsafeRawPointer) -> UnsafeRawPointer {
    base + (dataOffset + row * strides.row + column * strides.column)
  }
}

extension NPYArray: TableSource {
  var columnNames: [String] { (0..<columnCount).map { String($0 + 1) } }

  var columnKinds: [PointTable.ColumnKind] { Array(repeating: .numeric, count: columnCount) }

  var hasHeader: Bool { false }

  var isLargerThanMemory: Bool { file.isMapped }

  func storedColumns(_ columns: [Int]) -> [StoredColumn]? {
    let size = elementType.size
    let isOfThisMachine = elementType.kind == .float && (elementType.isBigEndian == (1.bigEndian == 1))
    guard isOfThisMachine, dataOffset.isMultiple(of: size) else { return nil }
    return columns.map { column in
      StoredColumn(
        file: file, offset: dataOffset + column * strides.column, stride: strides.row / size, count: rowCount,
        precision: size == 8 ? .double : .single)
    }
  }

  func texts(of column: Int, in rows: Range<Int>) -> [String] {
    rows.map { text(row: $0, column: column) }
  }

  func cells(of column: Int, in rows: Range<Int>) -> TableColumn.Values {
    hasWideIntegers
      ? .strings(texts(of: column, in: rows)) : .numbers(rows.map { value(row: $0, column: column) })
  }

  func categories(of column: Int) -> CategoryColumn {
    var collector = CategoryCollector(rowCount: rowCount)
    for row in 0..<rowCount {
      collector.append(value(row: row, column: column).isFinite ? text(row: row, column: column) : nil)
    }
    return collector.sorted(decimalComma: false)
  }
}
