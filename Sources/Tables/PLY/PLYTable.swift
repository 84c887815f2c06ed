/// The vertices of a PLY file, and where everything else of it is.
struct PLYTable: TableSourceWrapper {
  let header: PLYHeader
  let file: FileBytes
  /// The element of vertices, among all.
  let vertex: Int
  /// Where the bytes of the vertices are.
  private(set) var extent = 0..<0
  private(set) var contents: any TableSource

  var isText: Bool { header.body == .ascii }

  /// Reads the header, and checks that all vertices are there.
  init(_ input: TableInput) throws(TableError) {
    let (file, source) = (input.bytes, input.source)
    let header = try file.withBytes { bytes throws(TableError) in try PLYHeader(bytes, source: source) }
    guard let vertex = header.elements.firstIndex(where: { $0.name == "vertex" }) else {
      let names = WordList.beginning(of: header.elements.map(\.name), most: 5, MessageText.cleaned)
      throw TableError(
        .badData, source: source,
        message:
          "the PLY file has no element «vertex» (there are: \(names.isEmpty ? "none" : names)), and its rows are "
          + "the points; save the file with one.")
    }
    let element = header.elements[vertex]
    try Self.check(element, source: source)
    try input.options.require(columns: element.properties.count, rows: element.count, source: source)
    self.header = header
    self.file = file
    self.vertex = vertex
    if header.body == .ascii {
      let lines = try Self.linesBefore(header, vertex)
      let text = try RecordLines(
        input, names: element.properties.map(\.name), rowCount: element.count, linesBefore: lines)
      extent = text.text.rows[0]..<text.text.file.count
      contents = text
    } else {
      let records = try Self.records(header, vertex, input)
      extent = records.dataOffset..<records.dataOffset + records.rowCount * records.recordLength
      contents = records
    }
  }

  /// Point clouds have coordinates; what else vertices have is not where they are.
  var coordinateColumns: [Int]? { RecordTable.coordinates(columnNames) }

  private static func check(_ element: PLYHeader.Element, source: String) throws(TableError) {
    if let list = element.properties.first(where: { $0.listLength != nil }) {
      throw TableError(
        .badData, source: source, line: list.line.number,
        message:
          "the property \(MessageText.quoted(list.name)) of the vertices is a list, and a column has one number "
          + "in each row; save the file without it.")
    }
    guard element.count > 0, !element.properties.isEmpty else {
      throw TableError(
        .badData, source: source, line: element.line.number,
        message: "there are \(CountText.of(element.count, "vertex", plural: "vertices")) of "
          + "\(CountText.of(element.properties.count, "property", plural: "properties")); give at least one point."
      )
    }
  }

  /// How many lines come before the first vertex: every other element is one line, too.
  private static func linesBefore(_ header: PLYHeader, _ vertex: Int) throws(TableError) -> Int {
    var count = header.lineCount
    for element in header.elements[..<vertex] {
      let (sum, isTooLarge) = count.addingReportingOverflow(element.count)
      guard !isTooLarge else {
        throw header.damaged("no file has \(element.count) elements", line: element.line.number)
      }
      count = sum
    }
    return count
  }

  // MARK: Binary

  private static func records(
    _ header: PLYHeader, _ vertex: Int, _ input: TableInput
  ) throws(TableError) -> RecordTable {
    let isBigEndian = header.body == .bigEndian
    var start = header.dataOffset
    for element in header.elements[..<vertex] {
      let end: Int? = input.bytes.withBytes { Self.end(of: element, from: start, in: $0, isBigEndian) }
      guard let end else {
        throw cutShort(
          "the element \(MessageText.quoted(element.name)), which stands before the vertices", input)
      }
      start = end
    }
    let element = header.elements[vertex]
    var layout = RecordLayout()
    for property in element.properties {
      _ = layout.append(property.name, property.storage.ordered(bigEndian: isBigEndian))
    }
    try RecordTable.require(
      element.count, "vertex", plural: "vertices", of: layout.length, in: input.bytes.count - start,
      source: input.source)
    return RecordTable(
      input.bytes, dataOffset: start, recordLength: layout.length, rowCount: element.count,
      columns: layout.columns,
      options: input.options)
  }

  private static func cutShort(_ what: String, _ input: TableInput) -> TableError {
    TableError(
      .badData, source: input.source,
      message: "the file ends within \(what); it is cut short: save or copy it anew.")
  }

  /// Where an element ends; nil where the file does before.
  private static func end(
    of element: PLYHeader.Element, from start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ isBigEndian: Bool
  ) -> Int? {
    guard element.hasLists else {
      let size = element.properties.reduce(0) { $0 + $1.storage.size }
      let (length, isTooLarge) = element.count.multipliedReportingOverflow(by: size)
      return !isTooLarge && length <= bytes.count - start ? start + length : nil
    }
    guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return nil }
    var position = start
    // Each takes a byte at least, so that the file's end comes before a count that is wrong.
    for _ in 0..<element.count {
      for property in element.properties {
        var count = 1
        if let stored = property.listLength?.ordered(bigEndian: isBigEndian) {
          guard stored.size <= bytes.count - position else { return nil }
          count = Int(exactly: stored.value(at: base + position)) ?? -1
          position += stored.size
        }
        let (length, isTooLarge) = count.multipliedReportingOverflow(by: property.storage.size)
        guard count >= 0, !isTooLarge, length <= bytes.count - position else { return nil }
        position += length
      }
    }
    return position
  }
}
