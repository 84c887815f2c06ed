internal import Elementary
internal import LinearAlgebra

/// How far a mixture is from another of the same dimension.
///
/// ```swift
/// let divergence = try MixtureDivergence(from: model, to: result.model)
/// let nats = try divergence.kullbackLeibler()
/// print("\(nats.value) ± \(nats.standardError) nats")
/// print(divergence.squaredDistance)
/// ```
///
/// Mixtures with noise are compared by ``kullbackLeibler(sampleCount:seed:engine:)`` alone; the two others have closed forms for
/// Gaussians only.
public struct MixtureDivergence: Sendable {
  /// The mixture that points are thought to come from.
  public let first: GaussianMixture
  /// The mixture that takes its place.
  public let second: GaussianMixture

  /// Two mixtures.
  ///
  /// - Throws: ``ModelError`` with the code `dimension` where these differ.
  public init(from first: GaussianMixture, to second: GaussianMixture) throws(ModelError) {
    guard first.dimension == second.dimension else {
      throw ModelError(
        .dimension,
        "The mixtures have \(first.dimension) and \(second.dimension) dimensions; only those of one dimension compare."
      )
    }
    (self.first, self.second) = (first, second)
  }

  /// From the second mixture to the first.
  public var reversed: MixtureDivergence { MixtureDivergence(checked: second, first) }

  private init(checked first: GaussianMixture, _ second: GaussianMixture) {
    (self.first, self.second) = (first, second)
  }

  /// The Kullback-Leibler divergence `∫ p ln(p / q)` in nats, from a sample of the first mixture.
  ///
  /// There is no closed form for mixtures. The estimate is the mean of `ln p - ln q` over points of the first, which has no
  /// bias; where the mixtures are nearly the same it may be below 0 by chance.
  ///
  /// - Parameters:
  ///   - sampleCount: how many points are drawn, at least 100; the error falls by its root.
  ///   - seed: of the sample.
  ///   - engine: how the work is done.
  /// - Returns: the estimate and its standard error.
  /// - Throws: ``PointSetError`` where the first mixture's noise has a volume and no box.
  /// - Complexity: O(S K D²).
  public func kullbackLeibler(
    sampleCount: Int = 100_000, seed: UInt64 = 1, engine: Engine = Engine()
  ) throws(PointSetError) -> (value: Double, standardError: Double) {
    var stream = RandomStream(seed: seed, purpose: .divergence)
    let points = try first.sample(max(sampleCount, 100), using: &stream, engine: engine).points
    // Of the dimension of both, which has been checked.
    let (own, other) = (
      (try? first.logDensities(of: points, engine: engine)) ?? [],
      (try? second.logDensities(of: points, engine: engine)) ?? []
    )
    let differences = zip(own, other).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean, (variance / count).squareRoot())
  }

  /// The variational approximation of the Kullback-Leibler divergence, in nats, without sampling; nil where a mixture has
  /// noise.
  ///
  /// `Σ_a w_a ln(Σ_b w_b exp(-KL(a, b)) / Σ_c v_c exp(-KL(a, c)))` with `b` over the first mixture's components and `c` over
  /// the second's: the difference of two lower bounds, neither above nor below the divergence for certain, and exact for single
  /// Gaussians.
  ///
  /// Source: J. R. Hershey and P. A. Olsen, Approximating the Kullback Leibler divergence between Gaussian mixture models, ICASSP
  /// (2007) IV-317, https://doi.org/10.1109/ICASSP.2007.366913, equation 20.
  ///
  /// - Complexity: O(K (K + K') D³).
  public var variationalKullbackLeibler: Double? {
    guard first.noise == nil, second.noise == nil else { return nil }
    let (own, others) = (first.components.map(GaussianPart.init), second.components.map(GaussianPart.init))
    return own.filter { $0.weight > 0 }.reduce(0) { sum, part in
      sum + part.weight * (Self.logSum(part, own) - Self.logSum(part, others))
    }
  }

  private static func logSum(_ part: GaussianPart, _ others: [GaussianPart]) -> Double {
    let terms = others.filter { $0.weight > 0 }.map {
      naturalLogarithm($0.weight) - part.divergence(from: $0)
    }
    let largest = terms.max() ?? 0
    return largest + naturalLogarithm(terms.reduce(0) { $0 + exponential($1 - largest) })
  }

  /// `∫ (p - q)²`, in closed form; nil where a mixture has noise.
  ///
  /// Sums of `w_i w_j N(μ_i; μ_j, Σ_i + Σ_j)` over pairs of components. Its unit is that of a density.
  ///
  /// - Complexity: O((K + K')² D³).
  public var squaredDistance: Double? {
    guard first.noise == nil, second.noise == nil else { return nil }
    // Signed components in one list, so that what is equal in both cancels before it is added up.
    let signed = first.components.map { (1.0, $0) } + second.components.map { (-1.0, $0) }
    return max(
      0,
      signed.reduce(0) { sum, left in
        signed.reduce(sum) { $0 + left.0 * $1.0 * Self.overlap(left.1, $1.1) }
      })
  }

  /// `∫ w N(μ, Σ) w' N(μ', Σ')`.
  private static func overlap(_ left: GaussianMixture.Component, _ right: GaussianMixture.Component) -> Double
  {
    let dimension = left.mean.count
    let sum = SquareMatrix(count: dimension) { left.covariance[$0, $1] + right.covariance[$0, $1] }
    guard let whitening = TriangularFactor.whitening(of: sum) else { return 0 }
    let distance = whitening.applied(to: zip(left.mean, right.mean).map { $0 - $1 })
    let square = distance.reduce(0) { $0 + $1 * $1 }
    let logDensity = whitening.logDeterminant - (square + Double(dimension) * Logarithm.twoPi) / 2
    return left.weight * right.weight * exponential(logDensity)
  }
}

/// A component as the divergence of two Gaussians needs it.
private struct GaussianPart {
  let weight: Double
  private let mean: [Double]
  private let covariance: CovarianceMatrix
  private let whitening: TriangularFactor

  init(_ component: GaussianMixture.Component) {
    (weight, mean, covariance) = (component.weight, component.mean, component.covariance)
    whitening = component.covariance.matrix.soundWhitening
  }

  /// `KL(self, other)` of the two Gaussians, in nats.
  func divergence(from other: GaussianPart) -> Double {
    let dimension = mean.count
    let distance = other.whitening.applied(to: zip(mean, other.mean).map { $0 - $1 })
    // tr(Σ_o⁻¹ Σ) = Σ_columns |W_o L e|², by columns of Σ whitened from both sides.
    let halves = (0..<dimension).map { column in
      other.whitening.applied(to: (0..<dimension).map { covariance[$0, column] })
    }
    var trace = 0.0
    for row in 0..<dimension {
      for column in 0...row { trace += other.whitening[row, column] * halves[column][row] }
    }
    let logRatio = 2 * (whitening.logDeterminant - other.whitening.logDeterminant)
    return (trace - Double(dimension) + distance.reduce(0) { $0 + $1 * $1 } + logRatio) / 2
  }
}
