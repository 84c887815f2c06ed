internal import GaussianMixtures

/// A reproducible choice of points that leaves no component out.
///
/// Every component keeps a fixed small number of points, or all where it has fewer; what is left of the
/// limit goes to the components by their size. Within a component all points are equally likely, but for
/// the most uncertain ones, which may be kept before the others are chosen.
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
  ///   - kept: points that are chosen in any case, fewer than the limit, in rising order.
  init(group: [Int], groupCount: Int, limit: Int, seed: UInt64, keeping kept: [Int] = []) {
    var left = [Int](repeating: 0, count: groupCount)
    for index in group { left[index] += 1 }
    for point in kept { left[group[point]] -= 1 }
    var wanted = Self.quotas(sizes: left, limit: limit - kept.count)
    var nextKept = kept[...]
    var groups = wanted.map { count -> [Int] in
      var list: [Int] = []
      list.reserveCapacity(count)
      return list
    }
    var stream = RandomStream(seed: seed, purpose: .display)
    // Selection sampling: point by point with the chance (still wanted) / (still to come).
    for (point, index) in group.enumerated() {
      if nextKept.first == point {
        nextKept.removeFirst()
        groups[index].append(point)
        continue
      }
      let chosen = wanted[index] == left[index] || stream.integer(below: left[index]) < wanted[index]
      if chosen {
        groups[index].append(point)
        wanted[index] -= 1
      }
      left[index] -= 1
    }
    self.groups = groups
  }

  /// The points whose component is least certain, in rising order; of equally uncertain ones the first.
  ///
  /// - Parameters:
  ///   - count: how many, at most the number of points.
  ///   - uncertainties: of all points, from 0 to 1.
  /// - Returns: the points' numbers.
  /// - Complexity: O(N).
  static func mostUncertain(_ count: Int, of uncertainties: [Double]) -> [Int] {
    // Numbers from 0 to 1 are ordered as their bits are, so counting by the leading bits finds the border.
    func level(_ value: Double) -> Int { Int(max(0, value).bitPattern >> 44) }
    var counts = [Int](repeating: 0, count: level(1) + 2)
    for value in uncertainties { counts[min(level(value), counts.count - 1)] += 1 }
    var (border, above) = (counts.count - 1, 0)
    while border > 0, above + counts[border] < count {
      above += counts[border]
      border -= 1
    }
    var ofBorder = count - above
    return uncertainties.indices.filter { point in
      let level = min(level(uncertainties[point]), counts.count - 1)
      guard level == border else { return level > border }
      ofBorder -= 1
      return ofBorder >= 0
    }
  }

  private static func quotas(sizes: [Int], limit: Int) -> [Int] {
    let total = sizes.reduce(0, +)
    guard total > limit else { return sizes }
    let present = max(1, sizes.count { $0 > 0 })
    let least = max(1, min(200, limit / (2 * present)))
    let floors = sizes.map { min($0, least) }
    let spare = max(0, limit - floors.reduce(0, +))
    let beyond = total - floors.reduce(0, +)
    var quotas = zip(sizes, floors).map { size, floor in
      floor + (beyond > 0 ? Int(Double(size - floor) * Double(spare) / Double(beyond)) : 0)
    }
    // What rounding down has left over goes to those that have more, one each.
    var left = limit - quotas.reduce(0, +)
    for index in quotas.indices where left > 0 && quotas[index] < sizes[index] {
      quotas[index] += 1
      left -= 1
    }
    return quotas
  }
}
