/// The points divided by the atoms that they lie on: those with a value or a point in common that many share are a
/// group, the others are of none.
struct AtomGroups {
  /// The group of each point; nil for those that are on no atom, or in a group beyond the limit.
  let labels: ClassLabels

  /// Which atoms a point is on.
  private struct Place: Hashable {
    var point: Int?
    /// For each column the number of its atom, or nil.
    var values: [Int?]

    var isNowhere: Bool { point == nil && values.allSatisfy { $0 == nil } }
  }

  /// - Parameters:
  ///   - points: in whose frame the atoms are.
  ///   - limit: the largest number of groups; the heaviest stay, and one is left for the points on no atom.
  /// - Complexity: O(N D) for a bounded number of atoms.
  init(_ points: PreparedPoints, limit: Int) {
    let places = (0..<points.count).map { Self.place(of: points.blocks.point($0), among: points.atoms) }
    var masses: [Place: (mass: Double, first: Int)] = [:]
    var outside = 0.0
    for (row, place) in places.enumerated() {
      let weight = points.blocks.weight(of: row)
      if place.isNowhere { outside += weight } else { masses[place, default: (0, row)].mass += weight }
    }
    let heaviest = masses.sorted { one, other in
      one.value.mass != other.value.mass
        ? one.value.mass > other.value.mass : one.value.first < other.value.first
    }
    let room = outside > 0 || heaviest.count > limit ? max(limit - 1, 1) : limit
    let numbers = Dictionary(
      uniqueKeysWithValues: heaviest.prefix(room).enumerated().map { ($1.key, $0) })
    labels = ClassLabels(names: numbers.indices.map { _ in "" }, indices: places.map { numbers[$0] })
  }

  private static func place(of point: [Double], among atoms: Atoms) -> Place {
    Place(
      point: atoms.points.firstIndex(of: point),
      values: point.indices.map { atoms.columns[$0].firstIndex(of: point[$0]) })
  }
}
