internal import Elementary
internal import LinearAlgebra

/// Covariances with common axes and variances of their own along them, `Q B_k Qᵀ`: an iteration between
/// axes and variances.
///
/// Given the variances, the axes are turned in one plane after the other, each time by the angle that makes
/// the likelihood largest: in a plane the sum of `w / b` is a constant plus `a cos 2θ + b sin 2θ`, so the
/// angle is known. Given the axes, the variances are those of ``AxisVariances``. The floor is the same in
/// all directions, so it never limits the axes.
///
/// Within EM sweeps end where one more adds little to what the maximization gained: the likelihood rises in any case,
/// and the next iteration goes on from these axes under better responsibilities.
///
/// Sources: B. Flury and W. Gautschi, An algorithm for simultaneous orthogonal transformation of several
/// positive definite symmetric matrices to nearly diagonal form, SIAM Journal on Scientific and Statistical
/// Computing 7 (1986) 169-184, for rotations in planes; R. Browne and P. McNicholas, Estimating common
/// principal components in high dimensions, Advances in Data Analysis and Classification 8 (2014) 217-226,
/// for the problem; decision 0007 says why not their iteration.
struct CommonAxes {
  let rule: AxisVariances

  /// How far the iteration goes.
  struct Effort: Sendable {
    let sweepLimit: Int
    /// A sweep that gains no larger share of what is gained since the previous covariances is the last.
    let leastShare: Double

    /// To the maximum, but for rounding.
    static let full = Effort(sweepLimit: 50, leastShare: 0)
    /// Most of the way, as is enough where another iteration of EM follows.
    static let step = Effort(sweepLimit: 3, leastShare: 0.1)
  }

  /// Axes, and the variances along them.
  struct Solution {
    var axes: SquareMatrix
    var variances: AxisVariances.Solution
  }

  /// - Parameters:
  ///   - scatters: of all components.
  ///   - previous: covariances: no likelihood is below the one with their axes.
  ///   - effort: how near to the maximum.
  /// - Returns: what is reached from the previous axes or from those of the sum of scatters, whichever are
  ///   the better ones.
  /// - Complexity: O(K D³) a sweep.
  func solve(_ scatters: ScaledScatters, previous: [SquareMatrix], effort: Effort) -> Solution {
    let before = JointDiagonalization(of: previous, masses: scatters.masses)
    let matrices = scatters.matrices
    let starts = [before.axes, PrincipalAxes(of: scatters.pooled()).axes].map { axes in
      let rotations = PlaneRotations(matrices, axes: axes)
      var start = State(rotations: rotations, traces: (0..<rotations.count).map(rotations.trace))
      update(&start, scatters.masses)
      return start
    }
    let outset = deviance(starts[0].diagonals, before.variances, scatters.masses)
    var reached = starts.map { deviance($0.diagonals, $0.variances.values, scatters.masses) }
    var best = reached[1] < reached[0] ? starts[1] : starts[0]
    reached.sort()
    for _ in 0..<effort.sweepLimit {
      guard sweep(&best) else { break }
      update(&best, scatters.masses)
      let now = deviance(best.diagonals, best.variances.values, scatters.masses)
      let gain = reached[0] - now
      reached[0] = now
      // Not a number where something overflowed: then nothing tells whether a sweep gains.
      guard gain > effort.leastShare * (outset - now) else { break }
    }
    return Solution(axes: best.rotations.axes, variances: best.variances)
  }

  private struct State {
    var rotations: PlaneRotations
    let traces: [Double]
    /// The scatters along the axes.
    var diagonals: [Double] = []
    var variances = AxisVariances.Solution(values: [], lowerBounds: [])
  }

  private func update(_ state: inout State, _ masses: [Double]) {
    state.diagonals = state.rotations.diagonals
    state.variances = rule(state.diagonals, masses: masses, volumes: masses)
  }

  /// `Σ_k (n_k Σ_j ln b_kj + Σ_j w_kj / b_kj)`, which the maximization makes small.
  private func deviance(_ scatters: [Double], _ variances: [Double], _ masses: [Double]) -> Double {
    let d = scatters.count / masses.count
    return scatters.indices.reduce(0) { sum, index in
      sum + masses[index / d] * naturalLogarithm(variances[index]) + scatters[index] / variances[index]
    }
  }

  /// Turns every plane once; answers whether any was turned.
  private func sweep(_ state: inout State) -> Bool {
    let d = state.rotations.dimension
    var isTurned = false
    for i in 0..<d {
      for j in (i + 1)..<max(d, i + 1) {
        guard let angle = angle(state, i, j) else { continue }
        state.rotations.rotate(i, j, by: angle)
        isTurned = true
      }
    }
    return isTurned
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
