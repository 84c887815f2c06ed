// Compiled where they are called, for the types of there. All copy the points once, side by side.

extension PointSet {
  /// Takes points given one by one, each an array, a slice or any other sequence of numbers.
  ///
  /// ```swift
  /// let points = try PointSet([[1, 2], [3, 4], [5, 6]])
  /// let near = try PointSet(points.filter { $0[0] < 4 })
  /// ```
  ///
  /// - Parameter points: N sequences of D coordinates.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``; also with the code `unequalColumns` and the point, where one has
  ///   another number of coordinates than the first.
  /// - Complexity: O(N D).
  @inlinable
  public init<Point: Sequence>(_ points: some Sequence<Point>) throws(PointSetError)
  where Point.Element: BinaryFloatingPoint {
    var rows = PointRows()
    let expected = points.underestimatedCount
    for point in points {
      for coordinate in point { rows.numbers.append(Double(coordinate)) }
      try rows.endPoint(expecting: expected)
    }
    try self.init(rowMajor: rows.numbers, dimension: rows.dimension)
  }

  /// Takes vectors, such as positions in a scene.
  ///
  /// ```swift
  /// let positions: [SIMD3<Float>] = [[0, 1, 0.5], [2, 1, 0], [1, 3, 0.5]]
  /// let points = try PointSet(positions)
  /// ```
  ///
  /// - Parameter points: N vectors of 2, 3, 4 or more coordinates.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``.
  /// - Complexity: O(N D).
  @inlinable
  public init<Vector: SIMD>(_ points: some Sequence<Vector>) throws(PointSetError)
  where Vector.Scalar: BinaryFloatingPoint {
    let dimension = Vector.scalarCount
    var numbers: [Double] = []
    numbers.reserveCapacity(points.underestimatedCount * dimension)
    for point in points {
      for d in 0..<dimension { numbers.append(Double(point[d])) }
    }
    try self.init(rowMajor: numbers, dimension: dimension)
  }

  /// Takes coordinates from records: one for each property, or for each closure that makes a number of a record.
  ///
  /// ```swift
  /// struct Star { var x, y, z, mass: Double, planetCount: Int }
  /// let stars = [Star(x: 1, y: 2, z: 0, mass: 3, planetCount: 8), Star(x: 0, y: 1, z: 1, mass: 1, planetCount: 2)]
  /// let points = try PointSet(stars, \.x, \.y, \.z)
  /// let logarithms = try PointSet(stars, { log10($0.mass) }, { Double($0.planetCount) })
  /// ```
  ///
  /// - Parameters:
  ///   - records: N records.
  ///   - first: the first coordinate of a record.
  ///   - others: the other coordinates of a record.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``.
  /// - Complexity: O(N D).
  @inlinable
  public init<Record, First: BinaryFloatingPoint, each Other: BinaryFloatingPoint>(
    _ records: some Sequence<Record>, _ first: (Record) -> First, _ others: repeat (Record) -> each Other
  ) throws(PointSetError) {
    var dimension = 1
    for _ in repeat each others { dimension += 1 }
    var numbers: [Double] = []
    numbers.reserveCapacity(records.underestimatedCount * dimension)
    for record in records {
      numbers.append(Double(first(record)))
      repeat numbers.append(Double((each others)(record)))
    }
    try self.init(rowMajor: numbers, dimension: dimension)
  }

  /// Takes points that stand one after the other in an array, a slice or a buffer of numbers of any precision.
  ///
  /// - Parameters:
  ///   - numbers: N times D coordinates, those of a point side by side; they are copied.
  ///   - dimension: D.
  /// - Throws: ``PointSetError``, as ``init(inPlace:)``; also where the last point is not whole.
  /// - Complexity: O(N D).
  @inlinable
  public init(
    rowMajor numbers: some Sequence<some BinaryFloatingPoint>, dimension: Int
  ) throws(PointSetError) {
    try self.init(rowMajor: numbers.map { Double($0) }, dimension: dimension)
  }

  /// Takes points that stand one after the other in memory that is only looked at.
  ///
  /// - Parameters:
  ///   - numbers: N times D coordinates, those of a point side by side; they are copied.
  ///   - dimension: D.
  /// - Throws: ``PointSetError``, as ``init(rowMajor:dimension:)-([Double],_)``.
  /// - Complexity: O(N D).
  @inlinable
  public init<Number: BinaryFloatingPoint>(
    rowMajor numbers: Span<Number>, dimension: Int
  ) throws(PointSetError) {
    var copy: [Double] = []
    copy.reserveCapacity(numbers.count)
    for index in numbers.indices { copy.append(Double(numbers[index])) }
    try self.init(rowMajor: copy, dimension: dimension)
  }
}
