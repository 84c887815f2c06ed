#if Formats

internal import CFormats

/// Where the chunks of a LAZ file are, and which points are in each.
enum LAZChunks {
  /// Points that are decoded from where they begin.
  struct Chunk: Sendable {
    let bytes: Range<Int>
    let rows: Range<Int>
  }

  /// Each is where a table says, so that several threads decode at once.
  case tabled([Chunk])
  /// Where a chunk ends is known when it is decoded: points that are one chunk, or whose table was never written.
  case oneAfterTheOther(from: Int, rowsOfChunk: Int)

  /// Reads the table of chunks, and checks it against the file.
  ///
  /// - Returns: The chunks, and where the bytes of the points end.
  static func read(
    _ header: LASHeader, _ description: LAZDescription, _ bytes: UnsafeBufferPointer<UInt8>, source: String
  ) throws(TableError) -> (chunks: LAZChunks, end: Int) {
    let reader = HeaderBytes(bytes)
    guard description.isChunked else {
      return (.oneAfterTheOther(from: header.dataOffset, rowsOfChunk: header.rowCount), bytes.count)
    }
    let first = header.dataOffset + 8
    guard first <= bytes.count else { throw LAZImage.cutShort(source) }
    var end = bytes.count
    // A number that is none stands for "at the very end", as of what was written to a pipe.
    let place =
      reader.integer(8, at: header.dataOffset)
      ?? {
        end -= 8
        return reader.integer(8, at: end)
      }()
    if place == header.dataOffset, let size = description.chunkSize {
      return (.oneAfterTheOther(from: first, rowsOfChunk: size), end)
    }
    guard let place, place >= first, place <= end - 8 else {
      throw LAZImage.damaged(
        source, "its table of chunks is not in the file, which may be cut short", at: header.dataOffset)
    }
    let table = TableOfChunks(header, description, first: first, place: place, end: end, source: source)
    return (.tabled(try table.chunks(bytes)), end)
  }
}

/// A table of chunks before it is read.
private struct TableOfChunks {
  let header: LASHeader
  let description: LAZDescription
  /// Where the first chunk begins.
  let first: Int
  /// Where the table begins.
  let place: Int
  /// Where the bytes end that may be read.
  let end: Int
  let source: String

  init(
    _ header: LASHeader, _ description: LAZDescription, first: Int, place: Int, end: Int, source: String
  ) {
    (self.header, self.description, self.source) = (header, description, source)
    (self.first, self.place, self.end) = (first, place, end)
  }

  func chunks(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableError) -> [LAZChunks.Chunk] {
    let count = try chunkCount(HeaderBytes(bytes))
    var sizes = [UInt32](repeating: 0, count: count)
    var rows = description.chunkSize == nil ? sizes : []
    let table = bytes.extracting(place + 8..<end)
    let isRead =
      count == 0
      || sizes.withUnsafeMutableBufferPointer { sizes in
        rows.withUnsafeMutableBufferPointer { rows in
          claz_read_table(
            table.baseAddress, table.count, Int64(count), rows.isEmpty ? nil : rows.baseAddress,
            sizes.baseAddress) != 0
        }
      }
    guard isRead else { throw damaged("it cannot be decoded") }
    var chunks: [LAZChunks.Chunk] = []
    var (position, row) = (first, 0)
    for chunk in 0..<count {
      let left = header.rowCount - row
      let taken = description.chunkSize.map { min($0, left) } ?? Int(rows[chunk])
      guard Int(sizes[chunk]) <= place - position, taken <= left else {
        throw damaged("chunk \(chunk + 1) of \(count) is longer than what is left")
      }
      let end = position + Int(sizes[chunk])
      if taken > 0 { chunks.append(LAZChunks.Chunk(bytes: position..<end, rows: row..<row + taken)) }
      (position, row) = (end, row + taken)
    }
    guard row == header.rowCount else {
      throw damaged("its chunks have \(CountText.of(row, "point")), and the header \(header.rowCount)")
    }
    return chunks
  }

  /// How many chunks there are, each with a point at least.
  private func chunkCount(_ reader: HeaderBytes) throws(TableError) -> Int {
    guard reader.integer(4, at: place) == 0, let count = reader.integer(4, at: place + 4) else {
      throw damaged("it has no version 0")
    }
    guard count <= (place - first) / header.recordLength else {
      throw damaged("\(CountText.of(count, "chunk")) cannot be in \(CountText.of(place - first, "byte"))")
    }
    return count
  }

  private func damaged(_ reason: String) -> TableError {
    LAZImage.damaged(source, "the table of chunks: \(reason)", at: place)
  }
}

#endif
