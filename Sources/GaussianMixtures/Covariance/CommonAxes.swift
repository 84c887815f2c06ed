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

  private static let sweepLimit = 200
  /// A sweep that turns by no larger sine, and changes no variance by a larger share, is the last.
  private static let tolerance = 1e-10

  /// Axes, and the variances along them.
  struct Solution {
    var axes: [Double]
    var variances: AxisVariances.Solution
    var deviance: Double
  }

  /// - Parameters:
  ///   - scatters: of all components.
  ///   - previous: covariances, D x D each: no likelihood is below the one with their axes.
  /// - Returns: the better of what is reached from the previous axes and from those of the sum of
  ///   scatters.
  /// - Complexity: O(K D³) a sweep.
  func solve(_ scatters: ScaledScatters, previous: [Double]) -> Solution {
    let d = scatters.dimension
    let warm = improve(JointDiagonalization.axes(of: previous, dimension: d), scatters)
    let cold = improve(PrincipalAxes(of: scatters.pooled(), dimension: d).axes, scatters)
    return cold.deviance < warm.deviance ? cold : warm
  }

  private func improve(_ axes: [Double], _ scatters: ScaledScatters) -> Solution {
    var solution = self.solution(axes, scatters)
    for _ in 0..<Self.sweepLimit {
      var rotations = PlaneRotations(
        scatters.elements, axes: solution.axes, dimension: scatters.dimension)
      let turn = sweep(&rotations, variances: solution.variances.values)
      let next = self.solution(rotations.axes, scatters)
      // What is gained may be less than rounding.
      guard next.deviance <= solution.deviance else { break }
      let change = zip(next.variances.values, solution.variances.values).reduce(0) {
        max($0, abs($1.0 / $1.1 - 1))
      }
      solution = next
      if turn <= Self.tolerance, change <= Self.tolerance { break }
    }
    return solution
  }

  private func solution(_ axes: [Double], _ scatters: ScaledScatters) -> Solution {
    let along = scatters.along(axes)
    let variances = rule(along, masses: scatters.masses, volumes: scatters.masses)
    return Solution(
      axes: axes, variances: variances,
      deviance: AxisVariances.deviance(along, masses: scatters.masses, variances: variances.values))
  }

  /// Turns every plane once; answers the largest sine.
  private func sweep(_ rotations: inout PlaneRotations, variances: [Double]) -> Double {
    let d = rotations.dimension
    var largest = 0.0
    for i in 0..<d {
      for j in (i + 1)..<max(d, i + 1) {
        guard let angle = angle(rotations, variances, i, j) else { continue }
        rotations.rotate(i, j, by: angle)
        largest = max(largest, abs(angle.sine))
      }
    }
    return largest
  }

  /// The best angle of a plane, or nil where all are alike.
  private func angle(
    _ rotations: PlaneRotations, _ variances: [Double], _ i: Int, _ j: Int
  ) -> Direction? {
    let d = rotations.dimension
    var (a, b) = (0.0, 0.0)
    for k in 0..<rotations.count {
      let (difference, covariance) = rotations.entries(k, i, j)
      let precision = 1 / variances[k * d + i] - 1 / variances[k * d + j]
      a += precision * difference
      b += precision * covariance
    }
    return b == 0 && a <= 0 ? nil : Direction(-a, -b).half
  }
}
