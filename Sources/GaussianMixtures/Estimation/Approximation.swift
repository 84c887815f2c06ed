/// How a fit is made by cells of neighbouring points instead of by the points themselves.
///
/// ```swift
/// var configuration = FitConfiguration(componentCount: 64)
/// configuration.approximation = Approximation()
/// let result = try MixtureEstimator(configuration).fit(points)
/// print(result.logLikelihood, result.lowerBound ?? result.logLikelihood)    // of all points, and what EM raised
/// ```
///
/// The points of a cell share their responsibilities, those that make the likelihood's lower bound largest. Every
/// iteration raises that bound, in the time of one over the cells; the log-likelihood of the result is taken over all
/// points, and tells how far the bound is from it. The parameters are not those of the highest likelihood.
///
/// Source: J. Verbeek, J. Nunnink and N. Vlassis, Accelerated EM-based clustering of large data sets, Data Mining and
/// Knowledge Discovery 13 (2006) 291-307.
public struct Approximation: Sendable, Hashable, Codable {
  /// The most points of a cell, from 1, which is no approximation, to 64.
  public var pointsPerCell: Int

  /// Cells of at most so many points.
  ///
  /// - Parameter pointsPerCell: the most points of a cell, from 1 to 64: the fewer, the nearer and the slower.
  public init(pointsPerCell: Int = 16) { self.pointsPerCell = pointsPerCell }
}

extension Approximation {
  /// The most columns that cells are made in: in more of them neighbours are far from each other.
  static let largestDimension = SpatialOrder.largestDimension

  /// - Throws: ``FitError`` with the code `configuration` where the number of points is none that a cell can have.
  func check() throws(FitError) {
    guard (1...PointBlocks.boxedCount).contains(pointsPerCell) else {
      throw FitError(
        .configuration,
        "A cell of the approximation has \(pointsPerCell) points; it must be from 1 to \(PointBlocks.boxedCount)."
      )
    }
  }

  /// - Throws: ``FitError`` with the code `configuration`, naming what of the data or the options has no cells.
  func check(_ observations: Observations, _ configuration: FitConfiguration) throws(FitError) {
    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(FitError) {
      guard condition else { throw FitError(.configuration, message()) }
    }
    try require(
      observations.dimension <= Self.largestDimension,
      "The approximation is by cells of neighbours, which there are in at most \(Self.largestDimension) columns; the "
        + "points have \(observations.dimension). Choose fewer columns, or leave the approximation out.")
    try require(
      !observations.needsGroups,
      "The approximation cannot be combined with missing coordinates or known labels: the points of a cell share "
        + "everything. Leave it out.")
    try require(
      observations.count <= SpatialOrder.largestCount,
      "The approximation is for at most \(SpatialOrder.largestCount) points. Leave it out, or fit a part of them."
    )
    try require(
      configuration.shrinkage.amount != .ledoitWolf,
      "The shrinkage ledoit-wolf needs fourth moments, which cells do not have. Take oas, or a number, or leave the "
        + "approximation out.")
  }
}
