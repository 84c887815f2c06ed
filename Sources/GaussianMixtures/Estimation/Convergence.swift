/// Watches a run for its stopping rule.
struct Convergence: Sendable {
  let rule: StoppingRule
  let pointCount: Double
  /// The log-likelihoods since the last break, newest last, at most three.
  private var recent: [Double] = []

  init(_ rule: StoppingRule, pointCount: Double, initial logLikelihood: Double) {
    self.rule = rule
    self.pointCount = pointCount
    recent = [logLikelihood]
  }

  /// Forgets what was before an event after which the likelihood begins anew.
  mutating func restart() { recent = [] }

  /// Takes the next iteration's values; answers whether the rule is met.
  mutating func isMet(logLikelihood: Double, meanChange: Double, weightChange: Double) -> Bool {
    recent.append(logLikelihood)
    if recent.count > 3 { recent.removeFirst() }
    switch rule {
    case .changes(let means, let weights):
      return meanChange <= means && weightChange < weights
    case .gain(let tolerance):
      guard tolerance > 0, recent.count >= 2 else { return false }
      return gain <= max(tolerance * pointCount, rounding)
    case .predictedGain(let tolerance):
      guard tolerance > 0, recent.count == 3 else { return false }
      return gain <= rounding || remaining.map { $0 <= tolerance * pointCount } ?? false
    }
  }

  private var gain: Double { recent[recent.count - 1] - recent[recent.count - 2] }

  /// The size of a gain that is no more than the rounding of the sums.
  private var rounding: Double { 4 * (abs(recent[recent.count - 1]) + pointCount).ulp }

  /// Aitken: gains that shrink by a constant ratio a sum up to gain a / (1 - a).
  private var remaining: Double? {
    let before = recent[1] - recent[0]
    guard before > 0 else { return nil }
    let ratio = gain / before
    guard ratio < 1 else { return nil }
    return gain * max(ratio, 0) / (1 - ratio)
  }
}
