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
      isOrdered = PreparedPoints.isOrdered(points, componentCount: configuration.componentCount)
    }
  }

  private let source: Observations
  private let kinds: [Kind: PreparedPoints]
  /// The hierarchy, where starts cut one.
  let tree: MergeTree?

  /// - Parameters:
  ///   - points: the points of all fits.
  ///   - configurations: what will be fitted.
  ///   - start: where EM starts.
  ///   - pass: lends its loops and threads.
  /// - Throws: ``FitError`` where a column cannot be squared.
  /// - Complexity: O(N D²), and O(n² D) for a hierarchy of n of the points.
  init(
    _ points: Observations, _ configurations: [FitConfiguration], start: Start, pass: ExpectationPass
  ) throws(FitError) {
    var kinds: [Kind: PreparedPoints] = [:]
    for configuration in configurations {
      let kind = Kind(points, configuration)
      guard kinds[kind] == nil else { continue }
      kinds[kind] = try PreparedPoints(
        points, hasOneUnit: !configuration.admitsColumnScaling, componentCount: configuration.componentCount,
        pass: pass)
    }
    source = points
    self.kinds = kinds
    let made = configurations.map { Kind(points, $0) }
    let kind = made.first { !$0.isOrdered } ?? made.first
    tree = Self.tree(kind.flatMap { kinds[$0] }, configurations, start)
  }

  /// The points as a configuration needs them; nil for one that was not asked for.
  func points(for configuration: FitConfiguration) -> PreparedPoints? { kinds[Kind(source, configuration)] }

  /// A hierarchy does not depend on the frame: its axes are those of columns with equal spreads.
  private static func tree(
    _ points: PreparedPoints?, _ configurations: [FitConfiguration], _ start: Start
  ) -> MergeTree? {
    let counts = configurations.map(\.componentCount).filter { $0 > 1 }
    guard let points, let largest = counts.max(), start == .auto || start == .hierarchical else { return nil }
    var random = RandomStream(seed: configurations[0].seed, purpose: .start)
    return HierarchicalStart(points: points).tree(for: largest, &random)
  }
}
