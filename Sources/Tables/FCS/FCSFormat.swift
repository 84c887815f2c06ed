/// Events of a flow cytometer (Flow Cytometry Standard 2.0 to 3.2).
struct FCSFormat: TableFormat {
  let names = (one: "an FCS file", several: "FCS files")
  let endings = ["fcs"]
  let looseEndings = ["lmd"]
  let contentTypes = ["application/vnd.isac.fcs"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    guard beginning.starts(with: FCSHeader.magic), beginning.count > 10 else { return false }
    return beginning[5] <= UInt8(ascii: "9") && beginning[6..<10].allSatisfy { $0 == Byte.space }
      && beginning[4] == Byte.point
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try FCSTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    let names = OutputNames(of: outline.table, appending: outline.columnNames)
    guard let table = outline.table?.contents as? FCSTable else {
      return try RecordSink(
        outline, format: self, frame: FCSFrame(rowCount: outline.rowCount, path: outline.path), names: names)
    }
    let frame = FCSFrame(
      rowCount: outline.rowCount, path: outline.path, table: table, newNames: names.newNames,
      isMade: table.parameters.areIntegers && !outline.columnNames.isEmpty)
    // What is appended is seldom whole, and most programs read files of one kind of numbers only.
    return try RecordSink(
      outline, format: self, frame: frame, passing: frame.isMade ? nil : table.records, names: names)
  }
}

/// What stands around the events of a file: header, keywords and the segments behind them.
struct FCSFrame: RecordFrame {
  let rowCount: Int
  let path: String
  /// The file that passes through.
  var table: FCSTable?
  /// The names of parameters that are renamed.
  var newNames: [Int: String] = [:]
  /// Whether events are made anew: whole numbers become floats, with what amplifiers did to them undone.
  var isMade = false

  /// Floats as the file has them; doubles in a new one, and for whole numbers that floats do not hold.
  private var storage: NumberStorage {
    guard let table else { return .double }
    let isBigEndian = table.parameters.isBigEndian
    let isWide = isMade && table.parameters.columns.contains { $0.storage.size > 3 }
    let isDouble = isMade ? isWide : table.parameters.dataType == "D"
    return (isDouble ? NumberStorage.double : .single).ordered(bigEndian: isBigEndian)
  }

  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage { storage }

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    guard let table, isMade || !fields.isEmpty else {
      return table.map { table in table.file.withBytes { Array($0[..<table.header.dataOffset]) } }
        ?? assembled(keywords(fields), version: "FCS3.1", start: 58, recordLength: 8 * fields.count)
    }
    let added = isMade ? 0 : table.parameters.length
    return assembled(
      keywords(fields), version: table.header.version, start: 58,
      recordLength: fields.reduce(added) { $0 + $1.storage.size })
  }

  // MARK: Keywords

  private func keywords(_ fields: [NewField]) -> FCSKeywords {
    var keywords = table?.header.keywords ?? FCSKeywords(delimiter: UInt8(ascii: "/"))
    let isOwn = isMade || table == nil
    let first = isOwn ? 0 : table?.parameters.columns.count ?? 0
    if isOwn { keywords.set(storage.size == 8 ? "D" : "F", "$DATATYPE") }
    if table == nil {
      keywords.set("1,2,3,4", "$BYTEORD")
      keywords.set("L", "$MODE")
    }
    for (place, name) in newNames { keywords.set(name, "$P\(place + 1)N") }
    for (place, field) in fields.enumerated() {
      let parameter = "$P\(first + place + 1)"
      keywords.set(8 * field.storage.size, parameter + "B")
      keywords.set("0,0", parameter + "E")
      // What a file of its own says of the parameters that it had stays, but for what has been undone.
      let isKnown = isMade && place < (table?.parameters.columns.count ?? 0)
      if isKnown {
        if keywords[parameter + "G"] != nil { keywords.set(1, parameter + "G") }
        continue
      }
      // Names are separated by commas in other keywords.
      keywords.set(field.name.replacingScalars { $0 == "," ? "_" : nil }, parameter + "N")
      keywords.set(262_144, parameter + "R")
      if table?.parameters.dataType == "I", !isMade { keywords.set("F", parameter + "DATATYPE") }
    }
    keywords.set(first + fields.count, "$PAR")
    keywords.set(rowCount, "$TOT")
    return keywords
  }

  /// Header and text, with the places of all segments.
  private func assembled(
    _ keywords: FCSKeywords, version: String, start: Int, recordLength: Int
  ) -> [UInt8] {
    var keywords = keywords
    for name in ["STEXT", "ANALYSIS", "DATA"] {
      for end in ["BEGIN", "END"] { keywords.set(0, "$\(end)\(name)") }
    }
    keywords.set(0, "$NEXTDATA")
    let size = rowCount * recordLength
    let analysisLength = table?.header.analysis?.count ?? 0
    var text = keywords.segment
    // The places are part of the text, and may make it longer by their digits.
    while true {
      let data = start + text.count
      keywords.set(data, "$BEGINDATA")
      keywords.set(data + size - 1, "$ENDDATA")
      if analysisLength > 0 {
        keywords.set(data + size, "$BEGINANALYSIS")
        keywords.set(data + size + analysisLength - 1, "$ENDANALYSIS")
      }
      if table?.header.nextData != nil { keywords.set(data + size + analysisLength + 8, "$NEXTDATA") }
      let next = keywords.segment
      defer { text = next }
      if next.count == text.count { break }
    }
    let data = start + text.count
    var places = [start, data - 1, data, data + size - 1, 0, 0]
    if analysisLength > 0 { (places[4], places[5]) = (data + size, data + size + analysisLength - 1) }
    for pair in [2, 4] where places[pair + 1] > 99_999_999 { (places[pair], places[pair + 1]) = (0, 0) }
    let offsets = places.flatMap { place in
      let digits = Array(String(place).utf8)
      return [UInt8](repeating: Byte.space, count: max(0, 8 - digits.count)) + digits
    }
    return Array("\(version)    ".utf8) + offsets + text
  }

  /// The analysis, no sum of checks, and further data sets.
  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    let none = [UInt8](repeating: UInt8(ascii: "0"), count: 8)
    guard let table else { return try output.write(none) }
    try table.file.withBytes { bytes throws(TableError) in
      let end = table.header.dataOffset + table.records.rowCount * table.records.recordLength
      guard !fields.isEmpty else {
        return try output.write(UnsafeRawBufferPointer(bytes.extracting(end..<bytes.count)))
      }
      if let analysis = table.header.analysis {
        try output.write(UnsafeRawBufferPointer(bytes.extracting(analysis)))
      }
      try output.write(none)
      guard let next = table.header.nextData else { return }
      try output.write(UnsafeRawBufferPointer(bytes.extracting(next..<bytes.count)))
    }
  }
}
