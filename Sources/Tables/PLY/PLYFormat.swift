/// Vertices of a point cloud or mesh, with properties (the Stanford triangle format).
struct PLYFormat: TableFormat {
  let names = (one: "a PLY file", several: "PLY files")
  let endings = ["ply"]
  let looseEndings: [String] = []
  let contentTypes = ["application/ply"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    guard beginning.starts(with: PLYHeader.magic), beginning.count > 3 else { return false }
    let rest = beginning[3...].drop { $0 == Byte.carriageReturn }
    guard rest.first == Byte.lineFeed else { return false }
    // A column may be called so: what the next line is about tells more.
    return ending == "ply"
      || ["format", "comment", "obj_info", "element"].contains { rest.dropFirst().starts(with: $0.utf8) }
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try PLYTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    guard let table = outline.table?.contents as? PLYTable else {
      let names = OutputNames(of: outline.table, appending: outline.columnNames)
      return try RecordSink(
        outline, format: self, frame: PLYFrame(rowCount: outline.rowCount), names: names)
    }
    let names = OutputNames(of: outline.table, appending: outline.columnNames)
    let frame = PLYPassingFrame(table: table, newNames: names.newNames)
    if let lines = table.contents as? RecordLines {
      return RecordLinesSink(outline, format: self, frame: frame, text: lines.text, names: names)
    }
    return try RecordSink(
      outline, format: self, frame: frame, passing: table.contents as? RecordTable, names: names)
  }

  /// A line that says what a property is; a name has no blanks.
  static func property(_ storage: NumberStorage, _ name: String) -> String {
    "property \(PLYHeader.name(of: storage)) \(name.split(whereSeparator: \.isWhitespace).joined(separator: "_"))"
  }
}

/// The header of a new file.
struct PLYFrame: RecordFrame {
  let rowCount: Int

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let properties = fields.map { PLYFormat.property($0.storage, $0.name) }
    let lines =
      ["ply", "format binary_little_endian 1.0", "element vertex \(rowCount)"] + properties + ["end_header"]
    return Array(lines.joined(separator: "\n").utf8) + [Byte.lineFeed]
  }
}

/// What stands around the vertices of a file that passes through: its own header, with the new properties.
struct PLYPassingFrame: RecordFrame {
  let table: PLYTable
  /// The names of properties that are renamed.
  let newNames: [Int: String]

  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage {
    numbers.usualStorage.ordered(bigEndian: table.header.body == .bigEndian)
  }

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let properties = table.header.elements[table.vertex].properties
    return table.file.withBytes { bytes in
      var header: [UInt8] = []
      var position = 0
      let lineEnd: [UInt8] =
        bytes[3] == Byte.carriageReturn ? [Byte.carriageReturn, Byte.lineFeed] : [Byte.lineFeed]
      func copy(to end: Int) {
        header.append(contentsOf: bytes[position..<end])
        position = end
      }
      for (column, property) in properties.enumerated() {
        copy(to: property.line.extent.lowerBound)
        if let name = newNames[column] {
          header += Array("property \(property.line.words[1]) \(name)".utf8) + lineEnd
          position = property.line.extent.upperBound
        }
        copy(to: property.line.extent.upperBound)
      }
      for field in fields { header += Array(PLYFormat.property(field.storage, field.name).utf8) + lineEnd }
      copy(to: table.extent.lowerBound)
      return header
    }
  }

  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    try table.file.withBytes { bytes throws(TableError) in
      try output.write(UnsafeRawBufferPointer(bytes.extracting(table.extent.upperBound..<bytes.count)))
    }
  }
}
