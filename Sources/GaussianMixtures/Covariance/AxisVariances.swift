internal import LinearAlgebra

/// The variances of all components along their axes, given the scatters along these: the part of the
/// maximization that volume and shape decide.
///
/// All is in columns divided by the floor's spreads, so that the floor bounds every variance alike.
/// Source: Celeux and Govaert (1995), section 3.
struct AxisVariances: Sendable {
  let volume: CovarianceStructure.Variation
  let shape: CovarianceStructure.Variation
  /// The floor's factor, the smallest variance.
  let floor: Double
  /// The largest ratio of two variances; nil for any. Of structures without closed form none is asked for.
  let ratio: Double?

  /// Variances, and for each component the one along which its floor binds.
  struct Solution {
    /// Component after component, D each.
    var values: [Double]
    var lowerBounds: [Double]
  }

  /// The variances that make the likelihood largest.
  ///
  /// - Parameters:
  ///   - scatters: along the axes, component after component; where axes are the components' own, each
  ///     component's from the smallest.
  ///   - masses: above 0.
  ///   - volumes: where the iteration for a shared shape begins, up to a common factor.
  /// - Complexity: O(K D), times the number of sweeps where the shape is shared and the volume is not.
  func callAsFunction(_ scatters: [Double], masses: [Double], volumes: [Double]) -> Solution {
    switch (volume, shape) {
    case (.variable, .equal):
      let shared = SharedShape(floor: floor, masses: masses) { _ in (.zero(0), scatters) }
      return shared.solve(from: volumes).variances
    case (.equal, .variable):
      return SharedVolume(floor: floor).solve(scatters, masses: masses)
    default:
      return closedForm(scatters, masses: masses)
    }
  }

  /// Averages over components where volume and shape are shared, and over axes where the shape is the
  /// identity.
  private func closedForm(_ scatters: [Double], masses: [Double]) -> Solution {
    let d = scatters.count / masses.count
    var averages = scatters
    if shape == .identity {
      for k in masses.indices {
        let range = (k * d)..<((k + 1) * d)
        let mean = scatters[range].reduce(0, +) / Double(d)
        for index in range { averages[index] = mean }
      }
    }
    if volume == .equal {
      let total = masses.reduce(0, +)
      for j in 0..<d {
        let sum = masses.indices.reduce(0.0) { $0 + averages[$1 * d + j] }
        for k in masses.indices { averages[k * d + j] = sum / total }
      }
    } else {
      for index in averages.indices { averages[index] /= masses[index / d] }
    }
    if let ratio {
      let masses = averages.indices.map { masses[$0 / d] }
      averages = EigenvalueRatio(limit: ratio, floor: floor).bounded(averages, masses: masses)
    }
    return Solution(
      values: averages.map { max($0, floor) }, lowerBounds: masses.map { _ in floor })
  }
}
