/// Points of consecutive places that come from several processes.
struct GatheredPoints: Sendable {
  let places: Range<Int>
  /// The coordinates, and of an order in space the places that the rows had.
  private(set) var columns: [[Double]]

  init(_ places: Range<Int>, width: Int) {
    self.places = places
    columns = (0..<width).map { _ in [Double](repeating: 0, count: places.count) }
  }

  /// Takes the points of a piece that are at some places.
  ///
  /// - Parameters:
  ///   - piece: whose rows they are.
  ///   - places: all or some of these.
  ///   - numbers: column by column; what is no such number is left out.
  ///   - start: of the first of them, which is moved behind the last.
  mutating func take(
    _ piece: DealtPiece, at places: Range<Int>, _ numbers: [Double], from start: inout Int
  ) {
    let parts = piece.parts(in: places.clamped(to: self.places))
    guard let first = parts.first, let last = parts.last else { return }
    let count = last.index + last.count - first.index
    guard start + count * columns.count <= numbers.count else { return }
    for column in columns.indices {
      columns[column].withUnsafeMutableBufferPointer { target in
        numbers.withUnsafeBufferPointer { source in
          guard let target = target.baseAddress, let source = source.baseAddress else { return }
          for part in parts {
            (target + part.target - self.places.lowerBound).update(
              from: source + start + part.index - first.index, count: part.count)
          }
        }
      }
      start += count
    }
  }
}
