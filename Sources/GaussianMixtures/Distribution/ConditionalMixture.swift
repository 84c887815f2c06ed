internal import Parallel

/// Some coordinates of a mixture given the others: Gaussian mixture regression.
///
/// ```swift
/// let regression = try ConditionalMixture(of: [2], given: [0, 1], in: model)      // z of x and y
/// let heights = try regression.means(at: PointSet([[0.5, 1.2], [0.7, 1.1]]))
/// let here = try regression.mixture(at: [0.5, 1.2])                               // the whole density of z there
/// print(try here.quantile(0.05), try here.quantile(0.95))
/// ```
///
/// Given the coordinates `x` of a point, those asked for are a mixture again: of weights `w_k N(x; k)`, divided by their sum,
/// means `μ_t + A (x - μ_x)` with `A = Σ_tx Σ_xx⁻¹`, and covariances `Σ_tt - A Σ_xt`, which do not depend on `x`. Its mean
/// is the prediction of least squared error; where it has several modes the mean may lie where no point does, and the
/// mixture itself says more.
///
/// Source: Z. Ghahramani and M. Jordan, Supervised learning from incomplete data via an EM approach, NIPS 6 (1994) 120-127,
/// section 4; H. G. Sung, Gaussian mixture regression and classification, thesis, Rice University (2004).
public struct ConditionalMixture: Sendable {
  /// The coordinates that are asked for.
  public let targets: [Int]
  /// The coordinates that are known, in the order in which points have them.
  public let given: [Int]
  /// Of the known coordinates: says how likely each component is there.
  private let marginal: GaussianMixture
  private let parts: [Part]
  /// What the noise says of the targets: the same everywhere.
  private let noise: GaussianMixture.Noise?
  private let structure: CovarianceStructure

  /// A component's distribution of the targets.
  private struct Part: Sendable {
    let mean: [Double]
    let givenMean: [Double]
    let conditional: MissingCoordinates.Conditional
    let covariance: CovarianceMatrix
    let name: String?

    func mean(at point: [Double]) -> [Double] {
      guard let slopes = conditional.slopes else { return mean }
      return mean.indices.map { target in
        point.indices.reduce(mean[target]) { $0 + slopes[target][$1] * (point[$1] - givenMean[$1]) }
      }
    }
  }

  /// Prepares the distribution.
  ///
  /// - Parameters:
  ///   - targets: the coordinates that are asked for, from 0, at least one.
  ///   - given: the coordinates that are known; nil for all others.
  ///   - mixture: of at least two dimensions; coordinates in neither list are left aside.
  /// - Throws: ``ModelError`` where a coordinate is not there or named twice, a list is empty, or the noise is not uniform in
  ///   these coordinates alone.
  /// - Complexity: O(K D³).
  public init(
    of targets: [Int], given: [Int]? = nil, in mixture: GaussianMixture
  ) throws(ModelError) {
    let given = given ?? (0..<mixture.dimension).filter { !targets.contains($0) }
    let all = given + targets
    guard !given.isEmpty, !targets.isEmpty, Set(all).count == all.count,
      all.allSatisfy({ (0..<mixture.dimension).contains($0) })
    else {
      throw ModelError(
        .dimension,
        "The coordinates asked for and those given must differ, be at least one each, and be from 0 to "
          + "\(mixture.dimension - 1).")
    }
    (self.targets, self.given, structure) = (targets, given, mixture.structure)
    marginal = mixture.selecting(given)
    noise = mixture.noise.flatMap { $0.selecting(targets, of: mixture.dimension) }
    guard mixture.noise == nil || (noise != nil && marginal.noise != nil) else {
      throw ModelError(
        .noise,
        "The noise is not uniform in these coordinates alone: its box is not parallel to them, or not known.")
    }
    parts = mixture.components.map { Self.part($0, targets, given) }
  }

  private static func part(
    _ component: GaussianMixture.Component, _ targets: [Int], _ given: [Int]
  ) -> Part {
    let all = component.covariance.matrix
    let conditional = MissingCoordinates.Conditional(
      of: targets, given: given, in: all, whitening: all.selecting(given).soundWhitening)
    return Part(
      mean: targets.map { component.mean[$0] }, givenMean: given.map { component.mean[$0] },
      conditional: conditional, covariance: CovarianceMatrix(conditional.covariance), name: component.name)
  }

