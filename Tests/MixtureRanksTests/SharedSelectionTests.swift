import Foundation
import MixtureRanks
import Synchronization
import Testing

@testable import GaussianMixtures

/// Selections whose fits several processes make, each whole ones.
@Suite("Shared selections")
struct SharedSelectionTests {
  /// What rank 0 asks, by the number of its kind, and how many numbers others have answered.
  private final class Traffic: Sendable {
    let counts = Mutex<[UInt8: Int]>([:])

    /// News of whole fits.
    static let fits = ShareRequest.fits(FitQuestion(orders: [])).bytes[0]

    /// What others have told of their fits; nil where nobody was asked.
    var news: Int? { counts.withLock { $0[Self.fits] } }

    /// Waits until another process has made a fit.
    @Sendable func wait(_ progress: MixtureSelector.Progress) -> MixtureEstimator.Directive {
      let limit = ContinuousClock.now + .seconds(60)
      while news ?? 0 == 0, .now < limit { Thread.sleep(forTimeInterval: 0.001) }
      return .proceed
    }
  }

  /// A way to the others that is listened to.
  private struct Overheard: Communicator {
    let way: SocketCommunicator
    let traffic: Traffic
    var rank: Int { way.rank }
    var size: Int { way.size }
    private let asked = Asked()

    private final class Asked: Sendable {
      let kind = Mutex<UInt8>(0)
    }

    init(_ way: SocketCommunicator, _ traffic: Traffic) {
      self.way = way
      self.traffic = traffic
    }

    func gather(_ numbers: [Double]) throws(CommunicationError) -> [[Double]] {
      let all = try way.gather(numbers)
      let kind = asked.kind.withLock { $0 }
      // Each answer has one number more.
      let count = all.dropFirst().reduce(0) { $0 + max($1.count - 1, 0) }
      traffic.counts.withLock { $0[kind, default: 0] += count }
      return all
    }

    func broadcast(_ bytes: [UInt8]) throws(CommunicationError) -> [UInt8] {
      asked.kind.withLock { $0 = bytes.first ?? 0 }
      return try way.broadcast(bytes)
    }
  }

  /// A process that goes in the middle of its fits.
  private struct Leaving: Communicator {
    let way: SocketCommunicator
    var rank: Int { way.rank }
    var size: Int { way.size }

    func gather(_ numbers: [Double]) throws(CommunicationError) -> [[Double]] { try way.gather(numbers) }

    func broadcast(_ bytes: [UInt8]) throws(CommunicationError) -> [UInt8] {
      let heard = try way.broadcast(bytes)
      if heard.first == Traffic.fits { way.close() }
      return heard
    }
  }

  private func selector(
    _ counts: ClosedRange<Int>, _ criterion: SelectionCriterion = .bic, structures: [CovarianceStructure],
    _ change: (inout FitConfiguration) -> Void = { _ in }
  ) -> MixtureSelector {
    var configuration = SelectionConfiguration(
      componentCounts: Array(counts), structures: structures, criterion: criterion, foldCount: 3)
    configuration.fit.maximumIterations = 15
    change(&configuration.fit)
    return MixtureSelector(configuration, start: .auto(effort: .low), engine: Engine(threadCount: 1))
  }

  /// Compares what some processes select with what one does.
  ///
  /// - Parameter waits: whether rank 0 goes on only when others have made a fit.
  private func expectSame(
    _ rows: Rows, _ selector: MixtureSelector, sizes: [Int] = [2, 3], waits: Bool = false, _ name: String
  ) throws {
    let alone = try selector.select(rows.observations())
    for size in sizes {
      let traffic = Traffic()
      let shared = try together(rows, ranks: size, isEven: false, by: { Overheard($0, traffic) }) {
        observations throws(FitError) in
        try waits
          ? selector.select(observations, stopping: nil, observing: traffic.wait)
          : selector.select(observations)
      }
      #expect(shared.summary == alone.summary, "\(name), \(size) processes")
      #expect(shared.fitCount == alone.fitCount, "\(name), \(size) processes")
      for (one, other) in zip(shared.candidates, alone.candidates) {
        #expect(one.result?.model == other.result?.model, "\(name), \(size) processes")
        #expect(one.result?.history.map(\.logLikelihood) == other.result?.history.map(\.logLikelihood))
        #expect(one.result?.events == other.result?.events)
        #expect(one.failure?.message == other.failure?.message)
      }
      #expect(traffic.news != nil, "\(name), \(size) processes: no whole fits were given")
      #expect(!waits || traffic.news ?? 0 > 0, "\(name), \(size) processes: others have made no fit")
    }
  }

