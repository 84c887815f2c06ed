/// Why the covariance floor holds a component up in a direction; from the best reason to the worst.
///
/// ```swift
/// for event in result.events where event.floorCause == .equalValues {
///   print(event.component ?? 0, "is flat because some of its points are equal:", event)
/// }
/// let worst = result.events.compactMap(\.floorCause).max()
/// ```
public enum FloorCause: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
  /// The data as a whole are flat in the direction.
  case flatData
  /// The component lies on a value or a point that a twentieth of all points share and its neighbours do not: a
  /// group of the data.
  case atom
  /// Its points are equal as far as the column's resolution tells, which is then the smallest variance.
  case resolution
  /// Its points are equal, and nothing says that this is more than an accident.
  case equalValues

  /// Whether the first is the better reason.
  public static func < (one: FloorCause, other: FloorCause) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .flatData: 0
    case .atom: 1
    case .resolution: 2
    case .equalValues: 3
    }
  }
}
