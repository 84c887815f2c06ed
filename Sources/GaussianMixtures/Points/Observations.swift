/// Points with what is known of them besides their coordinates: how much each counts, which group it belongs to,
/// and which of its coordinates are missing.
///
/// ```swift
/// let weighted = try Observations(points, weights: counts)
/// let incomplete = try Observations([[5.1, 3.5], [6.2, nil], [nil, 2.9]])
/// let result = try MixtureEstimator(componentCount: 3).fit(weighted)
/// ```
///
/// A value that exists is sound: weights are finite and not negative, and some points have a weight and a
/// coordinate. Weights have no unit: of weights by importance a common factor is gone.
public struct Observations: Sendable, Hashable {
  /// The coordinates where they stand in memory: number i of column d is coordinate d of point i, NaN where it is missing.
  public let coordinates: [PointColumn]
  /// How often each point counts; nil for once each. One of weight 0 does not count, as if it were not there.
  ///
  /// Frequencies are as they were given. Weights by importance sum to the effective number of points.
  public let weights: [Double]?
  /// What the weights were taken for; nil where none were given.
  public let weightMeaning: WeightMeaning?
  /// The groups of the points whose group is known; group k is component k.
  public let knownLabels: ClassLabels?
  /// Whether a coordinate is missing.
  public let hasMissing: Bool
  /// The processes that had the rows before they were brought into memory here.
  var origin = Aside<ShareGroup?>(nil)

  /// The coordinates as arrays: `columns[d][i]` is coordinate d of point i, NaN where it is missing.
  ///
  /// - Complexity: O(D) where they were given so, else O(N D).
  public var columns: [[Double]] { coordinates.map(\.values) }
  /// The number of points, N.
  public var count: Int { coordinates[0].count }
  /// The number of coordinates of a point, D.
  public var dimension: Int { coordinates.count }

  /// The points; nil where a coordinate is missing.
  public var points: PointSet? { hasMissing ? nil : PointSet(trusting: coordinates) }

  /// Points that count once each, of which nothing else is known.
  ///
  /// - Parameter points: the points.
  public init(_ points: PointSet) {
    coordinates = points.coordinates
    weights = nil
    weightMeaning = nil
    knownLabels = nil
    hasMissing = false
  }

  /// Points with what is known of them.
  ///
  /// - Parameters:
  ///   - columns: D arrays of N coordinates, NaN where one is missing.
  ///   - weights: N numbers from 0 to 1e100, or nil for all 1.
  ///   - weightMeaning: what the weights are; nil for frequencies where those above 0 are whole numbers, not all
  ///     equal and without a common divisor, else importance.
  ///   - knownLabels: for each point its group or nil.
  /// - Throws: ``FitError`` with code `observations` where columns are no points, weights or labels do not suit
  ///   them, or no point counts.
  /// - Complexity: O(N D).
  public init(
    columns: [[Double]], weights: [Double]? = nil, weightMeaning: WeightMeaning? = nil,
    knownLabels: ClassLabels? = nil
  ) throws(FitError) {
    try self.init(
      inPlace: columns.map { PointColumn($0) }, weights: weights, weightMeaning: weightMeaning,
      knownLabels: knownLabels)
  }

  /// Points with what is known of them, where they stand in memory.
  ///
  /// - Parameters:
  ///   - coordinates: D columns of N numbers, NaN where one is missing.
  ///   - weights: as for ``init(columns:weights:weightMeaning:knownLabels:)``.
  ///   - weightMeaning: what the weights are.
  ///   - knownLabels: for each point its group or nil.
  ///   - threadCount: how many threads look which coordinates are missing, and whether the others are finite.
  /// - Throws: ``FitError``, as ``init(columns:weights:weightMeaning:knownLabels:)``.
  /// - Complexity: O(N D).
  public init(
    inPlace coordinates: [PointColumn], weights: [Double]? = nil, weightMeaning: WeightMeaning? = nil,
    knownLabels: ClassLabels? = nil, threadCount: Int = 1
  ) throws(FitError) {
    try self.init(
      coordinates, hasMissing: try Self.check(coordinates, threadCount), weights: weights,
      weightMeaning: weightMeaning, knownLabels: knownLabels)
  }

