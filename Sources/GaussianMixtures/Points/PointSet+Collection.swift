/// A point set is a collection of its points, each an array of D coordinates.
///
/// A point is made when it is asked for, which takes O(D); loops over all coordinates are quicker over ``coordinates``.
/// A part of the set, such as `points[..<800]`, copies nothing, nor does the ``PointSet`` of it.
extension PointSet: RandomAccessCollection {
  /// The place of the first point.
  public var startIndex: Int { 0 }
  /// The place behind the last point.
  public var endIndex: Int { count }

  /// The coordinates of one point.
  ///
  /// - Parameter index: the point, from 0.
  /// - Complexity: O(D).
  public subscript(index: Int) -> [Double] { coordinates.map { $0[index] } }

  /// Takes some points of a set, one after the other there, without copying them.
  ///
  /// - Parameter part: such as `points[10..<20]`.
  /// - Throws: ``PointSetError`` with the code `empty` where there is none.
  /// - Complexity: O(D).
  public init(_ part: Slice<PointSet>) throws(PointSetError) {
    guard !part.isEmpty else { throw PointSetError(.empty) }
    let places = part.startIndex..<part.endIndex
    self.init(trusting: part.base.coordinates.map { $0.selecting(places) })
  }
}

extension PointSet: CustomStringConvertible {
  /// How many points there are, and of how many coordinates.
  public var description: String { "\(count.text(of: "point")) in \(dimension.text(of: "dimension"))" }
}
