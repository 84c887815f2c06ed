/// The criterion of Gaussian groups with variances of their own along the axes, and without correlations: the loss of
/// classification likelihood, `Σ_k n_k Σ_j ln((w_kj + a) / n_k)`, with the scatter `w_kj` of a group along axis j.
///
/// With `a`, the average variance of the data's axes, which is 1 here, groups of single points have variances too. A
/// cost is O(D).
///
/// Source: as ``LikelihoodCriterion``, for diagonal covariances.
package struct VariancesCriterion: MergeCriterion {
  private let dimension: Int
  /// Group by group: mass, summand of the criterion, mean, scatter along the axes.
  private var groups: [Double]
  private let size: Int
  package private(set) var count: Int

  /// Groups that points are divided into.
  ///
  /// - Parameters:
  ///   - labels: for each point its group, from 0.
  ///   - count: the number of groups.
  ///   - masses: how often each point is there.
  ///   - axes: axis by axis the points' coordinates, with an average variance of 1.
  package init(labels: [Int], count: Int, masses: [Double], axes: [[Double]]) {
    dimension = axes.count
    size = 2 + 2 * dimension
    self.count = count
    groups = [Double](repeating: 0, count: count * size)
    for (point, group) in labels.enumerated() { groups[group * size] += masses[point] }
    for (d, axis) in axes.enumerated() {
      for (point, group) in labels.enumerated() {
        groups[group * size + 2 + d] += masses[point] / groups[group * size] * axis[point]
      }
      for (point, group) in labels.enumerated() {
        let distance = axis[point] - groups[group * size + 2 + d]
        groups[group * size + 2 + dimension + d] += masses[point] * distance * distance
      }
    }
    for group in 0..<count {
      groups[group * size + 1] = groups.withUnsafeBufferPointer { groups in
        let base = group * size
        return summand(mass: groups[base]) { groups[base + 2 + dimension + $0] }
      }
    }
  }

  package func write(costsOf group: Int, with others: Range<Int>, to costs: inout [Double]) {
    groups.withUnsafeBufferPointer { groups in
      let a = group * size
      for other in others where other != group {
        let b = other * size
        let joined = joinedSummand(groups, a, b)
        costs[other] = joined - groups[a + 1] - groups[b + 1]
      }
    }
  }

  package mutating func join(_ gone: Int, into kept: Int) {
    let (a, b, last) = (kept * size, gone * size, (count - 1) * size)
    let (dimension, size) = (dimension, size)
    let summand = groups.withUnsafeBufferPointer { joinedSummand($0, a, b) }
    groups.withUnsafeMutableBufferPointer { groups in
      let mass = groups[a] + groups[b]
      let share = groups[b] / mass
      for d in 0..<dimension {
        let step = groups[b + 2 + d] - groups[a + 2 + d]
        groups[a + 2 + dimension + d] += groups[b + 2 + dimension + d] + groups[a] * share * step * step
        groups[a + 2 + d] += share * step
      }
      groups[a] = mass
      groups[a + 1] = summand
      if b < last { for entry in 0..<size { groups[b + entry] = groups[last + entry] } }
    }
    groups.removeLast(size)
    count -= 1
  }

  private func joinedSummand(_ groups: UnsafeBufferPointer<Double>, _ a: Int, _ b: Int) -> Double {
    let factor = groups[a] * (groups[b] / (groups[a] + groups[b]))
    return summand(mass: groups[a] + groups[b]) { d in
      let step = groups[b + 2 + d] - groups[a + 2 + d]
      return groups[a + 2 + dimension + d] + groups[b + 2 + dimension + d] + factor * step * step
    }
  }

  /// The logarithm of a product whose exponent is kept apart. Of a few axes the product is far from leaving the range
  /// of numbers: scatters are at most as many as there are points, and of absurd weights no more is counted.
  private func summand(mass: Double, _ scatter: (_ axis: Int) -> Double) -> Double {
    var mantissa = 1.0
    var exponent = 0
    var axis = 0
    while axis < dimension {
      let end = min(axis + 8, dimension)
      while axis < end {
        mantissa *= min(scatter(axis) + 1, 1e35)
        axis += 1
      }
      // A normal number that is not negative, taken apart.
      exponent += Int(mantissa.bitPattern >> 52) - 1023
      mantissa = Double(bitPattern: mantissa.bitPattern & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    }
    let logarithm = naturalLogarithm(mantissa) + Double(exponent) * Logarithm.two
    return mass * (logarithm - Double(dimension) * naturalLogarithm(mass))
  }
}
