internal import Elementary

extension EMRun {
  /// About how many iterations there are to go, at most so many as the limit leaves; nil where the last ones do not tell.
  ///
  /// What the stopping rule watches is taken to shrink on as it did in the last iteration: near a maximum it does, and
  /// extrapolations only make it less.
  var remainingIterationEstimate: Int? {
    guard termination == nil else { return 0 }
    let most = setting.maximumIterations - history.count
    if setting.runsToLimit { return most }
    let estimate =
      switch convergence.rule {
      case .changes(let means, let weights): iterationsUntilChanges(means, weights)
      case .gain, .predictedGain: convergence.stepsToGo
      }
    return estimate.map { min($0, most) }
  }

  private func iterationsUntilChanges(_ means: Double, _ weights: Double) -> Int? {
    guard history.count > 1, let last = history.last else { return nil }
    let before = history[history.count - 2]
    guard let first = Self.steps(from: last.meanChange, before: before.meanChange, to: means),
      let second = Self.steps(from: last.weightChange, before: before.weightChange, to: weights)
    else { return nil }
    return max(first, second)
  }

  private static func steps(from value: Double, before: Double, to wanted: Double) -> Int? {
    guard value > wanted else { return 0 }
    return Convergence.steps(from: value, to: wanted, pace: value / before)
  }
}

extension Convergence {
  /// How many steps make `value` as small as `wanted`, where each multiplies it by `pace`; nil where none does.
  static func steps(from value: Double, to wanted: Double, pace: Double) -> Int? {
    guard value > wanted else { return 0 }
    guard wanted > 0, pace > 0, pace < 1 else { return nil }
    let count = (naturalLogarithm(wanted / value) / naturalLogarithm(pace)).rounded(.up)
    return count < 1e9 ? Int(count) : nil
  }

  /// About how many plain steps will meet the rule, where it watches gains and the last three likelihoods tell.
  var stepsToGo: Int? {
    guard let pace, let remaining else { return nil }
    return switch rule {
    case .changes: nil
    case .gain(let tolerance): Self.steps(from: gain, to: tolerance * pointCount, pace: pace)
    case .predictedGain(let tolerance):
      Self.steps(from: remaining, to: Self.share * tolerance * pointCount, pace: pace)
    }
  }
}
