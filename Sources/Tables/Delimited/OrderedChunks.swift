internal import Dispatch
internal import Parallel
internal import Synchronization

/// Chunks of a file that several threads make and that are written in order.
///
/// A thread that has made its chunk waits for its turn, writes and takes another: so one chunk is written
/// while the next is made, and no thread ever holds more than one.
enum OrderedChunks {
  /// Makes and writes some rows of a table, so many in a chunk as its outline says, and counts those that are written.
  static func write(
    _ rows: Range<Int>, of outline: TableOutline, to output: OutputDescriptor,
    make: @Sendable (Range<Int>, inout ChunkText) -> Void
  ) throws(TableError) {
    let (size, meter) = (outline.rowsOfChunk, outline.meter)
    try write(count: (rows.count + size - 1) / size, threadCount: outline.threadCount, to: output) {
      chunk, text in
      let start = rows.lowerBound + chunk * size
      let taken = start..<min(start + size, rows.upperBound)
      make(taken, &text)
      meter?.add(taken.count)
    }
  }

  /// Makes and writes all chunks; after a failure none is made any more.
  static func write(
    count: Int, threadCount: Int, to output: OutputDescriptor,
    make: @Sendable (Int, inout ChunkText) -> Void
  ) throws(TableError) {
    let turns = (0...count).map { _ in DispatchSemaphore(value: 0) }
    let failure = Mutex<TableError?>(nil)
    turns[0].signal()
    ParallelLoop.run(count: count, threadCount: threadCount, makeWorker: { ChunkText() }) { text, chunk in
      text.removeAll()
      let isSound = failure.withLock { $0 == nil }
      if isSound { make(chunk, &text) }
      let bytes = UnsafeRawBufferPointer(text.rows.bytes)
      let member = Result { () throws(TableError) in isSound ? try output.compressed(bytes) : nil }
      turns[chunk].wait()
      defer { turns[chunk + 1].signal() }
      guard isSound, failure.withLock({ $0 == nil }) else { return }
      do throws(TableError) {
        if let member = try member.get() {
          try output.write(compressed: member)
        } else {
          try output.write(bytes)
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

/// What one thread needs for a chunk of rows: their text, and before it the cells of the results.
struct ChunkText: ~Copyable {
  var rows = OutputText(capacity: 1 << 19)
  /// The results' cells, column by column, each with the delimiter before it.
  var cells = OutputText()
  /// Where each cell ends.
  var cellEnds: [Int] = [0]

  mutating func removeAll() {
    rows.removeAll()
    cells.removeAll()
    cellEnds.removeAll(keepingCapacity: true)
    cellEnds.append(0)
  }

  mutating func endCell() { cellEnds.append(cells.count) }

  /// How many cells have been made.
  var cellCount: Int { cellEnds.count - 1 }

  func cell(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    cells.bytes.extracting(cellEnds[index]..<cellEnds[index + 1])
  }
}
