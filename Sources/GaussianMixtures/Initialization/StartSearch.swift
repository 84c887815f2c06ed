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
  let effort: SearchEffort
  let budget: SearchBudget
  let driver: RunDriver
  /// Where a hierarchy draws from, whatever others have drawn: a selection makes one before them.
  private let beginning: RandomStream

  /// A run with the parameters it began from, and how these came about.
  struct Found: Sendable {
    var run: EMRun
    var start: MixtureParameters
    var choice: StartChoice
    /// How the start was found.
    let method: StartMethod
    /// Where it was after its short run.
    let shortLevel: FitLevel
    /// The highest of the runs that were set aside as accidents of the data.
    var accident: EMRun?
    /// What is likelier, where that is not what was asked for.
    var passedOver: PassedOver?

    var isStopped: Bool { run.termination == .stopped }

    /// The same, ended by the observer.
    var stopped: Found {
      var found = self
      found.run.stop()
      return found
    }

    /// Takes the place of this one where it is higher, and remembers what was set aside; answers whether it did.
    mutating func accept(_ trial: Found, margin: Double) -> Bool {
      let isHigher = trial.run.level.ranks(before: run.level, by: margin)
      setAside(isHigher ? run : trial.run)
      if isHigher {
        let accident = accident
        self = trial
        self.accident = accident
      }
      if trial.isStopped { run.stop() }
      return isHigher
    }

    /// Remembers a run that is set aside, if none is higher.
    mutating func setAside(_ run: EMRun) {
      if run.isAccident, accident.map({ run.logLikelihood > $0.logLikelihood }) ?? true { accident = run }
    }
  }

  /// One component has one maximum.
  private var hasOneMaximum: Bool { fit.options.componentCount == 1 }

  /// The first wins a tie.
  private var firstMethods: [StartMethod] { hasOneMaximum ? [.kMeans] : effort.firstMethods }

  private var furtherMethods: [StartMethod] {
    guard !hasOneMaximum, effort != .low else { return [] }
    let affordable = budget.affordable(effort.furtherMethods)
    return fit.points.atoms.isEmpty ? affordable : affordable + [.atoms]
  }

  /// How many runs are kept at the same time, at least.
  static func candidateCount(
    _ effort: SearchEffort, for configuration: FitConfiguration, pointCount: Int, dimension: Int
  ) -> Int {
    guard configuration.componentCount > 1 else { return 1 }
    let budget = SearchBudget(
      effort: effort, configuration: configuration,
      pointCount: min(pointCount, sampleSize(componentCount: configuration.componentCount)), dimension: dimension)
    return effort.firstMethods.count + budget.affordable(effort.furtherMethods).count
  }

  private static let shortRun = 10

  /// Enough points for a component each to show what it is, and for the search to be quick.
  static func sampleSize(componentCount: Int) -> Int { max(20_000, 500 * componentCount) }

  /// - Complexity: O(n K D²) an iteration for a sample of n points, and what the candidates cost.
  init(
    _ whole: PreparedFit, effort: SearchEffort, driver: RunDriver, _ random: inout RandomStream
  ) {
    let size = Self.sampleSize(componentCount: whole.options.componentCount)
    isSample = size < whole.points.count
    fit = isSample ? whole.sampled(size, &random) : whole
    self.effort = effort
    budget = SearchBudget(
      effort: effort, configuration: fit.options, pointCount: fit.points.count, dimension: fit.points.dimension)
    self.driver = driver
    beginning = random
  }

  /// The best run found; stopped where the observer said so.
  ///
  /// Where all points were searched it is over, and so is every run that it was compared with at the end. In a sample
  /// it has settled.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func run(_ random: inout RandomStream, _ observer: RunDriver.Observer) throws(FitError) -> Found {
    var candidates = try shortRuns(firstMethods, &random, observer)
    guard !candidates.contains(where: \.isStopped) else { return candidates.best.stopped }
    let agreed = try agreed(&candidates, observer)
    guard !candidates.contains(where: \.isStopped) else { return candidates.best.stopped }
    let found: Found
    var others: [Found] = []
    if let agreed {
      found = agreed
    } else {
      candidates += try shortRuns(furtherMethods, &random, observer)
      guard !candidates.contains(where: \.isStopped) else { return candidates.best.stopped }
      others = try finalists(of: candidates, observer)
      guard !others.contains(where: \.isStopped) else { return others.best.stopped }
      let searched = try exchanged(others.best, accidentsAmong: others + candidates, &random, observer)
      let furtherSwaps = furtherSwaps(from: searched, finalists: others)
      // Where this ends is compared with where more of it ends.
      others.append(searched)
      found = try swapped(searched, failuresToEnd: furtherSwaps, &random, observer)
    }
    var best = isSample || found.isStopped ? found : try decided(found, among: others, observer)
    best = try preferred(best, among: candidates, observer)
    best.choice.candidateCount = candidates.count
    return best
  }

  /// What the first candidates have all come to, where nothing promises more; nil where they differ, end in an accident
  /// of the data, or a whole search is asked for.
  ///
  /// The candidates are followed as far as that takes.
  private func agreed(
    _ candidates: inout [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> Found? {
    guard effort == .standard, !hasOneMaximum, fit.options.preference == .likelihood else { return nil }
    try driver.settle(&candidates[0].run, against: nil, observer)
    for other in candidates.indices.dropFirst() {
      guard !candidates[0].run.isAccident, !candidates[0].isStopped else { return nil }
      try driver.settle(&candidates[other].run, against: candidates[0].run.level, observer)
      guard candidates[other].run.isNear(candidates[0].run) else { return nil }
    }
    let best = candidates.best
    return try SplitMerge(search: self).isComplete(best.run) ? best : nil
  }

  /// The best after splits and merges, and beside it the highest accident of all candidates.
  private func exchanged(
    _ best: Found, accidentsAmong candidates: [Found], _ random: inout RandomStream,
    _ observer: RunDriver.Observer
  ) throws(FitError) -> Found {
    var best = best
    if let accident = try settledAccident(among: candidates, observer) { best.setAside(accident) }
    guard effort != .low else { return best }
    best = try SplitMerge(search: self).improved(best, observer)
    return try swapped(
      best, failuresToEnd: budget.trials(of: effort.swapFailuresToEnd), &random, observer)
  }

  private func swapped(
    _ best: Found, failuresToEnd: Int, _ random: inout RandomStream, _ observer: RunDriver.Observer
  ) throws(FitError) -> Found {
    guard !best.isStopped else { return best }
    return try RandomSwap(search: self).improved(best, failuresToEnd: failuresToEnd, &random, observer)
  }

  /// None where two finalists had come to the same place by themselves: then hardly a swap finds more.
  private func furtherSwaps(from searched: Found, finalists: [Found]) -> Int {
    isSample || finalists.count { $0.run.isNear(searched.run) } >= 2 ? 0 : budget.furtherSwaps
  }

  /// The best of each kind, and of all, settled.
  private func finalists(
    of candidates: [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> [Found] {
    var finalists: [Found] = []
    var methods: Set<StartMethod> = []
    var soundCount = 0
    for var candidate in candidates.sorted(by: { $0.shortLevel.ranks(before: $1.shortLevel) }) {
      let isFirstOfKind = methods.insert(candidate.method).inserted
      guard soundCount < effort.finalistCount || isFirstOfKind && effort != .low && budget.isAmple else {
        continue
      }
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
    where budget.isAmple && !other.run.isNear(found.run)
      && !ended.contains(where: { other.run.isNear($0.run) })
    {
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
    _ methods: [StartMethod], _ random: inout RandomStream, _ observer: RunDriver.Observer
  ) throws(FitError) -> [Found] {
    let starts = fit.startingPoints()
    var candidates: [Found] = []
    for method in methods {
      _ = observer(.phase(method.phase))
      var own = beginning
      let start = method.isHierarchy ? starts.parameters(method, &own) : starts.parameters(method, &random)
      var run = self.run(from: start)
      try driver.advance(&run, by: Self.shortRun, observer)
      candidates.append(
        Found(
          run: run, start: start,
          choice: StartChoice(
            candidate: method.kind, candidateCount: 1, splitMergeCount: 0, effort: effort),
          method: method, shortLevel: run.level))
      if run.termination == .stopped { break }
    }
    return candidates
  }

  /// A run in the search; components that go are missed in the fit of all points, where an event tells of
  /// them.
  func run(from start: MixtureParameters) -> EMRun {
    let policy = fit.options.collapsePolicy
    return EMRun(
      fit, start: start, isGiven: false, policy: isSample && policy == .drop ? .keep : policy,
      precision: .double)
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
  func isNear(_ other: EMRun) -> Bool {
    guard isAccident == other.isAccident, origins.count == other.origins.count,
      abs(logLikelihood - other.logLikelihood) <= RunDriver.settlingGain * points.mass
    else { return false }
    return zip(parameters.weights.sorted(), other.parameters.weights.sorted()).allSatisfy {
      abs($0 - $1) <= 1e-3
    }
  }
}
