internal import LinearAlgebra

/// Fewer and fewer components for the same density: a hierarchy of merges, each of the pair that changes the density least.
///
/// ```swift
/// let reduction = MixtureReduction(of: model)
/// let coarse = reduction.mixture(componentCount: 8)       // moments of the whole stay exactly
/// for merge in reduction.merges.suffix(3) { print(merge.bound, "nats at most") }
/// ```
///
/// Two components merge into the Gaussian of their common weight, mean and covariance, so the mean and the covariance of the whole
/// mixture stay. The pair is that of the least bound on the Kullback-Leibler divergence from the mixture before to the one
/// after, `((w_i + w_j) ln|Σ_ij| - w_i ln|Σ_i| - w_j ln|Σ_j|) / 2`.
///
/// Source: A. R. Runnalls, Kullback-Leibler approach to Gaussian mixture reduction, IEEE Transactions on Aerospace and Electronic
/// Systems 43 (2007) 989-999, https://doi.org/10.1109/TAES.2007.4383588.
public struct MixtureReduction: Sendable {
  /// Two components that become one.
  ///
  /// ```swift
  /// let merges: [MixtureReduction.Merge] = MixtureReduction(of: model).merges
  /// let harmless = merges.prefix { $0.bound < 0.01 }    // nats
  /// ```
  public struct Merge: Sendable, Hashable {
    /// The place that the merged component takes, among those of the original mixture: the smaller of the two.
    public let kept: Int
    /// The place that is given up.
    public let removed: Int
    /// At most so far, in nats, is the mixture after the merge from that before.
    public let bound: Double
  }

  /// All merges, from the original number of components down to one.
  public let merges: [Merge]
  private let mixture: GaussianMixture

  /// Finds the hierarchy.
  ///
  /// - Parameter mixture: its noise stays as it is, and its components of no weight disappear first.
  /// - Complexity: O(K² D³) time as a rule, O(K³ D³) at most; O(K D²) memory.
  public init(of mixture: GaussianMixture) {
    self.mixture = mixture
    var search = MergeSearch(mixture.components)
    merges = search.run()
  }

  /// The mixture of fewer components.
  ///
  /// - Parameter componentCount: how many are left, from 1; as many as there are, where it is more.
  /// - Returns: components in the order of the original ones; a merged one has no name. The structure is ``CovarianceStructure/full``
  ///   where something was merged.
  /// - Complexity: O(K D²).
  public func mixture(componentCount: Int) -> GaussianMixture {
    let mergeCount = min(max(mixture.componentCount - max(componentCount, 1), 0), merges.count)
    guard mergeCount > 0 else { return mixture }
    var components = mixture.components.map(Optional.some)
    for merge in merges.prefix(mergeCount) {
      guard let kept = components[merge.kept], let removed = components[merge.removed] else { continue }
      components[merge.kept] = kept.merged(with: removed)
      components[merge.removed] = nil
    }
    return GaussianMixture(trusting: components.compactMap(\.self), structure: .full, noise: mixture.noise)
  }

  /// The place of each original component's successor among those of ``mixture(componentCount:)``.
  ///
  /// - Parameter componentCount: how many components are left.
  /// - Returns: K places, from 0.
  /// - Complexity: O(K).
  public func successors(componentCount: Int) -> [Int] {
    let mergeCount = min(max(mixture.componentCount - max(componentCount, 1), 0), merges.count)
    return MergedGroups.places(
      of: mixture.componentCount, merges.prefix(mergeCount).map { ($0.kept, $0.removed) })
  }
}

extension GaussianMixture.Component {
  /// The Gaussian of the moments of two components together.
  func merged(with other: Self) -> Self {
    let weight = weight + other.weight
    guard weight > 0 else { return self }
    let (own, share) = (self.weight / weight, other.weight / weight)
    let step = zip(other.mean, mean).map { $0 - $1 }
    let mean = zip(mean, step).map { $0 + share * $1 }
    let dimension = mean.count
    let elements = (0..<dimension * dimension).map { place in
      let (row, column) = (place / dimension, place % dimension)
      return own * covariance[row, column] + share * other.covariance[row, column]
        + own * share * step[row] * step[column]
    }
    return Self(
      weight: weight, mean: mean, covariance: CovarianceMatrix(dimension: dimension, elements: elements))
  }

  /// The logarithm of the covariance's determinant.
  fileprivate var logDeterminant: Double { 2 * covariance.matrix.soundFactor.logDeterminant }
}

/// The pairs of least bound, one after another; of each component its best partner is kept.
private struct MergeSearch {
  private var components: [GaussianMixture.Component?]
  private var logDeterminants: [Double]
  /// The best partner behind each component, and the bound.
  private var partners: [(place: Int, bound: Double)?]

  init(_ components: [GaussianMixture.Component]) {
    self.components = components
    logDeterminants = components.map(\.logDeterminant)
    partners = components.map { _ in nil }
    for place in components.indices { findPartner(of: place) }
  }

  mutating func run() -> [MixtureReduction.Merge] {
    var merges: [MixtureReduction.Merge] = []
    while let first = partners.indices.filter({ partners[$0] != nil }).min(by: isLess),
      let best = partners[first]
    {
      merges.append(.init(kept: first, removed: best.place, bound: max(best.bound, 0)))
      merge(first, best.place)
    }
    return merges
  }

  private func isLess(_ left: Int, _ right: Int) -> Bool {
    (partners[left]?.bound ?? .infinity) < (partners[right]?.bound ?? .infinity)
  }

  private mutating func merge(_ first: Int, _ second: Int) {
    guard let kept = components[first], let removed = components[second] else { return }
    let merged = kept.merged(with: removed)
    components[first] = merged
    logDeterminants[first] = merged.logDeterminant
    components[second] = nil
    partners[second] = nil
    for place in 0..<second
    where place == first || partners[place]?.place == second || partners[place]?.place == first {
      findPartner(of: place)
    }
    for place in 0..<first where components[place] != nil {
      if let bound = bound(place, first), bound < partners[place]?.bound ?? .infinity {
        partners[place] = (first, bound)
      }
    }
  }

  private mutating func findPartner(of place: Int) {
    var best: (place: Int, bound: Double)?
    guard components[place] != nil else {
      partners[place] = nil
      return
    }
    for other in (place + 1)..<max(components.count, place + 1) {
      guard let bound = bound(place, other), bound < best?.bound ?? .infinity else { continue }
      best = (other, bound)
    }
    partners[place] = best
  }

  private func bound(_ first: Int, _ second: Int) -> Double? {
    guard let left = components[first], let right = components[second] else { return nil }
    // What has no weight changes nothing.
    guard left.weight > 0, right.weight > 0 else { return 0 }
    let merged = left.merged(with: right)
    return
      (left.weight * (merged.logDeterminant - logDeterminants[first])
      + right.weight * (merged.logDeterminant - logDeterminants[second])) / 2
  }
}
