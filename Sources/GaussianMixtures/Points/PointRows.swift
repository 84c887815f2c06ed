/// Coordinates of points that arrive one after the other, until one of them has another number of coordinates.
///
/// What adds to it is compiled where it is called, for the types of there: a call for each number would take far longer
/// than the number.
@usableFromInline
struct PointRows {
  /// Those of a point side by side.
  @usableFromInline var numbers: [Double] = []
  /// The number of whole points.
  @usableFromInline var count = 0
  /// The number of coordinates of the first point.
  @usableFromInline var dimension = 0

  @inlinable
  init() {}

  /// Adds a point, whose numbers are there already.
  ///
  /// - Throws: ``PointSetError`` where it has another number of coordinates than the first one.
  @inlinable
  mutating func endPoint(expecting pointCount: Int) throws(PointSetError) {
    if count == 0 {
      dimension = numbers.count
      numbers.reserveCapacity(pointCount * dimension)
    }
    count += 1
    guard numbers.count == count * dimension else {
      throw PointSetError(.unequalColumns, point: count - 1)
    }
  }

  /// The coordinates, column by column, where they stand.
  @usableFromInline var columns: [PointColumn] {
    (0..<dimension).map { PointColumn(every: dimension, of: numbers, from: $0, count: count) }
  }
}
