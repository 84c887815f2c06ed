/// The normal distribution of mean 0 and variance 1.
package enum StandardNormal {
  /// The probability of a value of at most `x`, to full relative accuracy in both tails.
  package static func cumulative(_ x: Double) -> Double {
    complementaryErrorFunction(-x * 0.5.squareRoot()) / 2
  }

  /// The density at `x`.
  package static func density(_ x: Double) -> Double {
    exponential(-(x * x + Logarithm.twoPi) / 2)
  }

  /// The value below which a share `probability` lies: -∞ at 0, ∞ at 1.
  ///
  /// A rational approximation (P. J. Acklam, 2003; relative error 1.15e-9) and one step of Halley's method, after which no more
  /// than rounding is left. Below a half, so that upper tails lose nothing but what 1 - p has lost.
  package static func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return probability == 0 ? -.infinity : .nan }
    guard probability <= 0.5 else { return probability <= 1 ? -quantile(1 - probability) : .nan }
    let x = approximateQuantile(probability)
    let error = (cumulative(x) - probability) / density(x)
    guard error.isFinite else { return x }
    return x - error / (1 + x * error / 2)
  }

  private static func approximateQuantile(_ probability: Double) -> Double {
    if probability < 0.02425 {
      let q = (-2 * naturalLogarithm(probability)).squareRoot()
      return polynomial(tailNumerator, q) / polynomial(tailDenominator, q)
    }
    let q = probability - 0.5
    return q * polynomial(middleNumerator, q * q) / polynomial(middleDenominator, q * q)
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private static let middleNumerator = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let middleDenominator = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01, 1,
  ]
  private static let tailNumerator = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailDenominator = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
  ]
}
