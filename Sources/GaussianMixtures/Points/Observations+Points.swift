extension Observations {
  /// Points with what else is known of them.
  ///
  /// - Parameters:
  ///   - points: N points.
  ///   - weights: N numbers from 0 to 1e100, or nil for all 1.
  ///   - weightMeaning: what the weights are; nil for frequencies where those above 0 are whole numbers, not all
  ///     equal and without a common divisor, else importance.
  ///   - knownLabels: for each point its group or nil.
  /// - Throws: ``FitError`` with the code `observations` where weights or labels do not suit the points, or no point
  ///   counts.
  /// - Complexity: O(N D).
  public init(
    _ points: PointSet, weights: [Double]? = nil, weightMeaning: WeightMeaning? = nil,
    knownLabels: ClassLabels? = nil
  ) throws(FitError) {
    // Points are finite, which nobody has to find out again.
    try self.init(
      points.coordinates, hasMissing: false, weights: weights, weightMeaning: weightMeaning,
      knownLabels: knownLabels)
  }

  /// Points given one by one, of which coordinates may be missing.
  ///
  /// ```swift
  /// let observations = try Observations([[1, nil], [2, 3], [nil, 5]])
  /// ```
  ///
  /// - Parameters:
  ///   - points: N sequences of D coordinates, nil where one is missing; NaN is missing too.
  ///   - weights: as for ``init(_:weights:weightMeaning:knownLabels:)-(PointSet,_,_,_)``.
  ///   - weightMeaning: what the weights are.
  ///   - knownLabels: for each point its group or nil.
  /// - Throws: ``FitError`` with the code `observations`, also where a point has another number of coordinates than the
  ///   first.
  /// - Complexity: O(N D).
  @inlinable
  public init<Point: Sequence, Number: BinaryFloatingPoint>(
    _ points: some Sequence<Point>, weights: [Double]? = nil, weightMeaning: WeightMeaning? = nil,
    knownLabels: ClassLabels? = nil
  ) throws(FitError) where Point.Element == Number? {
    var rows = PointRows()
    let expected = points.underestimatedCount
    for point in points {
      for coordinate in point { rows.numbers.append(coordinate.map { Double($0) } ?? .nan) }
      do throws(PointSetError) {
        try rows.endPoint(expecting: expected)
      } catch {
        throw FitError(error)
      }
    }
    try self.init(
      inPlace: rows.columns, weights: weights, weightMeaning: weightMeaning, knownLabels: knownLabels)
  }
}

extension Observations {
  /// A run of points of which all is known but that one of them counts.
  ///
  /// - Parameters:
  ///   - coordinates: D columns of N numbers, finite or NaN.
  ///   - hasMissing: whether one is NaN, here or in another run.
  package init(trusting coordinates: [PointColumn], hasMissing: Bool) {
    self.init(
      coordinates: coordinates, weights: nil, weightMeaning: nil, knownLabels: nil, hasMissing: hasMissing)
  }

  /// Refuses what came of a work in which a process was lost: nothing of it is right.
  ///
  /// - Throws: ``FitError`` with the code `communication`.
  package func requireShares() throws(FitError) {
    if let failure = group?.failure { throw failure }
  }

  /// The same with all numbers in this process.
  ///
  /// - Complexity: O(1) where they are, else O(N D).
  package var inMemory: Observations {
    guard shares != nil else { return self }
    var all = with(coordinates.map { PointColumn($0.values) })
    all.origin = Aside(shares)
    return all
  }
}

extension Observations: CustomStringConvertible {
  /// How many points there are, of how many coordinates, and what else is known of them.
  public var description: String {
    var parts = ["\(count.text(of: "point")) in \(dimension.text(of: "dimension"))"]
    if let weightMeaning, weights != nil { parts.append("weighted by \(weightMeaning.rawValue)") }
    if hasMissing { parts.append("some coordinates missing") }
    if let knownLabels { parts.append("of \(knownLabels.names.count.text(of: "known group"))") }
    return parts.joined(separator: ", ")
  }
}

extension FitError {
  /// What makes columns no points.
  @usableFromInline
  init(_ error: PointSetError) {
    self.init(.observations, error.description, column: error.column)
  }
}
