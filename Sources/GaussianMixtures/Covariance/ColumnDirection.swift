/// A direction in the space of the columns, as a unit vector in units of their spreads.
///
/// Of the directions along single columns there may be as many as columns: each takes one number.
enum ColumnDirection: Sendable, Hashable {
  case column(Int, of: Int)
  case vector([Double])

  /// - Complexity: O(D).
  var components: [Double] {
    switch self {
    case .column(let place, let dimension): (0..<dimension).map { $0 == place ? 1 : 0 }
    case .vector(let components): components
    }
  }

  /// The same direction; by its column where the vector is exactly that.
  var simplest: ColumnDirection {
    guard case .vector(let axis) = self else { return self }
    let used = axis.indices.filter { axis[$0] != 0 }
    return used.count == 1 && axis[used[0]] == 1 ? .column(used[0], of: axis.count) : self
  }

  /// The column that the direction follows most.
  var mainColumn: Int {
    switch self {
    case .column(let place, _): place
    case .vector(let axis): axis.indices.max { abs(axis[$0]) < abs(axis[$1]) } ?? 0
    }
  }

  /// The single column that the direction is along.
  var column: Int? { if case .column(let place, _) = self { place } else { nil } }
}
