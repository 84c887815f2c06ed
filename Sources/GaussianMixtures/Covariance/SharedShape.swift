internal import Elementary
internal import LinearAlgebra

/// Covariances that differ in volume alone along their axes, `b_kj = λ_k c_j`: an iteration between the
/// volumes and the shape.
///
/// With logarithms of λ and c the problem is convex. Only products matter, so before each half the common
/// factor is moved to where the other part is as small as the floor lets it be; then each half is the exact
/// maximum under the bound, and where neither moves any more all is at its maximum: at such a point the
/// derivatives by `ln λ` and by `ln c` have one sum, which is what the conditions for a maximum ask for.
///
/// Source of the iteration: Celeux and Govaert (1995), section 3; the bound is ours (decision 0007).
struct SharedShape {
  let floor: Double
  /// Of the components, above 0.
  let masses: [Double]
  /// The axes that go with given volumes, none where they do not depend on them, and the scatters along them.
  let project: ([Double]) -> (axes: SquareMatrix, scatters: [Double])

  /// A sweep that changes no volume by more than this share is the last.
  private static let tolerance = 1e-12
  private static let sweepLimit = 200
  /// Of two successive changes, as far as it is believed.
  private static let largestRatio = 1 - 0x1p-10
  /// In units of e: a leap must not leave the range of numbers.
  private static let longestLeap = 50.0

  private struct Point {
    var axes: SquareMatrix
    var volumes: [Double]
    var shape: [Double]
    /// `Σ_k (n_k ln |Σ_k| + tr W_k Σ_k⁻¹)`, which is to be small.
    var deviance: Double
  }

  /// Sweeps from given volumes, and after every second one a leap to where they seem to lead, if that is better:
  /// where the likelihood is all but flat, sweeps alone would creep.
  ///
  /// - Parameter start: volumes, up to a common factor.
  /// - Returns: the axes, and the variances along them.
  /// - Complexity: O(K D) a sweep, and what the projection takes.
  func solve(from start: [Double]) -> (axes: SquareMatrix, variances: AxisVariances.Solution) {
    var point = sweep(from: start)
    var before: [Double]?
    for _ in 0..<Self.sweepLimit {
      let next = sweep(from: point.volumes)
      let change = self.change(from: point.volumes, to: next.volumes)
      point = next
      if change.allSatisfy({ abs($0) <= Self.tolerance }) { break }
      if let stride = before.map({ self.stride(after: $0, change) }), stride > 0 {
        let leap = sweep(from: zip(next.volumes, change).map { $0 * exponential(stride * $1) })
        if leap.deviance < next.deviance {
          point = leap
          before = nil
          continue
        }
      }
      before = change
    }
    let values = point.volumes.flatMap { volume in point.shape.map { max(volume * $0, floor) } }
    return (point.axes, AxisVariances.Solution(values: values, lowerBounds: masses.map { _ in floor }))
  }

  /// The logarithms of the volumes' ratios; what is common to all is no change.
  private func change(from start: [Double], to end: [Double]) -> [Double] {
    let logs = zip(end, start).map { naturalLogarithm($0 / $1) }
    let common = zip(masses, logs).reduce(0.0) { $0 + $1.0 * $1.1 } / masses.reduce(0, +)
    return logs.map { $0 - common }
  }

  /// How much of the last change is still to come, if changes go on to shrink as the last two do (Aitken).
  private func stride(after before: [Double], _ change: [Double]) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      masses.indices.reduce(0.0) { $0 + masses[$1] * a[$1] * b[$1] }
    }
    let ratio = min(product(before, change) / product(before, before), Self.largestRatio)
    let longest = change.reduce(0.0) { max($0, abs($1)) }
    return min(ratio / (1 - ratio), Self.longestLeap / longest)
  }

  /// The shape under the volumes, then the volumes under the shape.
  private func sweep(from start: [Double]) -> Point {
    let smallest = start.min() ?? 1
    let volumes = start.map { $0 / smallest * floor }
    let (axes, scatters) = project(volumes)
    let shape = self.shape(scatters, volumes)
    let weighted = weightedScatters(scatters, shape)
    let updated = masses.indices.map { k in
      max(floor / (shape.min() ?? 1), weighted[k] / (masses[k] * Double(shape.count)))
    }
    let total = masses.reduce(0, +)
    var deviance = shape.reduce(0) { $0 + total * naturalLogarithm($1) }
    for k in masses.indices {
      deviance +=
        masses[k] * Double(shape.count) * naturalLogarithm(updated[k]) + weighted[k] / updated[k]
    }
    return Point(axes: axes, volumes: updated, shape: shape, deviance: deviance)
  }

  /// The smallest volume is the floor: no entry of the shape is below 1.
  private func shape(_ scatters: [Double], _ volumes: [Double]) -> [Double] {
    let d = scatters.count / masses.count
    let total = masses.reduce(0, +)
    return (0..<d).map { j in
      max(1, masses.indices.reduce(0.0) { $0 + scatters[$1 * d + j] / volumes[$1] } / total)
    }
  }

  private func weightedScatters(_ scatters: [Double], _ shape: [Double]) -> [Double] {
    let d = shape.count
    return masses.indices.map { k in (0..<d).reduce(0.0) { $0 + scatters[k * d + $1] / shape[$1] } }
  }
}
