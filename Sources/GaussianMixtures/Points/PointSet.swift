/// N points of D finite coordinates, column by column.
///
/// ```swift
/// let points = try PointSet(columns: [x, y])
/// print(points.count, points.dimension, points[0])
/// let right = try PointSet(points.filter { $0[0] > 0 })
/// ```
///
/// A value that exists is sound: at least one point, at least one column, columns of equal length, no
/// NaN and no infinity.
public struct PointSet: Sendable, Hashable {
  /// The coordinates where they stand in memory: number i of column d is coordinate d of point i.
  public let coordinates: [PointColumn]

  /// The coordinates as arrays: `columns[d][i]` is coordinate `d` of point `i`.
  ///
  /// - Complexity: O(D) where the points were given so, else O(N D).
  public var columns: [[Double]] { coordinates.map(\.values) }

  /// The number of points, N.
  public var count: Int { coordinates[0].count }

  /// The number of coordinates of a point, D.
  public var dimension: Int { coordinates.count }

  /// Takes columns where they stand.
  ///
  /// - Parameters:
  ///   - coordinates: D columns of N numbers.
  ///   - threadCount: how many threads look whether all are finite.
  /// - Throws: ``PointSetError`` where there is no point, the columns differ in length, or a coordinate
  ///   is NaN or infinite.
  /// - Complexity: O(N D).
  public init(inPlace coordinates: [PointColumn], threadCount: Int = 1) throws(PointSetError) {
    try Self.requireShape(coordinates)
    if let odd = PointColumn.notFinite(coordinates, threadCount: threadCount).first {
      throw PointSetError(.notFinite, column: odd, point: coordinates[odd].firstIndex { !$0.isFinite })
    }
    self.coordinates = coordinates
  }

  static func requireShape(_ coordinates: [PointColumn]) throws(PointSetError) {
    guard let first = coordinates.first, first.count > 0 else { throw PointSetError(.empty) }
    if let odd = coordinates.firstIndex(where: { $0.count != first.count }) {
      throw PointSetError(.unequalColumns, column: odd)
    }
  }

  /// For columns that are known to be sound.
  init(trusting coordinates: [PointColumn]) { self.coordinates = coordinates }

  /// For columns that are known to be sound.
  init(trusting columns: [[Double]]) { coordinates = columns.map { PointColumn($0) } }

  /// Takes the columns as they are.
  ///
  /// ```swift
  /// let (height, mass) = ([1.71, 1.64, 1.83], [68.0, 59, 81])
  /// let points = try PointSet(columns: [height, mass])    // three points in two dimensions
  /// ```
  ///
  /// - Parameter columns: D arrays of N coordinates.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``.
  /// - Complexity: O(N D).
  public init(columns: [[Double]]) throws(PointSetError) {
    try self.init(inPlace: columns.map { PointColumn($0) })
  }

  /// Takes points that stand in one array, one after the other, without copying them.
  ///
  /// ```swift
  /// let points = try PointSet(rowMajor: [1.71, 68, 1.64, 59, 1.83, 81], dimension: 2)
  /// print(points[1])    // [1.64, 59.0]
  /// ```
  ///
  /// - Parameters:
  ///   - numbers: N times D coordinates, those of a point side by side.
  ///   - dimension: D.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``; also where the last point is not whole.
  /// - Complexity: O(N D).
  public init(rowMajor numbers: [Double], dimension: Int) throws(PointSetError) {
    guard dimension > 0, !numbers.isEmpty else { throw PointSetError(.empty) }
    let count = numbers.count / dimension
    guard count * dimension == numbers.count else { throw PointSetError(.unequalColumns, point: count) }
    try self.init(
      inPlace: (0..<dimension).map { PointColumn(every: dimension, of: numbers, from: $0, count: count) })
  }
}
