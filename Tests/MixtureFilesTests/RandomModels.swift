import GaussianMixtures

/// Mixtures with numbers of all sizes, the same in every run.
struct RandomModels {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// From 0 to 1.
  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }

  /// A number between the powers of ten of -`range` and `range`, with either sign.
  mutating func number(_ range: Double = 6) -> Double {
    let exponent = Int((uniform() * 2 - 1) * range * 3.3)
    return Double(sign: uniform() < 0.5 ? .minus : .plus, exponent: exponent, significand: 1 + uniform())
  }

  /// A matrix that is positive definite: a sum of squares, and a diagonal.
  mutating func covariance(_ dimension: Int) throws -> CovarianceMatrix {
    let factors = (0..<dimension).map { _ in (0..<dimension).map { _ in number(1) } }
    return try CovarianceMatrix(
      rows: (0..<dimension).map { row in
        (0..<dimension).map { column in
          factors.reduce(row == column ? 0.5 : 0) { $0 + $1[row] * $1[column] }
        }
      })
  }

  /// A mixture whose covariances are of a structure: of any of the fourteen, those of the nearest with a name.
  mutating func model(
    _ structure: CovarianceStructure, dimension: Int, count: Int, names: Bool = false, noise: Double? = nil
  ) throws -> GaussianMixture {
    let shares = (0..<count).map { _ in 0.05 + uniform() }
    let sum = shares.reduce(0, +)
    let tied = try covariance(dimension)
    var components: [GaussianMixture.Component] = []
    for k in 0..<count {
      let covariance: CovarianceMatrix
      if structure.shape == .identity {
        covariance = .diagonal(Array(repeating: abs(number(2)), count: dimension))
      } else if structure.orientation == .identity {
        covariance = .diagonal((0..<dimension).map { _ in abs(number(2)) })
      } else {
        covariance = structure == .tied ? tied : try self.covariance(dimension)
      }
      components.append(
        .init(
          weight: shares[k] / sum * (1 - (noise ?? 0)), mean: (0..<dimension).map { _ in number() },
          covariance: covariance, name: names ? "group \"\(k)\" \\ µ" : nil))
    }
    return try GaussianMixture(
      components: components, structure: structure,
      noise: noise.map { .init(weight: $0, logVolume: 3 * uniform()) })
  }
}
