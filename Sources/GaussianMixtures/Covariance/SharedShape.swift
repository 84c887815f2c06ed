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
  /// The axes that go with given volumes, empty where they do not depend on them, and the scatters along them.
  let project: ([Double]) -> (axes: [Double], scatters: [Double])

  /// A sweep that changes no volume by more than this share is the last.
  private static let tolerance = 1e-13
  private static let sweepLimit = 200

  private struct Point {
    var axes: [Double]
    var volumes: [Double]
    var shape: [Double]
    /// `Σ_k (n_k ln |Σ_k| + tr W_k Σ_k⁻¹)`, which is to be small.
    var deviance: Double
  }

  /// Sweeps from given volumes, and from places further along the same way as long as that pays: where the
  /// likelihood is all but flat, sweeps alone would creep.
  ///
  /// - Parameter start: volumes, up to a common factor.
  /// - Returns: the axes, and the variances along them.
  /// - Complexity: O(K D) a sweep, and what the projection takes.
  func solve(from start: [Double]) -> (axes: [Double], variances: AxisVariances.Solution) {
    var point = sweep(from: start)
    var stride = 1.0
    for _ in 0..<Self.sweepLimit {
      let next = sweep(from: point.volumes)
      let ratios = zip(next.volumes, point.volumes).map { $0 / $1 }
      point = next
      if (ratios.max() ?? 1) <= (ratios.min() ?? 1) * (1 + Self.tolerance) { break }
      let leap = sweep(
        from: zip(next.volumes, ratios).map { $0 * exponential(stride * naturalLogarithm($1)) })
      if leap.deviance < next.deviance {
        point = leap
        stride *= 2
      } else {
        stride = 1
      }
    }
    let values = point.volumes.flatMap { volume in point.shape.map { max(volume * $0, floor) } }
    return (point.axes, AxisVariances.Solution(values: values, lowerBounds: masses.map { _ in floor }))
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
