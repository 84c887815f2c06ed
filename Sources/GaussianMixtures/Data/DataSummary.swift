/// What a fit knows of its data as a whole; lengths and places are in the frame.
struct DataSummary: Sendable {
  /// How many points there are.
  private(set) var count: Int
  /// The weights of the points, summed: their number where all are 1.
  private(set) var mass: Double
  let frame: CoordinateFrame
  /// The standard deviation of every column; a column without spread has one all the same.
  let spreads: [Double]
  /// The columns without spread.
  let constantColumns: [Int]
  /// The step of the grid on which a column's numbers lie; 0 where none is seen.
  let steps: [Double]
  /// Values and points that so many share that they are groups of their own.
  let atoms: Atoms
  /// The mean of all points.
  let mean: [Double]
  /// The covariance of all points (divisor N); where no products of two coordinates were asked for, it is diagonal.
  let covariance: SymmetricMatrix
  /// What is subtracted from a log-likelihood in the frame to have it in the caller's units.
  private(set) var logLikelihoodShift: Double
  /// Whether a coordinate is missing somewhere.
  private(set) var hasMissing: Bool

  var dimension: Int { spreads.count }

  /// What is known of a sample: all that is known of the whole, but for its own size.
  func sample(count: Int, groups: [PointGroup], hasMissing: Bool) -> DataSummary {
    var sample = self
    sample.count = count
    sample.mass = groups.mass
    sample.logLikelihoodShift = groups.logLikelihoodShift
    sample.hasMissing = hasMissing
    return sample
  }
}
