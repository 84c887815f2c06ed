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

    var isStopped: Bool { run.termination == .stopped }

    /// The same, ended by the observer.
    var stopped: Found {
      var found = self
      found.run.stop()
      return found
    }

    /// Remembers a run that is set aside, if none is higher.
    mutating func setAside(_ run: EMRun) {
      if run.isAccident, accident.map({ run.logLikelihood > $0.logLikelihood }) ?? true { accident = run }
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
  /// So many candidates are followed until they have settled, accidents of the data not counted; and in any case the
  /// best of each kind.
  private static let finalistCount = 2

  /// Enough points for a component each to show what it is, and for the search to be quick.
  static func sampleSize(componentCount: Int) -> Int { max(20_000, 500 * componentCount) }

  /// - Complexity: O(n K D²) an iteration for a sample of n points, and what the candidates cost.
  init(_ whole: PreparedFit, driver: RunDriver, _ random: inout RandomStream) {
    let size = Self.sampleSize(componentCount: whole.options.componentCount)
    isSample = size < whole.points.count
    fit = isSample ? whole.sampled(size, &random) : whole
    self.driver = driver
  }

  /// The best run found; stopped where the observer said so.
  ///
  /// Where all points were searched it is over, and so is every run that it was compared with at the end. In a sample
  /// it has settled.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func run(_ random: inout RandomStream, _ observer: RunDriver.Observer) throws(FitError) -> Found {
    let candidates = try shortRuns(&random, observer)
    guard !candidates.contains(where: \.isStopped) else { return candidates.best.stopped }
    let finalists = try finalists(of: candidates, observer)
    guard !finalists.contains(where: \.isStopped) else { return finalists.best.stopped }
    var best = finalists.best
    if let accident = try settledAccident(among: finalists + candidates, observer) { best.setAside(accident) }
    let found = try SplitMerge(search: self).improved(best, observer)
    guard !isSample, !found.isStopped else { return found }
    return try decided(found, among: finalists, observer)
  }

  /// The best of each kind, and of all, settled.
  private func finalists(
    of candidates: [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> [Found] {
    var finalists: [Found] = []
    var kinds: Set<String> = []
    var soundCount = 0
    for var candidate in candidates.sorted(by: { $0.run.ranks(before: $1.run) }) {
      let isFirstOfKind = kinds.insert(candidate.choice.candidate).inserted
      guard isFirstOfKind || soundCount < Self.finalistCount else { continue }
      try driver.settle(&candidate.run, against: finalists.isEmpty ? nil : finalists.best.run.level, observer)
      finalists.append(candidate)
      if candidate.isStopped { break }
      if !candidate.run.isAccident { soundCount += 1 }
    }
    return finalists
  }

  /// What is best where all have come to their end: a run may settle on a plateau below its maximum, or end in an
  /// accident of the data.
  private func decided(
    _ found: Found, among finalists: [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> Found {
    var ended: [Found] = []
    for var other in finalists
    where !other.run.isNear(found.run) && !ended.contains(where: { other.run.isNear($0.run) }) {
      try driver.conclude(&other.run, isSearching: true, observer)
      ended.append(other)
      if other.isStopped { return (ended + [found]).best.stopped }
    }
    var found = found
    try driver.conclude(&found.run, isSearching: false, observer)
    ended.insert(found, at: 0)
    var best = ended.best
    best.accident = found.accident
    for other in ended { best.setAside(other.run) }
    return found.isStopped ? best.stopped : best
  }

  /// The highest of the candidates that are accidents, followed until it can be told how high it is.
  private func settledAccident(
    among candidates: [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> EMRun? {
    let accidents = candidates.map(\.run).filter(\.isAccident)
    guard var highest = accidents.max(by: { $0.logLikelihood < $1.logLikelihood }) else { return nil }
    try driver.settle(&highest, against: nil, observer)
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

extension [StartSearch.Found] {
  /// The first of the best; there must be one.
  fileprivate var best: StartSearch.Found {
    dropFirst().reduce(self[0]) { $1.run.ranks(before: $0.run) ? $1 : $0 }
  }
}

extension EMRun {
  var level: FitLevel {
    FitLevel(logLikelihood: isUnknown ? -.infinity : logLikelihood, isAccident: isAccident)
  }

  func ranks(before other: EMRun) -> Bool { level.ranks(before: other.level) }

  /// Whether two runs have settled in the same place, as far as likelihood and weights tell.
  fileprivate func isNear(_ other: EMRun) -> Bool {
    guard isAccident == other.isAccident, origins.count == other.origins.count,
      abs(logLikelihood - other.logLikelihood) <= RunDriver.settlingGain * points.mass
    else { return false }
    return zip(parameters.weights.sorted(), other.parameters.weights.sorted()).allSatisfy {
      abs($0 - $1) <= 1e-3
    }
  }
}
