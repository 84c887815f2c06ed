/// Watches a run for its stopping rule.
struct Convergence: Sendable {
  let rule: StoppingRule
  let pointCount: Double
  /// Whether what is watched rises in every step; where it does not, the size of a change counts.
  let isMonotone: Bool
  /// What it has seen so far.
  private(set) var seen: Seen

  /// What is remembered of a run.
  struct Seen: Sendable {
    /// The log-likelihoods since the last break, newest last, at most three.
    fileprivate(set) var recent: [Double]
    /// The ratios of gains that the last cycles of an accelerated run showed, newest last.
    fileprivate(set) var earlierPaces: [Double] = []
    /// How often in a row a prediction has met the rule.
    fileprivate(set) var confirmations = 0
  }

  private var recent: [Double] { seen.recent }

  /// One cycle may show little of the slowest direction; among the last four, with two ratios each, is one
  /// that shows more.
  private static let rememberedPaces = 8
  /// Where steps were extrapolated, so many predictions in a row have to agree: the slow rest shows only once
  /// the quick directions are done with.
  private static let neededConfirmations = 2
  /// The share of the tolerance that a prediction may take: gains shrink ever more slowly, so it is too low by as much
  /// as a rule.
  static let share = 0.5

  init(_ rule: StoppingRule, pointCount: Double, initial logLikelihood: Double, isMonotone: Bool = true) {
    self.init(rule, pointCount: pointCount, seen: Seen(recent: [logLikelihood]), isMonotone: isMonotone)
  }

  /// Goes on from what was seen before.
  init(_ rule: StoppingRule, pointCount: Double, seen: Seen, isMonotone: Bool) {
    self.rule = rule
    self.pointCount = pointCount
    self.isMonotone = isMonotone
    self.seen = seen
  }

  /// Forgets what was before an event after which the likelihood begins anew.
  mutating func restart() {
    seen = Seen(recent: [])
  }

  /// Begins anew where the same model has a likelihood of more digits.
  mutating func restart(at logLikelihood: Double) {
    seen.recent = [logLikelihood]
    seen.confirmations = 0
  }

  /// Whether the last step has gained no more than so many nats a point.
  func hasGained(atMost limit: Double) -> Bool { recent.count >= 2 && gain <= limit * pointCount }

  /// Takes note of an extrapolation's length `a`: it suits a direction in which steps shrink by `1 - 1 / a`,
  /// so that gains shrink by the square; and of the ratio that gains had before it.
  mutating func note(lengthOfExtrapolation length: Double) {
    let step = max(0, 1 - 1 / length)
    let paces = [step * step, ratio ?? 0].filter { $0 < 1 }
    seen.earlierPaces = (seen.earlierPaces + paces).suffix(Self.rememberedPaces)
  }

  /// Begins anew at an extrapolated model, from which the next step of EM leads quickly back to the way: its
  /// gain says nothing about the pace that follows, so the model's likelihood does not count.
  mutating func restartAfterExtrapolation() { seen.recent = [] }

  /// Takes the next iteration's values; answers whether the rule is met.
  mutating func isMet(logLikelihood: Double, meanChange: Double, weightChange: Double) -> Bool {
    seen.recent.append(logLikelihood)
    if recent.count > 3 { seen.recent.removeFirst() }
    switch rule {
    case .changes(let means, let weights):
      return meanChange <= means && weightChange < weights
    case .gain(let tolerance):
      guard tolerance > 0, recent.count >= 2 else { return false }
      return gain <= max(tolerance * pointCount, rounding)
    case .predictedGain(let tolerance):
      guard tolerance > 0, recent.count == 3 else { return false }
      return gain <= rounding || isConfirmed(remaining.map { $0 <= Self.share * tolerance * pointCount } ?? false)
    }
  }

  private mutating func isConfirmed(_ isPredicted: Bool) -> Bool {
    seen.confirmations = isPredicted ? seen.confirmations + 1 : 0
    // A likelihood that rises and then falls hardly changes between.
    return seen.confirmations >= (seen.earlierPaces.isEmpty && isMonotone ? 1 : Self.neededConfirmations)
  }

  var gain: Double { gain(recent.count - 1) }

  private func gain(_ index: Int) -> Double {
    let change = recent[index] - recent[index - 1]
    return isMonotone ? change : abs(change)
  }

  /// The size of a gain that is no more than the rounding of the sums.
  private var rounding: Double { 4 * (abs(recent[recent.count - 1]) + pointCount).ulp }

  /// By which the last gain was smaller than the one before.
  private var ratio: Double? {
    guard recent.count == 3, gain(1) > 0 else { return nil }
    return gain / gain(1)
  }

  /// The ratio by which gains are taken to shrink; nil where they do not.
  var pace: Double? {
    guard let ratio, ratio < 1 else { return nil }
    return max(ratio, seen.earlierPaces.max() ?? 0, 0)
  }

  /// Aitken: gains that shrink by a constant ratio a sum up to gain a / (1 - a).
  var remaining: Double? { pace.map { gain * $0 / (1 - $0) } }

  /// Whether so many plain steps are likely to meet the rule.
  func isLikelyMet(within steps: Int) -> Bool {
    guard let pace, let remaining else { return false }
    let shrinkage = (0..<steps).reduce(1.0) { product, _ in product * pace }
    return switch rule {
    case .changes: false
    case .gain(let tolerance): gain * shrinkage <= tolerance * pointCount
    case .predictedGain(let tolerance): remaining * shrinkage <= Self.share * tolerance * pointCount
    }
  }
}

extension Convergence.Seen: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(recent)
    writer.write(earlierPaces)
    writer.write(confirmations)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    recent = try reader.read()
    earlierPaces = try reader.read()
    confirmations = try reader.read()
    guard recent.count <= 3 else { throw .damagedCheckpoint }
  }
}
