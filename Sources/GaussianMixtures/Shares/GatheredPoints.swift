internal import Parallel

/// Points of consecutive places that come from several processes.
struct GatheredPoints: Sendable {
  let places: Range<Int>
  /// The coordinates, and of an order in space the places that the rows had.
  private(set) var columns: [[Double]]

  init(_ places: Range<Int>, width: Int) {
    self.places = places
    columns = (0..<width).map { _ in [Double](onLargePages: places.count, repeating: 0) }
  }

  /// Takes the points of a piece that are at some places, as another process has sent them.
  ///
  /// - Parameters:
  ///   - piece: whose rows they are.
  ///   - places: all or some of these.
  ///   - numbers: column by column; what is no such number is left out.
  ///   - start: of the first of them, which is moved behind the last.
  mutating func take(
    _ piece: DealtPiece, at places: Range<Int>, _ numbers: [Double], from start: inout Int
  ) {
    let indices = piece.indices(in: places.clamped(to: self.places))
    let (first, count) = (start, indices.count)
    guard first + count * columns.count <= numbers.count else { return }
    start += count * columns.count
    numbers.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      fill(piece, at: places) { column, part, target in
        target.update(from: source + first + column * count + part.lowerBound - indices.lowerBound, count: part.count)
      }
    }
  }

  /// Has the points of a piece written that are at some places.
  ///
  /// - Parameter write: writes of a column what some of the piece's rows have, which are numbered in the order of cells.
  mutating func fill(
    _ piece: DealtPiece, at places: Range<Int>,
    _ write: (_ column: Int, _ rows: Range<Int>, _ target: UnsafeMutablePointer<Double>) -> Void
  ) {
    let parts = piece.parts(in: places.clamped(to: self.places))
    for column in columns.indices {
      columns[column].withUnsafeMutableBufferPointer { target in
        guard let base = target.baseAddress else { return }
        for part in parts {
          write(column, part.index..<(part.index + part.count), base + part.target - self.places.lowerBound)
        }
      }
    }
  }
}
