internal import Elementary
internal import LinearAlgebra

/// Leaves a local maximum that has too many components in one place and too few in another: two components
/// that cost little are merged, one that gains much is split, and EM decides.
///
/// The cost of a merge is B. Runnalls' bound of what it loses. The gain of a split is found by splitting all
/// components at once for a few iterations: then it is what merging the two halves again would lose.
///
/// Sources: N. Ueda et al., SMEM algorithm for mixture models, Neural Computation 12 (2000) 2109-2128; A.
/// Runnalls, Kullback-Leibler approach to Gaussian mixture reduction, IEEE Transactions on Aerospace and
/// Electronic Systems 43 (2007) 989-999.
struct SplitMerge: Sendable {
  let search: StartSearch

  private var fit: PreparedFit { search.fit }
  private static let probeIterations = 8

  /// Trials from a settled run, each accepted only where it ends higher, and no accident of the data takes
  /// the place of a maximum that is none.
  ///
  /// - Complexity: O(n K D²) an iteration for n points, and O(K² D³) a trial, without correlations O(K² D).
  func improved(
    _ found: StartSearch.Found, _ observer: RunDriver.Observer
  ) throws(FitError) -> StartSearch.Found {
    guard found.run.parameters.componentCount > 2 else { return found }
    _ = observer(.phase(.splitMerge))
    var best = found
    var plan = try plan(of: best.run)
    var size = plan.promisingCount
    var failures = 0
    for _ in 0..<search.budget.trials(of: search.effort.mostExchanges)
    where failures < search.effort.failuresToEnd {
      let exchanges = size > 1 ? plan.batch(of: size) : plan.single(failures)
      guard !exchanges.isEmpty else { break }
      let trial = try trial(exchanges, of: plan, against: best, observer)
      let isAccepted = best.accept(trial, margin: RunDriver.margin * fit.points.mass)
      if best.isStopped { break }
      if isAccepted {
        plan = try self.plan(of: best.run)
        size = min(size, plan.promisingCount)
        failures = 0
      } else if size > 1 {
        size /= 2
      } else {
        failures += 1
      }
    }
    return best
  }

  /// Whether a settled run leaves nothing to be looked for: no exchange gains more by its split than it loses by its
  /// merge, and all components split together gain less than what one more of them has to gain under the BIC.
  ///
  /// Where the points ask for more components than there are, several maxima compete, and runs may agree on a lower one.
  ///
  /// - Complexity: O(n K D²) an iteration for n points, O(K² D³) beside that.
  func isComplete(_ run: EMRun) throws(FitError) -> Bool {
    let halves = try probe(run, .apart)
    let count = run.parameters.componentCount
    let parameterCount = fit.maximization.freedom.parameterCount(
      [ComponentFamily](repeating: .gaussian, count: count), dimension: fit.points.dimension)
    let penalty = Double(parameterCount) / Double(count) * naturalLogarithm(fit.points.mass) / 2
    guard halves.logLikelihood - run.logLikelihood < penalty else { return false }
    return count < 3 || Plan(run, probes: [halves]).single(0).allSatisfy { $0.gain <= 0 }
  }

  private func trial(
    _ exchanges: [Plan.Exchange], of plan: Plan, against best: StartSearch.Found,
    _ observer: RunDriver.Observer
  ) throws(FitError) -> StartSearch.Found {
    let start = fit.maximization.nearest(
      to: plan.parameters(after: exchanges), pointCount: fit.points.mass
    ).parameters
    var choice = best.choice
    choice.splitMergeCount += exchanges.count
    var trial = StartSearch.Found(
      run: search.run(from: start), start: start, choice: choice, method: best.method,
      shortLevel: best.shortLevel)
    try search.driver.settle(&trial.run, against: best.run.level, observer)
    return trial
  }

  /// The two ways in which a component is split: into halves beside each other, or into a core and what is around it.
  private enum Split: CaseIterable {
    case apart, core

