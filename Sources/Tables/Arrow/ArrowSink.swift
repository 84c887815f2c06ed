#if Formats

internal import Parallel

/// A table on its way into an Arrow file or stream.
///
/// Columns of an Arrow file pass through as they are stored, lists and the like too, in the same batches; those of other
/// tables become doubles and texts. What is missing is null.
struct ArrowSink: TableSink {
  /// Where the cells of a column that is made come from: numbers or texts of the table, or a column that is appended.
  private enum Origin { case numbers(Int), texts(Int), added(Int) }

  private enum Column {
    /// A field of the file that passes through.
    case kept(Int)
    case made(Origin, ArrowColumnBuilder)
  }

  private let outline: TableOutline
  private let format: any TableFormat
  private let passing: ArrowFile?
  private let names: OutputNames
  private let writer: ArrowWriter
  private var columns: [Column] = []
  private var hasBegun = false
  /// The batch of the file that passes through which is written next, and what of its dictionaries has been.
  private var nextBatch = 0
  private var nextDictionary = 0

  var renames: [ColumnRename] { names.renames }

  /// The rows that are handled at a time.
  private static let pieceLength = 1 << 16
  /// The most rows of a batch of a new file, and about how many bytes it may take.
  private static let mostOfBatch = 1 << 20
  private static let bytesOfBatch = 1 << 27

  init(_ outline: TableOutline, format: any TableFormat) throws(TableError) {
    self.outline = outline
    self.format = format
    passing = (outline.table?.contents as? ArrowTable)?.file
    names = OutputNames(of: outline.table, appending: outline.columnNames, fields: passing?.others ?? [])
    let isStream = FileEnding.of(outline.path) == "arrows"
    writer = ArrowWriter(isStream: isStream, version: passing?.version ?? 4, passing: passing?.bytes)
    guard let passing, !isStream, passing.replacesDictionaries else { return }
    throw TableError(
      .badData, source: outline.path,
      message:
        "the dictionary of a column changes on the way, which streams can hold and files cannot; name the output "
        + ".arrows or .csv.")
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if !hasBegun { try begin(run, output) }
    hasBegun = true
    var row = run.rows.lowerBound
    while row < run.rows.upperBound {
      let batchEnd = batchEnd(after: row)
      let end = min(row + Self.pieceLength, run.rows.upperBound, batchEnd)
      try append(row..<end, of: run)
      outline.meter?.add(end - row)
      row = end
      if row == batchEnd { try writeBatches(upTo: row, output) }
    }
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try writeNewBatch(output)
    try writer.finish(words: passing?.footerWords, to: output)
  }

  private func batchEnd(after row: Int) -> Int {
    if let passing { return passing.starts[passing.batch(of: row) + 1] }
    var most = Self.mostOfBatch
    while most > Self.pieceLength, most * 8 * columns.count > Self.bytesOfBatch { most /= 2 }
    return (row / most + 1) * most
  }

  // MARK: Columns

  private mutating func begin(_ run: TableRun, _ output: OutputDescriptor) throws(TableError) {
    var fields: [FlatValue] = []
    let filled = Set(run.fillings.map(\.column))
    if let passing {
      try keepFields(of: passing, filled, &fields)
    } else if let table = outline.table {
      for (column, name) in names.written(over: table.columnNames).enumerated() {
        add(table.columnKinds[column] == .numeric ? .numbers(column) : .texts(column), name, of: run, &fields)
      }
    }
    for (place, column) in run.columns.enumerated() { add(.added(place), column.name, of: run, &fields) }
    let schema = passing?.schema ?? .table([.scalar(0, size: 2)])
    try writer.begin(schema.setting(1, to: .tables(fields)), to: output)
    try writeBatches(upTo: 0, output)
  }

  private mutating func add(_ origin: Origin, _ name: String, of run: TableRun, _ fields: inout [FlatValue]) {
    let kind: ArrowColumnBuilder.Kind =
      switch origin {
      case .numbers: .numbers
      case .texts: .texts
      case .added(let place):
        switch run.columns[place].values {
        case .integers: .integers
        case .numbers: .numbers
        case .strings, .categories: .texts
        }
      }
    let builder = ArrowColumnBuilder(kind, source: outline.path, outline.table?.reading ?? ReadingOptions())
    columns.append(.made(origin, builder))
    fields.append(builder.field(named: name))
  }

  /// Takes over the fields of the file that passes through, but for those whose missing cells get numbers.
  private mutating func keepFields(
    of file: ArrowFile, _ filled: Set<Int>, _ fields: inout [FlatValue]
  ) throws(TableError) {
    for (top, field) in file.fields.enumerated() {
      let own = file.columns.indices.filter { file.columns[$0].top == top }
      if let column = own.first(where: { filled.contains($0) }) {
        guard !file.columns[column].isNested else {
          throw TableError(
            .badData, source: outline.path,
            message:
              "the column \(MessageText.quoted(file.columns[column].name)) is a part of another column, whose missing "
              + "values are not filled; name the output .csv.")
        }
        add(
          .numbers(column), names.newNames[column] ?? field.name, of: TableRun(rows: 0..<0, columns: []),
          &fields)
        continue
      }
      columns.append(.kept(top))
      let name = own.count == 1 ? names.newNames[own[0]] : nil
      fields.append(renamed(field, (own.isEmpty ? names.newFieldNames[field.name] : name)))
    }
  }

