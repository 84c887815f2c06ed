#if Formats

internal import CFormats
internal import Parallel

/// Makes a LAZ file of the bytes of a LAS file, in chunks of points that several threads compress at once.
///
/// What stands behind the points has its place written into the header at the end, and so has the table of chunks. A
/// class, since a sink is asked to finish when it can change no more.
final class LAZWriter {
  private let outline: TableOutline
  /// What has come and is not written yet: the header until it is whole, then points, then what stands behind them.
  private var pending: [UInt8] = []
  private var head: Head?
  /// The points that have been written.
  private var rowCount = 0
  /// The bytes of each chunk.
  private var sizes: [UInt32] = []
  /// Where the file begins in what is written to, and how many bytes of it are there.
  private var start = 0
  private var position = 0

  /// What the header tells that is needed while points are written.
  private struct Head {
    let description: LAZDescription
    let recordLength: Int
    /// Where points begin in the LAS file, and here.
    let plainOffset: Int
    let offset: Int
    /// The places in the header that say what stands behind the points, and what they said.
    let places: [(place: Int, target: Int)]
  }

  init(_ outline: TableOutline) { self.outline = outline }

  /// Refuses what can only be written from its beginning to its end, such as a pipe.
  func requirePlaces(_ output: OutputDescriptor) throws(TableError) {
    guard head == nil else { return }
    guard let place = output.position else {
      throw TableError(
        .cannotCreate, source: outline.path,
        message:
          "the header of a LAZ file is completed when its points are written, which a pipe or device does not allow; "
          + "name a file, or the output .las.")
    }
    start = place
  }

  /// Takes the next bytes of the LAS file.
  func append(_ bytes: [UInt8], to output: OutputDescriptor) throws(TableError) {
    pending = pending.isEmpty ? bytes : pending + bytes
    if head == nil, !pending.isEmpty { try begin(output) }
    guard let head else { return }
    let whole = min(pending.count / head.recordLength, outline.rowCount - rowCount)
    try compress(whole / LAZDescription.usualChunkSize * LAZDescription.usualChunkSize, head, output)
  }

  /// Writes what is left, the table of chunks, and what the header has to say of them.
  func finish(_ output: OutputDescriptor) throws(TableError) {
    guard let head else { return }
    try compress(outline.rowCount - rowCount, head, output)
    let pointsEnd = head.plainOffset + outline.rowCount * head.recordLength
    let table = position
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes.set(sizes.count, 4, at: 4)
    let isEncoded = sizes.withUnsafeBufferPointer { sizes in
      withBytes(into: &bytes) { claz_write_table(sizes.baseAddress, Int64(sizes.count), $0, $1) }
    }
    guard isEncoded else { throw noMemory }
    try write(bytes, output)
    let behind = position
    try write(pending, output)
    try output.replace(
      [(head.offset, table)] + head.places.map { ($0.place, behind + $0.target - pointsEnd) }, from: start)
  }

  // MARK: The header

  private func begin(_ output: OutputDescriptor) throws(TableError) {
    let (head, bytes) = pending.withUnsafeBufferPointer { makeHead(HeaderBytes($0)) }
    self.head = head
    pending.removeFirst(head.plainOffset)
    // After the header stands where the table of chunks begins.
    try write(bytes + [UInt8](repeating: 0, count: 8), output)
  }

  /// What a sink of ours has written before the points, and what stands there in a LAZ file.
  private func makeHead(_ header: HeaderBytes) -> (Head, [UInt8]) {
    func integer(_ size: Int, _ place: Int) -> Int { header.integer(size, at: place) ?? 0 }
    let (plainOffset, recordLength, count) = (integer(4, 96), integer(2, 105), integer(4, 100))
    let description = LAZDescription(format: integer(1, 104), length: recordLength)
    var recordsEnd = integer(2, 94)
    for _ in 0..<count { recordsEnd += 54 + integer(2, recordsEnd + 20) }
    var bytes = header.bytes[..<recordsEnd] + description.record
    bytes += header.bytes[recordsEnd..<plainOffset]
    var made = Array(bytes)
    made.set(made.count, 4, at: 96)
    made.set(count + 1, 4, at: 100)
    made[104] |= 0x80
    let pointsEnd = plainOffset + outline.rowCount * recordLength
    let places = LASHeader.placesBehindPoints(minorVersion: integer(1, 25)).compactMap { place in
      integer(8, place) >= pointsEnd ? (place, integer(8, place)) : nil
    }
    return (
      Head(
        description: description, recordLength: recordLength, plainOffset: plainOffset, offset: made.count,
        places: places), made
    )
  }

  // MARK: Points

  /// Compresses the first points that wait, several chunks at once.
  private func compress(_ count: Int, _ head: Head, _ output: OutputDescriptor) throws(TableError) {
    guard count > 0 else { return }
    let size = LAZDescription.usualChunkSize
    let chunkCount = (count + size - 1) / size
    let length = head.recordLength
    let chunks = pending.withUnsafeBufferPointer { pending in
      // Only read from.
      nonisolated(unsafe) let pending = pending
      return ParallelLoop.map(count: chunkCount, threadCount: outline.threadCount) { chunk -> [UInt8]? in
        let rows = chunk * size..<min((chunk + 1) * size, count)
        let records = pending.extracting(rows.lowerBound * length..<rows.upperBound * length)
        var layout = head.description.layout
        var bytes: [UInt8] = []
        let isEncoded = withBytes(into: &bytes) {
          claz_encode(&layout, records.baseAddress, Int64(rows.count), $0, $1)
        }
        return isEncoded ? bytes : nil
      }
    }
    for chunk in chunks {
      guard let chunk, let size = UInt32(exactly: chunk.count) else { throw noMemory }
      sizes.append(size)
      try write(chunk, output)
    }
    rowCount += count
    pending.removeFirst(count * length)
  }

  private func write(_ bytes: [UInt8], _ output: OutputDescriptor) throws(TableError) {
    try output.write(bytes)
    position += bytes.count
  }

  private var noMemory: TableError {
    TableError(
      .inputOutput, source: outline.path,
      message: "there is no memory to compress what is written; name the output .las, or free some.")
  }
}

/// Appends what C code hands over; false where that failed.
private func withBytes(
  into bytes: inout [UInt8], _ body: (claz_sink, UnsafeMutableRawPointer) -> Int32
) -> Bool {
  withUnsafeMutablePointer(to: &bytes) { bytes in
    body(
      { context, start, size in
        context?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: start, count: size))
      }, UnsafeMutableRawPointer(bytes)) != 0
  }
}

#endif
