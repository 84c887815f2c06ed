/// What joining two groups of points costs, for groups in slots that stay without gaps.
package protocol MergeCriterion {
  /// The number of groups, in the slots from 0.
  var count: Int { get }

  /// Writes what joining one group with each of others costs.
  ///
  /// - Parameters:
  ///   - group: the slot of the one; its place in `costs` holds no cost.
  ///   - others: the slots of the others.
  ///   - costs: a place for each slot.
  func write(costsOf group: Int, with others: Range<Int>, to costs: inout [Double])

  /// Joins two groups; the last group then moves into the slot that has become free.
  ///
  /// - Parameters:
  ///   - gone: the slot that becomes free.
  ///   - kept: the slot of the joined group.
  mutating func join(_ gone: Int, into kept: Int)
}

/// Two groups that were joined, each by the name of one of its members.
package struct Merge: Sendable, Hashable {
  package let kept: Int
  package let gone: Int
}

/// Joins groups two by two, always those that cost least.
///
/// Every group knows its cheapest partner, so that a merge computes the costs of the new group alone. One whose
/// partner is gone keeps what that cost: no other costs less, and only when its turn comes it looks for another. So a
/// merge takes O(n) costs as a rule, and all O(n²).
package struct Agglomeration<Criterion: MergeCriterion> {
  private(set) var criterion: Criterion
  /// For each slot the name of its group.
  private(set) var names: [Int]
  /// For each slot that of its cheapest partner; -1 where that one is gone.
  private var partners: [Int]
  /// What joining it with its partner costs; where that is gone, no more than joining it with any other.
  private var cheapest: [Double]
  private var costs: [Double]

  package init(_ criterion: Criterion, names: [Int]) {
    self.criterion = criterion
    self.names = names
    partners = [Int](repeating: 0, count: names.count)
    cheapest = [Double](repeating: .infinity, count: names.count)
    costs = cheapest
    for group in names.indices.dropFirst() {
      criterion.write(costsOf: group, with: 0..<group, to: &costs)
      offer(group, to: group)
      take(group, before: group)
    }
  }

  /// Makes a group the partner of those before a slot that it costs least, by the costs that have been written.
  ///
  /// Without branches, so that it goes by whole vectors.
  private mutating func offer(_ group: Int, to end: Int) {
    costs.withUnsafeBufferPointer { costs in
      cheapest.withUnsafeMutableBufferPointer { cheapest in
        partners.withUnsafeMutableBufferPointer { partners in
          for other in 0..<end {
            let isLess = costs[other] < cheapest[other]
            cheapest[other] = isLess ? costs[other] : cheapest[other]
            partners[other] = isLess ? group : partners[other]
          }
        }
      }
    }
  }

  private static func smallest(_ numbers: ArraySlice<Double>) -> Double {
    typealias Lanes = SIMD8<Double>
    return numbers.withUnsafeBufferPointer { numbers in
      let raw = UnsafeRawBufferPointer(numbers)
      var lanes = Lanes(repeating: .infinity)
      let whole = numbers.count / Lanes.scalarCount * Lanes.scalarCount
      for place in stride(from: 0, to: whole, by: Lanes.scalarCount) {
        let next = raw.loadUnaligned(fromByteOffset: 8 * place, as: Lanes.self)
        lanes.replace(with: next, where: next .< lanes)
      }
      return numbers[whole...].reduce(lanes.min()) { $1 < $0 ? $1 : $0 }
    }
  }

  /// Merges until so many groups are left.
  package mutating func merge(to count: Int) -> [Merge] {
    var merges: [Merge] = []
    while criterion.count > max(count, 1) { merges.append(mergeCheapest()) }
    return merges
  }

  private mutating func mergeCheapest() -> Merge {
    let group = cheapestGroup()
    let kept = min(group, partners[group])
    let gone = max(group, partners[group])
    let merge = Merge(kept: names[kept], gone: names[gone])
    criterion.join(gone, into: kept)
    remove(gone, joinedWith: kept)
    search(kept)
    offer(kept)
    return merge
  }

  /// Makes a new group the partner of all others that it costs least, or as little as one that is gone.
  private mutating func offer(_ kept: Int) {
    costs.withUnsafeBufferPointer { costs in
      cheapest.withUnsafeMutableBufferPointer { cheapest in
        partners.withUnsafeMutableBufferPointer { partners in
          for other in cheapest.indices {
            let isTaken =
              costs[other] < cheapest[other] || (costs[other] == cheapest[other] && partners[other] < 0)
            cheapest[other] = isTaken ? costs[other] : cheapest[other]
            partners[other] = isTaken ? kept : partners[other]
          }
        }
      }
    }
  }

  /// The group with the cheapest of all partners.
  private mutating func cheapestGroup() -> Int {
    while true {
      let group = cheapest.firstIndex(of: Self.smallest(cheapest[...])) ?? 0
      if partners[group] >= 0 { return group }
      search(group)
    }
  }

  /// Finds the partner of a group.
  private mutating func search(_ group: Int) {
    criterion.write(costsOf: group, with: cheapest.indices, to: &costs)
    // Its own place holds no cost, and is nobody's partner.
    costs[group] = .infinity
    take(group, before: costs.count)
  }

  /// Takes the cheapest partner of a group among those before a slot; the first of several, or of those that cost no number.
  private mutating func take(_ group: Int, before end: Int) {
    cheapest[group] = Self.smallest(costs[..<end])
    let first = group == 0 ? 1 : 0
    partners[group] = cheapest[group] < .infinity ? costs.firstIndex(of: cheapest[group]) ?? first : first
  }

  /// Moves the last group into the free slot; groups that lose their partner know it.
  private mutating func remove(_ gone: Int, joinedWith kept: Int) {
    let last = names.count - 1
    names[gone] = names[last]
    partners[gone] = partners[last]
    cheapest[gone] = cheapest[last]
    names.removeLast()
    partners.removeLast()
    cheapest.removeLast()
    costs.removeLast()
    partners.withUnsafeMutableBufferPointer { partners in
      for group in partners.indices {
        let partner = partners[group]
        let moved = partner == last ? gone : partner
        partners[group] = partner == kept || partner == gone ? -1 : moved
      }
    }
  }
}
