internal import Parallel

/// Points of consecutive places on their way into blocks: own rows, and what other processes have sent.
struct DealtSlice: Sendable {
  let places: Range<Int>
  /// Own rows, where they are all points and stand one after the other.
  let ownRows: Range<Int>?
  let sources: [Source]

  /// Rows of one process.
  struct Source: Sendable {
    let piece: DealtPiece
    /// What has been sent of them; nil for own rows.
    let sent: Sent?
  }

  /// Numbers column by column, behind others.
  struct Sent: Sendable {
    let numbers: [Double]
    let start: Int
    /// Of the piece's rows, in the order of cells.
    let rows: Range<Int>

    /// Writes what some of the rows have in a column.
    func copy(_ rows: Range<Int>, of column: Int, to target: UnsafeMutablePointer<Double>) {
      let first = start + column * self.rows.count + rows.lowerBound - self.rows.lowerBound
      numbers.withUnsafeBufferPointer { numbers in
        if let base = numbers.extracting(first..<(first + rows.count)).baseAddress {
          target.initialize(from: base, count: rows.count)
        }
      }
    }
  }

  /// Rows of a source that follow one another, and the place of the first point.
  typealias Part = (index: Int, target: Int, count: Int)

  /// - Parameters:
  ///   - places: of a unit's points.
  ///   - rank: of this process.
  ///   - width: how many numbers a point has on its way.
  ///   - others: of each process what it has sent for these places; nothing where own rows are all of them.
  /// - Returns: nil where not all has been sent.
  init?(_ places: Range<Int>, of unit: DealtUnit, rank: Int, width: Int, _ others: [[Double]]) {
    self.places = places
    var starts = [Int](repeating: 0, count: others.count)
    var sources: [Source] = []
    for piece in unit.pieces {
      let rows = piece.indices(in: places)
      guard !rows.isEmpty else { continue }
      guard piece.rank != rank else {
        sources.append(Source(piece: piece, sent: nil))
        continue
      }
      guard piece.rank < others.count else { return nil }
      let (numbers, start) = (others[piece.rank], starts[piece.rank])
      guard start + rows.count * width <= numbers.count else { return nil }
      starts[piece.rank] = start + rows.count * width
      sources.append(Source(piece: piece, sent: Sent(numbers: numbers, start: start, rows: rows)))
    }
    self.sources = sources
    let isOwn = sources.allSatisfy { $0.sent == nil }
    ownRows = sources.first.flatMap { source in
      let start = source.piece.offset + places.lowerBound - source.piece.places.lowerBound
      return isOwn ? start..<(start + places.count) : nil
    }
  }

  /// Of each source the rows whose points are at some of the places.
  func parts(in places: Range<Int>) -> [[Part]] { sources.map { $0.piece.parts(in: places) } }
}
