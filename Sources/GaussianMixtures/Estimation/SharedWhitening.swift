internal import LinearAlgebra
internal import Parallel

/// The whitening factor that all components of a mixture share, where one covariance is that of all: points are whitened
/// once instead of once a component, and distances between them and whitened means are those of unit spheres.
///
/// Of the scatters no more than their sum is wanted then, and that is the scatter of all points less what the means
/// explain. A pass takes O(N D²) for whitening and that scatter, and O(N K D) for all else, instead of O(N K D²).
struct SharedWhitening: Sendable {
  /// The mixture in whitened coordinates: unit spheres, with the densities of the frame.
  let mixture: MixtureParameters
  /// What points lose before they are whitened, then the panels of the factor.
  let axes: AlignedDoubles
  private let factor: TriangularFactor

  /// In fewer dimensions, or of fewer components, whitening and one more scatter take what they save.
  private static let fewestDimensions = 5
  private static let fewestComponents = 3
  /// How far a whitened mean may be from the centre: the scatter about means is what is left of that about the centre,
  /// which has the square of this as much.
  private static let farthestMean = 0x1p6
  /// How much larger than a whitened coordinate the products may be that it is the sum of.
  private static let largestCancellation = 0x1p12

  /// - Parameters:
  ///   - mixture: of one covariance, with correlations.
  ///   - moments: what is asked for.
  /// - Returns: nil where components have covariances of their own, or need scatters of their own, where there is nothing
  ///   to be saved, and where rounding would be more than that of distances from each mean.
  /// - Complexity: O(K D²).
  init?(_ mixture: MixtureParameters, moments: MomentKind) {
    guard mixture.poolsScatters, moments == .scatters, mixture.normUnits == nil, !mixture.omitsNormalizers,
      mixture.dimension >= Self.fewestDimensions, mixture.active.count >= Self.fewestComponents
    else { return nil }
    let factor = mixture.whitenings[0]
    guard !factor.isDiagonal, mixture.whitenings.allSatisfy({ $0 == factor }) else { return nil }
    let centre = Self.centre(of: mixture)
    let offsets = mixture.means.map { mean in zip(mean, centre).map { $0 - $1 } }
    let means = offsets.map(factor.applied)
    guard means.allSatisfy({ $0.reduce(0) { $0 + $1 * $1 } <= Self.farthestMean * Self.farthestMean }),
      Self.isSafe(factor, offsets, deviations: mixture.covariances[0].diagonal.map { $0.squareRoot() })
    else { return nil }
    let dimension = mixture.dimension
    var whitened = mixture.with(
      weights: mixture.weights, means: means,
      covariances: means.map { _ in SymmetricMatrix(diagonal: [Double](repeating: 1, count: dimension)) },
      whitenings: means.map { _ in TriangularFactor(diagonal: [Double](repeating: 1, count: dimension)) })
    let logDeterminant = factor.logDeterminant
    whitened.normalizerShifts = means.indices.map { logDeterminant + (mixture.normalizerShifts?[$0] ?? 0) }
    self.mixture = whitened
    self.factor = factor
    axes = AlignedDoubles(count: dimension + dimension * (dimension + 1) / 2) { target in
      target.update(from: centre, count: dimension)
      factor.writePanels(scale: 1, to: target + dimension)
    }
  }

  /// The mean of the mixture.
  private static func centre(of mixture: MixtureParameters) -> [Double] {
    let weights = MixtureParameters.weights(
      inProportionTo: Array(mixture.weights.prefix(mixture.componentCount)))
    return (0..<mixture.dimension).map { d in zip(weights, mixture.means).reduce(0) { $0 + $1.0 * $1.1[d] } }
  }

  /// Whether no product of an entry with a coordinate is so large that whitened coordinates lose digits in their sum.
  private static func isSafe(
    _ factor: TriangularFactor, _ offsets: [[Double]], deviations: [Double]
  ) -> Bool {
    let reaches = deviations.indices.map { d in
      offsets.reduce(deviations[d]) { max($0, abs($1[d]) + deviations[d]) }
    }
    return reaches.indices.allSatisfy { row in
      (0...row).reduce(0) { $0 + abs(factor[row, $1]) * reaches[$1] } <= largestCancellation
    }
  }

  /// The statistics in the frame from those in whitened coordinates: each component has its share of the sum of scatters.
  ///
  /// - Parameters:
  ///   - statistics: masses and first moments under ``mixture``, and the scatter of all.
  ///   - layout: of the result, with scatters.
  /// - Complexity: O(K D² + D³).
  func unwhitened(_ statistics: SufficientStatistics, _ layout: MomentLayout) -> SufficientStatistics {
    let dimension = layout.dimension
    let inverse = factor.inverse
    let scatter = Self.product(inverse, scatterAboutMeans(statistics), dimension)
    let total = (0..<layout.componentCount).reduce(0) { $0 + statistics.mass(of: $1) }
    var components: [Double] = []
    components.reserveCapacity(layout.count)
    for k in 0..<layout.componentCount {
      let mass = statistics.mass(of: k)
      let first = inverse.applied(to: Array(statistics.component(k).dropFirst()))
      components.append(mass)
      components += first
      var entry = 0
      for i in 0..<dimension {
        for j in 0...i {
          components.append(mass > 0 ? mass / total * scatter[entry] + first[i] / mass * first[j] : 0)
          entry += 1
        }
      }
    }
    return SufficientStatistics(layout, values: statistics.values[..<MomentLayout.pool] + components)
  }

  /// What of the scatter about the centre remains about the components' new means, in whitened coordinates.
  private func scatterAboutMeans(_ statistics: SufficientStatistics) -> [Double] {
    var scatter = statistics.pool
    for (k, mean) in mixture.means.enumerated() {
      let mass = statistics.mass(of: k)
      guard mass > 0 else { continue }
      let first = Array(statistics.component(k).dropFirst())
      var entry = 0
      for i in mean.indices {
        for j in 0...i {
          // The new mean is m + first / mass, and the mass times its square is what goes.
          scatter[entry] -= (mass * mean[i] + first[i]) * (mean[j] + first[j] / mass)
          entry += 1
        }
      }
    }
    return scatter
  }

  /// `L S Lᵀ`, of lower triangles row by row.
  private static func product(_ lower: TriangularFactor, _ scatter: [Double], _ dimension: Int) -> [Double] {
    func entry(_ i: Int, _ j: Int) -> Double {
      let (row, column) = (max(i, j), min(i, j))
      return scatter[row * (row + 1) / 2 + column]
    }
    let half = (0..<dimension).map { i in
      (0..<dimension).map { j in (0...i).reduce(0) { $0 + lower[i, $1] * entry($1, j) } }
    }
    return (0..<dimension).flatMap { i in
      (0...i).map { j in (0...j).reduce(0) { $0 + half[i][$1] * lower[j, $1] } }
    }
  }
}
