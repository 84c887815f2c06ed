internal import LinearAlgebra

/// The repair of components that have collapsed, from the statistics' outcome alone.
struct Collapse: Sendable {
  /// How often one component may be reseeded; all together 10 K times.
  static let reseedsPerComponent = 3

  private let maximization: Maximization
  /// A component on the floor with less than this is no group of its own.
  let neededMass: Double

  init(_ maximization: Maximization, dimension: Int) {
    self.maximization = maximization
    neededMass = maximization.freedom.neededMass(dimension: dimension)
  }

  /// Below this a mass is zero: densities stop at 2^-1021 of the largest.
  private static let negligibleMass = 1e-280

  /// The components to act on, in order.
  func collapsed(in outcome: Maximization.Outcome) -> [Int] {
    outcome.masses.indices.filter { k in
      outcome.masses[k] <= Self.negligibleMass
        || (!outcome.floorAxes[k].isEmpty && outcome.masses[k] < neededMass)
    }
  }

  /// How much each component has to give: its scatter along one axis, in units of the spreads; 0 where it has no points
  /// to spare.
  ///
  /// - Complexity: O(K D³), O(K D) without correlations.
  func scattersToGive(in outcome: Maximization.Outcome, floor: CovarianceFloor) -> [Double] {
    maximization.map(outcome.masses.count) { k in
      guard outcome.floorAxes[k].isEmpty, outcome.masses[k] >= 2 * neededMass else { return 0 }
      return outcome.masses[k] * (principalAxis(of: outcome.parameters.covariances[k], floor)?.variance ?? 0)
    }
  }

  private func principalAxis(
    of covariance: SymmetricMatrix, _ floor: CovarianceFloor
  ) -> (variance: Double, axis: ColumnDirection)? {
    let d = floor.dimension
    let scaled = floor.inUnitsOfSpreads(covariance)
    guard scaled.form == .full else {
      return scaled.entries.indices.max { scaled.entries[$0] < scaled.entries[$1] }.map {
        (scaled.entries[$0], .column($0, of: d))
      }
    }
    guard let eigen = SymmetricEigen(of: scaled.square) else { return nil }
    return (eigen.values[d - 1], .vector(Array(eigen.vector(d - 1))))
  }

  /// Splits the donor along its longest axis so that the two halves together have its mean and, where
  /// components share nothing, its covariance; the collapsed component becomes one of them.
  ///
  /// Where something is shared both halves have the donor's covariance, which is of the structure.
  func reseed(_ k: Int, from donor: Int, in parameters: inout MixtureParameters, floor: CovarianceFloor) {
    guard let principal = principalAxis(of: parameters.covariances[donor], floor) else { return }
    let length = 0.8 * principal.variance.squareRoot()
    let step = zip(principal.axis.components, floor.spreads).map { length * $0 * $1 }
    let mean = parameters.means[donor]
    parameters.means[donor] = zip(mean, step).map { $0 - $1 }
    parameters.means[k] = zip(mean, step).map { $0 + $1 }
    let half = (parameters.weights[donor] + parameters.weights[k]) / 2
    parameters.weights[donor] = half
    parameters.weights[k] = half
    guard !maximization.freedom.covariancesShareSomething else {
      parameters.covariances[k] = parameters.covariances[donor]
      parameters.whitenings[k] = parameters.whitenings[donor]
      return
    }
    var covariance = parameters.covariances[donor]
    covariance.add(-1, timesSquareOf: step)
    let bounded = maximization.nearest(to: covariance)
    for half in [donor, k] {
      parameters.covariances[half] = bounded.covariance
      parameters.whitenings[half] = bounded.whitening
    }
  }
}

extension MixtureParameters {
  /// Without one component; the other weights grow in proportion.
  mutating func remove(_ k: Int) {
    weights.remove(at: k)
    means.remove(at: k)
    covariances.remove(at: k)
    whitenings.remove(at: k)
    labelling.remove(k)
    weights = Self.weights(inProportionTo: weights)
  }
}

extension Maximization.Outcome {
  mutating func remove(_ k: Int) {
    parameters.remove(k)
    masses.remove(at: k)
    floorAxes.remove(at: k)
    holds.remove(at: k)
  }
}