  private func renamed(_ field: ArrowField, _ name: String?) -> FlatValue {
    name.map { field.description.setting(0, to: .text(Array($0.utf8))) } ?? field.description
  }

  // MARK: Rows

  private func append(_ rows: Range<Int>, of run: TableRun) throws(TableError) {
    let wanted = columns.compactMap { if case .made(.numbers(let column), _) = $0 { column } else { nil } }
    let numbers = try outline.numbers(of: wanted, in: rows, run, format)
    for case .made(let origin, let builder) in columns {
      switch origin {
      case .numbers(let own): try builder.append(.numbers(numbers[own] ?? []))
      case .texts(let own): try builder.append(.texts(outline.texts(of: own, in: rows)))
      case .added(let place): try builder.append(run.columnarCells(of: place, in: rows))
      }
    }
  }

  // MARK: Batches

  /// Writes the batches that end at a row or before it.
  private mutating func writeBatches(upTo row: Int, _ output: OutputDescriptor) throws(TableError) {
    guard let passing else { return try writeNewBatch(output) }
    while nextBatch < passing.batches.count, passing.starts[nextBatch + 1] <= row {
      while nextDictionary < passing.dictionaries.count,
        passing.dictionaries[nextDictionary].rowsBefore <= nextBatch
      {
        try writer.copy(dictionary: passing.dictionaries[nextDictionary].batch.message, to: output)
        nextDictionary += 1
      }
      try write(passing.batches[nextBatch], of: passing, output)
      nextBatch += 1
    }
  }

  private func writeNewBatch(_ output: OutputDescriptor) throws(TableError) {
    let count = columns.reduce(0) {
      if case .made(_, let builder) = $1 { max($0, builder.count) } else { $0 }
    }
    guard count > 0 else { return }
    var description = ArrowBatchDescription(codec: nil, path: outline.path)
    for case .made(_, let builder) in columns { try description.append(builder) }
    try writer.write(description.table(rowCount: count), description.buffers, words: nil, to: output)
  }

  private func write(_ batch: ArrowBatch, of file: ArrowFile, _ output: OutputDescriptor) throws(TableError) {
    var description = ArrowBatchDescription(codec: batch.codec, path: outline.path)
    var starts: [ArrowExtent] = []
    for field in file.fields { starts.append((starts.last ?? ArrowExtent()) + field.extent) }
    for column in columns {
      switch column {
      case .made(_, let builder): try description.append(builder)
      case .kept(let top):
        description.append(batch, from: top == 0 ? ArrowExtent() : starts[top - 1], file.fields[top].extent)
      }
    }
    try writer.write(
      description.table(rowCount: batch.rowCount), description.buffers, words: batch.words, to: output)
  }
}

/// What a batch that is written consists of, column after column.
private struct ArrowBatchDescription {
  private let codec: ArrowBatch.Codec?
  private let path: String
  private var nodes: [Int] = []
  private var further: [Int] = []
  private(set) var buffers: [ArrowWriter.Buffer] = []

  init(codec: ArrowBatch.Codec?, path: String) {
    self.codec = codec
    self.path = path
  }

  /// Columns of a batch as they stand there.
  mutating func append(_ batch: ArrowBatch, from start: ArrowExtent, _ extent: ArrowExtent) {
    for node in batch.nodes[start.nodes..<start.nodes + extent.nodes] { nodes += [node.count, node.missing] }
    buffers += batch.buffers[batch.bufferPlaces(from: start, extent)].map { .kept($0) }
    for view in start.views..<start.views + extent.views {
      further.append(batch.furtherBefore[view + 1] - batch.furtherBefore[view])
    }
  }

  /// A column that has been made.
  mutating func append(_ builder: ArrowColumnBuilder) throws(TableError) {
    let (node, made) = try builder.take()
    nodes += [node.count, node.missing]
    for buffer in made {
      if let codec {
        let (prefix, bytes) = try ArrowBuffers.compressed(buffer, codec, path: path)
        buffers.append(.made(prefix: prefix, bytes))
      } else {
        buffers.append(.made(prefix: [], buffer))
      }
    }
  }

  /// The batch's table, but for where buffers are.
  func table(rowCount: Int) -> FlatValue {
    .table([
      .scalar(Int64(rowCount), size: 8), .wholes(nodes, of: 2), nil,
      codec.map { .table([.scalar($0.rawValue, size: 1), .scalar(0, size: 1)]) },
      further.isEmpty ? nil : .wholes(further),
    ])
  }
}

#endif
