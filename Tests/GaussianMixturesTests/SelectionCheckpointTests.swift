import GaussianMixtures
import Synchronization
import Testing

/// What an observer on any thread has kept.
final class Kept: Sendable {
  private let states = Mutex<[[UInt8]]>([])

  var all: [[UInt8]] { states.withLock { $0 } }

  func add(_ state: [UInt8]) { states.withLock { $0.append(state) } }
}

/// A selection that is interrupted goes on where it was, and ends in the same bits.
@Suite struct SelectionCheckpointTests {
  private func expectSameBits(
    _ configuration: SelectionConfiguration, _ observations: Observations, start: Start = .auto,
    threadCount: Int = 1
  ) throws {
    let kept = Kept()
    let whole = try MixtureSelector(configuration, start: start, engine: Engine(threadCount: threadCount))
      .select(
        observations, resuming: nil
      ) { progress in
        kept.add(progress.checkpoint.bytes)
        return .proceed
      }
    let states = kept.all
    let step = max(1, states.count / 12)
    for place in stride(from: step - 1, to: states.count, by: step) {
      let checkpoint = try SelectionCheckpoint(bytes: states[place])
      let resumed = try MixtureSelector(configuration, start: start, engine: Engine(threadCount: 3)).select(
        observations, resuming: checkpoint)
      #expect(try texts(resumed) == texts(whole))
      #expect(resumed.fitCount == whole.fitCount)
    }
  }

  private func texts(_ selection: ModelSelection) throws -> [String] {
    try selection.candidates.map { try timelessText($0.result) } + [
      timelessText(selection.best), timelessText(selection.summary),
    ]
  }

  @Test(arguments: [1, 3]) func allFitsOfSmallData(threadCount: Int) throws {
    try expectSameBits(
      SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full, .tied, .diagonal]),
      Observations(TestData.iris()), threadCount: threadCount)
  }

  @Test func crossValidation() throws {
    try expectSameBits(
      SelectionConfiguration(
        componentCounts: [2, 3], structures: [.full, .tied], criterion: .crossValidation, foldCount: 3),
      Observations(TestData.faithful()), start: .kMeans)
  }

  @Test(arguments: [SelectionCriterion.nec, .stability]) func furtherCriteria(criterion: SelectionCriterion)
    throws
  {
    try expectSameBits(
      SelectionConfiguration(componentCounts: [2, 3], structures: [.full], criterion: criterion),
      Observations(TestData.faithful()), start: .kMeans)
  }

  /// A fit under way goes on, and one that cannot be made has its reason again.
  @Test func aFitUnderWayAndOneThatFails() throws {
    try expectSameBits(
      SelectionConfiguration(
        componentCounts: [2, 2000], structures: [.full, .tied],
        fit: FitConfiguration(componentCount: 1, restartCount: 2, maximumIterations: 40)),
      InterruptedFit.overlapping(), start: .random)
  }

  /// What is over is not fitted again: of a selection that was all but done no iteration is left.
  @Test func whatIsOverIsNotFittedAgain() throws {
    let configuration = SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full])
    let observations = Observations(try TestData.diabetes())
    let kept = Kept()
    _ = try MixtureSelector(configuration, start: .kMeans, engine: Engine(threadCount: 1)).select(
      observations, resuming: nil
    ) { progress in
      kept.add(progress.checkpoint.bytes)
      return .proceed
    }
    let last = try SelectionCheckpoint(bytes: try #require(kept.all.last))
    #expect(last.completedFitCount >= 2)
    let again = Kept()
    _ = try MixtureSelector(configuration, start: .kMeans).select(observations, resuming: last) { progress in
      #expect(progress.componentCount == 1)
      again.add([])
      return .proceed
    }
    #expect(again.all.count < kept.all.count / 2)
  }
}
