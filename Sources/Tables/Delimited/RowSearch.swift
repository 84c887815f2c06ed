internal import CNumberText
internal import Parallel
internal import Synchronization

/// The rows that start in one chunk of a text.
struct RowsOfChunk: Sendable {
  /// Where the search began: at the start of a line.
  let start: Int
  /// Rows that start here or later belong to the next chunk.
  let limit: Int
  /// What the offsets are counted from.
  let base: Int
  /// The rows' starts.
  var offsets: [UInt32] = []
  /// The first line start at or after the limit, or where there is a row that is not as it should be.
  var end: Int
  var isSound = true
  var comments = CommentLines()
}

/// The rows of a text, and what lies between them.
struct FoundRows: Sendable {
  let rows: RowIndex
  let comments: CommentLines
  /// The start of the first row that is not as it should be.
  let unsound: Int?

  init(joining parts: [RowsOfChunk], unsound: Int?) {
    rows = RowIndex(joining: parts)
    var comments = CommentLines()
    for part in parts { comments.append(part.comments) }
    self.comments = comments
    self.unsound = unsound
  }
}

/// Finds where the rows of a text start, chunk by chunk, on several threads.
///
/// Whether a line end is one or belongs to a quoted cell depends on all that stands before. So each chunk
/// is searched as if its first line end were one; the chunks are then gone through in order, and one in
/// which the row before goes on is searched again from that row's end.
struct RowSearch: Sendable {
  let file: FileBytes
  let delimiter: UInt8?
  let cellCount: Int
  let encoding: TextEncoding
  let chunkSize: Int
  let threadCount: Int
  /// The most rows that are wanted.
  let mostRows: Int
  /// Whether rows that are nothing but a whole number say how many follow.
  let passesCounts: Bool
  var meter: WorkMeter?

  /// The rows from a line's start on; nil where there are far more than are wanted, for which no memory is spent.
  func rows(from start: Int) -> FoundRows? {
    let count = max(1, (file.count - start + chunkSize - 1) / chunkSize)
    // A guess may be wrong, where cells hold lines, and then counts rows that are none.
    let bound = mostRows.multipliedReportingOverflow(by: 2).overflow ? Int.max : 2 * mostRows
    let seen = Atomic(0)
    var found = [RowsOfChunk?](repeating: nil, count: count)
    found.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let places = DisjointWriter(base)
      ParallelLoop.run(count: count, threadCount: threadCount) { chunk in
        guard seen.load(ordering: .relaxed) <= bound else { return }
        let guess = guessedRows(ofChunk: chunk, from: start)
        seen.wrappingAdd(guess?.offsets.count ?? 0, ordering: .relaxed)
        meter?.add(chunkSize)
        places.pointer(at: chunk).pointee = guess
      }
    }
    guard seen.load(ordering: .relaxed) <= bound else { return nil }
    return joined(found, from: start)
  }

  private func joined(_ found: [RowsOfChunk?], from start: Int) -> FoundRows {
    var parts: [RowsOfChunk] = []
    var position = start
    for (chunk, guess) in found.enumerated() {
      let limit = limit(ofChunk: chunk, from: start)
      guard position < limit else { continue }
      var part = guess
      if part?.start != position { part = rows(from: position, limit: limit) }
      guard let part else { continue }
      parts.append(part)
      position = part.end
      if !part.isSound { return FoundRows(joining: parts, unsound: position) }
    }
    return FoundRows(joining: parts, unsound: nil)
  }

  private func limit(ofChunk chunk: Int, from start: Int) -> Int {
    min(start + (chunk + 1) * chunkSize, file.count)
  }

  /// The rows of a chunk if its first line starts after its first line end; nil where it has none.
  private func guessedRows(ofChunk chunk: Int, from start: Int) -> RowsOfChunk? {
    let (first, limit) = (start + chunk * chunkSize, limit(ofChunk: chunk, from: start))
    guard chunk > 0 else { return rows(from: first, limit: limit) }
    let lineEnd = withScanner { $0.firstOffset(of: Byte.lineFeed, from: first - 1, to: limit - 1) }
    return lineEnd < limit - 1 ? rows(from: lineEnd + 1, limit: limit) : nil
  }

  private func rows(from start: Int, limit: Int) -> RowsOfChunk {
    withScanner { scanner in
      var part = RowsOfChunk(start: start, limit: limit, base: start, end: start)
      var position = start
      while true {
        position = scanner.rowStart(from: position, limit: limit, passing: &part.comments)
        part.end = position
        guard position < limit else { return part }
        position = appendPlainRows(from: position, to: &part, scanner)
        guard position == part.end else { continue }
        guard let row = try? scanner.row(at: position), row.cellCount == cellCount else {
          part.isSound = false
          return part
        }
        part.offsets.append(UInt32(truncatingIfNeeded: position - part.base))
        position = row.next
      }
    }
  }

  /// Appends rows as long as they are plain, and answers where the next line starts.
  private func appendPlainRows(from start: Int, to part: inout RowsOfChunk, _ scanner: RowScanner) -> Int {
    guard !scanner.mergesBlanks, let bytes = scanner.bytes.baseAddress else { return start }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { offsets in
      var count = 0
      let end = table_text_plain_rows(
        bytes, scanner.bytes.count, start, part.limit, scanner.delimiter, cellCount - 1, part.base,
        offsets.baseAddress, offsets.count, &count)
      part.offsets.append(contentsOf: offsets.prefix(count))
      return end
    }
  }

  private func withScanner<Result>(_ body: (RowScanner) -> Result) -> Result {
    file.withBytes { bytes in
      var scanner = RowScanner(
        bytes: bytes, delimiter: delimiter, comments: .unlessRows(cellCount: cellCount), encoding: encoding)
      scanner.passesCounts = passesCounts
      return body(scanner)
    }
  }
}
