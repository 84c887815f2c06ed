#if Formats

internal import Synchronization

/// An Arrow file or stream: its columns, and where its rows are.
final class ArrowFile: Sendable {
  let bytes: FileBytes
  let source: String
  let isStream: Bool
  /// The version of the metadata, from 0.
  let version: Int64
  /// The schema, to be written again, and the words at the end of a file.
  let schema: FlatValue
  let footerWords: FlatValue?
  let fields: [ArrowField]
  let columns: [ArrowColumn]
  /// The names of the columns that are not read.
  let others: [String]
  /// The batches of rows, and where each begins; the end of the last.
  let batches: [ArrowBatch]
  let starts: [Int]
  /// The batches of dictionaries in their order, with the number of batches of rows before each.
  let dictionaries: [(batch: ArrowBatch, rowsBefore: Int)]
  /// Of each state of the dictionaries, the places of the batches that make up one, by its number.
  private let versions: [[Int64: [Int]]]
  /// Whether a dictionary takes the place of another one.
  let replacesDictionaries: Bool
  private let buffers: ArrowBuffers
  private let cache: Mutex<ArrowCache>

  var rowCount: Int { starts.last ?? 0 }

  init(_ input: TableInput) throws(TableError) {
    bytes = input.bytes
    source = input.source
    buffers = ArrowBuffers(file: input.bytes, source: input.source, options: input.options)
    cache = Mutex(ArrowCache(limit: MemoryAllowance.share(input.options.allowance.given)))
    do throws(ArrowDamage) {
      let messages = try input.bytes.withBytes { bytes throws(ArrowDamage) in try ArrowMessages(bytes) }
      var fields: [ArrowField] = []
      for field in messages.schema.tables(1) {
        fields.append(try ArrowField(field, version: messages.version))
      }
      self.fields = fields
      (isStream, schema, footerWords) = (messages.isStream, messages.schema, messages.footerWords)
      version = messages.version
      (columns, others) = ArrowColumn.all(of: fields)
      let content = try ArrowContent(messages, fields)
      (batches, starts, dictionaries) = (content.batches, content.starts, content.dictionaries)
      (versions, replacesDictionaries) = (content.versions, content.replacesDictionaries)
    } catch {
      throw Self.damaged(input.source, error.reason)
    }
    try checkLengths()
  }

  static func damaged(_ source: String, _ reason: String, line: Int? = nil) -> TableError {
    TableError(
      .badData, source: source, line: line,
      message:
        "the Arrow file is damaged, or of a kind that is not known: \(reason); write it or copy it anew.")
  }

  /// Whether any batch of rows is compressed, so that its columns are taken apart as wholes.
  var isCompressed: Bool { batches.contains { $0.codec != nil } }

  // MARK: Rows

  /// The batch in which a row is.
  func batch(of row: Int) -> Int { min(starts.partitioningIndex(after: row), batches.count) - 1 }

