#if Formats

internal import CFormats
internal import Parallel
internal import Synchronization

/// A LAZ file as the LAS file that it would be without compression: whatever reads and passes on the one does so with the
/// other.
///
/// Every chunk is decoded once, when the file is opened: who asks for its points later can get no error, and does not wait
/// for a codec that makes some thirty megabytes a second.
struct LAZImage {
  private let input: TableInput
  private let header: LASHeader
  private let description: LAZDescription
  private let chunks: LAZChunks
  /// What stands before the points, with places as they are in the image.
  private let beginning: [UInt8]
  /// What stands behind the points and their table: wave forms and extended records.
  private let ending: Range<Int>

  /// So many times as long as it was compressed are no points that were measured, but for a beginning of this length.
  static let mostGain = 10_000

  /// The bytes of a file without compression.
  ///
  /// - Throws: ``TableError`` where they are damaged, with the place, or there is no room.
  /// - Complexity: O(points).
  static func bytes(of input: TableInput) throws(TableError) -> FileBytes {
    let image = try input.bytes.withBytes { bytes throws(TableError) in try LAZImage(input, bytes) }
    let work = WorkMeter.Work(.reading, of: input.source, total: image.header.rowCount)
    return try input.options.meter.measuring(work) { () throws(TableError) in try image.made() }
  }

  private init(_ input: TableInput, _ bytes: UnsafeBufferPointer<UInt8>) throws(TableError) {
    self.input = input
    let source = input.source
    let header = try LASHeader(bytes, source: source)
    let reader = HeaderBytes(bytes)
    self.header = header
    description = try LAZDescription(header, reader, source: source)
    let (chunks, end) = try LAZChunks.read(header, description, bytes, source: source)
    self.chunks = chunks
    let length = try Self.lengthOfPoints(header, end - header.dataOffset, source)
    try input.options.require(rows: header.rowCount, source: source)
    let places = LASHeader.placesBehindPoints(minorVersion: header.minorVersion)
    let starts = places.compactMap { place in
      reader.integer(8, at: place).flatMap { $0 > header.dataOffset && $0 <= end ? $0 : nil }
    }
    ending = (starts.min() ?? end)..<end
    beginning = Self.beginning(header, bytes, shift: length - ending.lowerBound)
  }

  /// The bytes of all points, which must be such as can come of so many compressed ones.
  private static func lengthOfPoints(
    _ header: LASHeader, _ compressed: Int, _ source: String
  ) throws(TableError) -> Int {
    let (length, isTooLarge) = header.rowCount.multipliedReportingOverflow(by: header.recordLength)
    let isLikely = length <= Decompression.freeLength || length / mostGain <= compressed
    guard !isTooLarge, isLikely, header.rowCount <= compressed * mostGain else {
      throw TableError(
        .badData, source: source,
        message: "the header has \(CountText.of(header.rowCount, "point")), and so many cannot be in "
          + "\(CountText.of(compressed, "byte")); the file is cut short or damaged: copy or download it anew."
      )
    }
    return length
  }

  /// The header without compression.
  private static func beginning(
    _ header: LASHeader, _ bytes: UnsafeBufferPointer<UInt8>, shift: Int
  ) -> [UInt8] {
    let own = header.records.filter { !$0.isExtended && LAZDescription.describes($0) }
    var made: [UInt8] = []
    var position = 0
    for record in own {
      made += bytes[position..<record.extent.lowerBound]
      position = record.extent.upperBound
    }
    made += bytes[position..<header.dataOffset]
    made[104] = UInt8(header.pointFormat)
    made.set(made.count, 4, at: 96)
    made.set(header.records.count { !$0.isExtended } - own.count, 4, at: 100)
    for place in LASHeader.placesBehindPoints(minorVersion: header.minorVersion) {
      let found = HeaderBytes(bytes).integer(8, at: place) ?? 0
      if found > header.dataOffset { made.set(found + made.count + shift, 8, at: place) }
    }
    return made
  }

