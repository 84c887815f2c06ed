/// A binary table of astronomers' (FITS 4.0).
struct FITSFormat: TableFormat {
  let names = (one: "a FITS table", several: "FITS tables")
  let endings = ["fits", "fit"]
  let looseEndings: [String] = []
  let contentTypes = ["application/fits"]
  /// A text needs a width that is not known before the last row; texts of a table that passes through stay.
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    beginning.starts(with: "SIMPLE  =".utf8)
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try FITSTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    let table = outline.table?.contents as? FITSTable
    let names = OutputNames(
      of: outline.table, appending: outline.columnNames, fields: table?.fieldsOfSeveral.map(\.name) ?? [])
    guard let table else {
      return try RecordSink(outline, format: self, frame: FITSFrame(rowCount: outline.rowCount), names: names)
    }
    let frame = FITSPassingFrame(table: table, names: names)
    return try RecordSink(outline, format: self, frame: frame, passing: table.records, names: names)
  }
}

/// Cards of a header.
enum FITSCard {
  /// A card with a value that is no text.
  static func of(_ key: String, _ value: some CustomStringConvertible) -> [UInt8] {
    let text = "\(value)"
    return padded("\(aligned(key))= \(String(repeating: " ", count: max(0, 20 - text.utf8.count)))\(text)")
  }

  /// A card with a text, of which there is room for 68 letters.
  static func of(_ key: String, text: String) -> [UInt8] {
    let plain = text.replacingScalars { scalar in
      scalar == "'" ? "''" : (" "..."~").contains(scalar) ? nil : "_"
    }
    let short = String(plain.prefix(68))
    return padded("\(aligned(key))= '\(short)\(String(repeating: " ", count: max(0, 8 - short.utf8.count)))'")
  }

  static func padded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(FITSUnit.cardSize))
    return bytes + [UInt8](repeating: Byte.space, count: FITSUnit.cardSize - bytes.count)
  }

  private static func aligned(_ key: String) -> String {
    key + String(repeating: " ", count: max(0, 8 - key.utf8.count))
  }

  /// The cards that say what a field is.
  static func field(_ field: NewField, number: Int) -> [UInt8] {
    of("TTYPE\(number)", text: field.name) + of("TFORM\(number)", text: FITSFields.form(of: field.storage))
  }

  /// Cards as a header: an end, and blanks up to the end of a block.
  static func header(_ cards: [UInt8]) -> [UInt8] {
    let header = cards + padded("END")
    return header + [UInt8](repeating: Byte.space, count: FITSUnit.filled(header.count) - header.count)
  }

  /// How numbers are stored: their highest byte first, and without integers that have no sign but of one byte.
  static func storage(of numbers: ColumnNumbers) -> NumberStorage {
    let usual = numbers.usualStorage
    return (usual == .unsigned(4) ? .signed(8) : usual).ordered(bigEndian: usual != .unsigned(1))
  }

  /// Writes what fills up the last block of so many bytes.
  static func fill(_ count: Int, _ output: OutputDescriptor) throws(TableError) {
    try output.write([UInt8](repeating: 0, count: FITSUnit.filled(count) - count))
  }
}

/// What stands around the rows of a new file.
struct FITSFrame: RecordFrame {
  let rowCount: Int

  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage {
    FITSCard.storage(of: numbers)
  }

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let primary =
      FITSCard.of("SIMPLE", "T") + FITSCard.of("BITPIX", 8) + FITSCard.of("NAXIS", 0)
      + FITSCard.of("EXTEND", "T")
    var table = FITSCard.of("XTENSION", text: "BINTABLE")
    let sizes = [
      ("BITPIX", 8), ("NAXIS", 2), ("NAXIS1", fields.byteCount), ("NAXIS2", rowCount), ("PCOUNT", 0),
      ("GCOUNT", 1),
      ("TFIELDS", fields.count),
    ]
    for (key, value) in sizes { table += FITSCard.of(key, value) }
    for (place, field) in fields.enumerated() { table += FITSCard.field(field, number: place + 1) }
    return FITSCard.header(primary) + FITSCard.header(table)
  }

  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    try FITSCard.fill(rowCount * fields.byteCount, output)
  }
}

/// What stands around the rows of a file that passes through: its header with the new fields, the heap, other units.
struct FITSPassingFrame: RecordFrame {
  let table: FITSTable
  /// What columns are called.
  let names: OutputNames

  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage {
    FITSCard.storage(of: numbers)
  }

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    guard !fields.isEmpty else { return bytes(0..<table.unit.data.lowerBound) }
    let (unit, records) = (table.unit, table.records)
    let count = unit.integer("TFIELDS") ?? 0
    var changed = [
      "NAXIS1": FITSCard.of("NAXIS1", records.recordLength + fields.byteCount),
      "TFIELDS": FITSCard.of("TFIELDS", count + fields.count),
      // Sums of what has changed.
      "CHECKSUM": [], "DATASUM": [],
    ]
    if let heap = unit.integer("THEAP") {
      changed["THEAP"] = FITSCard.of("THEAP", heap &+ records.rowCount * fields.byteCount)
    }
    for (field, columns) in Dictionary(grouping: records.columns.indices, by: { records.columns[$0].field }) {
      let key = "TTYPE\(field + 1)"
      guard let name = names.newName(ofField: unit[key] ?? "", columns: columns) else { continue }
      changed[key] = FITSCard.of(key, text: name)
    }
    var cards: [UInt8] = []
    for card in unit.cards {
      let own = bytes(card)
      let key = String(decoding: own.prefix(8), as: UTF8.self).filter { $0 != " " }
      cards += changed[key] ?? own
    }
    for (place, field) in fields.enumerated() { cards += FITSCard.field(field, number: count + place + 1) }
    return bytes(0..<unit.header.lowerBound) + FITSCard.header(cards)
  }

  private func bytes(_ extent: Range<Int>) -> [UInt8] { table.file.withBytes { Array($0[extent]) } }

  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    let (unit, records) = (table.unit, table.records)
    try table.file.withBytes { bytes throws(TableError) in
      let rowsEnd = unit.data.lowerBound + records.rowCount * records.recordLength
      guard !fields.isEmpty else {
        return try output.write(UnsafeRawBufferPointer(bytes.extracting(rowsEnd..<bytes.count)))
      }
      let heap = bytes.extracting(rowsEnd..<max(rowsEnd, min(unit.data.upperBound, bytes.count)))
      try output.write(UnsafeRawBufferPointer(heap))
      try FITSCard.fill(records.rowCount * (records.recordLength + fields.byteCount) + heap.count, output)
      try output.write(UnsafeRawBufferPointer(bytes.extracting(min(unit.end, bytes.count)..<bytes.count)))
    }
  }
}
