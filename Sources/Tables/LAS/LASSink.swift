internal import Elementary

/// Rows of any table on their way out as points: LAS 1.4, with a dimension of the format for each column that has its
/// name, and extra bytes for all others.
///
/// The numbers are held, since the extent of the coordinates stands before them.
struct LASSink: TableSink {
  private let outline: TableOutline
  private let format: any TableFormat
  private let names: OutputNames
  private var columns: [[Double]] = []
  private var columnNames: [String] = []
  private var numbers: [ColumnNumbers] = []

  var renames: [ColumnRename] { names.renames }

  init(_ outline: TableOutline, format: any TableFormat, names: OutputNames) throws(TableError) {
    self.outline = outline
    self.format = format
    self.names = names
    try outline.table?.requireNumbers(for: format, path: outline.path)
    let all = names.written(over: outline.table?.columnNames ?? []) + outline.columnNames
    guard RecordTable.coordinates(all) != nil else {
      throw TableError(
        .badData, source: outline.path,
        message: "points of LAS files have the coordinates x, y and z, and the columns are "
          + "\(WordList.beginning(of: all, most: 8, MessageText.cleaned)); rename them, or name the output "
          + "\(TableFormats.endings(forText: true)).")
    }
    columnNames = all
    columns = all.map { _ in [] }
    numbers = all.map { ColumnNumbers(name: $0) }
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    var made = try outline.table?.recordNumbers(of: run.rows, format, path: outline.path) ?? []
    for filling in run.fillings where made.indices.contains(filling.column) {
      for (row, number) in filling.numbers.enumerated() where !number.isNaN {
        made[filling.column][row] = number
      }
    }
    for column in run.columns {
      let cells = try column.recordNumbers(of: format, path: outline.path)
      guard let keptRows = run.keptRows else {
        made.append(cells)
        continue
      }
      var spread = [Double](repeating: .nan, count: run.rows.count)
      for (row, number) in zip(keptRows, cells) { spread[row - run.rows.lowerBound] = number }
      made.append(spread)
    }
    for (column, cells) in made.enumerated() {
      columns[column] += cells
      numbers[column].take(cells)
    }
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try outline.require(rows: columns[0].count, format)
    let layout = try LASLayout(columnNames, columns, numbers, path: outline.path)
    try output.write(layout.header)
    let size = 1 << 15
    for start in stride(from: 0, to: columns[0].count, by: size) {
      try output.write(layout.points(start..<min(start + size, columns[0].count), of: columns))
    }
  }
}

/// How columns become points.
struct LASLayout {
  private let format: Int
  private let standard: [LASDimensions.Dimension?]
  private let extra: [Int: NewField]
  private let coordinates: [Int]
  private var scales: [Double] = []
  private var offsets: [Double] = []
  private var ranges: [ClosedRange<Double>] = []
  private let rowCount: Int
  private var returns = [Int](repeating: 0, count: 15)
  private let hasReturns: Bool