  // MARK: Decoding

  private func made() throws(TableError) -> FileBytes {
    let length = header.rowCount * header.recordLength
    let total = beginning.count + length + ending.count
    return try FileBytes.filled(total, source: input.source, input.options, held: input.bytes.heldCount) {
      target, leave throws(TableError) in
      beginning.withUnsafeBytes { target.copyMemory(from: $0) }
      try input.bytes.withBytes { bytes throws(TableError) in
        let points = UnsafeMutableRawBufferPointer(rebasing: target[beginning.count..<total - ending.count])
        try decode(bytes, points, leave)
        UnsafeMutableRawBufferPointer(rebasing: target[(total - ending.count)...])
          .copyMemory(from: UnsafeRawBufferPointer(bytes.extracting(ending)))
      }
    }
  }

  private func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ points: UnsafeMutableRawBufferPointer,
    _ leave: @Sendable (UnsafeRawBufferPointer) -> Void
  ) throws(TableError) {
    guard let base = points.baseAddress else { return }
    let target = DisjointWriter(base.assumingMemoryBound(to: UInt8.self))
    switch chunks {
    case .tabled(let chunks):
      // Only read from.
      nonisolated(unsafe) let bytes = bytes
      let failure = Mutex<TableError?>(nil)
      ParallelLoop.run(count: chunks.count, threadCount: input.options.workerCount) { place in
        guard failure.withLock({ $0 == nil }) else { return }
        let chunk = chunks[place]
        do throws(TableError) {
          let end = try decode(chunk.rows, bytes, chunk.bytes, target, leave)
          // As many bytes as the table says, or some of them were others.
          guard end == chunk.bytes.upperBound else { throw damaged(chunk.rows, at: chunk.bytes.lowerBound) }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
    case .oneAfterTheOther(let start, let size):
      var position = start
      for row in stride(from: 0, to: header.rowCount, by: max(size, 1)) {
        let rows = row..<min(row + size, header.rowCount)
        position = try decode(rows, bytes, position..<bytes.count, target, leave)
      }
    }
  }

  /// Decodes the points of a chunk, and answers where it ends.
  private func decode(
    _ rows: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ target: DisjointWriter<UInt8>, _ leave: (UnsafeRawBufferPointer) -> Void
  ) throws(TableError) -> Int {
    let chunk = bytes.extracting(range)
    var layout = description.layout
    guard let decoder = claz_decoder_make(&layout, chunk.baseAddress, chunk.count) else {
      throw MemoryAllowance.shortage(1 << 22, source: input.source)
    }
    defer { claz_decoder_free(decoder) }
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: LAZDescription.usualChunkSize) {
      let part = start..<min(start + LAZDescription.usualChunkSize, rows.upperBound)
      let place = target.pointer(at: start * header.recordLength)
      guard claz_decode(decoder, Int64(part.count), place) != 0 else {
        throw damaged(rows, at: range.lowerBound)
      }
      input.options.meter?.add(part.count)
      leave(UnsafeRawBufferPointer(start: place, count: part.count * header.recordLength))
    }
    return range.lowerBound + claz_decoder_position(decoder)
  }

  // MARK: Errors

  private func damaged(_ rows: Range<Int>, at position: Int) -> TableError {
    Self.damaged(
      input.source,
      "the points from \(CountText.grouped(rows.lowerBound + 1)) to \(CountText.grouped(rows.upperBound)) cannot be "
        + "decoded", at: position)
  }

  static func damaged(_ source: String, _ reason: String, at position: Int) -> TableError {
    TableError(
      .badData, source: source,
      message:
        "the LAZ file is damaged at byte \(CountText.grouped(position)): \(reason); copy or download it anew."
    )
  }

  static func cutShort(_ source: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the file ends before its points; it is cut short: copy or download it anew.")
  }
}

#endif
