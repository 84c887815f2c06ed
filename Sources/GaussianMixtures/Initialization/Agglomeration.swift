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
/// Every group knows its cheapest partner, so that a merge computes the costs of the new group, and those of the
/// groups whose partner is gone: O(n) costs as a rule, O(n²) in all.
package struct Agglomeration<Criterion: MergeCriterion> {
  private(set) var criterion: Criterion
  /// For each slot the name of its group.
  private(set) var names: [Int]
  private var partners: [Int]
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
    var group = 0
    for other in cheapest.indices where cheapest[other] < cheapest[group] { group = other }
    let kept = min(group, partners[group])
    let gone = max(group, partners[group])
    let merge = Merge(kept: names[kept], gone: names[gone])
    criterion.join(gone, into: kept)
    let orphans = remove(gone, joinedWith: kept)
    criterion.write(costsOf: kept, with: cheapest.indices, to: &costs)
    let joined = costs
    search(kept)
    for other in cheapest.indices where other != kept {
      if !orphans.contains(other) {
        offer(joined[other], of: kept, to: other)
      } else if joined[other] <= cheapest[other] {
        // No other was cheaper than the partner that is gone.
        cheapest[other] = joined[other]
        partners[other] = kept
      } else {
        criterion.write(costsOf: other, with: cheapest.indices, to: &costs)
        search(other)
      }
    }
    return merge
  }

  /// Finds the partner of a group whose costs are at hand.
  private mutating func search(_ group: Int) {
    cheapest[group] = .infinity
    for other in cheapest.indices where other != group { offer(costs[other], of: other, to: group) }
  }

  /// Moves the last group into the free slot; answers whose partner is no more what it was.
  private mutating func remove(_ gone: Int, joinedWith kept: Int) -> Set<Int> {
    let last = names.count - 1
    names[gone] = names[last]
    partners[gone] = partners[last]
    cheapest[gone] = cheapest[last]
    names.removeLast()
    partners.removeLast()
    cheapest.removeLast()
    costs.removeLast()
    var orphans: Set<Int> = []
    for group in partners.indices where group != kept {
      if partners[group] == kept || partners[group] == gone {
        orphans.insert(group)
      } else if partners[group] == last {
        partners[group] = gone
      }
    }
    return orphans
  }
}
