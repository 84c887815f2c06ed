/// What EM asks of data, and nothing else.
///
/// Data in memory answer it, and so can data that are mapped, streamed or on several machines: a fit cannot tell. A source
/// may be a *share* of the data: it answers for some leaves of the grid, and ``JoinedShares`` adds those of all shares in the
/// grid's order, so that the bits are those of one source with all data.
protocol StatisticsSource: Sendable {
  /// What is known of all data, of a share as of the whole.
  var summary: DataSummary { get }

  /// How the groups of points yield statistics, in the order in which they are added.
  var expectations: [GroupExpectation] { get }

  /// The statistics of a group's leaves under a mixture of the group's coordinates.
  ///
  /// - Parameters:
  ///   - group: its number.
  ///   - parameters: as the group's expectation sees them.
  ///   - moments: which moments to take.
  ///   - pass: does the work, and says when to leave off.
  /// - Returns: one for each leaf of the group's grid; nil where another share has it, or it was left off.
  /// - Complexity: O(N K D²), less where components are left out.
  func leafStatistics(
    ofGroup group: Int, under parameters: MixtureParameters, moments: MomentKind, pass: ExpectationPass
  ) -> [LeafStatistics?]

  /// For each leaf of a group's grid `Σ_i ln max_k r_ik`; nil as above.
  ///
  /// - Complexity: O(N K D²), less where components are left out.
  func logsOfLargestResponsibilities(
    ofGroup group: Int, under parameters: MixtureParameters, pass: ExpectationPass
  ) -> [Double?]

  /// How far the points reach along some directions, or along the coordinates where none are given; a missing coordinate
  /// counts as its column's mean.
  ///
  /// - Complexity: O(N D) along the coordinates, O(N D) for each direction.
  func extents(along directions: [[Double]]?) -> Extents

  /// Points in memory that starts may look at: all, or so many drawn without replacement.
  ///
  /// - Complexity: O(n D + n log n) for n points.
  func sample(_ size: Int, _ random: inout RandomStream, engine: Engine) -> PreparedPoints
}

/// The ranges of points along some directions.
struct Extents: Sendable, Hashable {
  private(set) var lowest: [Double]
  private(set) var highest: [Double]

  /// Of no points.
  init(count: Int) {
    lowest = [Double](repeating: .infinity, count: count)
    highest = [Double](repeating: -.infinity, count: count)
  }

  mutating func widen(by coordinates: [Double]) {
    for (index, along) in coordinates.enumerated() {
      lowest[index] = min(lowest[index], along)
      highest[index] = max(highest[index], along)
    }
  }

  mutating func widen(by other: Extents) {
    widen(by: other.lowest)
    widen(by: other.highest)
  }

  func width(_ index: Int) -> Double { highest[index] - lowest[index] }
}