  init(_ names: [String], _ columns: [[Double]], _ numbers: [ColumnNumbers], path: String) throws(TableError)
  {
    let hasColors = ["red", "green", "blue"].allSatisfy(names.contains)
    format = hasColors ? names.contains("nir") ? 8 : 7 : 6
    let dimensions = Dictionary(
      LASDimensions.all(ofFormat: format).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let coordinates = RecordTable.coordinates(names) ?? []
    self.coordinates = coordinates
    rowCount = columns[0].count
    standard = names.map { dimensions[$0] }
    hasReturns = names.contains("return_number")
    var extra: [Int: NewField] = [:]
    for (place, column) in numbers.enumerated() where !coordinates.contains(place) {
      if let dimension = dimensions[column.name] {
        try Self.require(column, fits: dimension, columns[place], path: path)
      } else {
        extra[place] = NewField(name: column.name, storage: column.usualStorage)
      }
    }
    self.extra = extra
    for place in coordinates { try measure(columns[place], names[place], path: path) }
    if let place = names.firstIndex(of: "return_number") {
      for number in columns[place] where number >= 1 && number <= 15 { returns[Int(number) - 1] += 1 }
    } else {
      returns[0] = rowCount
    }
  }

  /// The finest power of ten in which the coordinates fit into the four bytes that there are.
  private mutating func measure(_ column: [Double], _ name: String, path: String) throws(TableError) {
    guard let lowest = column.min(), let highest = column.max(), column.allSatisfy(\.isFinite),
      (highest - lowest).isFinite
    else {
      throw TableError(
        .badData, source: path, columnName: name,
        message:
          "the coordinate \(name) is missing in a row, or beyond all bounds, and points of LAS files have all three; "
          + "drop such rows with --skip-invalid, or name the output \(TableFormats.endings(forText: true)).")
    }
    let middle = (lowest / 2 + highest / 2).rounded()
    let reach = max(highest - middle, middle - lowest)
    var exponent = -9
    while exponent < 300, reach / power(10, Double(exponent)) > 2_147_483_000 { exponent += 1 }
    scales.append(exponent == 0 ? 1 : Double("1e\(exponent)") ?? 1)
    offsets.append(middle)
    ranges.append(lowest...highest)
  }

  private static func require(
    _ column: ColumnNumbers, fits dimension: LASDimensions.Dimension, _ cells: [Double], path: String
  ) throws(TableError) {
    let isFloat = dimension.storage.kind == .float
    let odd = cells.first { !isFloat && (!dimension.storage.holds($0) || $0 > dimension.greatest) }
    guard let odd else { return }
    throw TableError(
      .badData, source: path, columnName: column.name,
      message:
        "the column \(MessageText.quoted(column.name)) holds \(NumberText.shortest(odd)), and this dimension of LAS "
        + "files holds whole numbers up to \(NumberText.shortest(dimension.greatest)); rename the column, or name the "
        + "output \(TableFormats.endings(forText: true)).")
  }

  // MARK: Bytes

  private var length: Int { LASHeader.lengths[format] + extra.values.reduce(0) { $0 + $1.storage.size } }

  var header: [UInt8] {
    let fields = extra.keys.sorted().compactMap { extra[$0] }
    let descriptions = fields.flatMap { LASExtraBytes.description(of: $0) }
    let record = fields.isEmpty ? [] : LASExtraBytes.recordHead(contents: descriptions.count) + descriptions
    var bytes = [UInt8](repeating: 0, count: 375)
    bytes.set("LASF", 4, at: 0)
    // Adjusted GPS time, and a coordinate system in WKT, as these point formats have to say.
    bytes.set(0x10, 2, at: 6)
    (bytes[24], bytes[25]) = (1, 4)
    bytes.set("gmm", 32, at: 58)
    bytes.set(375, 2, at: 94)
    bytes.set(375 + record.count, 4, at: 96)
    bytes.set(fields.isEmpty ? 0 : 1, 4, at: 100)
    bytes[104] = UInt8(format)
    bytes.set(length, 2, at: 105)
    for (place, range) in ranges.enumerated() {
      bytes.set(scales[place], at: 131 + 8 * place)
      bytes.set(offsets[place], at: 155 + 8 * place)
      bytes.set(range.upperBound, at: 179 + 16 * place)
      bytes.set(range.lowerBound, at: 187 + 16 * place)
    }
    bytes.set(rowCount, 8, at: 247)
    for (place, count) in returns.enumerated() { bytes.set(count, 8, at: 255 + 8 * place) }
    return bytes + record
  }

  func points(_ rows: Range<Int>, of columns: [[Double]]) -> [UInt8] {
    let length = length
    var bytes = [UInt8](repeating: 0, count: length * rows.count)
    bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      func forEach(_ column: [Double], at offset: Int, _ body: (Double, UnsafeMutableRawPointer) -> Void) {
        for row in rows { body(column[row], base + ((row - rows.lowerBound) * length + offset)) }
      }
      // The first return of one, where nobody says anything else.
      if !hasReturns { for place in 0..<rows.count { buffer[place * length + 14] = 0x11 } }
      for (place, column) in coordinates.enumerated() {
        forEach(columns[column], at: 4 * place) { number, address in
          NumberStorage.signed(4).store((number - offsets[place]) / scales[place], at: address)
        }
      }
      for (column, dimension) in standard.enumerated() {
        guard let dimension else { continue }
        forEach(columns[column], at: dimension.offset) { dimension.store($0, at: $1) }
      }
      var offset = LASHeader.lengths[format]
      for column in extra.keys.sorted() {
        guard let storage = extra[column]?.storage else { continue }
        forEach(columns[column], at: offset) { storage.store($0, at: $1) }
        offset += storage.size
      }
    }
    return bytes
  }
}

extension LASDimensions.Dimension {
  /// Puts a number in its place, among other bits where it has only some.
  func store(_ number: Double, at address: UnsafeMutableRawPointer) {
    if let bits { bits.store(number, at: address) } else { storage.store(number, at: address) }
  }
}