  /// The same of columns of which is known that they are sound, and whether a number is missing.
  init(
    _ coordinates: [PointColumn], hasMissing: Bool, weights: [Double]?, weightMeaning: WeightMeaning?,
    knownLabels: ClassLabels?
  ) throws(FitError) {
    self.hasMissing = hasMissing
    self.coordinates = coordinates
    self.knownLabels = knownLabels
    let (count, isSomeMissing) = (coordinates[0].count, hasMissing)
    let counting = try weights.map { weights throws(FitError) in
      try Self.check(weights, count: count)
      return PointWeights(
        Self.ofPointsThatCount(weights, coordinates, isSomeMissing), meaning: weightMeaning)
    }
    self.weights = counting?.values
    self.weightMeaning = counting?.meaning
    try checkLabels()
    guard (weights == nil && !hasMissing) || (0..<count).contains(where: doesCount) else {
      throw FitError(.observations, "No point counts: each has the weight 0 or no coordinate.")
    }
  }

  /// Whether a coordinate is missing, of columns that are sound otherwise.
  private static func check(_ coordinates: [PointColumn], _ threadCount: Int) throws(FitError) -> Bool {
    var hasMissing = false
    do throws(PointSetError) {
      try PointSet.requireShape(coordinates)
      for column in PointColumn.notFinite(coordinates, threadCount: threadCount) {
        if let point = coordinates[column].firstIndex(where: \.isInfinite) {
          throw PointSetError(.notFinite, column: column, point: point)
        }
        hasMissing = true
      }
    } catch {
      throw FitError(error)
    }
    return hasMissing
  }

  /// The largest weight: sums of squares do not overflow.
  private static let largestWeight = 1e100

  private static func check(_ weights: [Double], count: Int) throws(FitError) {
    guard weights.count == count else {
      throw FitError(.observations, "There are \(weights.count) weights for \(count) points.")
    }
    for (index, weight) in weights.enumerated() where !(weight >= 0 && weight <= largestWeight) {
      throw FitError(
        .observations, "Point \(index + 1) has the weight \(weight); weights are from 0 to 1e100.")
    }
  }

  /// The weights, 0 for points without any coordinate.
  private static func ofPointsThatCount(
    _ weights: [Double], _ columns: [PointColumn], _ hasMissing: Bool
  ) -> [Double] {
    guard hasMissing else { return weights }
    return weights.indices.map { row in columns.contains { !$0[row].isNaN } ? weights[row] : 0 }
  }

  private func checkLabels() throws(FitError) {
    guard let labels = knownLabels else { return }
    guard labels.indices.count == count else {
      throw FitError(.observations, "There are \(labels.indices.count) labels for \(count) points.")
    }
    guard labels.indices.allSatisfy({ $0.map(labels.names.indices.contains) ?? true }) else {
      throw FitError(
        .observations, "A label is no group's number, from 0 to \(labels.names.count - 1).")
    }
  }

  /// The points that have a weight and at least one coordinate, in order; nil where all have.
  var countingRows: [Int]? {
    guard weights != nil || hasMissing else { return nil }
    let rows = (0..<count).filter(doesCount)
    return rows.count == count ? nil : rows
  }

  private func doesCount(_ row: Int) -> Bool {
    weights.map { $0[row] > 0 } ?? true && (!hasMissing || coordinates.contains { !$0[row].isNaN })
  }

  /// Those that count; the weight 0 and points without coordinates are none. Weights that are all 1 are none either.
  package var counting: Observations { counting(countingRows) }

  /// The same where the rows that count are known.
  func counting(_ rows: [Int]?) -> Observations {
    let counting = rows.map(selecting) ?? self
    guard let weights = counting.weights, weights.allSatisfy({ $0 == 1 }) else { return counting }
    return Observations(
      coordinates: counting.coordinates, weights: nil, weightMeaning: weightMeaning,
      knownLabels: counting.knownLabels, hasMissing: counting.hasMissing)
  }
  /// How many count.
  package var countingCount: Int {
    weights == nil && !hasMissing ? count : (0..<count).count(where: doesCount)
  }