  @Test("fits, and fits from the models of other structures")
  func plain() throws {
    try expectSame(
      Drawn.groups(2_000, dimension: 3, groups: 3),
      selector(1...4, structures: [.spherical, .diagonal, .tied, .full]), waits: true, "plain")
  }

  @Test("fits outside of folds, and of weights, gaps, labels and noise")
  func furtherKnowledge() throws {
    var rows = Drawn.groups(900, dimension: 2, groups: 2)
    try expectSame(rows, selector(1...3, .crossValidation, structures: [.full]), sizes: [3], "folds")
    try expectSame(
      rows, selector(2...4, .nec, structures: [.full, .diagonal]) { $0.noise = NoiseConfiguration() }, "noise"
    )
    rows.weights = (0..<rows.count).map { $0 % 5 == 3 ? 0 : 0.37 + Double($0 % 7) }
    try expectSame(rows, selector(1...3, .icl, structures: [.full, .tied]), "weights")
    for row in 0..<rows.count where row % 3 == 1 { rows.columns[row % 2][row] = .nan }
    try expectSame(rows, selector(1...3, structures: [.full, .diagonal]), sizes: [2], "gaps")
    rows.labels = ClassLabels(
      names: ["a", "b"], indices: (0..<rows.count).map { $0 % 4 == 0 ? $0 * 7 % 3 % 2 : nil })
    try expectSame(rows, selector(2...2, structures: CovarianceStructure.allCases), sizes: [2], "labels")
  }

  @Test("a model that cannot be fitted has the reason of one process")
  func failure() throws {
    let few = Rows(columns: [(0..<60).map { Double($0 % 4) }, (0..<60).map { Double($0 * 7 % 4) }])
    try expectSame(few, selector(1...8, structures: [.full, .spherical]), "few distinct points")
  }

  @Test("few fits are made together, pass by pass")
  func fewFits() throws {
    let rows = Drawn.groups(1_000, dimension: 2, groups: 2)
    let traffic = Traffic()
    let selector = selector(1...3, structures: [.full])
    let shared = try together(rows, ranks: 2, isEven: true, by: { Overheard($0, traffic) }) {
      observations throws(FitError) in
      try selector.select(observations)
    }
    #expect(try shared.summary == selector.select(rows.observations()).summary)
    #expect(traffic.news == nil)
  }

  @Test("what was stopped goes on to the same bits with any number of processes")
  func resumed() throws {
    let rows = Drawn.groups(1_500, dimension: 2, groups: 3)
    let selector = selector(1...4, structures: [.spherical, .diagonal, .full])
    let alone = try selector.select(rows.observations())
    let kept = Kept()
    let stopped = try together(rows, ranks: 3, isEven: true) { observations throws(FitError) in
      try selector.select(observations, stopping: nil, observing: kept.take)
    }
    #expect(stopped.isStopped && !stopped.ranked.isEmpty)
    let checkpoint = try SelectionCheckpoint(bytes: kept.bytes.withLock { $0 })
    #expect(checkpoint.completedFitCount >= 3)
    #expect(try selector.select(rows.observations(), resuming: checkpoint).summary == alone.summary)
    let resumed = try together(rows, ranks: 2, isEven: true) { observations throws(FitError) in
      try selector.select(observations, resuming: checkpoint)
    }
    #expect(resumed.summary == alone.summary && resumed.best.model == alone.best.model)
  }

  /// Keeps how far three fits have come, and stops.
  private final class Kept: Sendable {
    let bytes = Mutex<[UInt8]>([])

    @Sendable func take(_ progress: MixtureSelector.Progress) -> MixtureEstimator.Directive {
      guard progress.completedFitCount >= 3 else { return .proceed }
      bytes.withLock { $0 = progress.checkpoint.bytes }
      return .stop
    }
  }

  @Test("a process that goes in the middle ends the selection with its number")
  func lost() throws {
    let rows = Drawn.groups(2_000, dimension: 2, groups: 2)
    let selector = selector(1...4, structures: [.diagonal, .full])
    let error = #expect(throws: FitError.self) {
      try together(
        rows, ranks: 2, isEven: true,
        by: { way -> any Communicator in
          if way.rank == 0 { way } else { Leaving(way: way) }
        }
      ) {
        observations throws(FitError) in
        try selector.select(observations)
      }
    }
    #expect(error?.code == .communication && error?.message.contains("Process 1 is gone") == true)
  }
}
