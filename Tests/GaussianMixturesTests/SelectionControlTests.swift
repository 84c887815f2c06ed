import Foundation
import GaussianMixtures
import Testing

/// Observers, cancelling, and what a selection leaves in a model file.
@Suite struct SelectionControlTests {
  @Test func aStoppedSelectionKeepsWhatItHas() throws {
    let points = try TestData.diabetes()
    let configuration = SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full])
    let selection = try MixtureSelector(configuration, engine: Engine(threadCount: 1)).select(points) {
      progress in
      #expect(progress.fitCount == 3)
      return progress.completedFitCount == 1 ? .stop : .proceed
    }
    #expect(selection.isStopped)
    // The largest number of components comes first; the second is stopped at its first iteration.
    #expect(selection.candidates.map { $0.failure?.code == .stopped } == [true, false, false])
    #expect(selection.candidates[1].result?.termination == .stopped)
    #expect(selection.candidates[2].result?.termination == .converged)
    #expect(selection.best.model.componentCount == 3)
  }

  @Test func theObserverHearsOfEveryFit() throws {
    let points = try TestData.faithful()
    let configuration = SelectionConfiguration(
      componentCounts: [2, 4], structures: [.tied, .full], criterion: .crossValidation, foldCount: 4)
    let seen = Seen()
    let selection = try MixtureSelector(configuration, engine: Engine(threadCount: 2)).select(points) {
      progress in
      seen.add(progress)
      return .proceed
    }
    #expect(!selection.isStopped)
    #expect(seen.all.allSatisfy { $0.fitCount == 20 && $0.completedFitCount <= 20 })
    #expect(
      Set(seen.all.map { "\($0.componentCount)\($0.structure.code)" }) == ["2EEE", "2VVV", "4EEE", "4VVV"])
    let counts = seen.all.map(\.completedFitCount)
    #expect(counts == counts.sorted())
  }

  @Test func cancellationThrows() async throws {
    let points = try TestData.cloud(count: 500, dimension: 2, componentCount: 3, seed: 41).points
    let endless = SelectionConfiguration(
      componentCounts: [2, 3], structures: [.tied, .full],
      fit: FitConfiguration(componentCount: 1, stopping: .gain(tolerance: 0), maximumIterations: .max))
    let task = Task { try await MixtureSelector(endless, start: .kMeans).selectConcurrently(points) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    let outcome = await task.result
    #expect(throws: CancellationError.self) { try outcome.get() }
  }

  @Test func theAsynchronousSelectionIsTheSame() async throws {
    let points = try TestData.faithful()
    let selector = MixtureSelector(
      SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.tied, .full]))
    let one = try await selector.selectConcurrently(points)
    #expect(try one.summary == selector.select(points).summary)
  }

  private func candidate(
    _ count: Int, bic: Double?, heldOut: Double? = nil, parameters: Int = 5, accident: Bool = false,
    failure: String? = nil
  ) -> SelectionSummary.Candidate {
    .init(
      componentCount: count, structure: .full, parameterCount: parameters, logLikelihood: bic, bic: bic,
      aic: bic,
      icl: bic, heldOut: heldOut.map { HeldOutLikelihood(mean: $0, standardError: 0.1) },
      isAccident: accident,
      failure: failure)
  }

  @Test func accidentsFailuresAndTiesRankAsSaid() {
    let candidates = [
      candidate(1, bic: 10, parameters: 9), candidate(2, bic: nil, failure: "why"),
      candidate(3, bic: -100, accident: true), candidate(4, bic: 10, parameters: 3), candidate(5, bic: 7),
      candidate(6, bic: 10, parameters: 3), candidate(7, bic: -200, failure: "a fold"),
    ]
    let summary = SelectionSummary(criterion: .bic, candidates: candidates)
    #expect(summary.ranking.map { $0 + 1 } == [5, 4, 6, 1, 3, 2, 7])
    #expect(summary.best?.componentCount == 5)
    #expect(SelectionSummary(criterion: .bic, candidates: [candidates[1]]).best == nil)
    let heldOut = [-2.5, -1.5, -2].enumerated().map { candidate($0.offset + 1, bic: 1, heldOut: $0.element) }
    let crossValidated = SelectionSummary(criterion: .crossValidation, foldCount: 10, candidates: heldOut)
    #expect(crossValidated.ranking == [1, 2, 0], "higher is better")
  }

  @Test func summariesOfBeforeAreRead() throws {
    let old = """
      {"criterion": "icl", "candidates": [{"componentCount": 2, "structure": "VVV", "logLikelihood": -3.5,
        "bic": 1, "aic": 2, "icl": 3, "isAccident": false}, {"componentCount": 3, "structure": "EEE",
        "isAccident": false, "failure": "why"}]}
      """
    let summary = try JSONDecoder().decode(SelectionSummary.self, from: Data(old.utf8))
    #expect(summary.criterion == .icl && summary.foldCount == nil)
    #expect(summary.candidates[0].parameterCount == nil && summary.candidates[0].heldOut == nil)
    #expect(summary.best?.componentCount == 2)
    let new = SelectionSummary(
      criterion: .crossValidation, foldCount: 5, candidates: [candidate(2, bic: 1, heldOut: -1.0 / 3)])
    let text = try JSONEncoder().encode(new)
    #expect(try JSONDecoder().decode(SelectionSummary.self, from: text) == new)
    #expect(String(decoding: text, as: UTF8.self).contains("\"cross-validation\""))
  }
}

/// What an observer has heard.
private final class Seen: @unchecked Sendable {
  // The observer is called by one thread at a time, which the test relies on.
  private(set) var all: [MixtureSelector.Progress] = []

  func add(_ progress: MixtureSelector.Progress) { all.append(progress) }
}