  /// Some of the points, in any order.
  ///
  /// - Parameter rows: their numbers, from 0; at least one.
  /// - Complexity: O(n D) for n points.
  package func selecting(_ rows: [Int]) -> Observations {
    Observations(
      coordinates: coordinates.map { $0.selecting(rows) },
      weights: weights.map { weights in rows.map { weights[$0] } }, weightMeaning: weightMeaning,
      knownLabels: knownLabels?.selecting(rows), hasMissing: hasMissing)
  }

  /// Consecutive points, whose coordinates stay where they are.
  ///
  /// - Parameter rows: their numbers, from 0; at least one.
  /// - Complexity: O(D), and O(n) where weights or labels are known.
  package func selecting(_ rows: Range<Int>) -> Observations {
    Observations(
      coordinates: coordinates.map { $0.selecting(rows) }, weights: weights.map { Array($0[rows]) },
      weightMeaning: weightMeaning, knownLabels: knownLabels?.selecting(Array(rows)), hasMissing: hasMissing)
  }

  /// Of what has been checked.
  init(
    coordinates: [PointColumn], weights: [Double]?, weightMeaning: WeightMeaning?, knownLabels: ClassLabels?,
    hasMissing: Bool
  ) {
    self.coordinates = coordinates
    self.weights = weights
    self.weightMeaning = weightMeaning
    self.knownLabels = knownLabels
    self.hasMissing = hasMissing
  }

  /// The n of criteria: the weights of the points that count, summed; their number where all are 1.
  public var totalWeight: Double { weights?.reduce(0, +) ?? Double(countingCount) }

  /// Whether points differ in more than their weights.
  var needsGroups: Bool { hasMissing || knownLabels != nil }

  /// The points, with each missing coordinate replaced by the mean of its column's known ones.
  ///
  /// - Throws: ``FitError`` where a column has no known one.
  /// - Complexity: O(N D).
  func filled() throws(FitError) -> PointSet {
    guard hasMissing else { return PointSet(trusting: coordinates) }
    var filled: [PointColumn] = []
    for (number, column) in coordinates.enumerated() {
      let (origin, knownCount) = column.known
      guard let origin else {
        throw FitError(
          .observations, "Column \(number + 1) has no value in any row that counts; leave it out.",
          column: number)
      }
      // About one of the values, and divided first: sums of large numbers may overflow.
      let count = Double(knownCount)
      var mean = origin
      column.forEachRun { _, run in
        for value in run where !value.isNaN { mean += value / count - origin / count }
        return true
      }
      filled.append(knownCount == column.count ? column : column.filling(mean))
    }
    return PointSet(trusting: filled)
  }

  /// The processes that have the points; nil for this one.
  var shares: ShareGroup? { coordinates[0].remote?.group }

  /// The processes that had the rows, also where all rows are here by now.
  var group: ShareGroup? { shares ?? origin.value }

  /// Whether at least so many points that count differ; missing coordinates count as one more value.
  ///
  /// - Returns: nil where they do, else how many differ.
  /// - Complexity: O(N D), and as a rule O(K D).
  func distinctCount(below required: Int) -> Int? {
    var distinct = Set<[Double]>()
    for row in 0..<count where weights.map({ $0[row] > 0 }) ?? true {
      distinct.insert(coordinates.map { $0[row].isNaN ? .infinity : $0[row] })
      if distinct.count >= required { return nil }
    }
    return distinct.count
  }
}

extension PointColumn {
  /// The first coordinate that is not missing, and how many are not.
  fileprivate var known: (first: Double?, count: Int) {
    var (first, count): (Double?, Int) = (nil, 0)
    forEachRun { _, run in
      for value in run where !value.isNaN {
        first = first ?? value
        count += 1
      }
      return true
    }
    return (first, count)
  }
}
