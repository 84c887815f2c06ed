internal import Elementary

/// Components that are one cluster: combined one after another, each time the two that are hardest to tell apart.
///
/// ```swift
/// let combination = try ComponentCombination(of: model, points: points)
/// print(combination.entropies)                                   // of K, K-1, … 1 clusters, in nats
/// let clusters = combination.clusters(count: combination.elbow)  // the cluster of each component
/// ```
///
/// A mixture needs several Gaussians for a cluster that is none. The density stays as it is; what falls is the entropy
/// `-Σ_i Σ_c t_ic ln t_ic` of the clusters' responsibilities, which are sums of those of their components. The two clusters are
/// combined by which it falls most; where the further falls are small, those left are well apart.
///
/// Source: J.-P. Baudry, A. E. Raftery, G. Celeux, K. Lo and R. Gottardo, Combining mixture components for clustering, Journal of
/// Computational and Graphical Statistics 19 (2010) 332-353, https://doi.org/10.1198/jcgs.2010.08111.
public struct ComponentCombination: Sendable, Hashable {
  /// Two clusters that become one: the places of the first component of each.
  ///
  /// ```swift
  /// let steps: [ComponentCombination.Step] = try ComponentCombination(of: model, points: points).steps
  /// print(steps.map { ($0.kept, $0.removed) })
  /// ```
  public struct Step: Sendable, Hashable {
    /// The first component of the cluster that takes the other one up: the smaller of the two.
    public let kept: Int
    /// The first component of the cluster that is taken up.
    public let removed: Int
  }

  /// The steps, from a cluster a component down to one cluster.
  public let steps: [Step]
  /// The entropy of K, K-1, … 1 clusters over all points, in nats; the last is 0 but for noise.
  public let entropies: [Double]
  /// The number of points, N.
  public let pointCount: Int
  /// The number of components, K.
  public var componentCount: Int { entropies.count }

  /// Finds the steps.
  ///
  /// - Parameters:
  ///   - mixture: of K components; its noise is a cluster of its own, and stays one.
  ///   - points: N points of its dimension, as a rule those it was fitted to, or a sample of them.
  ///   - engine: how the work is done.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K (K + D²)) time, O(N K) memory.
  public init(
    of mixture: GaussianMixture, points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) {
    var responsibilities = try mixture.responsibilities(of: points, engine: engine)
    let noise = mixture.noise == nil ? 0 : Self.entropy(of: Self.rest(responsibilities))
    var own = responsibilities.map(Self.entropy(of:))
    var left = Array(responsibilities.indices)
    var gains = Self.gains(responsibilities, own)
    var (steps, entropies) = ([Step](), [noise + own.reduce(0, +)])
    while left.count > 1, let (kept, removed) = Self.best(left, gains) {
      responsibilities[kept] = zip(responsibilities[kept], responsibilities[removed]).map { $0 + $1 }
      responsibilities[removed] = []
      own[kept] = Self.entropy(of: responsibilities[kept])
      left.removeAll { $0 == removed }
      for other in left where other != kept {
        let gain = Self.gain(responsibilities[kept], responsibilities[other], own[kept] + own[other])
        gains[max(kept, other)][min(kept, other)] = gain
      }
      steps.append(Step(kept: kept, removed: removed))
      entropies.append(noise + left.reduce(0) { $0 + own[$1] })
    }
    (self.steps, self.entropies, pointCount) = (steps, entropies, points.count)
  }

  /// The cluster of each component.
  ///
  /// - Parameter count: how many clusters are left, from 1 to K; the nearest of these where it is another number.
  /// - Returns: for each of the K components its cluster, from 0, in the order of the clusters' first components.
  /// - Complexity: O(K²).
  public func clusters(count: Int) -> [Int] {
    let left = min(max(count, 1), componentCount)
    return MergedGroups.places(
      of: componentCount, steps.prefix(componentCount - left).map { ($0.kept, $0.removed) })
  }

  /// The number of clusters at which the entropy has its elbow: where two straight lines, one on each side, fit its course over
  /// the number of clusters best (section 4 of the paper).
  ///
  /// K where an elbow would say nothing: of fewer than four components, too few for two lines, and where the components
  /// are apart as they are, their entropy below a hundredth of the greatest there can be, `N ln K`.
  ///
  /// - Complexity: O(K²).
  public var elbow: Int {
    // By rising number of clusters.
    let course = Array(entropies.reversed())
    let greatest = Double(pointCount) * naturalLogarithm(Double(course.count))
    guard course.count > 3, entropies[0] > Self.negligible * greatest else { return course.count }
    let splits = (1...(course.count - 2)).map { split in
      (
        split,
        StraightLine(through: course[...split]).residual + StraightLine(through: course[split...]).residual
      )
    }
    let best = splits.min { $0.1 < $1.1 }
    return (best?.0 ?? course.count - 1) + 1
  }

  private static let negligible = 0.01

  /// The two straight lines that meet at the elbow, each with the numbers of clusters it fits; its places are these less 1.
  package var elbowLines: [(clusters: ClosedRange<Int>, line: StraightLine)] {
    let course = Array(entropies.reversed())
    return [1...elbow, elbow...course.count].map {
      ($0, StraightLine(through: course[($0.lowerBound - 1)...($0.upperBound - 1)]))
    }
  }

  // MARK: Entropies

  private static func term(_ share: Double) -> Double { share > 0 ? -share * naturalLogarithm(share) : 0 }

  private static func entropy(of shares: [Double]) -> Double { shares.reduce(0) { $0 + term($1) } }

  private static func rest(_ responsibilities: [[Double]]) -> [Double] {
    (responsibilities.first ?? []).indices.map { point in
      max(0, 1 - responsibilities.reduce(0) { $0 + $1[point] })
    }
  }

  /// By how much the entropy falls when two clusters become one.
  private static func gain(_ left: [Double], _ right: [Double], _ apart: Double) -> Double {
    apart - zip(left, right).reduce(0) { $0 + term(min($1.0 + $1.1, 1)) }
  }

  /// Of every pair, by the larger and the smaller place.
  private static func gains(_ responsibilities: [[Double]], _ own: [Double]) -> [[Double]] {
    responsibilities.indices.map { right in
      (0..<right).map { left in
        gain(responsibilities[left], responsibilities[right], own[left] + own[right])
      }
    }
  }

  private static func best(_ left: [Int], _ gains: [[Double]]) -> (kept: Int, removed: Int)? {
    var best: (kept: Int, removed: Int)?
    var largest = -Double.infinity
    for (place, removed) in left.enumerated() {
      for kept in left[..<place] where gains[removed][kept] > largest {
        largest = gains[removed][kept]
        best = (kept, removed)
      }
    }
    return best
  }
}
