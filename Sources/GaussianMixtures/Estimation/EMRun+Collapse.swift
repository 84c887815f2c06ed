extension EMRun {
  /// Acts on collapsed components by the policy; answers whether the parameters were changed.
  mutating func repair(
    _ outcome: inout Maximization.Outcome, before: inout MixtureParameters
  ) -> Bool {
    let collapsed = collapse.collapsed(in: outcome)
    guard !collapsed.isEmpty else { return false }
    switch policy {
    case .keep:
      for k in collapsed { noteKept(k, outcome) }
      return false
    case .drop:
      return drop(collapsed, &outcome, &before)
    case .reseed:
      return reseed(collapsed, &outcome)
    }
  }

  private mutating func noteKept(_ k: Int, _ outcome: Maximization.Outcome) {
    guard !events.contains(where: { $0.kind == .kept && $0.component == origins[k] + 1 }) else { return }
    note(.kept, k, outcome)
  }

  private mutating func drop(
    _ collapsed: [Int], _ outcome: inout Maximization.Outcome, _ before: inout MixtureParameters
  ) -> Bool {
    var dropped = collapsed
    if collapsed.count == outcome.masses.count,
      let heaviest = collapsed.max(by: { outcome.masses[$0] < outcome.masses[$1] })
    {
      noteKept(heaviest, outcome)
      dropped.removeAll { $0 == heaviest }
    }
    for k in dropped.reversed() {
      note(.dropped, k, outcome)
      outcome.remove(k)
      before.remove(k)
      origins.remove(at: k)
      reseeds.remove(at: k)
    }
    return !dropped.isEmpty
  }

  private mutating func reseed(_ collapsed: [Int], _ outcome: inout Maximization.Outcome) -> Bool {
    var isRepaired = false
    // Who has given, or been given to, gives nothing more.
    var scatters = collapse.scattersToGive(in: outcome, floor: maximization.floor)
    for k in collapsed {
      guard reseeds[k] < Collapse.reseedsPerComponent, reseeds.reduce(0, +) < 10 * reseeds.count,
        let donor = scatters.indices.max(by: { scatters[$0] < scatters[$1] }), scatters[donor] > 0
      else {
        noteKept(k, outcome)
        continue
      }
      if unreseeded.isEmpty { rememberWithoutReseeds() }
      note(.reseeded, k, outcome, donor: donor)
      collapse.reseed(k, from: donor, in: &outcome.parameters, floor: maximization.floor)
      outcome.floorAxes[k] = []
      outcome.holds[k] = nil
      reseeds[k] += 1
      scatters[donor] = 0
      isRepaired = true
    }
    return isRepaired
  }

  private mutating func rememberWithoutReseeds() {
    var other = self
    other.policy = .keep
    // It takes the current iteration again, and notes what happens in it itself.
    other.events.removeAll { $0.iteration > history.count }
    unreseeded = [other]
  }
}
