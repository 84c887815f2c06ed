/// The events of a flow cytometry file: the first data set.
struct FCSTable: TableSourceWrapper {
  let header: FCSHeader
  let parameters: FCSParameters
  let file: FileBytes
  let records: RecordTable

  var contents: any TableSource { records }

  /// Reads header and text, and checks that all events are there.
  init(_ input: TableInput) throws(TableError) {
    let (file, source) = (input.bytes, input.source)
    let header = try file.withBytes { bytes throws(TableError) in try FCSHeader(bytes, source: source) }
    let parameters = try FCSParameters(header, options: input.options, source: source)
    // Old files leave the number of events to be found from the data's extent; some programs give the byte after its end.
    let rest = file.count - header.dataOffset
    let told = header.dataEnd > header.dataOffset ? min(header.dataEnd - header.dataOffset + 1, rest) : rest
    let available = min(told + 1, rest)
    let count = header.keywords.integer("$TOT") ?? told / parameters.length
    guard count > 0 else {
      throw TableError(.badData, source: source, message: "the file has no events; give at least one.")
    }
    try RecordTable.require(count, "event", of: parameters.length, in: available, source: source)
    try input.options.require(rows: count, source: source)
    self.header = header
    self.parameters = parameters
    self.file = file
    records = RecordTable(
      file, dataOffset: header.dataOffset, recordLength: parameters.length, rowCount: count,
      columns: parameters.columns, options: input.options)
  }

  var columnLabels: [String?] { parameters.labels }

  /// When an event was seen says nothing of the cell.
  var coordinateColumns: [Int]? {
    let places = columnNames.indices.filter { !Self.isTime(columnNames[$0]) }
    return places.count < columnNames.count ? places : nil
  }

  static func isTime(_ name: String) -> Bool { name.lowercased() == "time" }

  var notes: [String] {
    var notes: [String] = []
    let labelled = zip(columnNames, columnLabels).compactMap { name, label in
      label.map { "\(MessageText.cleaned(name)) is \(MessageText.cleaned($0))" }
    }
    if !labelled.isEmpty {
      notes.append(
        "\(WordList.beginning(of: labelled, most: 12) { $0 }); a parameter is found by either name")
    }
    if header.nextData != nil { notes.append("the file has several data sets, and the first one is read") }
    return notes
  }
}

extension PointTable {
  /// The keywords of a flow cytometry file, in capital letters, with their values; nil for other files.
  package var flowKeywords: [String: String]? { (contents as? FCSTable)?.header.keywords.all }
}
