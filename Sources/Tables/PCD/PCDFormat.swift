/// Points with fields, as the Point Cloud Library has them.
struct PCDFormat: TableFormat {
  let names = (one: "a PCD file", several: "PCD files")
  let endings = ["pcd"]
  let looseEndings: [String] = []
  let contentTypes = ["application/vnd.pcd"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    beginning.starts(with: PCDHeader.magic) || (ending == "pcd" && beginning.starts(with: "VERSION".utf8))
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try PCDTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    let table = outline.table?.contents as? PCDTable
    let several = table?.header.layout.fields.filter { $0.count > 1 }.map(\.name) ?? []
    let names = OutputNames(of: outline.table, appending: outline.columnNames, fields: several)
    guard let table else {
      return try RecordSink(
        outline, format: self, frame: PCDFrame(rowCount: outline.rowCount), names: names)
    }
    let frame = PCDPassingFrame(table: table, names: names)
    if let lines = table.contents as? RecordLines {
      return RecordLinesSink(outline, format: self, frame: frame, text: lines.text, names: names)
    }
    let records = table.contents as? RecordTable
    if table.header.body == .compressed, let records {
      return PCDCompressedSink(outline, format: self, frame: frame, records: records, names: names)
    }
    return try RecordSink(outline, format: self, frame: frame, passing: records, names: names)
  }

  /// The words for fields that are added: names, sizes, types and counts.
  static func words(_ fields: [NewField]) -> [String: [String]] {
    [
      "FIELDS": fields.map { $0.name.split(whereSeparator: \.isWhitespace).joined(separator: "_") },
      "SIZE": fields.map { String($0.storage.size) },
      "TYPE": fields.map { field in
        switch field.storage.kind {
        case .float: "F"
        case .signed: "I"
        case .unsigned: "U"
        }
      },
      "COUNT": fields.map { _ in "1" },
    ]
  }
}

/// The header of a new file.
struct PCDFrame: RecordFrame {
  let rowCount: Int

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let words = PCDFormat.words(fields)
    let ofFields = ["FIELDS", "SIZE", "TYPE", "COUNT"].map {
      ([$0] + (words[$0] ?? [])).joined(separator: " ")
    }
    let lines =
      ["# .PCD v0.7 - Point Cloud Data file format", "VERSION 0.7"] + ofFields
      + ["WIDTH \(rowCount)", "HEIGHT 1", "VIEWPOINT 0 0 0 1 0 0 0", "POINTS \(rowCount)", "DATA binary"]
    return Array(lines.joined(separator: "\n").utf8) + [Byte.lineFeed]
  }
}

/// What stands around the points of a file that passes through: its own header, with words for the new fields.
struct PCDPassingFrame: RecordFrame {
  let table: PCDTable
  /// What columns are called.
  let names: OutputNames

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    let added = PCDFormat.words(fields)
    var renamed: [Int: String] = [:]
    let columns = table.header.layout.columns
    for (field, places) in Dictionary(grouping: columns.indices, by: { columns[$0].field }) {
      renamed[field] = names.newName(ofField: table.header.layout.fields[field].name, columns: places)
    }
    return table.file.withBytes { bytes in
      var header: [UInt8] = []
      for line in table.header.lines {
        guard let key = line.words.first, let words = added[key == "COLUMNS" ? "FIELDS" : key] else {
          header.append(contentsOf: bytes[line.extent])
          continue
        }
        let end = bytes[line.extent].reversed().prefix { Byte.isBlank($0) || $0 == Byte.lineFeed }.count
        let own = bytes[line.extent].dropLast(end)
        if (key == "FIELDS" || key == "COLUMNS") && !renamed.isEmpty {
          let names = line.words.enumerated().map { renamed[$0 - 1] ?? $1 }
          header += Array(names.joined(separator: " ").utf8)
        } else {
          header.append(contentsOf: own)
        }
        for word in words { header += Array(" \(word)".utf8) }
        header.append(contentsOf: bytes[line.extent].suffix(end))
      }
      return header
    }
  }

  /// Bytes behind the points, of which nobody knows what they are.
  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {
    guard let text = (table.contents as? RecordLines)?.text.file.count ?? binaryEnd else { return }
    try table.file.withBytes { bytes throws(TableError) in
      try output.write(UnsafeRawBufferPointer(bytes.extracting(text..<bytes.count)))
    }
  }

  private var binaryEnd: Int? {
    guard table.header.body == .binary else { return nil }
    return table.header.dataOffset + table.header.rowCount * table.header.layout.length
  }
}
