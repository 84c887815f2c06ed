internal import Elementary

/// The variances of one component along its axes for a given volume, under bounds; all as logarithms.
///
/// A component that is flat in one direction would be long in the others without end, to have the volume of
/// all. So besides the floor there is a bound on the ratio of its variances, near what the digits of a
/// covariance can hold. Source: ours (decision 0007).
struct BoundedShape {
  /// From the smallest.
  private let scatters: [Double]
  /// The sum of all scatters before each, and of all.
  private let sums: [Double]
  private let floor: Double
  /// Where the bound on the ratio may bind.
  private let window: Window?

  /// `ln 2^46`, the largest ratio of two variances.
  static let logRatio = 46 * Logarithm.two

  /// How scatters become variances: divided by μ and cut.
  struct Level {
    var multiplier: Double
    var lower: Double
    var upper: Double

    func variance(_ scatter: Double) -> Double { min(max(scatter - multiplier, lower), upper) }
  }

  /// - Parameters:
  ///   - scatters: along the axes.
  ///   - floor: the smallest variance.
  /// - Complexity: O(D log D).
  init(scatters: [Double], floor: Double) {
    self.scatters = scatters.sorted()
    var sums = [0.0]
    sums.reserveCapacity(scatters.count + 1)
    for scatter in self.scatters { sums.append(sums[sums.count - 1] + scatter) }
    self.sums = sums
    self.floor = floor
    window = Window(self.scatters)
  }

  /// The variances that make the likelihood largest among those whose mean is `size`.
  ///
  /// Where the bound on the ratio binds, its lower end is where it is best, and no lower than the floor.
  ///
  /// - Complexity: O(D).
  func level(size: Double) -> Level {
    let free = fill(size, lower: floor, upper: .infinity)
    guard let window, let widest = scatters.last, let narrowest = scatters.first,
      widest - free.multiplier > free.variance(narrowest) + Self.logRatio
    else { return free }
    let lower = size - window.height
    guard lower > floor else { return fill(size, lower: floor, upper: floor + Self.logRatio) }
    return Level(
      multiplier: window.lowerScatter - lower, lower: lower, upper: lower + Self.logRatio)
  }

  /// The μ at which the mean of the cut variances is `size`: from the smallest μ on, the mean falls in a straight
  /// line between the places where a variance comes to a bound or leaves one.
  private func fill(_ size: Double, lower: Double, upper: Double) -> Level {
    let count = scatters.count
    // Of the scatters in order, the first are at the lower bound, the last at the upper one.
    var firstFree = 0
    var endOfFree = upper.isFinite ? 0 : count
    while firstFree < count {
      let leavesUpper = endOfFree < count ? scatters[endOfFree] - upper : .infinity
      let reachesLower = scatters[firstFree] - lower
      if endOfFree > firstFree {
        var excess = Double(firstFree) * lower - Double(count) * size
        if endOfFree < count { excess += Double(count - endOfFree) * upper }
        excess += sums[endOfFree] - sums[firstFree]
        let multiplier = excess / Double(endOfFree - firstFree)
        if multiplier <= min(leavesUpper, reachesLower) {
          return Level(multiplier: multiplier, lower: lower, upper: upper)
        }
      }
      if leavesUpper <= reachesLower { endOfFree += 1 } else { firstFree += 1 }
    }
    return Level(multiplier: (scatters.last ?? lower) - lower, lower: lower, upper: upper)
  }
}

extension BoundedShape {
  /// The bounds of the variances where the ratio binds and the floor does not: they cut the scatters at the same
  /// two places whatever the volume is.
  ///
  /// Raising both bounds changes the sum of `w / b` by `μ - w / b` for each variance that is cut. At the best place
  /// these sum to 0, so the mean of the scatters cut, each divided by its bound, is that of the lower bound.
  private struct Window {
    /// The scatter that comes to lie on the lower bound, μ times it.
    let lowerScatter: Double
    /// How far the mean of the variances is above the lower bound.
    let height: Double

    /// - Returns: nil where all scatters are within the ratio.
    init?(_ scatters: [Double]) {
      guard let narrowest = scatters.first, let widest = scatters.last, widest - narrowest > logRatio else {
        return nil
      }
      lowerScatter = Self.place(scatters)
      let (lower, upper) = (lowerScatter, lowerScatter + logRatio)
      height = scatters.reduce(0.0) { $0 + (min(max($1, lower), upper) - lower) } / Double(scatters.count)
    }

    private static func place(_ scatters: [Double]) -> Double {
      let bends = (scatters + scatters.map { $0 - logRatio }).sorted()
      // The last bend at which there is still something to be gained, by bisection.
      var (low, high) = (bends.firstIndex { $0 > scatters[0] } ?? bends.count, bends.count)
      let first = low
      while low < high {
        let middle = (low + high) / 2
        if gain(scatters, bends[middle]) <= 0 { high = middle } else { low = middle + 1 }
      }
      let below = low > first ? bends[low - 1] : scatters[0]
      // Up to the next bend the same scatters are cut.
      let cut = scatters.filter { $0 <= below } + scatters.map { $0 - logRatio }.filter { $0 > below }
      let largest = cut.max() ?? below
      let sum = cut.reduce(0.0) { $0 + exponential($1 - largest) }
      return largest + naturalLogarithm(sum / Double(cut.count))
    }

    /// How much the sum falls, in units of μ: it is less the higher the place is.
    private static func gain(_ scatters: [Double], _ place: Double) -> Double {
      scatters.reduce(0.0) { sum, scatter in
        if scatter <= place { return sum + exponential(scatter - place) - 1 }
        let above = scatter - logRatio
        return above >= place ? sum + exponential(above - place) - 1 : sum
      }
    }
  }
}
