package import GaussianMixtures

extension ComponentCombination {
  /// More points than these, fewer where components are many, would take long and tell the same.
  private static var limits: (fewest: Int, most: Int, terms: Int) { (1_000, 100_000, 2_000_000_000) }

  /// Combines components as points tell, of which whole ones at equal distances are used.
  ///
  /// - Parameters:
  ///   - model: The mixture.
  ///   - observations: The points.
  ///   - engine: How the work is done.
  /// - Returns: nil where no point that is used has all coordinates.
  /// - Throws: ``GaussianMixtures/ModelError``, as for points.
  /// - Complexity: O(n K²) for n ≤ 100,000 points.
  package init?(
    of model: GaussianMixture, sampling observations: Observations, engine: Engine = Engine()
  ) throws {
    let most = Self.limits.terms / (model.componentCount * model.componentCount)
    let limit = min(max(most, Self.limits.fewest), Self.limits.most)
    let step = (observations.count + limit - 1) / limit
    let sample = observations.selecting(Array(stride(from: 0, to: observations.count, by: step)))
    guard let points = Self.whole(sample) else { return nil }
    try self.init(of: model, points: points, engine: engine)
  }

  private static func whole(_ sample: Observations) -> PointSet? {
    if let points = sample.points { return points }
    let columns = sample.columns
    let rows = columns[0].indices.filter { row in columns.allSatisfy { $0[row].isFinite } }
    return rows.isEmpty ? nil : sample.selecting(rows).points
  }
}
