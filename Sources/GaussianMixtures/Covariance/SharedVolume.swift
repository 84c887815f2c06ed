/// Covariances of one volume and shapes of their own: `Π_j b_kj` is the same for all components.
///
/// Without a bound every component's variances are in proportion to its scatters. Under bounds they are
/// `b_kj = w_kj / μ_k`, cut to the bounds, with `μ_k` such that the volume is right; and the volume is right
/// where `Σ_k μ_k = n`. In the logarithms of the variances the problem is convex, so this is the maximum.
///
/// A component that is flat in one direction would be long in the others without end, to have the volume of
/// all. So besides the floor there is a bound on the ratio of its variances, near what the digits of a
/// covariance can hold.
struct SharedVolume {
  let floor: Double

  /// `ln 2^46`.
  private static let logRatio = 46 * Logarithm.two
  /// What takes the place of 0, far below all that a floor lets count.
  private static let smallestScatter = 1e-250

  /// - Parameters:
  ///   - scatters: along the axes, component after component.
  ///   - masses: above 0.
  /// - Returns: the variances along the axes.
  /// - Complexity: O(K D) where no bound binds, else K D² times some hundred.
  func solve(_ scatters: [Double], masses: [Double]) -> AxisVariances.Solution {
    let d = scatters.count / masses.count
    let logTotal = naturalLogarithm(masses.reduce(0, +))
    let scatters = scatters.map { max($0, Self.smallestScatter) }
    let logs = scatters.map(naturalLogarithm)
    let means = masses.indices.map { k in logs[(k * d)..<((k + 1) * d)].reduce(0, +) / Double(d) }
    let size = Self.logSum(means) - logTotal
    let free = scatters.indices.map { scatters[$0] * exponential(size - means[$0 / d]) }
    let components = masses.indices.map { Array(logs[($0 * d)..<(($0 + 1) * d)]) }
    if components.indices.allSatisfy({ isWithinBounds(components[$0], size - means[$0]) }) {
      return AxisVariances.Solution(
        values: free.map { max($0, floor) }, lowerBounds: masses.map { _ in floor })
    }
    let bounded = self.size(components, logTotal: logTotal, near: size)
    let levels = components.map { level($0, size: bounded) }
    let values = zip(components, levels).flatMap { logs, level in
      logs.map { max(floor, exponential(level.variance($0))) }
    }
    return AxisVariances.Solution(values: values, lowerBounds: levels.map { exponential($0.lower) })
  }

  private func isWithinBounds(_ logs: [Double], _ shift: Double) -> Bool {
    guard let smallest = logs.min(), let largest = logs.max() else { return true }
    return smallest + shift >= naturalLogarithm(floor) && largest - smallest <= Self.logRatio
  }

  private static func logSum(_ values: [Double]) -> Double {
    let largest = values.max() ?? 0
    return largest + naturalLogarithm(values.reduce(0) { $0 + exponential($1 - largest) })
  }

  /// The mean logarithm of the variances at which `Σ_k μ_k = n`, or the smallest where that is below it.
  private func size(_ components: [[Double]], logTotal: Double, near: Double) -> Double {
    func excess(_ size: Double) -> Double {
      Self.logSum(components.map { level($0, size: size).multiplier }) - logTotal
    }
    var low = naturalLogarithm(floor)
    guard excess(low) > 0 else { return low }
    var step = 1.0
    var high = max(low, near) + step
    while excess(high) > 0 {
      low = high
      step *= 2
      high += step
    }
    for _ in 0..<64 where high - low > 1e-15 * max(1, abs(high)) {
      let middle = low + (high - low) / 2
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return high
  }

  /// How a component's scatters become variances: divided by μ and cut; all as logarithms.
  private struct Level {
    var multiplier: Double
    var lower: Double
    var upper: Double

    func variance(_ scatter: Double) -> Double { min(max(scatter - multiplier, lower), upper) }
  }

  private func level(_ scatters: [Double], size: Double) -> Level {
    let lowest = naturalLogarithm(floor)
    let free = fill(scatters, size, lower: lowest, upper: .infinity)
    let widest = (scatters.max() ?? 0) - free.multiplier
    let narrowest = (scatters.map(free.variance).min() ?? 0)
    guard widest - narrowest > Self.logRatio else { return free }
    func slope(_ lower: Double) -> (Level, Double) {
      let level = fill(scatters, size, lower: lower, upper: lower + Self.logRatio)
      return (level, self.slope(level, scatters))
    }
    var (best, atFloor) = slope(lowest)
    guard atFloor < 0 else { return best }
    var low = lowest
    var high = size
    for _ in 0..<56 where high - low > 1e-14 * max(1, abs(high)) {
      let middle = low + (high - low) / 2
      let (level, slope) = slope(middle)
      best = level
      if slope < 0 { low = middle } else { high = middle }
    }
    return best
  }

  /// How the sum of `w / b` changes with both bounds raised, in units of μ.
  private func slope(_ level: Level, _ scatters: [Double]) -> Double {
    scatters.reduce(0) { sum, scatter in
      let free = scatter - level.multiplier
      guard free <= level.lower || free >= level.upper else { return sum }
      return sum + 1 - exponential(free - level.variance(scatter))
    }
  }

  /// The μ at which the mean logarithm of the cut variances is `size`: their sum falls with `ln μ`, in a
  /// straight line between the places where a variance reaches a bound.
  private func fill(_ scatters: [Double], _ size: Double, lower: Double, upper: Double) -> Level {
    func mean(_ multiplier: Double) -> Double {
      let level = Level(multiplier: multiplier, lower: lower, upper: upper)
      return scatters.reduce(0) { $0 + level.variance($1) } / Double(scatters.count)
    }
    let bends = (scatters.map { $0 - lower } + scatters.map { $0 - upper }).filter(\.isFinite).sorted()
    var before: (place: Double, mean: Double)?
    for place in bends {
      let current = mean(place)
      guard current <= size else {
        before = (place, current)
        continue
      }
      guard let before else {
        // Above all bends nothing is cut.
        return Level(multiplier: place + current - size, lower: lower, upper: upper)
      }
      let share = (before.mean - size) / (before.mean - current)
      return Level(
        multiplier: before.place + share * (place - before.place), lower: lower, upper: upper)
    }
    return Level(multiplier: bends.last ?? 0, lower: lower, upper: upper)
  }
}