    /// Of a core: its share of the points, and of the component's width.
    static let (coreShare, coreWidth) = (0.25, 0.2)
  }

  private func plan(of run: EMRun) throws(FitError) -> Plan {
    var probes: [EMRun] = []
    for split in search.budget.isAmple ? Split.allCases : [.apart] { probes.append(try probe(run, split)) }
    return Plan(run, probes: probes)
  }

  /// A run of twice as many components: the parts of component k are k and K + k.
  private func probe(_ run: EMRun, _ split: Split) throws(FitError) -> EMRun {
    let count = run.parameters.componentCount
    let collapse = Collapse(fit.maximization, dimension: fit.points.dimension)
    var halves = run.parameters
    halves.weights.insert(contentsOf: [Double](repeating: 0, count: count), at: count)
    halves.means += halves.means
    halves.covariances += halves.covariances
    halves.whitenings += halves.whitenings
    halves.labelling = .identity(componentCount: 2 * count)
    for k in 0..<count {
      switch split {
      case .apart: collapse.reseed(count + k, from: k, in: &halves, floor: fit.maximization.floor)
      case .core: takeCore(count + k, from: k, in: &halves)
      }
    }
    if split == .core {
      halves = fit.maximization.nearest(to: halves, pointCount: fit.points.mass).parameters
    }
    var probe = EMRun(fit, start: halves, isGiven: false, policy: .keep, precision: .double)
    for _ in 0..<Self.probeIterations where probe.termination == nil { _ = try probe.step() }
    return probe
  }
}

extension SplitMerge {
  /// A component becomes the core of another.
  private func takeCore(_ core: Int, from k: Int, in parameters: inout MixtureParameters) {
    parameters.weights[core] = parameters.weights[k] * Split.coreShare
    parameters.weights[k] *= 1 - Split.coreShare
    parameters.covariances[core] = parameters.covariances[k].map { $0 * (Split.coreWidth * Split.coreWidth) }
  }
}

/// Which exchanges of a merge for a split there are, and what they promise.
private struct Plan {
  private let groups: [Group]
  /// Of the run.
  private let model: MixtureParameters
  /// Of components without a place, which no exchange touches.
  private let otherMasses: [Double]
  /// The halves of each component.
  private let halves: [(Group, Group)]
  /// The cheapest first.
  private let merges: [(i: Int, j: Int, cost: Double)]
  /// The most promising first.
  private let splits: [(k: Int, gain: Double)]

  /// Two components become one, and a third becomes two.
  struct Exchange {
    let i: Int
    let j: Int
    let k: Int
    let gain: Double
  }

  /// - Parameter probes: runs in which all components are split, each in its way; of each component the best counts.
  init(_ run: EMRun, probes: [EMRun]) {
    let groups = Group.groups(of: run)
    let parts = probes.map(Group.groups)
    let halves = groups.indices.map { k in
      let ways = parts.map { ($0[k], $0[groups.count + k]) }
      let gains = ways.map { $0.0.costOfMerge(with: $0.1) ?? -.infinity }
      return ways[gains.indices.max { gains[$0] < gains[$1] } ?? 0]
    }
    self.groups = groups
    model = run.parameters
    otherMasses = Array(run.statistics.masses[groups.count..<run.parameters.weights.count])
    self.halves = halves
    var merges: [(i: Int, j: Int, cost: Double)] = []
    for j in groups.indices {
      for i in 0..<j {
        if let cost = groups[i].costOfMerge(with: groups[j]) { merges.append((i, j, cost)) }
      }
    }
    self.merges = Array(merges.sorted { $0.cost < $1.cost }.prefix(4 * groups.count))
    let splits = halves.enumerated().compactMap { k, halves in
      halves.0.costOfMerge(with: halves.1).map { (k: k, gain: $0) }
    }
    self.splits = splits.sorted { $0.gain > $1.gain }
  }

