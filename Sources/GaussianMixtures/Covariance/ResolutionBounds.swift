/// The smallest variances that the grids of columns leave: `h²/12`, the variance of numbers uniform in a cell.
///
/// They never hold up the covariance of all points, so that the estimate of a single component is that of the sample.
enum ResolutionBounds {
  /// Of a column's variance the resolution's part is no more.
  private static let largestShare = 0.1

  /// The bounds of all columns, in the frame; 0 for one without a grid.
  ///
  /// - Parameters:
  ///   - points: whose columns have steps.
  ///   - structure: of the covariances that are bounded.
  /// - Complexity: O(D) for diagonal covariances or without a grid, else O(D³).
  static func bounds(of points: DataSummary, for structure: CovarianceStructure) -> [Double] {
    let bounds = zip(points.steps, points.spreads).map { min($0 * $0 / 12, largestShare * $1 * $1) }
    guard structure.orientation != .identity, bounds.contains(where: { $0 > 0 }) else { return bounds }
    let share = thinnest(points, bounds)
    return bounds.map { $0 * min(1, share) }
  }

  /// The bound of all columns alike, for structures that need one in all directions: a sphere is no narrower than the
  /// coarsest column asks for; an ellipsoid may lie along any column, and gets what the finest one asks for.
  static func common(_ bounds: [Double], for structure: CovarianceStructure) -> Double {
    (structure.shape == .identity ? bounds.max() : bounds.min()) ?? 0
  }

  /// How many points a cell of this variance holds within a deviation of the column's mean.
  ///
  /// Of m points in one cell where others hold λ, a component gains about `m ln(m/λ)`: where λ is 1 or more, what chance
  /// brings together does not pay for its parameters.
  static func pointsInCell(of variance: Double, _ column: Int, _ points: DataSummary) -> Double {
    points.mass * (12 * variance).squareRoot() / points.spreads[column]
  }

  /// The smallest variance of all points in units of the bounds, directions in which they are flat left out.
  private static func thinnest(_ points: DataSummary, _ bounds: [Double]) -> Double {
    let units = zip(bounds, points.spreads).map { max($0.squareRoot(), $1 * 0x1p-20) }
    let variances = PrincipalAxes(of: points.covariance.divided(by: units).square).values
    let smallest = max(flatness, (variances.last ?? 0) * 0x1p-40)
    return variances.first { $0 > smallest } ?? 1
  }

  /// In units of the bounds; what rounding leaves of a direction in which the data are flat is less.
  private static let flatness = 1e-3
}
