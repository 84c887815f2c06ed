internal import GaussianMixtures

/// A reproducible choice of points that leaves no component out.
///
/// Every component keeps a fixed small number of points, or all where it has fewer; what is left of the
/// limit goes to the components by their size. Within a component all points are equally likely.
struct PointSample: Sendable {
  /// The points chosen, group by group, each in rising order.
  let groups: [[Int]]
  /// The number of points chosen.
  var count: Int { groups.reduce(0) { $0 + $1.count } }

  /// Chooses at most `limit` points.
  ///
  /// - Parameters:
  ///   - group: the group of each point, from 0.
  ///   - groupCount: the number of groups.
  ///   - limit: how many points there may be.
  ///   - seed: what decides the choice.
  init(group: [Int], groupCount: Int, limit: Int, seed: UInt64) {
    var left = [Int](repeating: 0, count: groupCount)
    for index in group { left[index] += 1 }
    var wanted = Self.quotas(sizes: left, limit: limit)
    var groups = wanted.map { count -> [Int] in
      var list: [Int] = []
      list.reserveCapacity(count)
      return list
    }
    var stream = RandomStream(seed: seed, purpose: .display)
    // Selection sampling: point by point with the chance (still wanted) / (still to come).
    for (point, index) in group.enumerated() {
      let chosen = wanted[index] == left[index] || stream.integer(below: left[index]) < wanted[index]
      if chosen {
        groups[index].append(point)
        wanted[index] -= 1
      }
      left[index] -= 1
    }
    self.groups = groups
  }

  private static func quotas(sizes: [Int], limit: Int) -> [Int] {
    let total = sizes.reduce(0, +)
    guard total > limit else { return sizes }
    let present = max(1, sizes.count { $0 > 0 })
    let least = max(1, min(200, limit / (2 * present)))
    let floors = sizes.map { min($0, least) }
    let spare = max(0, limit - floors.reduce(0, +))
    let beyond = total - floors.reduce(0, +)
    return zip(sizes, floors).map { size, floor in
      floor + (beyond > 0 ? Int(Double(size - floor) * Double(spare) / Double(beyond)) : 0)
    }
  }
}
