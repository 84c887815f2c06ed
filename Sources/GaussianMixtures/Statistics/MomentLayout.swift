/// Where the sufficient statistics of a mixture stand in one flat buffer, which can be written, sent and added as it is.
///
/// First what is of the whole: mass, the uniform component's share of it, log-likelihood, and where it is asked for the
/// scatter of all components' points together about the origin (lower triangle, row by row). Then, component after
/// component, the mass, the first moment (D), and of the scatter nothing, the diagonal (D) or the lower triangle (row by
/// row), by the kind; where there are norms, last the fourth moment.
struct MomentLayout: Sendable, Hashable {
  let componentCount: Int
  let dimension: Int
  /// Which moments there are.
  let kind: MomentKind
  /// Whether there is the responsibilities' sum of squared squares of distances from the mean.
  var hasNorms = false
  /// Whether there is the scatter of all components' points together.
  var hasPool = false

  // Of the whole.
  static let mass = 0
  static let uniformMass = 1
  static let logLikelihood = 2
  /// Where the scatter of all begins, if there is one: behind all other numbers of the whole.
  static let pool = 3
  /// So many numbers are of the whole.
  var wholeCount: Int { Self.pool + (hasPool ? dimension * (dimension + 1) / 2 : 0) }

  /// So many numbers are of a component.
  var componentSize: Int { norm + (hasNorms ? 1 : 0) }

  /// Of the same mixture in whitened coordinates: first moments, and the scatter of all components together.
  var whitened: MomentLayout {
    MomentLayout(componentCount: componentCount, dimension: dimension, kind: .means, hasPool: true)
  }

  var count: Int { wholeCount + componentCount * componentSize }

  /// Where a component begins.
  func start(of k: Int) -> Int { wholeCount + k * componentSize }

  // From where a component begins: its mass is there.
  var firstMoments: Range<Int> { 1..<(1 + dimension) }
  /// Where the fourth moment is, if there is one: behind all others.
  var norm: Int {
    switch kind {
    case .means: 1 + dimension
    case .variances: 1 + 2 * dimension
    case .scatters: 1 + dimension + dimension * (dimension + 1) / 2
    }
  }

  func firstMoment(_ coordinate: Int) -> Int { 1 + coordinate }

  /// The scatter along a coordinate, of the variances kind.
  func variance(_ coordinate: Int) -> Int { 1 + dimension + coordinate }

  /// The scatter of two coordinates, of the scatters kind: one place for both orders.
  func product(_ one: Int, _ other: Int) -> Int {
    1 + dimension + max(one, other) * (max(one, other) + 1) / 2 + min(one, other)
  }
}
