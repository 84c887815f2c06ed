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

  /// A sweep that changes no volume by more than this share is the last.
  private static let tolerance = 1e-13
  private static let sweepLimit = 200

  /// - Parameters:
  ///   - masses: above 0.
  ///   - volumes: where to begin, up to a common factor.
  ///   - scatters: those along the axes, under given volumes: where axes are shared too they follow the
  ///     volumes.
  /// - Returns: the variances along the axes.
  func solve(
    masses: [Double], volumes start: [Double], scatters: ([Double]) -> [Double]
  ) -> AxisVariances.Solution {
    var volumes = start
    var shape: [Double] = []
    for _ in 0..<Self.sweepLimit {
      let smallest = volumes.min() ?? 1
      volumes = volumes.map { $0 / smallest * floor }
      let along = scatters(volumes)
      shape = self.shape(along, masses, volumes)
      let updated = self.volumes(along, masses, shape)
      let ratios = zip(updated, volumes).map { $0 / $1 }
      volumes = updated
      if (ratios.max() ?? 1) <= (ratios.min() ?? 1) * (1 + Self.tolerance) { break }
    }
    let values = volumes.flatMap { volume in shape.map { max(volume * $0, floor) } }
    return AxisVariances.Solution(values: values, lowerBounds: masses.map { _ in floor })
  }

  /// The smallest volume is the floor: no entry of the shape is below 1.
  private func shape(_ scatters: [Double], _ masses: [Double], _ volumes: [Double]) -> [Double] {
    let d = scatters.count / masses.count
    let total = masses.reduce(0, +)
    return (0..<d).map { j in
      max(1, masses.indices.reduce(0.0) { $0 + scatters[$1 * d + j] / volumes[$1] } / total)
    }
  }

  private func volumes(_ scatters: [Double], _ masses: [Double], _ shape: [Double]) -> [Double] {
    let d = shape.count
    let smallest = floor / (shape.min() ?? 1)
    return masses.indices.map { k in
      let sum = (0..<d).reduce(0.0) { $0 + scatters[k * d + $1] / shape[$1] }
      return max(smallest, sum / (masses[k] * Double(d)))
    }
  }
}
