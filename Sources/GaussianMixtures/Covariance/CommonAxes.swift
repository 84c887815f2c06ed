/// Covariances with common axes and variances of their own along them, `Q B_k Qᵀ`: an iteration between
/// axes and variances.
///
/// Given the variances, the axes are turned in one plane after the other, each time by the angle that makes
/// the likelihood largest: in a plane the sum of `w / b` is a constant plus `a cos 2θ + b sin 2θ`, so the
/// angle is known. Given the axes, the variances are those of ``AxisVariances``. The floor is the same in
/// all directions, so it never limits the axes.
///
/// Sources: B. Flury and W. Gautschi, An algorithm for simultaneous orthogonal transformation of several
/// positive definite symmetric matrices to nearly diagonal form, SIAM Journal on Scientific and Statistical
/// Computing 7 (1986) 169-184, for rotations in planes; R. Browne and P. McNicholas, Estimating common
/// principal components in high dimensions, Advances in Data Analysis and Classification 8 (2014) 217-226,
/// for the problem; decision 0007 says why not their iteration.
struct CommonAxes {
  let rule: AxisVariances

  private static let sweepLimit = 50
  /// A sweep that turns by no larger sine, and changes no variance by a larger share, is the last.
  private static let tolerance = 1e-10

  /// Axes, and the variances along them.
  struct Solution {
    var axes: [Double]
    var variances: AxisVariances.Solution
  }

  /// - Parameters:
  ///   - scatters: of all components.
  ///   - previous: covariances, D x D each: no likelihood is below the one with their axes.
  /// - Returns: what is reached from the previous axes or from those of the sum of scatters, whichever are
  ///   the better ones.
  /// - Complexity: O(K D³) a sweep.
  func solve(_ scatters: ScaledScatters, previous: [Double]) -> Solution {
    let d = scatters.dimension
    let starts = [
      JointDiagonalization.axes(of: previous, masses: scatters.masses, dimension: d),
      PrincipalAxes(of: scatters.pooled(), dimension: d).axes,
    ].map { axes in
      let rotations = PlaneRotations(scatters.elements, axes: axes, dimension: d)
      var start = State(rotations: rotations, traces: (0..<rotations.count).map(rotations.trace))
      update(&start, scatters.masses)
      return start
    }
    var best = deviance(starts[1], scatters) < deviance(starts[0], scatters) ? starts[1] : starts[0]
    for _ in 0..<Self.sweepLimit {
      let turn = sweep(&best)
      let before = best.variances.values
      update(&best, scatters.masses)
      let change = zip(best.variances.values, before).reduce(0) { max($0, abs($1.0 / $1.1 - 1)) }
      if turn <= Self.tolerance, change <= Self.tolerance { break }
    }
    return Solution(axes: best.rotations.axes, variances: best.variances)
  }

  private struct State {
    var rotations: PlaneRotations
    let traces: [Double]
    var variances = AxisVariances.Solution(values: [], lowerBounds: [])
  }

  private func update(_ state: inout State, _ masses: [Double]) {
    state.variances = rule(state.rotations.diagonals, masses: masses, volumes: masses)
  }

  /// `Σ_k (n_k Σ_j ln b_kj + Σ_j w_kj / b_kj)`, which the maximization makes small.
  private func deviance(_ state: State, _ scatters: ScaledScatters) -> Double {
    let along = state.rotations.diagonals
    return along.indices.reduce(0) { sum, index in
      let variance = state.variances.values[index]
      return sum + scatters.masses[index / scatters.dimension] * naturalLogarithm(variance)
        + along[index] / variance
    }
  }

  /// Turns every plane once; answers the largest sine.
  private func sweep(_ state: inout State) -> Double {
    let d = state.rotations.dimension
    var largest = 0.0
    for i in 0..<d {
      for j in (i + 1)..<max(d, i + 1) {
        guard let angle = angle(state, i, j) else { continue }
        state.rotations.rotate(i, j, by: angle)
        largest = max(largest, abs(angle.sine))
      }
    }
    return largest
  }

  /// The best angle of a plane, or nil where it is 0 but for rounding, to which a large precision of one
  /// axis lends weight.
  private func angle(_ state: State, _ i: Int, _ j: Int) -> Direction? {
    let (rotations, variances) = (state.rotations, state.variances.values)
    let d = rotations.dimension
    var (a, b, rounding) = (0.0, 0.0, 0.0)
    for k in 0..<rotations.count {
      let (difference, covariance) = rotations.entries(k, i, j)
      let precision = 1 / variances[k * d + i] - 1 / variances[k * d + j]
      a += precision * difference
      b += precision * covariance
      rounding += abs(precision) * state.traces[k]
    }
    return abs(b) <= 0x1p-50 * rounding && a <= 0 ? nil : Direction(-a, -b).half
  }
}
