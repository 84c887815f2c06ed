import GaussianMixtures
import Synchronization
import Testing

/// Many sets of points in one call.
@Suite struct BatchTests {
  private let estimator = MixtureEstimator(componentCount: 2, engine: Engine(threadCount: 3))

  private func sets(_ count: Int) throws -> [PointSet] {
    try (0..<count).map {
      try TestData.cloud(count: 60, dimension: 2, componentCount: 2, seed: UInt64($0 + 1)).points
    }
  }

  @Test func eachResultIsThatOfItsSetAlone() throws {
    let sets = try sets(12)
    let results = try estimator.fit(sets)
    #expect(results.count == 12)
    for (set, result) in zip(sets, results) {
      let alone = try estimator.fit(set)
      #expect(try result.get().model == alone.model && result.get().logLikelihood == alone.logLikelihood)
    }
    let weighted = try sets.map { try Observations($0, weights: (0..<60).map { Double($0 % 3) }) }
    for (set, result) in zip(weighted, try estimator.fit(weighted)) {
      #expect(try result.get().model == estimator.fit(set).model)
    }
    #expect(try estimator.fit([PointSet]()).isEmpty)
  }

  @Test func aSetThatCannotBeFittedHoldsUpNoOther() throws {
    var sets = try sets(5)
    sets[2] = try PointSet([[1, 2], [1, 2], [1, 2]])
    let last = Mutex(0.0)
    let results = try estimator.fit(sets) { progress in
      last.withLock { $0 = progress.fractionCompleted }
      return .proceed
    }
    #expect(last.withLock(\.self) == 1)
    #expect(throws: FitError.self) { try results[2].get() }
    #expect(results.indices.filter { (try? results[$0].get()) == nil } == [2])
  }

  @Test func theObserverHearsOfEverySetAndStops() throws {
    let sets = try sets(9)
    let seen = Mutex<[MixtureEstimator.BatchProgress]>([])
    _ = try estimator.fit(sets) { progress in
      seen.withLock { $0.append(progress) }
      return .proceed
    }
    let all = seen.withLock(\.self)
    #expect(Set(all.map(\.set)) == Set(0..<9) && all.allSatisfy { $0.setCount == 9 })
    #expect(
      all.map(\.completedCount).sorted() == all.map(\.completedCount) && all.last?.fractionCompleted == 1)

    let alone = MixtureEstimator(componentCount: 2, engine: Engine(threadCount: 1))
    let told = Mutex(0)
    let stopped = try alone.fit(sets) { progress in
      told.withLock { $0 += 1 }
      return progress.set == 3 ? .stop : .proceed
    }
    #expect(told.withLock(\.self) == 4)
    #expect(stopped.indices.filter { (try? stopped[$0].get()) != nil } == [0, 1, 2, 3])
    let late = #expect(throws: FitError.self) { try stopped[8].get() }
    #expect(late?.code == .stopped)
  }

  @Test func eachSelectionIsThatOfItsSetAlone() throws {
    let configuration = SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full, .tied])
    let selector = MixtureSelector(configuration, engine: Engine(threadCount: 3))
    let sets = try sets(5).map { Observations($0) }
    for (set, selection) in zip(sets, try selector.select(sets)) {
      let alone = try selector.select(set)
      #expect(try selection.get().best.model == alone.best.model)
      #expect(try selection.get().summary.ranking == alone.summary.ranking)
    }
    let inTurn = MixtureSelector(configuration, engine: Engine(threadCount: 1))
    let stopped = try inTurn.select(sets) { $0.completedCount == 2 ? .stop : .proceed }
    #expect(stopped.indices.filter { (try? stopped[$0].get()) != nil } == [0, 1])
  }

  @Test func theQuestionWhetherToStopIsAskedWithinAFit() throws {
    let sets = try sets(2).map { Observations($0) }
    let endless = MixtureEstimator(
      FitConfiguration(componentCount: 2, stopping: .gain(tolerance: 0), maximumIterations: .max), start: .kMeans,
      engine: Engine(threadCount: 1))
    let asked = Atomic(0)
    let results = try endless.fit(sets, stopping: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 500 })
    #expect(try results[0].get().termination == .stopped)
    #expect((try? results[1].get()) == nil)
  }

  @Test func cancellingEndsAllAndThrows() async throws {
    let endless = MixtureEstimator(
      FitConfiguration(componentCount: 2, stopping: .gain(tolerance: 0), maximumIterations: .max),
      start: .kMeans,
      engine: Engine(threadCount: 2))
    let sets = try sets(4)
    let task = Task { try await endless.fitConcurrently(sets) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    let outcome = await task.result
    #expect(throws: CancellationError.self) { try outcome.get() }
    let results = try await estimator.fitConcurrently(sets)
    #expect(try results.map { try $0.get().model } == estimator.fit(sets).map { try $0.get().model })
  }
}
