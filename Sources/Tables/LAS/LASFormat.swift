/// Points of a laser scanner (ASPRS LAS 1.0 to 1.5).
struct LASFormat: TableFormat {
  let names = (one: "a LAS file", several: "LAS files")
  let endings = ["las"]
  let looseEndings: [String] = []
  let contentTypes = ["application/vnd.las"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    guard beginning.starts(with: LASHeader.magic) else { return false }
    #if Formats
    if LASHeader.isCompressed(beginning) { return false }
    #endif
    // The version is no letter, as it would be in a text that begins so.
    return ending == "las" || (beginning.count > 24 && beginning[24] < Byte.tab)
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try LASTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    let table = outline.table?.contents as? LASTable
    let several = table?.extraBytes.filter { $0.scales.count != 1 }.map(\.name) ?? []
    let names = OutputNames(of: outline.table, appending: outline.columnNames, fields: several)
    guard let table else {
      return try LASSink(outline, format: self, names: names)
    }
    let standard = table.records.columns.enumerated().first { $1.field < 0 && names.newNames[$0] != nil }
    if let (_, column) = standard {
      throw TableError(
        .badData, source: outline.path,
        message:
          "\(MessageText.quoted(column.name)) is a dimension of every point of its format, and a column of that "
          + "name is appended; name the output \(TableFormats.endings(forText: true)).")
    }
    let frame = LASPassingFrame(table: table, names: names, path: outline.path)
    return try RecordSink(outline, format: self, frame: frame, passing: table.records, names: names)
  }
}

/// What stands around the points of a file that passes through: its header, with new dimensions described.
struct LASPassingFrame: RecordFrame {
  let table: LASTable
  /// What columns are called.
  let names: OutputNames
  let path: String

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let header = table.header
    let described = header.records.first(where: \.describesExtraBytes)
    guard !fields.isEmpty else { return bytes(0..<header.dataOffset) }
    var contents = described.map { bytes($0.contents) } ?? []
    rename(&contents)
    contents += LASExtraBytes.descriptions(ofUnknownBytes: table.unknownCount)
    for field in fields { contents += LASExtraBytes.description(of: field) }
    guard contents.count <= Int(UInt16.max), described?.isExtended != true else {
      throw TableError(
        .badData, source: path,
        message: "there is no room for more dimensions in the header of this file; name the output "
          + "\(TableFormats.endings(forText: true)).")
    }
    var record =
      described.map { bytes($0.extent.lowerBound..<$0.contents.lowerBound) }
      ?? LASExtraBytes.recordHead(contents: 0)
    record.set(contents.count, 2, at: 20)
    let replaced = described?.extent ?? header.recordsEnd..<header.recordsEnd
    var made = bytes(0..<replaced.lowerBound) + record + contents
    made += bytes(replaced.upperBound..<header.dataOffset)
    let growth = made.count - header.dataOffset
    guard made.count <= Int(UInt32.max) else { throw header.damaged("it is longer than can be") }
    made.set(made.count, 4, at: 96)
    if described == nil { made.set(header.records.count { !$0.isExtended } + 1, 4, at: 100) }
    let added = fields.byteCount
    let length = header.recordLength + added
    guard length <= Int(UInt16.max) else { throw header.damaged("points would be longer than can be") }
    made.set(length, 2, at: 105)
    move(&made, by: growth + header.rowCount * added)
    return made
  }

  /// The places of what stands behind the points: wave forms and extended records.
  private func move(_ made: inout [UInt8], by shift: Int) {
    for place in LASHeader.placesBehindPoints(minorVersion: table.header.minorVersion) {
      let found = made.withUnsafeBufferPointer { HeaderBytes($0).integer(8, at: place) }
      guard let start = found, start >= pointsEnd else { continue }
      made.set(start &+ shift, 8, at: place)
    }
  }

  private func rename(_ contents: inout [UInt8]) {
    let columns = table.records.columns
    let places = Dictionary(grouping: columns.indices, by: { columns[$0].field })
    for (field, dimension) in table.extraBytes.enumerated() {
      guard let name = names.newName(ofField: dimension.name, columns: places[field] ?? []) else { continue }
      let start = field * LASExtraBytes.length + 4
      contents.replaceSubrange(start..<start + 32, with: [UInt8](repeating: 0, count: 32))
      contents.set(name, 32, at: start)
    }
  }

  private func bytes(_ extent: Range<Int>) -> [UInt8] { table.file.withBytes { Array($0[extent]) } }

  private var pointsEnd: Int { table.header.dataOffset + table.header.rowCount * table.header.recordLength }

  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    try table.file.withBytes { bytes throws(TableError) in
      try output.write(UnsafeRawBufferPointer(bytes.extracting(pointsEnd..<bytes.count)))
    }
  }
}
