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
      for other in 0..<group {
        offer(costs[other], of: group, to: other)
        offer(costs[other], of: other, to: group)
      }
    }
  }

  private mutating func offer(_ cost: Double, of partner: Int, to group: Int) {
    guard cost < cheapest[group] else { return }
    cheapest[group] = cost
    partners[group] = partner
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
    for other in cheapest.indices where other != kept {
      if costs[other] <= cheapest[other], partners[other] < 0 || costs[other] < cheapest[other] {
        cheapest[other] = costs[other]
        partners[other] = kept
      }
    }
    return merge
  }

  /// The group with the cheapest of all partners.
  private mutating func cheapestGroup() -> Int {
    while true {
      var group = 0
      for other in cheapest.indices where cheapest[other] < cheapest[group] { group = other }
      if partners[group] >= 0 { return group }
      search(group)
    }
  }

  /// Finds the partner of a group.
  private mutating func search(_ group: Int) {
    criterion.write(costsOf: group, with: cheapest.indices, to: &costs)
    cheapest[group] = .infinity
    partners[group] = group == 0 ? 1 : 0
    for other in cheapest.indices where other != group { offer(costs[other], of: other, to: group) }
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
    for group in partners.indices {
      if partners[group] == kept || partners[group] == gone {
        partners[group] = -1
      } else if partners[group] == last {
        partners[group] = gone
      }
    }
  }
}
