internal import Elementary
internal import LinearAlgebra

/// The parameters of a mixture in a frame's coordinates, with the factors that densities are computed
/// from.
///
/// The whitening factor is kept beside the covariance because on the floor it is known to more digits
/// than a factorization of the rounded covariance would give back.
package struct MixtureParameters: Sendable, Hashable {
  /// One simplex: of the Gaussian components in order, then of the uniform one.
  var weights: [Double]
  // Of the Gaussian components.
  var means: [[Double]]
  var covariances: [SymmetricMatrix]
  /// `W` with `Wᵀ W = Σ⁻¹`.
  var whitenings: [TriangularFactor]
  /// Whether log densities are taken without their normalizers, as bare distances: one that is tiny beside
  /// a normalizer would lose its digits.
  var omitsNormalizers = false
  /// What is added to the components' log normalizers, where distances are not their own; nil for nothing.
  var normalizerShifts: [Double]?
  /// What coordinates are multiplied by for fourth moments beside the others; nil where none are asked for.
  var normUnits: [Double]?
  /// Whether the components' scatters matter only as their sum, so that each may be given its share of that.
  var poolsScatters = false
  /// The density of the uniform component, if there is one.
  var uniform: UniformDensity?
  /// What the Gaussian components stand for.
  var labelling: Labelling

  /// The number of Gaussian components.
  var componentCount: Int { means.count }
  var dimension: Int { means[0].count }

  /// Equal weights, and covariances with these standard deviations and no correlations, for distances:
  /// log densities come without normalizers.
  static func unitSpheres(at means: [[Double]], scales: [Double]) -> MixtureParameters {
    let covariance = SymmetricMatrix(diagonal: scales.map { $0 * $0 })
    let whitening = TriangularFactor(diagonal: scales.map { 1 / $0 })
    var spheres = MixtureParameters(
      weights: means.map { _ in 1 / Double(means.count) }, means: means,
      covariances: means.map { _ in covariance }, whitenings: means.map { _ in whitening })
    spheres.omitsNormalizers = true
    return spheres
  }

  /// The same with a uniform component, which takes its weight from all others in proportion, or the place and weight of
  /// one that there is.
  func with(_ uniform: UniformDensity, weight: Double) -> MixtureParameters {
    var result = self
    result.uniform = uniform
    guard self.uniform == nil else { return result }
    result.weights = Self.weights(inProportionTo: weights).map { $0 * (1 - weight) } + [weight]
    return result
  }

  /// Weights that sum to 1; equal ones where nothing has any share.
  static func weights(inProportionTo shares: [Double]) -> [Double] {
    let total = shares.reduce(0, +)
    guard total > 0 else { return shares.map { _ in 1 / Double(shares.count) } }
    return shares.map { $0 / total }
  }

  /// The marginal distribution of some of the coordinates.
  ///
  /// - Complexity: O(K d³) for d coordinates, O(K d) without correlations.
  func marginal(_ coordinates: [Int]) -> MixtureParameters {
    let parts = covariances.map { $0.selecting(coordinates) }
    var result = with(
      weights: weights, means: means.map { mean in coordinates.map { mean[$0] } }, covariances: parts,
      whitenings: parts.map(Self.whitening))
    result.uniform = uniform.map { $0.marginal(coordinates) }
    return result
  }

  /// A sound model's parameters; covariances without correlations are held by their variances.
  ///
  /// - Complexity: O(K D³), O(K D) without correlations.
  package init(_ model: GaussianMixture, in frame: CoordinateFrame) {
    weights = model.components.map(\.weight) + (model.noise.map { [$0.weight] } ?? [])
    means = model.components.map { frame.enter(mean: $0.mean) }
    covariances = model.components.map { frame.enter(covariance: $0.covariance.matrix.compact) }
    whitenings = covariances.map(Self.whitening)
    uniform = model.noise.map { UniformDensity($0, in: frame) }
    labelling = .identity(componentCount: model.componentCount)
  }

  init(
    weights: [Double], means: [[Double]], covariances: [SymmetricMatrix], whitenings: [TriangularFactor]
  ) {
    labelling = .identity(componentCount: means.count)
    self.weights = weights
    self.means = means
    self.covariances = covariances
    self.whitenings = whitenings
  }

  /// Other numbers of the same components.
  func with(
    weights: [Double], means: [[Double]], covariances: [SymmetricMatrix], whitenings: [TriangularFactor]
  ) -> MixtureParameters {
    var other = self
    other.weights = weights
    other.means = means
    other.covariances = covariances
    other.whitenings = whitenings
    return other
  }

  /// The inverse Cholesky factor of a covariance that a sound model holds.
  private static func whitening(of covariance: SymmetricMatrix) -> TriangularFactor {
    // A sound model's covariance has a factor in its own units; powers of two do not change that, so there
    // is none only where an entry left the range of numbers.
    covariance.whitening
      ?? TriangularFactor(diagonal: covariance.diagonal.map { 1 / max($0, 0x1p-900).squareRoot() })
  }

  /// The model in the caller's units, components and their names in the given order; a structure with correlations has
  /// covariances in full.
  func model(
    in frame: CoordinateFrame, structure: CovarianceStructure, order: [Int]? = nil, names: [String]? = nil
  ) -> GaussianMixture {
    let components = (order ?? Array(0..<componentCount)).enumerated().map { place, k in
      let covariance = frame.leave(covariance: covariances[k])
      return GaussianMixture.Component(
        weight: weights[k], mean: frame.leave(mean: means[k]),
        covariance: CovarianceMatrix(
          structure.moments == .scatters ? covariance.taking(.full) : covariance),
        name: names?[place])
    }
    return GaussianMixture(
      trusting: components, structure: structure,
      noise: uniform.map { $0.noise(weight: weights[componentCount], in: frame) })
  }

  /// Whether a mean differs by more than 1e-6 of its component's spread in some direction: below that, what a
  /// point's log density changes by on average is less than 1e-12.
  func hasMovedMeans(from other: MixtureParameters) -> Bool {
    means.indices.contains { k in
      let step = zip(means[k], other.means[k]).map { $0 - $1 }
      return other.whitenings[k].applied(to: step).reduce(0) { $0 + $1 * $1 } > 1e-12
    }
  }

  /// The Gaussian components whose weight is not 0: the others have no density.
  var active: [Int] { means.indices.filter { weights[$0] > 0 } }

  /// The natural logarithm of `w_k (2π)^(-D/2) |Σ_k|^(-1/2)`, or 0 where normalizers are left out.
  func logNormalizer(of k: Int) -> Double {
    guard !omitsNormalizers else { return 0 }
    return naturalLogarithm(weights[k]) + whitenings[k].logDeterminant
      - Double(dimension) / 2 * Logarithm.twoPi + (normalizerShifts?[k] ?? 0)
  }

  /// The natural logarithm of the uniform component's weighted density; nil where it has none.
  var logUniform: Double? {
    guard let uniform, weights[componentCount] > 0 else { return nil }
    return naturalLogarithm(weights[componentCount]) + uniform.logDensity
  }
}

extension MixtureParameters {
  /// Sums of absolute differences over components, in the caller's units.
  func changes(
    from other: MixtureParameters, in frame: CoordinateFrame
  ) -> (mean: Double, weight: Double, covariance: Double) {
    let d = dimension
    var mean = [Double](repeating: 0, count: d)
    var covariance = SymmetricMatrix.zero(covariances[0].form, dimension: d)
    let weight = zip(weights, other.weights).reduce(0) { $0 + abs($1.0 - $1.1) }
    for k in means.indices {
      for j in 0..<d { mean[j] += abs(means[k][j] - other.means[k][j]) }
      covariance.addDistances(covariances[k], other.covariances[k])
    }
    let noOrigin = CoordinateFrame(origins: mean.map { _ in 0 }, exponents: frame.exponents)
    return (
      noOrigin.leave(mean: mean).reduce(0, +), weight,
      noOrigin.leave(covariance: covariance).entries.reduce(0, +)
    )
  }
}
