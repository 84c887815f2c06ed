/// What the weights of points mean.
///
/// ```swift
/// let counted = try Observations(points, weights: counts, weightMeaning: .frequencies)
/// print(counted.totalWeight)    // the sum of the counts: so many points there were
/// ```
public enum WeightMeaning: String, Sendable, Hashable, Codable, CaseIterable {
  /// How often a point was counted: one of weight 2 is two points, so n is the sum of the weights.
  case frequencies
  /// How much a point matters beside the others, be it the share of a population that it stands for: only ratios
  /// count, and n is Kish's effective number of points.
  case importance
}

/// Weights as they count in all that follows, and what they were taken for.
///
/// The one place that knows of units: weights by importance leave it summing to n, so criteria, thresholds of mass,
/// priors, ridge and stopping rule have the same scale for all.
struct PointWeights {
  /// At the places of the given weights; nil where every point counts once.
  let values: [Double]?
  /// Of the given weights.
  let meaning: WeightMeaning

  /// Larger ones are no counts: not all whole numbers are there.
  private static let largestCount = 0x1p53

  /// - Parameters:
  ///   - given: not negative, finite, some of them above 0.
  ///   - meaning: what they are; nil to find out.
  /// - Complexity: O(N).
  init(_ given: [Double], meaning asked: WeightMeaning?) {
    let counting = given.filter { $0 > 0 }
    meaning = asked ?? (Self.areFrequencies(counting) ? .frequencies : .importance)
    let values = meaning == .frequencies ? given : Self.effective(given, largest: counting.max() ?? 1)
    self.values = values.allSatisfy { $0 == 1 } ? nil : values
  }

  /// Whole, not all equal, and without a common divisor: what counts of different points are, and what a scale as
  /// a rule leaves no weights.
  private static func areFrequencies(_ weights: [Double]) -> Bool {
    var divisor: UInt64 = 0
    for weight in weights {
      guard weight <= largestCount, weight.rounded() == weight else { return false }
      divisor = divisor == 1 ? 1 : greatestCommonDivisor(divisor, UInt64(weight))
    }
    return divisor == 1 && weights.contains { $0 != weights[0] }
  }

  /// Multiplied so that their sum is the effective number of points, `(Σ w)² / Σ w²`.
  ///
  /// Source: L. Kish, Survey Sampling, Wiley (1965), section 11.7.
  private static func effective(_ given: [Double], largest: Double) -> [Double] {
    var ratios = given.map { $0 / largest }
    // A common factor has left its roundings; where there are whole numbers behind them, these have none.
    if let whole = WholeProportions(ratios) { ratios = whole.values }
    let positive = ratios.filter { $0 > 0 }
    guard positive.contains(where: { $0 != positive[0] }) else { return ratios.map { $0 > 0 ? 1 : 0 } }
    let scale = ratios.reduce(0, +) / ratios.reduce(0) { $0 + $1 * $1 }
    return ratios.map { $0 * scale }
  }
}

/// Small whole numbers that are in the same proportions as others, to the rounding of these.
private struct WholeProportions {
  let values: [Double]

  /// Two fractions of denominators up to this differ by more than the tolerance: at most one is meant.
  private static let largestDenominator: UInt64 = 1 << 23
  /// Of a ratio, as a share of it: some roundings of the two weights, and that of their quotient.
  private static let tolerance = 0x1p-48

  /// - Parameter ratios: from 0 to 1.
  /// - Returns: nil where there are none.
  /// - Complexity: O(N).
  init?(_ ratios: [Double]) {
    var denominator: UInt64 = 1
    for ratio in ratios where !Self.isWhole(ratio * Double(denominator)) {
      guard let own = Self.denominator(of: ratio) else { return nil }
      let (common, overflows) = (denominator / greatestCommonDivisor(denominator, own))
        .multipliedReportingOverflow(by: own)
      guard !overflows, common <= Self.largestDenominator else { return nil }
      denominator = common
    }
    values = ratios.map { ($0 * Double(denominator)).rounded() }
  }

  private static func isWhole(_ value: Double) -> Bool {
    abs(value - value.rounded()) <= tolerance * value
  }

  /// Of the simplest fraction that a ratio is to its rounding, by its continued fraction.
  private static func denominator(of ratio: Double) -> UInt64? {
    var (numerators, denominators) = ((0.0, 1.0), (1.0, 0.0))
    var rest = ratio
    while true {
      let whole = rest.rounded(.down)
      numerators = (numerators.1, whole * numerators.1 + numerators.0)
      denominators = (denominators.1, whole * denominators.1 + denominators.0)
      guard denominators.1 <= Double(largestDenominator) else { return nil }
      if numerators.1 > 0, abs(ratio - numerators.1 / denominators.1) <= tolerance * ratio {
        return UInt64(denominators.1)
      }
      guard rest > whole else { return nil }
      rest = 1 / (rest - whole)
    }
  }
}

private func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (a, b) = (a, b)
  while b > 0 { (a, b) = (b, a % b) }
  return a
}
