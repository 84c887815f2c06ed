import Foundation
import GaussianMixtures
import Testing

/// How well groups are found in sets of our own making, with what makes published sets hard: many columns for few points,
/// needles, rings, small groups in the middle of large ones, columns of different units.
@Suite struct GroupRecoveryTests {
  /// Groups of normal points about their centres, each column of a group with its own spread.
  private struct Groups {
    var rows: [[Double]] = []
    var labels: [String] = []

    mutating func add(
      _ count: Int, at centre: [Double], spreads: [Double], label: String, _ random: inout RandomStream
    ) {
      for _ in 0..<count {
        rows.append(zip(centre, spreads).map { $0 + $1 * random.normal() })
        labels.append(label)
      }
    }

    var names: [String] { Array(Set(labels)).sorted() }

    var truth: [Int?] { labels.map { label in names.firstIndex(of: label) } }

    func index(_ result: FitResult) throws -> Double {
      try ConfusionTable(result.model.labels(of: PointSet(rows)), PointLabels(truth)).adjustedRandIndex
    }
  }

  private func groups(
    _ count: Int, dimension: Int, separation: Double, seed: UInt64, size: (Int) -> Int = { _ in 100 }
  ) -> Groups {
    var random = RandomStream(seed: seed, purpose: .sampling)
    var groups = Groups()
    for k in 0..<count {
      let centre = (0..<dimension).map { _ in separation * random.normal() }
      let spreads = (0..<dimension).map { _ in exp(0.5 * random.normal()) }
      groups.add(size(k), at: centre, spreads: spreads, label: "\(k)", &random)
    }
    return groups
  }

  private func fit(_ groups: Groups, _ set: (inout FitConfiguration) -> Void = { _ in }) throws -> FitResult {
    var options = FitConfiguration(componentCount: Set(groups.labels).count)
    set(&options)
    return try MixtureEstimator(options).fit(PointSet(groups.rows))
  }

  /// Where the likelihood alone finds groups no better than chance would have it, shrunk covariances find them.
  @Test(arguments: [20, 40])
  func fewPointsInManyColumns(dimension: Int) throws {
    var (shrunk, plain) = (0.0, 0.0)
    for seed in 1...4 as ClosedRange<UInt64> {
      let groups = groups(5, dimension: dimension, separation: 0.5, seed: seed, size: { _ in 60 })
      shrunk += try groups.index(fit(groups)) / 4
      plain += try groups.index(fit(groups) { $0.shrinkage = .none }) / 4
    }
    #expect(shrunk > 0.8)
    #expect(shrunk > plain + 0.2)
  }

  /// The search is no lower than EM that begins with the groups as they were drawn.
  @Test func theSearchEndsNoLowerThanTheTruth() throws {
    var lower = 0
    for seed in 1...30 as ClosedRange<UInt64> {
      let count = 3 + Int(seed) % 5
      let groups = groups(
        count, dimension: 2 + Int(seed) % 3, separation: 2.5, seed: seed, size: { 20 + 60 * $0 })
      let labels = ClassLabels(names: groups.names, indices: groups.truth)
      let truth = try MixtureEstimator(
        FitConfiguration(componentCount: count), start: .labels(labels)
      ).fit(PointSet(groups.rows))
      let found = try fit(groups)
      if found.logLikelihood < truth.logLikelihood - 1e-3 { lower += 1 }
    }
    #expect(lower <= 1)
  }

  /// A small group in the core of a large one, which no split into halves shows.
  @Test func aCoreIsFound() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = RandomStream(seed: seed, purpose: .sampling)
      var groups = Groups()
      groups.add(1000, at: [0, 0], spreads: [10, 10], label: "wide", &random)
      groups.add(60, at: [1, -1], spreads: [0.3, 0.3], label: "core", &random)
      for k in 0..<4 {
        groups.add(400, at: [60 * Double(k) - 90, 70], spreads: [8, 8], label: "\(k)", &random)
      }
      #expect(try groups.index(fit(groups)) > 0.9, "seed \(seed)")
    }
  }

  /// With separation preferred the ICL is no worse and the likelihood no higher, and an event says what was passed over.
  @Test func separationIsChosenByICL() throws {
    var differing = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      let groups = groups(4, dimension: 2, separation: 1.6, seed: seed, size: { 30 + 30 * $0 })
      let likeliest = try fit(groups)
      let separated = try fit(groups) { $0.preference = .separation }
      let events = separated.events.filter { $0.kind == .lessSeparated }
      guard let event = events.first else { continue }
      differing += 1
      #expect(events.count == 1)
      let (gain, lead) = (try #require(event.gain), try #require(event.lead))
      #expect(gain > 0 && lead > 0)
      #expect(event.message.contains("--prefer likelihood"))
      if likeliest.logLikelihood >= separated.logLikelihood + gain - 1e-6 {
        #expect(separated.criteria.icl <= likeliest.criteria.icl + 1e-6)
      }
    }
    #expect(differing > 0)
  }

  /// Of restarts too.
  @Test func separationIsChosenAmongRestarts() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let points = try PointSet(groups(5, dimension: 2, separation: 1.5, seed: seed).rows)
      var options = FitConfiguration(componentCount: 5, restartCount: 12)
      let likeliest = try MixtureEstimator(options, start: .random).fit(points)
      options.preference = .separation
      let separated = try MixtureEstimator(options, start: .random).fit(points)
      #expect(separated.restarts == likeliest.restarts)
      #expect(separated.criteria.icl <= likeliest.criteria.icl + 1e-6)
    }
  }
}
