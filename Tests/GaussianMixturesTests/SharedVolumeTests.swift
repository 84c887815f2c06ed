import Foundation
import Testing

@testable import GaussianMixtures

/// Equal volumes under both bounds, beside nested searches that take the problem as it is written down.
@Suite struct SharedVolumeTests {
  private static let ratio = 46 * log(2.0)

  /// Scatters whose logarithms are up to `spread` below those of the masses.
  private func problem(_ seed: Int, spread: Double) -> (logs: [[Double]], masses: [Double]) {
    var random = SplitMix(seed: seed)
    let d = 1 + random.index(below: 4)
    let masses = (0...random.index(below: 3)).map { _ in 1 + 20 * random.uniform() }
    return (masses.map { mass in (0..<d).map { _ in log(mass) - spread * random.uniform() } }, masses)
  }

  @Test(arguments: [5.0, 40, 80], [1e-12, 1e-3])
  func itIsTheMaximumUnderBothBounds(spread: Double, floor: Double) {
    for seed in 0..<5 {
      let (logs, masses) = problem(seed, spread: spread)
      let d = logs[0].count
      let solution = SharedVolume(floor: floor).solve(logs.joined().map { exp($0) }, masses: masses)
      let variances = solution.values.map { log($0) }
      let components = masses.indices.map { Array(variances[($0 * d)..<(($0 + 1) * d)]) }
      var deviance = 0.0
      for (k, component) in components.enumerated() {
        #expect(component.allSatisfy { $0 >= log(floor) - 1e-14 })
        #expect((component.max() ?? 0) - (component.min() ?? 0) <= Self.ratio + 1e-9)
        #expect(abs(component.reduce(0, +) - components[0].reduce(0, +)) < 1e-9)
        for (scatter, variance) in zip(logs[k], component) {
          deviance += masses[k] * variance + exp(scatter - variance)
        }
      }
      // The nested searches end within some units of 1e-7 of the place, of second order in the value.
      #expect(abs(deviance - leastDeviance(logs, masses, log(floor))) < 1e-9 * max(1, abs(deviance)))
    }
  }

  /// Over the mean logarithm of the variances.
  private func leastDeviance(_ logs: [[Double]], _ masses: [Double], _ floor: Double) -> Double {
    least(from: floor, to: max(floor, 60)) { size in
      zip(logs, masses).reduce(0.0) { sum, component in
        let (scatters, mass) = component
        let lowest = max(floor, size - Self.ratio)
        return sum + mass * Double(scatters.count) * size
          + least(from: lowest, to: size) { cost(scatters, size: size, lower: $0) }
      }
    }
  }

  /// `Σ_j w_j / b_j` at its least for a mean and a lower bound, from which the upper one follows.
  private func cost(_ scatters: [Double], size: Double, lower: Double) -> Double {
    func variance(_ scatter: Double, _ multiplier: Double) -> Double {
      min(max(scatter - multiplier, lower), lower + Self.ratio)
    }
    var (low, high) = (-300.0, 300.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      let sum = scatters.reduce(0.0) { $0 + variance($1, middle) }
      if sum > size * Double(scatters.count) { low = middle } else { high = middle }
    }
    return scatters.reduce(0.0) { $0 + exp($1 - variance($1, high)) }
  }

  /// The least value of a convex function.
  private func least(from start: Double, to end: Double, of function: (Double) -> Double) -> Double {
    var (low, high) = (start, end)
    for _ in 0..<48 {
      let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
      if function(a) <= function(b) { high = b } else { low = a }
    }
    return min(function(low), function(high), function((low + high) / 2))
  }
}
