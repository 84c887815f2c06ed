internal import Elementary

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
  private typealias Lanes = SIMD8<Double>

  private let dimension: Int
  /// Field by field the numbers of all groups: mass, summand of the criterion, mean, scatter (lower triangle, row by
  /// row). So eight groups at a time are joined with one.
  private var fields: [Double]
  private let fieldCount: Int
  /// Slots for whole lanes of groups; those without a group have no mass.
  private let capacity: Int
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
    fieldCount = 2 + dimension + dimension * (dimension + 1) / 2
    capacity = (count + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
    self.count = count
    fields = [Double](repeating: 0, count: fieldCount * capacity)
    for (point, group) in labels.enumerated() {
      fields[group] += masses[point]
      for (d, axis) in axes.enumerated() { fields[(2 + d) * capacity + group] += masses[point] * axis[point] }
    }
    for group in 0..<count {
      for d in 0..<dimension { fields[(2 + d) * capacity + group] /= fields[group] }
    }
    for (point, group) in labels.enumerated() {
      let distances = axes.indices.map { axes[$0][point] - fields[(2 + $0) * capacity + group] }
      var field = 2 + dimension
      for row in 0..<dimension {
        for column in 0...row {
          fields[field * capacity + group] += masses[point] * distances[row] * distances[column]
          field += 1
        }
      }
    }
    for group in 0..<count { setSummand(of: group) }
  }

  package func write(costsOf group: Int, with others: Range<Int>, to costs: inout [Double]) {
    Self.withScratch(scratchCount) { scratch in
      fields.withUnsafeBufferPointer { fields in
        costs.withUnsafeMutableBufferPointer { costs in
          let first = others.lowerBound / Lanes.scalarCount * Lanes.scalarCount
          for base in stride(from: first, to: others.upperBound, by: Lanes.scalarCount) {
            let mass = join(group, withGroupsFrom: base, fields, to: scratch)
            let joined = determinants(scratch, mass)
            let end = min(base + Lanes.scalarCount, others.upperBound)
            for other in max(base, others.lowerBound)..<end {
              costs[other] =
                mass[other - base] * naturalLogarithm(joined[other - base]) - fields[capacity + group]
                - fields[capacity + other]
            }
          }
        }
      }
    }
  }

  package mutating func join(_ gone: Int, into kept: Int) {
    let base = gone / Lanes.scalarCount * Lanes.scalarCount
    Self.withScratch(scratchCount) { scratch in
      let mass = fields.withUnsafeBufferPointer { join(kept, withGroupsFrom: base, $0, to: scratch) }
      let share = fields[gone] / mass[gone - base]
      for d in 0..<dimension {
        let place = (2 + d) * capacity
        fields[place + kept] += share * (fields[place + gone] - fields[place + kept])
      }
      for field in (2 + dimension)..<fieldCount {
        fields[field * capacity + kept] = scratch[field - 2][gone - base]
      }
      fields[kept] = mass[gone - base]
    }
    setSummand(of: kept)
    let last = count - 1
    for field in 0..<fieldCount {
      if gone < last { fields[field * capacity + gone] = fields[field * capacity + last] }
      fields[field * capacity + last] = 0
    }
    count -= 1
  }

  private mutating func setSummand(of group: Int) {
    let base = group / Lanes.scalarCount * Lanes.scalarCount
    Self.withScratch(scratchCount) { scratch in
      fields.withUnsafeBufferPointer { fields in
        for field in (2 + dimension)..<fieldCount {
          scratch[field - 2] = Self.lanes(fields, field * capacity + base)
        }
      }
      let values = determinants(scratch, Lanes(repeating: fields[group]))
      fields[capacity + group] = fields[group] * naturalLogarithm(values[group - base])
    }
  }

  private var scratchCount: Int { fieldCount - 2 + dimension }

  /// Room for the steps between means and the scatters of eight groups, and a reciprocal for each axis.
  private static func withScratch(_ count: Int, _ work: (UnsafeMutableBufferPointer<Lanes>) -> Void) {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: count) { scratch in
      scratch.initialize(repeating: Lanes())
      work(scratch)
    }
  }

  private static func lanes(_ fields: UnsafeBufferPointer<Double>, _ place: Int) -> Lanes {
    UnsafeRawBufferPointer(fields).loadUnaligned(fromByteOffset: 8 * place, as: Lanes.self)
  }

  /// The masses of one group with each of eight; what their means differ by, and their scatters, are written.
  private func join(
    _ group: Int, withGroupsFrom base: Int, _ fields: UnsafeBufferPointer<Double>,
    to scratch: UnsafeMutableBufferPointer<Lanes>
  ) -> Lanes {
    let own = fields[group]
    let others = Self.lanes(fields, base)
    let mass = own + others
    let factor = own * (others / mass)
    for d in 0..<dimension {
      let place = (2 + d) * capacity
      scratch[d] = Self.lanes(fields, place + base) - fields[place + group]
    }
    var field = 2 + dimension
    for row in 0..<dimension {
      let step = factor * scratch[row]
      for column in 0...row {
        let place = field * capacity
        scratch[field - 2] = Self.lanes(fields, place + base) + fields[place + group] + step * scratch[column]
        field += 1
      }
    }
    return mass
  }

  /// `|W / n| + (tr W + 1) / n` of eight groups; their scatters are overwritten.
  private func determinants(_ scratch: UnsafeMutableBufferPointer<Lanes>, _ mass: Lanes) -> Lanes {
    let reciprocals = fieldCount - 2
    var trace = Lanes()
    var determinant = Lanes(repeating: 1)
    for row in 0..<dimension {
      let start = dimension + row * (row + 1) / 2
      let variance = scratch[start + row]
      trace += variance
      var rest = variance
      for column in 0..<row {
        let other = dimension + column * (column + 1) / 2
        var entry = scratch[start + column]
        for inner in 0..<column {
          entry -= scratch[start + inner] * scratch[other + inner] * scratch[reciprocals + inner]
        }
        scratch[start + column] = entry
        rest -= entry * entry * scratch[reciprocals + column]
      }
      // What rounding leaves of a variance is none.
      let isFlat = rest .<= 1e-13 * variance
      scratch[reciprocals + row] = (1 / rest).replacing(with: 0, where: isFlat)
      determinant *= (rest / mass).replacing(with: 0, where: isFlat)
    }
    return determinant + (trace + 1) / mass
  }
}
