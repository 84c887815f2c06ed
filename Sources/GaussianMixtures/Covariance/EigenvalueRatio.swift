/// The bound on the ratio of the largest to the smallest variance along the axes of all components: all
/// variances lie in `[m, C m]`, with the place `m` at which the likelihood is largest.
///
/// Without the bound each variance is an average d with the mass n. Given m it is d cut to the interval, and
/// `Σ n (ln b + d / b)` is convex in ln m, so m is where the derivative changes its sign: found among the
/// places where another d begins to be cut, and between two of them known.
///
/// Source: H. Fritz, L. García-Escudero and A. Mayo-Iscar, A fast algorithm for robust constrained
/// clustering, Computational Statistics & Data Analysis 61 (2013) 124-136.
struct EigenvalueRatio: Sendable {
  /// C, at least 1.
  let limit: Double
  /// The smallest variance there may be; 0 for none.
  let floor: Double

  /// The variances that make the likelihood largest under the bound.
  ///
  /// - Parameters:
  ///   - averages: without the bound, 0 or more.
  ///   - masses: of each, above 0.
  /// - Returns: the variances in the order of the averages; these themselves where no bound binds.
  /// - Complexity: O(n log n) for n variances.
  func bounded(_ averages: [Double], masses: [Double]) -> [Double] {
    let (smallest, largest) = (averages.min() ?? 0, averages.max() ?? 0)
    guard largest > limit * smallest || smallest < floor else { return averages }
    let place = max(place(averages, masses), floor)
    return averages.map { min(max($0, place), limit * place) }
  }

  /// The smallest of the variances under the bound, but for the floor.
  private func place(_ averages: [Double], _ masses: [Double]) -> Double {
    let order = averages.indices.sorted { averages[$0] < averages[$1] }
    let values = order.map { averages[$0] }
    let count = values.count
    var mass = [0.0]
    var scatter = [0.0]
    for index in order {
      mass.append(mass[mass.count - 1] + masses[index])
      scatter.append(scatter[scatter.count - 1] + masses[index] * averages[index])
    }
    // Of the variances in order the first `below` are raised, and those from `above` on are lowered.
    var below = values.firstIndex { $0 > 0 } ?? count
    var above = below
    while below < count || above < count {
      let next = min(
        below < count ? values[below] : .infinity, above < count ? values[above] / limit : .infinity)
      let lowered = (scatter[count] - scatter[above]) / limit
      let balance = (scatter[below] + lowered) / (mass[below] + (mass[count] - mass[above]))
      if balance <= next { return balance }
      if above < count, values[above] / limit == next { above += 1 } else { below += 1 }
    }
    return scatter[count] / mass[count]
  }
}
