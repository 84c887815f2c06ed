/// How much of a mixture's probability lies where its density is low: p-values of points, and regions of highest density.
///
/// ```swift
/// let levels = try DensityLevels(of: model)
/// let threshold = levels.logDensity(containing: 0.99)        // one of a hundred of the model's own points is below
/// let logDensities = try model.logDensities(of: points)
/// let outliers = points.indices.filter { logDensities[$0] < threshold }
/// print(levels.pValue(ofLogDensity: logDensities[0]))        // the share of the model's points that are as odd
/// ```
///
/// The region of highest density of a probability is the smallest set of points that has it: where the density is above a
/// level. The density of the mixture's own points is a random number; the level is its quantile, and the p-value of a point is
/// the probability that such a point has no higher density. Points of the same mixture have p-values that are uniform from 0
/// to 1; where those of a second data set are not, the data have changed.
///
/// All is found from a sample of the mixture, so that it holds in any number of dimensions and however components overlap:
/// see ``standardError(at:)``. Of points that a mixture was fitted to, fewer are beyond a level than of new ones, since
/// the mixture has been drawn to them.
///
/// Source: R. J. Hyndman, Computing and graphing highest density regions, The American Statistician 50 (1996) 120-126,
/// https://doi.org/10.1080/00031305.1996.10474359.
public struct DensityLevels: Sendable, Hashable {
  /// The log densities of the sample, rising.
  private let logDensities: [Double]

  /// How many points of the mixture were drawn.
  public var sampleCount: Int { logDensities.count }

  /// Draws points of a mixture and notes their densities.
  ///
  /// - Parameters:
  ///   - mixture: of any dimension.
  ///   - sampleCount: how many points are drawn, at least 100.
  ///   - seed: of the sample.
  ///   - engine: how the work is done.
  /// - Throws: ``PointSetError`` where the noise has a volume and no box, so that no points can be drawn.
  /// - Complexity: O(S K D² + S log S) for a sample of S points.
  public init(
    of mixture: GaussianMixture, sampleCount: Int = 100_000, seed: UInt64 = 1, engine: Engine = Engine()
  ) throws(PointSetError) {
    var stream = RandomStream(seed: seed, purpose: .levels)
    let points = try mixture.sample(max(sampleCount, 100), using: &stream, engine: engine).points
    // Of the mixture's own points; the dimensions cannot differ.
    let densities = (try? mixture.logDensities(of: points, engine: engine)) ?? []
    logDensities = densities.sorted()
  }

  /// The probability that a point of the mixture has no higher density than this: (1 + c) / (1 + S), where c of the S points
  /// drawn have none.
  ///
  /// - Parameter logDensity: of a point, in nats.
  /// - Returns: from 1 / (1 + S) to 1.
  /// - Complexity: O(log S).
  public func pValue(ofLogDensity logDensity: Double) -> Double {
    pValue(ofCount: count(notAbove: logDensity))
  }

  /// The level of density above which a share of the mixture's probability lies, as a logarithm in nats.
  ///
  /// - Parameter probability: of the region, from 0 to 1.
  /// - Returns: the level; points of at least this density are in the region of highest density.
  /// - Complexity: O(1).
  public func logDensity(containing probability: Double) -> Double {
    // Between two of the sample, as quantiles commonly are (definition 7 of Hyndman and Fan).
    let place = (1 - min(max(probability, 0), 1)) * Double(sampleCount - 1)
    let index = min(Int(place), sampleCount - 2)
    let share = place - Double(index)
    return logDensities[index] + share * (logDensities[index + 1] - logDensities[index])
  }

  /// How far the probability of a region may be from what was asked for, since its level was found from a sample.
  ///
  /// - Parameter probability: of the region.
  /// - Returns: one standard error, `√(p (1 - p) / S)`.
  public func standardError(at probability: Double) -> Double {
    (max(probability * (1 - probability), 0) / Double(sampleCount)).squareRoot()
  }

  func pValue(ofCount count: Int) -> Double { Double(1 + count) / Double(1 + sampleCount) }

  /// How many of the sample have no higher density.
  func count(notAbove logDensity: Double) -> Int {
    var (low, high) = (0, sampleCount)
    while low < high {
      let middle = (low + high) / 2
      if logDensities[middle] <= logDensity { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
