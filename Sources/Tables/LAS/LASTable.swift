/// The points of a LAS file.
struct LASTable: TableSourceWrapper {
  let header: LASHeader
  let file: FileBytes
  /// What describes the bytes after those of the point format.
  let extraBytes: [LASExtraBytes]
  /// How many of these bytes nothing describes.
  let unknownCount: Int
  let records: RecordTable

  var contents: any TableSource { records }
  var coordinateColumns: [Int]? { [0, 1, 2] }

  /// Reads the header, and checks that all points are there.
  init(_ input: TableInput) throws(TableError) {
    let (file, source) = (input.bytes, input.source)
    let header = try file.withBytes { bytes throws(TableError) in try LASHeader(bytes, source: source) }
    try Self.requireRecords(header, file, source: source)
    let extraBytes = try file.withBytes { bytes throws(TableError) in
      try Self.extraBytes(header, HeaderBytes(bytes))
    }
    self.header = header
    self.file = file
    self.extraBytes = extraBytes
    let described = extraBytes.reduce(0) { $0 + $1.size }
    let after = header.recordLength - LASHeader.lengths[header.pointFormat]
    guard described <= after else {
      throw header.damaged("the extra bytes that are described are \(described), and a point has \(after)")
    }
    unknownCount = after - described
    let columns = Self.columns(header, extraBytes)
    try input.options.require(columns: columns.count, rows: header.rowCount, source: source)
    records = RecordTable(
      file, dataOffset: header.dataOffset, recordLength: header.recordLength, rowCount: header.rowCount,
      columns: columns, options: input.options)
  }

  private static func requireRecords(_ header: LASHeader, _ file: FileBytes, source: String)
    throws(TableError)
  {
    guard !header.isCompressed else {
      throw TableError(
        .badData, source: source,
        message:
          "the points are compressed, as in LAZ files; decompress the file first, for example with laszip or las2las, or "
          + "\(Compression.buildCure).")
    }
    guard header.rowCount > 0 else {
      throw TableError(.badData, source: source, message: "the file has no points; give at least one.")
    }
    try RecordTable.require(
      header.rowCount, "point", of: header.recordLength, in: file.count - header.dataOffset, source: source)
  }

  private static func extraBytes(_ header: LASHeader, _ bytes: HeaderBytes) throws(TableError)
    -> [LASExtraBytes]
  {
    guard let record = header.records.first(where: \.describesExtraBytes) else { return [] }
    var found: [LASExtraBytes] = []
    for start in stride(
      from: record.contents.lowerBound, through: record.contents.upperBound - LASExtraBytes.length,
      by: LASExtraBytes.length)
    {
      guard let dimension = LASExtraBytes(bytes, at: start) else {
        throw header.damaged("extra bytes are of a type that is not known")
      }
      found.append(dimension)
    }
    return found
  }

  private static func columns(_ header: LASHeader, _ extraBytes: [LASExtraBytes]) -> [RecordColumn] {
    let stride = header.recordLength
    var columns = ["x", "y", "z"].enumerated().map { place, name in
      RecordColumn(
        name: name, storage: .signed(4), offset: 4 * place, stride: stride, field: -1,
        scale: .linear(factor: header.scales[place], offset: header.offsets[place]))
    }
    for dimension in LASDimensions.all(ofFormat: header.pointFormat) {
      columns.append(
        RecordColumn(
          name: dimension.name, storage: dimension.storage, offset: dimension.offset, stride: stride,
          field: -1,
          bits: dimension.bits))
    }
    var offset = LASHeader.lengths[header.pointFormat]
    for (place, dimension) in extraBytes.enumerated() {
      columns += dimension.columns(at: offset, stride: stride, field: place)
      offset += dimension.size
    }
    return columns
  }
}