  /// Calls the body for each part of some rows that is of one batch.
  ///
  /// - Parameter body: Gets the values, the rows as the batch counts them, and the number of the batch's first row.
  func forEachPart(
    of column: Int, _ rows: Range<Int>,
    _ body: (_ array: ArrowArray, _ rows: Range<Int>, _ first: Int) throws(TableError) -> Void
  ) throws(TableError) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let batch = batch(of: row)
      let (first, end) = (starts[batch], min(starts[batch + 1], rows.upperBound))
      try body(try array(column, batch), row - first..<end - first, first)
      row = end
    }
  }

  /// The values of a column in a batch.
  func array(_ column: Int, _ batch: Int) throws(TableError) -> ArrowArray {
    let key = ArrowCache.Key(column: column, batch: batch)
    // What is not compressed is at hand.
    let isKept = batches[batch].codec != nil || columns[column].field.dictionary != nil
    if isKept, let found = cache.withLock({ $0.find(key) }) { return found }
    let made = try makeArray(columns[column], batches[batch])
    if isKept { cache.withLock { $0.keep(made, key) } }
    return made
  }

  private func makeArray(_ column: ArrowColumn, _ batch: ArrowBatch) throws(TableError) -> ArrowArray {
    var masks: [FileBytes] = []
    for outer in column.outer {
      if let mask = try mask(batch, outer) { masks.append(mask) }
    }
    let type = column.field.stored
    if type != .nothing, let mask = try mask(batch, column.start) { masks.append(mask) }
    let dictionary = try dictionary(of: column.field, batch.version)
    return ArrowArray(
      type: type, count: batch.rowCount, masks: masks, buffers: try values(type, batch, column.start),
      dictionary: dictionary)
  }

  /// The values to which a field has indices, in one of the states of its dictionary.
  private func dictionary(of field: ArrowField, _ version: Int) throws(TableError) -> ArrowDictionary? {
    guard let id = field.dictionary?.id else { return nil }
    let places = versions[version][id] ?? []
    if let found = cache.withLock({ $0.find(dictionary: id, places) }) { return found }
    var arrays: [ArrowArray] = []
    for batch in places.map({ dictionaries[$0].batch }) {
      let mask = field.type == .nothing ? nil : try mask(batch, ArrowExtent())
      arrays.append(
        ArrowArray(
          type: field.type, count: batch.rowCount, masks: mask.map { [$0] } ?? [],
          buffers: try values(field.type, batch, ArrowExtent()), dictionary: nil))
    }
    let made = ArrowDictionary(arrays)
    guard made.isSound else {
      throw Self.damaged(source, "texts of a dictionary are not where they should be")
    }
    cache.withLock { $0.keep(dictionary: made, id, places) }
    return made
  }

  /// The bits of what is there; nil where nothing is missing.
  private func mask(_ batch: ArrowBatch, _ place: ArrowExtent) throws(TableError) -> FileBytes? {
    guard batch.nodes[place.nodes].missing > 0 else { return nil }
    return try bytes(
      batch, batch.buffers[place.buffers + batch.furtherBefore[place.views]], batch.rowCount.bytesOfBits)
  }

  private func values(_ type: ArrowType, _ batch: ArrowBatch, _ start: ArrowExtent) throws(TableError)
    -> [FileBytes]
  {
    let places = batch.bufferPlaces(from: start, ArrowExtent(of: type)).dropFirst()
    guard type != .nothing else { return [] }
    var found: [FileBytes] = []
    for place in places {
      let needed = found.isEmpty ? type.leastBytes(of: batch.rowCount) : 0
      found.append(try bytes(batch, batch.buffers[place], needed))
    }
    return found
  }

  /// A buffer that is long enough.
  private func bytes(_ batch: ArrowBatch, _ place: Range<Int>, _ needed: Int) throws(TableError) -> FileBytes
  {
    let found = try buffers.bytes(of: place, batch.codec)
    guard found.count >= needed else { throw Self.damaged(source, "a buffer is shorter than its column") }
    return found
  }

  // MARK: Checks

  /// Compares the lengths of the buffers that are read with the rows, without taking them apart.
  private func checkLengths() throws(TableError) {
    do throws(ArrowDamage) {
      for batch in batches {
        for column in columns { try check(column.field.stored, batch, column.start, column.outer) }
      }
      for column in columns {
        guard let id = column.field.dictionary?.id else { continue }
        for place in Set(versions.flatMap { $0[id] ?? [] }) {
          try check(column.field.type, dictionaries[place].batch, ArrowExtent(), [])
        }
      }
    } catch {
      throw Self.damaged(source, error.reason)
    }
  }

  private func check(
    _ type: ArrowType, _ batch: ArrowBatch, _ start: ArrowExtent, _ outer: [ArrowExtent]
  ) throws(ArrowDamage) {
    func require(_ needed: Int, at place: Int) throws(ArrowDamage) {
      guard try buffers.count(of: batch.buffers[place], batch.codec) >= needed else {
        throw ArrowDamage(reason: "a buffer is shorter than its column")
      }
    }
    for place in outer + [start] {
      guard batch.nodes[place.nodes].count == batch.rowCount else {
        throw ArrowDamage(reason: "a column of a batch is not as long as the others")
      }
      guard batch.nodes[place.nodes].missing > 0, place.nodes != start.nodes || type != .nothing else {
        continue
      }
      try require(batch.rowCount.bytesOfBits, at: place.buffers + batch.furtherBefore[place.views])
    }
    for (number, place) in batch.bufferPlaces(from: start, ArrowExtent(of: type)).dropFirst().enumerated() {
      try require(number == 0 ? type.leastBytes(of: batch.rowCount) : 0, at: place)
    }
  }
}

extension ArrowType {
  /// How long the first buffer after the mask is, at least; none where that is more than there can be.
  func leastBytes(of count: Int) -> Int {
    func bytes(_ size: Int, _ count: Int) -> Int {
      let product = count.multipliedReportingOverflow(by: size)
      return product.overflow ? .max : product.partialValue
    }
    return switch self {
    case .nothing, .structure, .other: 0
    case .truth: count.bytesOfBits
    case .integer(let size, _), .float(let size), .decimal(let size, _), .date(let size), .time(let size, _),
      .bytes(let size):
      bytes(size, count)
    case .moment: bytes(8, count)
    case .text(let size): count == 0 ? 0 : bytes(size, count == .max ? count : count + 1)
    case .view: bytes(16, count)
    }
  }
}

extension Int {
  /// The bytes of so many bits.
  fileprivate var bytesOfBits: Int { self / 8 + (isMultiple(of: 8) ? 0 : 1) }
}

#endif
