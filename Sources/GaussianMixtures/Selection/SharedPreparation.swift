/// What fits of the same points have in common, made once: the points ready for estimation, and a hierarchy that is
/// cut anew for every number of components.
struct SharedPreparation: Sendable {
  /// Points in a frame for structures that admit a scale for each column, or for the others; in an order in space
  /// or not.
  private struct Kind: Hashable {
    let isScaledByColumn: Bool
    let isOrdered: Bool

    init(_ points: Observations, _ configuration: FitConfiguration) {
      isScaledByColumn = configuration.admitsColumnScaling
      isOrdered = PreparedPoints.isOrdered(
        points, componentCount: configuration.componentCount, isApproximated: configuration.approximation != nil)
    }
  }

  private let source: Observations
  private let kinds: [Kind: PreparedPoints]
  /// The hierarchies, where starts cut one.
  private let trees: [MomentKind: MergeTree]
  private let dimension: Int

  /// - Parameters:
  ///   - points: the points of all fits.
  ///   - configurations: what will be fitted.
  ///   - start: where EM starts.
  ///   - engine: how the work is done.
  ///   - stopping: is asked whether to leave off; nil for never.
  /// - Throws: ``FitError`` where a column cannot be squared, or it was to leave off.
  /// - Complexity: O(N D²), and O(n² D) for a hierarchy of n of the points.
  init(
    _ points: Observations, _ configurations: [FitConfiguration], start: Start, engine: Engine,
    stopping: StopQuestion? = nil
  ) throws(FitError) {
    // Of fits that will be refused nothing is prepared.
    let configurations = configurations.filter { configuration in
      (try? FitMemory(
        configuration, pointCount: points.count, dimension: points.dimension, runCount: 1,
        needsGroups: points.needsGroups, isShared: points.shares != nil
      ).check()) != nil
    }
    var kinds: [Kind: PreparedPoints] = [:]
    for configuration in configurations {
      let kind = Kind(points, configuration)
      guard kinds[kind] == nil else { continue }
      let moments = configurations.filter { Kind(points, $0) == kind }.map {
        $0.momentsOfAllPoints(dimension: points.dimension)
      }
      kinds[kind] = try PreparedPoints(
        points, hasOneUnit: !configuration.admitsColumnScaling, componentCount: configuration.componentCount,
        isApproximated: configuration.approximation != nil,
        moments: moments.contains(.scatters) ? .scatters : .variances, engine: engine, stopping: stopping)
    }
    source = points
    self.kinds = kinds
    var trees: [MomentKind: MergeTree] = [:]
    let dimension = points.dimension
    for moments in Set(configurations.map { Self.moments(of: $0, dimension) }) {
      let alike = configurations.filter { Self.moments(of: $0, dimension) == moments }
      let made = alike.map { Kind(points, $0) }
      let kind = made.first { !$0.isOrdered } ?? made.first
      trees[moments] = Self.tree(kind.flatMap { kinds[$0] }, alike, start)
    }
    self.trees = trees
    self.dimension = dimension
  }

  /// The points as a configuration needs them; nil for one that was not asked for.
  func points(for configuration: FitConfiguration) -> PreparedPoints? { kinds[Kind(source, configuration)] }

  func tree(for configuration: FitConfiguration) -> MergeTree? {
    trees[Self.moments(of: configuration, dimension)]
  }

  private static func moments(of configuration: FitConfiguration, _ dimension: Int) -> MomentKind {
    HierarchicalStart.moments(for: configuration.structure, dimension: dimension)
  }

  /// A hierarchy does not depend on the frame: its axes are those of columns with equal spreads.
  private static func tree(
    _ points: PreparedPoints?, _ configurations: [FitConfiguration], _ start: Start
  ) -> MergeTree? {
    let counts = configurations.map(\.componentCount).filter { $0 > 1 }
    guard let points, let largest = counts.max(), start.effort != nil || start == .hierarchical else { return nil }
    var random = RandomStream(seed: configurations[0].seed, purpose: .start)
    return HierarchicalStart(points: points, moments: configurations[0].structure.moments).tree(
      for: largest, &random)
  }
}
