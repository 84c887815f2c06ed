/// Ward's criterion: the growth of the sum of squared distances from the groups' means.
///
/// Source: J. Ward, Hierarchical grouping to optimize an objective function, Journal of the American
/// Statistical Association 58 (1963) 236-244.
package struct SquaresCriterion: MergeCriterion {
  private(set) var masses: [Double]
  /// Axis by axis the coordinate of each slot's mean.
  private(set) var means: [[Double]]

  package var count: Int { masses.count }

  package init(masses: [Double], axes: [[Double]]) {
    self.masses = masses
    means = axes
  }

  package func write(costsOf group: Int, with others: Range<Int>, to costs: inout [Double]) {
    costs.withUnsafeMutableBufferPointer { costs in
      for other in others { costs[other] = 0 }
      for axis in means {
        axis.withUnsafeBufferPointer { axis in
          let own = axis[group]
          for other in others { costs[other] += (axis[other] - own) * (axis[other] - own) }
        }
      }
      masses.withUnsafeBufferPointer { masses in
        let own = masses[group]
        for other in others { costs[other] *= own * masses[other] / (own + masses[other]) }
      }
    }
  }

  package mutating func join(_ gone: Int, into kept: Int) {
    let share = masses[gone] / (masses[kept] + masses[gone])
    masses[kept] += masses[gone]
    masses.swapAt(gone, count - 1)
    masses.removeLast()
    for axis in means.indices {
      means[axis][kept] += share * (means[axis][gone] - means[axis][kept])
      means[axis].swapAt(gone, means[axis].count - 1)
      means[axis].removeLast()
    }
  }
}

/// The criterion of Gaussian groups with covariances of their own: the loss of classification likelihood,
/// `Σ_k n_k ln(|W_k / n_k| + (tr W_k + a) / n_k)`, with the scatter `W_k` of a group about its mean.
///
/// The second summand lets groups be that have too few points for a covariance. `a` is the average variance of the
/// data's axes, which is 1 here.
///
/// Source: J. Banfield and A. Raftery, Model-based Gaussian and non-Gaussian clustering, Biometrics 49 (1993)
/// 803-821; C. Fraley, Algorithms for model-based Gaussian hierarchical clustering, SIAM Journal on Scientific
/// Computing 20 (1998) 270-281.
package struct LikelihoodCriterion: MergeCriterion {
  private let dimension: Int
  /// Group by group: mass, summand of the criterion, mean, scatter (lower triangle, row by row).
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
    size = 2 + dimension + dimension * (dimension + 1) / 2
    self.count = count
    groups = [Double](repeating: 0, count: count * size)
    for (point, group) in labels.enumerated() {
      groups[group * size] += masses[point]
      for (d, axis) in axes.enumerated() { groups[group * size + 2 + d] += masses[point] * axis[point] }
    }
    for group in 0..<count {
      for d in 0..<dimension { groups[group * size + 2 + d] /= groups[group * size] }
    }
    for (point, group) in labels.enumerated() {
      let distances = axes.indices.map { axes[$0][point] - groups[group * size + 2 + $0] }
      var entry = group * size + 2 + dimension
      for row in 0..<dimension {
        for column in 0...row {
          groups[entry] += masses[point] * distances[row] * distances[column]
          entry += 1
        }
      }
    }
    var scratch = [Double](repeating: 0, count: size)
    for group in 0..<count {
      scratch.withUnsafeMutableBufferPointer { scratch in
        for entry in scratch.indices { scratch[entry] = groups[group * size + entry] }
        groups[group * size + 1] = summand(scratch)
      }
    }
  }

  package func write(costsOf group: Int, with others: Range<Int>, to costs: inout [Double]) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { joined in
      groups.withUnsafeBufferPointer { groups in
        for other in others where other != group {
          join(groups, group, other, to: joined)
          costs[other] =
            summand(joined) - groups[group * size + 1] - groups[other * size + 1]
        }
      }
    }
  }

  package mutating func join(_ gone: Int, into kept: Int) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { joined in
      groups.withUnsafeBufferPointer { join($0, kept, gone, to: joined) }
      for entry in joined.indices { groups[kept * size + entry] = joined[entry] }
      groups[kept * size + 1] = summand(joined)
    }
    let last = (count - 1) * size
    if gone * size < last {
      for entry in 0..<size { groups[gone * size + entry] = groups[last + entry] }
    }
    groups.removeLast(size)
    count -= 1
  }

  private func join(
    _ groups: UnsafeBufferPointer<Double>, _ a: Int, _ b: Int, to joined: UnsafeMutableBufferPointer<Double>
  ) {
    let (a, b) = (a * size, b * size)
    let mass = groups[a] + groups[b]
    let share = groups[b] / mass
    let factor = groups[a] * share
    joined[0] = mass
    joined[1] = 0
    var entry = 2 + dimension
    for row in 0..<dimension {
      let step = groups[b + 2 + row] - groups[a + 2 + row]
      joined[2 + row] = groups[a + 2 + row] + share * step
      for column in 0...row {
        let other = groups[b + 2 + column] - groups[a + 2 + column]
        joined[entry] = groups[a + entry] + groups[b + entry] + factor * step * other
        entry += 1
      }
    }
  }

  /// A group's summand of the criterion; its scatter is overwritten.
  private func summand(_ group: UnsafeMutableBufferPointer<Double>) -> Double {
    let mass = group[0]
    let scatter = 2 + dimension
    var trace = 0.0
    var determinant = 1.0
    for row in 0..<dimension {
      let start = scatter + row * (row + 1) / 2
      let variance = group[start + row]
      trace += variance
      var rest = variance
      for column in 0..<row {
        let other = scatter + column * (column + 1) / 2
        var sum = group[start + column]
        for inner in 0..<column { sum -= group[start + inner] * group[other + inner] }
        let pivot = group[other + column]
        let entry = pivot > 0 ? sum / pivot : 0
        group[start + column] = entry
        rest -= entry * entry
      }
      // What rounding leaves of a variance is none.
      let isFlat = rest <= 1e-13 * variance
      group[start + row] = isFlat ? 0 : rest.squareRoot()
      determinant *= isFlat ? 0 : rest / mass
    }
    return mass * naturalLogarithm(determinant + (trace + 1) / mass)
  }
}
