/// The first binary table of a FITS file.
struct FITSTable: TableSourceWrapper {
  let unit: FITSUnit
  let file: FileBytes
  let records: RecordTable

  var contents: any TableSource { records }

  /// The fields of which no column has the name, since they have several or none.
  var fieldsOfSeveral: [(name: String, number: Int)] {
    let counts = Dictionary(grouping: records.columns, by: \.field).mapValues(\.count)
    return (0..<(unit.integer("TFIELDS") ?? 0)).compactMap { number in
      counts[number] == 1 ? nil : unit["TTYPE\(number + 1)"].map { ($0, number) }
    }
  }

  /// Goes through the headers to the first binary table with rows and columns, and checks that it is there.
  init(_ input: TableInput) throws(TableError) {
    let (file, source) = (input.bytes, input.source)
    let (units, isWhole) = file.withBytes { Self.units($0) }
    let tables = units.filter(Self.isTable)
    guard let unit = tables.first(where: { ($0.integer("NAXIS2") ?? 0) > 0 }) else {
      throw Self.noTable(units, tables, isWhole: isWhole, source)
    }
    guard let rowLength = unit.integer("NAXIS1"), rowLength > 0, let rowCount = unit.integer("NAXIS2") else {
      throw Self.damaged("its rows have no length", source)
    }
    try RecordTable.require(
      rowCount, "row", of: rowLength, in: file.count - unit.data.lowerBound, source: source)
    guard unit["BITPIX"] == "8", unit["NAXIS"] == "2", let fields = FITSFields(unit, rowLength: rowLength)
    else {
      throw Self.damaged("its fields contradict each other or are not known", source)
    }
    guard !fields.columns.isEmpty else {
      throw TableError(
        .badData, source: source,
        message:
          "the binary table has no columns of numbers or text of fixed size; save these as columns of their own."
      )
    }
    try input.options.require(columns: fields.columns.count, rows: rowCount, source: source)
    self.unit = unit
    self.file = file
    var records = RecordTable(
      file, dataOffset: unit.data.lowerBound, recordLength: rowLength, rowCount: rowCount,
      columns: fields.columns,
      options: input.options)
    records.notes = Self.notes(on: unit, of: tables)
    self.records = records
  }

  private static func damaged(_ reason: String, _ source: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the header of the binary table is damaged: \(reason); save the file anew.")
  }

  /// Which table is read, where there are others.
  private static func notes(on unit: FITSUnit, of tables: [FITSUnit]) -> [String] {
    guard tables.count > 1, let place = tables.firstIndex(where: { $0.header == unit.header }) else {
      return []
    }
    let name = unit["EXTNAME"].map { " (\(MessageText.cleaned($0)))" } ?? ""
    return ["binary table \(place + 1) of \(tables.count) is read\(name); the others are kept"]
  }

  /// All units up to the file's end, and whether they go so far.
  private static func units(_ bytes: UnsafeBufferPointer<UInt8>) -> (units: [FITSUnit], isWhole: Bool) {
    var units: [FITSUnit] = []
    var position = 0
    while position < bytes.count {
      guard let unit = FITSUnit(bytes, at: position) else { return (units, false) }
      units.append(unit)
      position = unit.end
    }
    return (units, true)
  }

  /// Whether a unit is a table whose rows stand there as they are: compressed pictures and tables are such in name only.
  private static func isTable(_ unit: FITSUnit) -> Bool {
    unit["XTENSION"] == "BINTABLE" && unit["ZIMAGE"] != "T" && unit["ZTABLE"] != "T"
  }

  private static func noTable(
    _ units: [FITSUnit], _ tables: [FITSUnit], isWhole: Bool, _ source: String
  ) -> TableError {
    let message: String
    if !tables.isEmpty {
      message = "the binary table has no rows; give at least one point."
    } else if !isWhole {
      message =
        "the file is damaged or cut short before any binary table ends its header; save or copy it anew."
    } else {
      let found = units.map { MessageText.cleaned($0["XTENSION"] ?? "an image") }
      message =
        "the FITS file has no binary table, whose rows are the points (there are: "
        + "\(WordList.beginning(of: found, most: 5) { $0 })); save the points as one."
    }
    return TableError(.badData, source: source, message: message)
  }
}
