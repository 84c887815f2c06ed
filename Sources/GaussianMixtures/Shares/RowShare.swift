/// The rows that one of several processes has, with what is known of them: consecutive ones, in the order of ranks.
///
/// ```swift
/// let share = RowShare([x, y].map { PointColumn($0) })
/// let result = try MixtureEstimator(componentCount: 2).fit(share, over: SingleProcess())
/// ```
///
/// Weights are as they were given: what they mean is found out for all rows together.
public struct RowShare: Sendable {
  /// The coordinates: number i of column d is coordinate d of row i, NaN where it is missing. All processes have as many
  /// columns; a process without rows has columns of none.
  public let coordinates: [PointColumn]
  /// How often each row counts; nil for once each.
  public let weights: [Double]?
  /// What weights are; nil to find out.
  public let weightMeaning: WeightMeaning?
  /// The groups of the rows whose group is known; the names are those of all rows, the same in every process.
  public let knownLabels: ClassLabels?

  /// Takes rows as they are; a fit checks them.
  ///
  /// - Parameters:
  ///   - coordinates: D columns.
  ///   - weights: as many as there are rows.
  ///   - weightMeaning: what the weights are.
  ///   - knownLabels: for each row its group or nil.
  public init(
    _ coordinates: [PointColumn], weights: [Double]? = nil, weightMeaning: WeightMeaning? = nil,
    knownLabels: ClassLabels? = nil
  ) {
    self.coordinates = coordinates
    self.weights = weights
    self.weightMeaning = weightMeaning
    self.knownLabels = knownLabels
  }

  var count: Int { coordinates.first?.count ?? 0 }

  /// The rows that a process takes of so many, so that as a rule none has to be sent to another one later.
  ///
  /// ```swift
  /// let mine = RowShare.rows(ofRank: 1, of: 4, rowCount: 1_000_000)
  /// ```
  ///
  /// - Parameters:
  ///   - rank: the number of the process, from 0.
  ///   - size: how many processes there are.
  ///   - rowCount: how many rows there are in all.
  public static func rows(ofRank rank: Int, of size: Int, rowCount: Int) -> Range<Int> {
    let grid = PointBlocks.grid(blockCount: PointBlocks.blockCount(of: rowCount), statisticsSize: 1)
    func start(of rank: Int) -> Int {
      let leaf = (grid.leaves.count * rank + size - 1) / size
      return leaf < grid.leaves.count
        ? min(grid.leaves[leaf].lowerBound * PointBlocks.blockSize, rowCount) : rowCount
    }
    return start(of: rank)..<start(of: rank + 1)
  }

  /// What is wrong with these rows, nil for nothing, and whether a number is missing; all are looked at once.
  func look(threadCount: Int?) -> (fault: String?, hasMissing: Bool) {
    if let faultOfShape { return (faultOfShape, false) }
    let threads = Engine(threadCount: threadCount).threads(points: count, operations: coordinates.count)
    let odd = PointColumn.notFinite(coordinates, threadCount: threads)
    for column in odd {
      guard let row = coordinates[column].firstIndex(where: \.isInfinite) else { continue }
      return ("row \(row + 1) of the share has no finite number in column \(column + 1)", false)
    }
    return (nil, !odd.isEmpty)
  }

  private var faultOfShape: String? {
    guard !coordinates.isEmpty else { return "the share has no columns" }
    guard coordinates.allSatisfy({ $0.count == count }) else { return "the columns differ in length" }
    if let weights, weights.count != count { return "there are \(weights.count) weights for \(count) rows" }
    if let labels = knownLabels, labels.indices.count != count {
      return "there are \(labels.indices.count) labels for \(count) rows"
    }
    return nil
  }
}

extension LeafGrid {
  /// Where the blocks of each process begin, and where all end: whole leaves for each, of the points that it has itself
  /// as many as can be.
  ///
  /// - Parameter starts: where the points of each process begin, and where all end.
  func cuts(at starts: [Int]) -> [Int] {
    let bounds = leaves.map(\.lowerBound) + [leaves[leaves.count - 1].upperBound]
    let points = bounds.map { min($0 * PointBlocks.blockSize, starts[starts.count - 1]) }
    var nearest = 0
    return starts.map { start in
      while nearest + 1 < points.count, abs(points[nearest + 1] - start) <= abs(points[nearest] - start) {
        nearest += 1
      }
      return bounds[nearest]
    }
  }

  /// Whether blocks that are cut there are whole leaves.
  func isCut(at cuts: [Int]) -> Bool {
    let bounds = Set(leaves.flatMap { [$0.lowerBound, $0.upperBound] })
    return cuts.allSatisfy(bounds.contains)
  }
}
