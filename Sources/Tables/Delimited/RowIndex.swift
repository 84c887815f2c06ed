/// The offsets at which rows start, in four bytes a row: less the base of the segment that holds the row, of
/// which there is one for each 4 GiB.
struct RowIndex: Sendable {
  private struct Segment {
    let firstRow: Int
    let base: Int
  }

  private var offsets: [UInt32] = []
  private var segments: [Segment] = []
  /// The rows at the beginning that are left out.
  private var skipped = 0

  /// Joins what was found in consecutive parts of a text.
  init(joining parts: [RowsOfChunk]) {
    offsets.reserveCapacity(parts.reduce(0) { $0 + $1.offsets.count })
    for part in parts where !part.offsets.isEmpty {
      var base = segments.last?.base ?? 0
      if segments.isEmpty || part.limit - base > Int(UInt32.max) {
        base = part.base
        segments.append(Segment(firstRow: offsets.count, base: base))
      }
      let shift = UInt32(part.base - base)
      offsets.append(contentsOf: part.offsets.lazy.map { $0 + shift })
    }
  }

  var count: Int { offsets.count - skipped }

  subscript(row: Int) -> Int {
    let place = row + skipped
    return segments[segment(of: place)].base + Int(offsets[place])
  }

  /// Leaves out the first row, which turned out to be no point.
  mutating func dropFirst() { skipped += 1 }

  /// Calls the body with the offsets of consecutive rows of one segment and with its base.
  ///
  /// - Parameter rows: Rows of which at least the first is given to the body.
  func withOffsets<Result>(
    startingWith rows: Range<Int>, _ body: (UnsafeBufferPointer<UInt32>, _ base: Int) -> Result
  ) -> Result {
    let rows = rows.lowerBound + skipped..<rows.upperBound + skipped
    let place = segment(of: rows.lowerBound)
    let end = place + 1 < segments.count ? segments[place + 1].firstRow : offsets.count
    return offsets.withUnsafeBufferPointer { all in
      body(all.extracting(rows.clamped(to: rows.lowerBound..<end)), segments[place].base)
    }
  }

  private func segment(of row: Int) -> Int {
    var place = segments.count - 1
    while place > 0, segments[place].firstRow > row { place -= 1 }
    return place
  }
}
