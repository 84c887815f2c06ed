internal import Parallel

/// The repeated fits by which a stability is found: for each structure of the candidates' numbers of components, and those
/// beside them.
struct StabilityRuns: Sendable {
  /// One of the fits.
  struct Job: Sendable {
    let configuration: FitConfiguration
    let run: Int
    fileprivate let kind: Kind
  }

  fileprivate struct Kind: Hashable {
    let structure: CovarianceStructure
    let componentCount: Int
  }

  private let options: StabilityConfiguration
  private let candidates: [FitConfiguration]
  private let points: Observations
  /// The points whose labels are compared.
  let compared: Observations
  /// All fits, those that take longest first.
  let jobs: [Job]

  /// The agreement of more labels than these is known well enough.
  private static let mostCompared = 100_000

  /// - Throws: ``FitError`` where an option is out of range.
  init(
    _ options: StabilityConfiguration, _ candidates: [FitConfiguration], _ points: Observations
  ) throws(FitError) {
    try options.check(pointCount: points.count)
    (self.options, self.candidates, self.points) = (options, candidates, points)
    let seed = candidates.first?.seed ?? 1
    compared =
      points.count <= Self.mostCompared
      ? points : points.sample(Self.mostCompared, seed: seed, number: options.runCount)
    var kinds: [Kind: FitConfiguration] = [:]
    for candidate in candidates {
      let count = candidate.componentCount
      for near in max(1, count - 1)...(count + 1) {
        var configuration = candidate
        configuration.componentCount = near
        kinds[Kind(structure: candidate.structure, componentCount: near)] = configuration
      }
    }
    let order = kinds.sorted {
      ($1.key.componentCount, $0.key.structure.code) < ($0.key.componentCount, $1.key.structure.code)
    }
    jobs = order.flatMap { kind, configuration in
      (0..<options.runCount).map { run in
        var own = configuration
        own.seed = configuration.seed &+ UInt64(run)
        return Job(configuration: own, run: run, kind: kind)
      }
    }
  }

  /// The points of a run.
  func sample(of run: Int) -> Observations {
    let size = options.sampleSize(of: points.count)
    return size == points.count ? points : points.sample(size, seed: candidates.first?.seed ?? 1, number: run)
  }

  /// The numbers of components and structures of the fits of a run.
  var configurations: [FitConfiguration] { jobs.filter { $0.run == 0 }.map(\.configuration) }

  /// The stability of each candidate; an error where none of its fits came about.
  ///
  /// - Parameter labels: what came of each job.
  func stabilities(
    _ labels: [Result<PointLabels, FitError>], threadCount: Int
  ) -> [Result<LabelStability, FitError>] {
    var gathered: [Kind: [Int: (labels: PointLabels, count: Int)]] = [:]
    var errors: [Kind: FitError] = [:]
    for (job, outcome) in zip(jobs, labels) {
      switch outcome {
      case .success(let labels):
        gathered[job.kind, default: [:]][job.run] = (labels, job.configuration.componentCount)
      case .failure(let error): errors[job.kind] = error
      }
    }
    let known = gathered
    // Pairs of a number of components and the next belong to both.
    let lower = known.keys.filter { known[$0.next] != nil }
    let found = ParallelLoop.map(count: lower.count, threadCount: threadCount) { place in
      Self.indices(known[lower[place]] ?? [:], known[lower[place].next] ?? [:])
    }
    let indices = Dictionary(uniqueKeysWithValues: zip(lower, found))
    return candidates.map { candidate in
      let kind = Kind(structure: candidate.structure, componentCount: candidate.componentCount)
      let all = (indices[kind.previous] ?? []) + (indices[kind] ?? [])
      if let stability = LabelStability(all) { return .success(stability) }
      return .failure(
        errors[kind] ?? errors[kind.next]
          ?? FitError(
            .tooFewPoints, "No two of its fits could be compared; take larger samples or fewer components."))
    }
  }

  /// The agreement of every run of the one with every other run of the other.
  private static func indices(
    _ smaller: [Int: (labels: PointLabels, count: Int)], _ larger: [Int: (labels: PointLabels, count: Int)]
  ) -> [Double] {
    smaller.keys.sorted().flatMap { run -> [Double] in
      larger.keys.sorted().compactMap { other in
        guard run != other, let one = smaller[run], let two = larger[other] else { return nil }
        return (try? ConfusionTable(one.labels, two.labels, rowCount: one.count, columnCount: two.count))?
          .fowlkesMallowsIndex
      }
    }
  }
}

extension StabilityRuns.Kind {
  fileprivate var next: Self { Self(structure: structure, componentCount: componentCount + 1) }
  fileprivate var previous: Self { Self(structure: structure, componentCount: componentCount - 1) }
}

extension Observations {
  /// So many of the points, drawn without replacement, in their order.
  ///
  /// - Complexity: O(N).
  fileprivate func sample(_ size: Int, seed: UInt64, number: Int) -> Observations {
    var random = RandomStream(seed: seed, purpose: .stability, index: number)
    var rows = Array(0..<count)
    for place in 0..<size { rows.swapAt(place, place + random.integer(below: count - place)) }
    return selecting(rows.prefix(size).sorted())
  }
}
