/// The start `auto`: candidates of several kinds are improved by a few iterations of EM, the best of them
/// until they have settled, and the best of these by splits and merges.
///
/// Of many points a sample decides, so that a search takes little beside the fit of all.
///
/// Sources: C. Biernacki, G. Celeux and G. Govaert, Choosing starting values for the EM algorithm,
/// Computational Statistics & Data Analysis 41 (2003) 561-575, for the short runs; the papers that
/// ``HierarchicalStart``, ``AdaptiveSeeding``, ``KMeans`` and ``SplitMerge`` name.
struct StartSearch: Sendable {
  /// What is searched in: all points or a sample.
  let fit: PreparedFit
  /// Whether it is a sample.
  let isSample: Bool
  let driver: RunDriver

  /// A run with the parameters it began from, and how these came about.
  struct Found: Sendable {
    var run: EMRun
    let start: MixtureParameters
    var choice: StartChoice
    /// The highest of the runs that were set aside as accidents of the data.
    var accident: EMRun?

    /// Remembers a run that is set aside, if none is higher.
    mutating func setAside(_ run: EMRun) {
      if run.isAccident, accident.map({ run.objective > $0.objective }) ?? true { accident = run }
    }
  }

  /// The kinds of the candidates; the first wins a tie. One component has one maximum.
  private var methods: [StartMethod] {
    guard fit.options.componentCount > 1 else { return [.kMeans] }
    return fit.points.atoms.isEmpty ? Self.methods : Self.methods + [.atoms]
  }

  private static let methods: [StartMethod] = [
    .hierarchical, .adaptive, .adaptive, .adaptive, .adaptive, .kMeans, .kMeans,
  ]

  /// How many runs are kept at the same time, at least.
  static func candidateCount(componentCount: Int) -> Int { componentCount > 1 ? methods.count : 1 }

  private static let shortRun = 10
  /// So many candidates are followed until they have settled, accidents of the data not counted.
  private static let finalistCount = 3

  /// Enough points for a component each to show what it is, and for the search to be quick.
  static func sampleSize(componentCount: Int) -> Int { max(20_000, 500 * componentCount) }

  /// - Complexity: O(n K D²) an iteration for a sample of n points, and what the candidates cost.
  init(_ whole: PreparedFit, driver: RunDriver, _ random: inout RandomStream) {
    let size = Self.sampleSize(componentCount: whole.options.componentCount)
    isSample = size < whole.points.count
    fit = isSample ? whole.sampled(size, &random) : whole
    self.driver = driver
  }

  /// The best run found, settled but not over; stopped where the observer said so.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func run(_ random: inout RandomStream, _ observer: RunDriver.Observer) throws(FitError) -> Found {
    var candidates = try shortRuns(&random, observer)
    var isStopped = candidates.contains { $0.run.termination == .stopped }
    candidates.sort { $0.run.ranks(before: $1.run) }
    var best: Found?
    var soundCount = 0
    for var candidate in candidates where soundCount < Self.finalistCount && !isStopped {
      try driver.settle(&candidate.run, against: best?.run, observer)
      isStopped = candidate.run.termination == .stopped
      if best.map({ candidate.run.ranks(before: $0.run) }) ?? true { best = candidate }
      if !candidate.run.isAccident { soundCount += 1 }
    }
    var found = best ?? candidates[0]
    if let accident = try settledAccident(among: candidates, isStopped, observer) { found.setAside(accident) }
    if isStopped {
      found.run.stop()
      return found
    }
    return try SplitMerge(search: self).improved(found, observer)
  }

  /// The highest of the candidates that are accidents, followed until it can be told how high it is.
  private func settledAccident(
    among candidates: [Found], _ isStopped: Bool, _ observer: RunDriver.Observer
  ) throws(FitError) -> EMRun? {
    let accidents = candidates.map(\.run).filter(\.isAccident)
    guard var highest = accidents.max(by: { $0.objective < $1.objective }) else { return nil }
    if !isStopped { try driver.settle(&highest, against: nil, observer) }
    return highest
  }

  private func shortRuns(
    _ random: inout RandomStream, _ observer: RunDriver.Observer
  ) throws(FitError) -> [Found] {
    let starts = fit.startingPoints()
    let methods = methods
    var candidates: [Found] = []
    for method in methods {
      _ = observer(.phase(method.phase))
      let start = starts.parameters(method, &random)
      var run = self.run(from: start)
      try driver.advance(&run, by: Self.shortRun, observer)
      candidates.append(
        Found(
          run: run, start: start,
          choice: StartChoice(
            candidate: method.rawValue, candidateCount: methods.count, splitMergeCount: 0)))
      if run.termination == .stopped { break }
    }
    return candidates
  }

  /// A run in the search; components that go are missed in the fit of all points, where an event tells of
  /// them.
  func run(from start: MixtureParameters) -> EMRun {
    let policy = fit.options.collapsePolicy
    return EMRun(fit, start: start, isGiven: false, policy: isSample && policy == .drop ? .keep : policy)
  }
}

extension EMRun {
  /// Accidents of the data rank after all others; within each group the likelihood decides, with a prior the
  /// posterior density.
  func ranks(before other: EMRun) -> Bool {
    if isAccident != other.isAccident { return !isAccident }
    return objective > other.objective
  }
}
