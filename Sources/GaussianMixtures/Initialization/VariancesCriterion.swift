internal import Elementary

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
      groups[group * size + 1] = groups.withUnsafeBufferPointer { summand(of: $0, group * size) }
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
    return summand(mass: groups[a] + groups[b]) { places in
      let step = places.load(groups, b + 2) - places.load(groups, a + 2)
      let own = places.load(groups, a + 2 + dimension) + places.load(groups, b + 2 + dimension)
      return own + factor * step * step
    }
  }

  private func summand(of groups: UnsafeBufferPointer<Double>, _ group: Int) -> Double {
    summand(mass: groups[group]) { $0.load(groups, group + 2 + dimension) }
  }

  /// - Parameter scatters: along some axes, 0 beyond the last.
  private func summand(mass: Double, _ scatters: (AxisPlaces) -> SIMD8<Double>) -> Double {
    var product = LogProduct()
    for first in stride(from: 0, to: dimension, by: AxisPlaces.width) {
      product.multiply(by: scatters(AxisPlaces(first: first, count: dimension - first)) + 1)
    }
    return mass * (product.logarithm - Double(dimension) * naturalLogarithm(mass))
  }
}

/// Up to eight axes that lie side by side.
private struct AxisPlaces {
  static let width = 8

  let first: Int
  /// Of them and all behind them.
  let count: Int

  @inline(__always)
  func load(_ numbers: UnsafeBufferPointer<Double>, _ base: Int) -> SIMD8<Double> {
    guard count < Self.width, let start = numbers.baseAddress else {
      let start = numbers.baseAddress.unsafelyUnwrapped + base + first
      return UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Double>.self)
    }
    var some = SIMD8<Double>()
    for lane in 0..<count { some[lane] = start[base + first + lane] }
    return some
  }
}

/// A product of numbers from 1 on whose exponents are kept apart, in lanes.
///
/// Scatters are at most as many as there are points, and of absurd weights no more is counted, so that a few factors are
/// far from leaving the range of numbers.
private struct LogProduct {
  private var mantissas = SIMD8<Double>(repeating: 1)
  private var exponents = SIMD8<Int64>()
  private var waiting = 0

  @inline(__always)
  mutating func multiply(by factors: SIMD8<Double>) {
    mantissas *= pointwiseMin(factors, SIMD8(repeating: 1e35))
    waiting += 1
    if waiting == 8 { settle() }
  }

  /// Takes normal numbers that are not negative apart.
  @inline(__always)
  private mutating func settle() {
    let bits = unsafeBitCast(mantissas, to: SIMD8<Int64>.self)
    exponents &+= (bits &>> 52) &- 1023
    mantissas = unsafeBitCast(
      (bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000, to: SIMD8<Double>.self)
    waiting = 0
  }

  var logarithm: Double {
    var settled = self
    settled.settle()
    var product = 1.0
    for lane in 0..<8 { product *= settled.mantissas[lane] }
    return naturalLogarithm(product) + Double(settled.exponents.wrappedSum()) * Logarithm.two
  }
}
