internal import Elementary

/// What a mixture's parameters are in many replicates of its estimation.
///
/// ```swift
/// let distribution = try MixtureBootstrap(of: result, method: .parametric).distribution(of: points)
/// let widest = distribution.intervals().max { $0.standardError < $1.standardError }
/// print(distribution.replicates.count, "replicates,", distribution.failedCount, "that could not be fitted")
/// ```
public struct BootstrapDistribution: Sendable, Hashable {
  /// The mixture.
  public let model: GaussianMixture
  /// How the sets of points were made.
  public let method: BootstrapMethod
  /// Its parameters.
  public let parameters: [MixtureParameter]
  /// The values of the parameters in each replicate, in the parameters' order.
  public let replicates: [[Double]]
  /// How many replicates are none: they could not be fitted, are accidents of equal values, or have lost a component.
  public let failedCount: Int
  /// Wall time, in seconds.
  public let seconds: Double
  /// Of how many replicates like it each of a jackknife stands; empty for other methods.
  private let multiplicities: [Double]

  /// - Parameter outcomes: of each replicate its parameters; nil where it failed.
  /// - Throws: ``FitError`` where fewer than two replicates came about.
  init(
    of model: GaussianMixture, _ method: BootstrapMethod, _ parameters: [MixtureParameter],
    _ outcomes: [[Double]?],
    multiplicities: [Double], seconds: Double
  ) throws(FitError) {
    guard outcomes.allSatisfy({ $0.map { $0.count == parameters.count } ?? true }) else {
      throw .damagedCheckpoint
    }
    replicates = outcomes.compactMap(\.self)
    failedCount = outcomes.count - replicates.count
    guard replicates.count >= 2 else {
      throw FitError(
        .tooFewPoints,
        "Of \(outcomes.count) replicates \(failedCount) could not be fitted: the mixture has too many components for these "
          + "points.")
    }
    self.multiplicities = zip(multiplicities, outcomes).filter { $0.1 != nil }.map(\.0)
    (self.model, self.method, self.parameters, self.seconds) = (model, method, parameters, seconds)
  }

  /// The interval that holds a parameter with a stated probability.
  ///
  /// ```swift
  /// let intervals = try MixtureBootstrap(of: result).distribution(of: points).intervals(level: 0.9)
  /// for interval in intervals where interval.lower > 0 { print(interval.parameter, "is above 0") }
  /// ```
  public struct Interval: Sendable, Hashable {
    /// The parameter.
    public let parameter: MixtureParameter
    /// What the mixture has.
    public let estimate: Double
    /// The standard deviation of the estimate.
    public let standardError: Double
    /// By how much estimates are above the parameter on average; the estimate is as it was, not less this.
    public let bias: Double
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double
  }

  /// Intervals for all parameters: from quantile to quantile of the replicates (percentile intervals), of a jackknife so many
  /// standard errors to both sides.
  ///
  /// Of R replicates the p-quantile is number p (R + 1) of the sorted ones, between two of them on the straight line. An
  /// interval holds a parameter of the truth as often as it says where there are enough points for each component; each
  /// interval by itself, not all at once.
  ///
  /// Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, Chapman & Hall (1993), chapters 11 and 13.
  ///
  /// - Parameter level: the probability, between 0 and 1.
  /// - Returns: an interval for each parameter, in their order.
  /// - Complexity: O(P R log R) for P parameters and R replicates.
  public func intervals(level: Double = 0.95) -> [Interval] {
    parameters.indices.map { place in
      let values = replicates.map { $0[place] }
      let estimate = parameters[place].value(in: model)
      return method == .jackknife
        ? jackknifed(parameters[place], estimate, values, level)
        : percentiles(parameters[place], estimate, values, level)
    }
  }

  private func percentiles(
    _ parameter: MixtureParameter, _ estimate: Double, _ values: [Double], _ level: Double
  ) -> Interval {
    let count = Double(values.count)
    // About the estimate, so that large means of small spread lose no digits.
    let mean = values.reduce(0) { $0 + ($1 - estimate) } / count
    let squares = values.reduce(0) { $0 + ($1 - estimate - mean) * ($1 - estimate - mean) }
    let sorted = values.sorted()
    return Interval(
      parameter: parameter, estimate: estimate, standardError: (squares / (count - 1)).squareRoot(),
      bias: mean,
      lower: Self.quantile((1 - level) / 2, of: sorted), upper: Self.quantile((1 + level) / 2, of: sorted))
  }

  private func jackknifed(
    _ parameter: MixtureParameter, _ estimate: Double, _ values: [Double], _ level: Double
  ) -> Interval {
    let count = multiplicities.reduce(0, +)
    let weighted = zip(values, multiplicities)
    let mean = weighted.reduce(0) { $0 + $1.1 * ($1.0 - estimate) } / count
    let squares = weighted.reduce(0) {
      $0 + $1.1 * ($1.0 - estimate - mean) * ($1.0 - estimate - mean)
    }
    let error = ((count - 1) / count * squares).squareRoot()
    let reach = StandardNormal.quantile((1 + level) / 2) * error
    return Interval(
      parameter: parameter, estimate: estimate, standardError: error, bias: (count - 1) * mean,
      lower: estimate - reach,
      upper: estimate + reach)
  }

  private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let place = min(max(probability * Double(sorted.count + 1) - 1, 0), Double(sorted.count - 1))
    let lower = Int(place)
    let share = place - Double(lower)
    guard share > 0 else { return sorted[lower] }
    return sorted[lower] + share * (sorted[lower + 1] - sorted[lower])
  }
}