  /// The mixture of the targets at one point.
  ///
  /// - Parameter point: the given coordinates, in their order.
  /// - Returns: a mixture of as many components, of the targets' dimension.
  /// - Throws: ``ModelError`` where the point has not as many coordinates as are given, or one is not finite.
  /// - Complexity: O(K D²).
  public func mixture(at point: [Double]) throws(ModelError) -> GaussianMixture {
    guard point.count == given.count, point.allSatisfy(\.isFinite) else {
      throw ModelError(
        point.count == given.count ? .notFinite : .dimension,
        "\(given.count) finite coordinates are given to predict from; the point has \(point.count).")
    }
    var shares: [Double] = []
    try marginal.prepared().responsibilities(of: point, into: &shares)
    return mixture(at: point, shares)
  }

  /// - Parameter shares: The responsibilities of the components for the given coordinates.
  private func mixture(at point: [Double], _ shares: [Double]) -> GaussianMixture {
    let components = zip(parts, shares).map { part, share in
      GaussianMixture.Component(
        weight: share, mean: part.mean(at: point), covariance: part.covariance, name: part.name)
    }
    let rest = max(0, 1 - shares.reduce(0, +))
    return GaussianMixture(
      trusting: components, structure: structure,
      noise: noise.map { GaussianMixture.Noise(weight: rest, logVolume: $0.logVolume, box: $0.box) })
  }

  /// The means of the targets at many points: the predictions of least squared error.
  ///
  /// - Parameters:
  ///   - points: N points of the given coordinates, in their order.
  ///   - engine: how the work is done.
  /// - Returns: N points of the targets.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func means(at points: PointSet, engine: Engine = Engine()) throws(ModelError) -> PointSet {
    try predictions(at: points, engine: engine).means
  }

  /// Means and variances of the targets at many points.
  ///
  /// - Parameters:
  ///   - points: N points of the given coordinates, in their order.
  ///   - engine: how the work is done.
  /// - Returns: N points of the targets, and for each target N variances: within the components and between them.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func predictions(
    at points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> (means: PointSet, variances: [[Double]]) {
    let shares = try marginal.responsibilities(of: points, engine: engine)
    var (means, variances) = (
      targets.map { _ in [Double](repeating: 0, count: points.count) },
      targets.map { _ in [Double](repeating: 0, count: points.count) }
    )
    for place in points.indices {
      let point = points[place]
      let own = shares.map { $0[place] }
      let moments = moments(at: point, own)
      for target in targets.indices {
        means[target][place] = moments.means[target]
        variances[target][place] = moments.variances[target]
      }
    }
    return (PointSet(trusting: means), variances)
  }

  /// Quantiles of one target at many points.
  ///
  /// - Parameters:
  ///   - probabilities: each between 0 and 1, both excluded.
  ///   - target: the place among ``targets``.
  ///   - points: N points of the given coordinates, in their order.
  ///   - engine: how the work is done.
  /// - Returns: N numbers for each probability.
  /// - Throws: ``ModelError`` where the dimensions differ, a probability is none, or there is noise without a box.
  /// - Complexity: O(N K (D² + s)) for some ten steps s.
  public func quantiles(
    _ probabilities: [Double], of target: Int, at points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> [[Double]] {
    // What is wrong of a probability or the noise is so everywhere: the first point tells.
    for probability in probabilities {
      _ = try mixture(at: points[0]).selecting([target]).quantile(probability)
    }
    let shares = try marginal.responsibilities(of: points, engine: engine)
    let found = ParallelLoop.map(count: points.count, threadCount: engine.threads) { place -> [Double] in
      let mixture = mixture(at: points[place], shares.map { $0[place] }).selecting([target])
      return probabilities.map { (try? mixture.quantile($0)) ?? .nan }
    }
    return probabilities.indices.map { index in found.map { $0[index] } }
  }

  /// Mean and variance of each target: the variance within the components and that between their means, which cannot cancel.
  private func moments(at point: [Double], _ shares: [Double]) -> (means: [Double], variances: [Double]) {
    let uniform = noise.flatMap { uniformMoments($0, weight: max(0, 1 - shares.reduce(0, +))) }
    var all = zip(parts, shares).filter { $1 > 0 }.map {
      (weight: $1, mean: $0.mean(at: point), variance: $0.covariance.diagonal)
    }
    if let uniform { all.append(uniform) }
    return targets.indices.reduce(into: ([], [])) { result, target in
      let mean = all.reduce(0.0) { $0 + $1.weight * $1.mean[target] }
      let variance = all.reduce(0.0) { sum, part in
        let distance = part.mean[target] - mean
        return sum + part.weight * (part.variance[target] + distance * distance)
      }
      result.0.append(mean)
      result.1.append(variance)
    }
  }

  private func uniformMoments(
    _ noise: GaussianMixture.Noise, weight: Double
  ) -> (weight: Double, mean: [Double], variance: [Double])? {
    guard let box = noise.box, let widths = box.widths else { return nil }
    return (weight, box.middle, widths.map { $0 * $0 / 12 })
  }
}