  /// How many exchanges at once promise a gain: at most an eighth of the components are split.
  var promisingCount: Int { max(1, batch(of: max(1, groups.count / 8)).count) }

  /// So many exchanges that do not touch each other, as far as they promise a gain.
  func batch(of size: Int) -> [Exchange] {
    var exchanges: [Exchange] = []
    var taken: Set<Int> = []
    for merge in merges where exchanges.count < size {
      guard !taken.contains(merge.i), !taken.contains(merge.j),
        let split = splits.first(where: { !taken.contains($0.k) && $0.k != merge.i && $0.k != merge.j }),
        split.gain > merge.cost
      else { continue }
      taken.formUnion([merge.i, merge.j, split.k])
      exchanges.append(Exchange(i: merge.i, j: merge.j, k: split.k, gain: split.gain - merge.cost))
    }
    return exchanges
  }

  /// One exchange alone, by the rank of what it promises.
  func single(_ rank: Int) -> [Exchange] {
    let all = merges.prefix(8).flatMap { merge in
      splits.prefix(8).filter { $0.k != merge.i && $0.k != merge.j }.map {
        Exchange(i: merge.i, j: merge.j, k: $0.k, gain: $0.gain - merge.cost)
      }
    }.sorted { $0.gain > $1.gain }
    return rank < all.count ? [all[rank]] : []
  }

  /// Of no structure yet, and not under the floor.
  func parameters(after exchanges: [Exchange]) -> MixtureParameters {
    var groups = groups
    for exchange in exchanges {
      groups[exchange.i] = self.groups[exchange.i].merged(with: self.groups[exchange.j])
      (groups[exchange.j], groups[exchange.k]) = halves[exchange.k]
      let rest = self.groups[exchange.k].mass / (groups[exchange.j].mass + groups[exchange.k].mass)
      groups[exchange.j].mass *= rest
      groups[exchange.k].mass *= rest
    }
    return model.with(
      weights: MixtureParameters.weights(inProportionTo: groups.map(\.mass) + otherMasses),
      means: groups.map(\.mean), covariances: groups.map(\.covariance), whitenings: groups.map(\.whitening))
  }
}

/// The points of a component by their moments.
private struct Group {
  var mass: Double
  let mean: [Double]
  let covariance: SymmetricMatrix
  /// Of the component that was estimated of them, or a similar one.
  let whitening: TriangularFactor

  static func groups(of run: EMRun) -> [Group] {
    run.parameters.means.indices.map { k in
      let moments = run.statistics.moments(of: k, about: run.parameters.means[k])
      return Group(
        mass: moments.mass, mean: moments.mean,
        covariance: moments.mass > 0
          ? moments.scatter.map { $0 / moments.mass } : run.parameters.covariances[k],
        whitening: run.parameters.whitenings[k])
    }
  }

  func merged(with other: Group) -> Group {
    let share = other.mass / (mass + other.mass)
    guard share > 0 else { return self }
    let step = zip(other.mean, mean).map { $0 - $1 }
    var joined = covariance.combined(with: other.covariance) { (1 - share) * $0 + share * $1 }
    joined.add(share * (1 - share), timesSquareOf: step)
    return Group(
      mass: mass + other.mass, mean: zip(mean, step).map { $0 + share * $1 }, covariance: joined,
      whitening: share < 0.5 ? whitening : other.whitening)
  }

  /// A bound of the likelihood that is lost; nil where there are too few points to tell.
  func costOfMerge(with other: Group) -> Double? {
    let joined = merged(with: other)
    guard mass > 0, other.mass > 0, let own = logDeterminant, let others = other.logDeterminant,
      let all = joined.logDeterminant
    else { return nil }
    return (joined.mass * all - mass * own - other.mass * others) / 2
  }

  private var logDeterminant: Double? { covariance.factor.map { 2 * $0.logDeterminant } }
}
