internal import Elementary

/// Covariances of one volume and shapes of their own: `Π_j b_kj` is the same for all components.
///
/// Without a bound every component's variances are in proportion to its scatters. Under bounds they are
/// `b_kj = w_kj / μ_k`, cut to the bounds, with `μ_k` such that the volume is right; and the volume is right
/// where `Σ_k μ_k = n`. In the logarithms of the variances the problem is convex, so this is the maximum.
struct SharedVolume {
  let floor: Double

  /// What takes the place of 0, far below all that a floor lets count.
  private static let smallestScatter = 1e-250

  /// - Parameters:
  ///   - scatters: along the axes, component after component.
  ///   - masses: above 0.
  /// - Returns: the variances along the axes.
  /// - Complexity: O(K D) where no bound binds, else O(K D log D) and O(K D) times some ten.
  func solve(_ scatters: [Double], masses: [Double]) -> AxisVariances.Solution {
    let d = scatters.count / masses.count
    let logTotal = naturalLogarithm(masses.reduce(0, +))
    let scatters = scatters.map { max($0, Self.smallestScatter) }
    let logs = scatters.map(naturalLogarithm)
    let means = masses.indices.map { k in logs[(k * d)..<((k + 1) * d)].reduce(0, +) / Double(d) }
    let size = Self.logSum(means) - logTotal
    let components = masses.indices.map { Array(logs[($0 * d)..<(($0 + 1) * d)]) }
    if components.indices.allSatisfy({ isWithinBounds(components[$0], size - means[$0]) }) {
      let free = scatters.indices.map { scatters[$0] * exponential(size - means[$0 / d]) }
      return AxisVariances.Solution(
        values: free.map { max($0, floor) }, lowerBounds: masses.map { _ in floor })
    }
    let shapes = components.map { BoundedShape(scatters: $0, floor: naturalLogarithm(floor)) }
    let bounded = self.size(shapes, logTotal: logTotal, near: size)
    let levels = shapes.map { $0.level(size: bounded) }
    let values = zip(components, levels).flatMap { logs, level in
      logs.map { max(floor, exponential(level.variance($0))) }
    }
    return AxisVariances.Solution(values: values, lowerBounds: levels.map { exponential($0.lower) })
  }

  private func isWithinBounds(_ logs: [Double], _ shift: Double) -> Bool {
    guard let smallest = logs.min(), let largest = logs.max() else { return true }
    return smallest + shift >= naturalLogarithm(floor) && largest - smallest <= BoundedShape.logRatio
  }

  private static func logSum(_ values: [Double]) -> Double {
    let largest = values.max() ?? 0
    return largest + naturalLogarithm(values.reduce(0) { $0 + exponential($1 - largest) })
  }

  /// The mean logarithm of the variances at which `Σ_k μ_k = n`, or the smallest where that is below it.
  private func size(_ shapes: [BoundedShape], logTotal: Double, near: Double) -> Double {
    func excess(_ size: Double) -> Double {
      Self.logSum(shapes.map { $0.level(size: size).multiplier }) - logTotal
    }
    var low = naturalLogarithm(floor)
    guard excess(low) > 0 else { return low }
    var step = 1.0
    var high = max(low, near) + step
    while excess(high) > 0 {
      low = high
      step *= 2
      high += step
    }
    return FallingRoot.find(from: low, to: high, of: excess)
  }
}
