import GaussianMixtures
import Synchronization
import Testing

/// A fit that is asked to leave off in the middle of an iteration is as it was before that iteration.
@Suite struct LeavingOffTests {
  /// Counts how often it was asked, and says yes from some time on.
  private final class Question: Sendable {
    private let count = Atomic(0)
    private let patience: Int

    init(patience: Int) { self.patience = patience }

    var asked: Int { count.load(ordering: .relaxed) }
    func callAsFunction() -> Bool { count.wrappingAdd(1, ordering: .relaxed).oldValue >= patience }
  }

  private func points() throws -> PointSet {
    try TestData.cloud(count: 30_000, dimension: 2, componentCount: 3, seed: 5, separation: 2).points
  }

  private func fit(
    _ points: PointSet, start: Start, acceleration: Acceleration, asking question: Question,
    observing observer: (MixtureEstimator.Progress) -> Void = { _ in }
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: 3, stopping: .gain(tolerance: 0), acceleration: acceleration, maximumIterations: 40),
      start: start, engine: Engine(threadCount: 2)
    ).fit(Observations(points), announcing: { _ in }, stopping: { question() }) {
      observer($0)
      return .proceed
    }
  }

  @Test(arguments: [Acceleration.none, .squarem])
  func whatIsLeftIsTheLastWholeIteration(acceleration: Acceleration) throws {
    let points = try points()
    let start = Start.model(try TestData.start(points, 3))
    let never = Question(patience: .max)
    var askedBefore = 0
    let whole = try fit(points, start: start, acceleration: acceleration, asking: never) { progress in
      if progress.iteration.iteration == 1 { askedBefore = never.asked }
    }
    #expect(never.asked > 80, "passes ask more than once an iteration")
    var lengths: Set<Int> = []
    for patience in stride(from: 0, to: never.asked, by: 7) {
      let question = Question(patience: patience)
      let result: FitResult
      do {
        result = try fit(points, start: start, acceleration: acceleration, asking: question)
      } catch let error as FitError {
        #expect(error.code == .stopped && patience < askedBefore)
        continue
      }
      #expect(result.termination == .stopped)
      #expect(timeless(result.history) == timeless(Array(whole.history.prefix(result.history.count))))
      if let last = result.history.last { #expect(result.logLikelihood == last.logLikelihood) }
      let found = try result.model.logLikelihood(of: Observations(points))
      #expect(abs(found - result.logLikelihood) <= 1e-9 * abs(found))
      lengths.insert(result.history.count)
    }
    #expect(lengths.count > 10)
  }

  /// Wherever a search is when it is asked, it ends with a model whose likelihood is its own, or says that there is none.
  @Test(arguments: ["auto", "kmeans", "random", "hierarchical"])
  func searchesLeaveOffAnywhere(name: String) throws {
    let points = try points()
    let start = try #require([Start.auto, .kMeans, .random, .hierarchical].first { $0.name == name })
    let never = Question(patience: .max)
    _ = try fit(points, start: start, acceleration: .none, asking: never)
    for patience in stride(from: 0, to: never.asked, by: max(1, never.asked / 60)) {
      do {
        let question = Question(patience: patience)
        let result = try fit(points, start: start, acceleration: .none, asking: question)
        #expect(result.termination == .stopped)
        let found = try result.model.logLikelihood(of: Observations(points))
        #expect(abs(found - result.logLikelihood) <= 1e-9 * abs(found))
      } catch let error as FitError {
        #expect(error.code == .stopped)
      }
    }
  }

  @Test func selectionLeavesOff() throws {
    let points = try points()
    let selector = MixtureSelector(
      SelectionConfiguration(componentCounts: [1, 2, 3], structures: [.full, .diagonal]),
      engine: Engine(threadCount: 1))
    for patience in [0, 100, 1000] {
      let question = Question(patience: patience)
      do {
        let selection = try selector.select(Observations(points), stopping: { question() })
        #expect(selection.isStopped)
      } catch let error as FitError {
        #expect(error.code == .stopped)
      }
    }
  }

  @Test func preparationLeavesOff() throws {
    let points = try points()
    let never = Question(patience: .max)
    var askedBefore = 0
    _ = try fit(points, start: .model(try TestData.start(points, 3)), acceleration: .none, asking: never) {
      progress in
      if progress.iteration.iteration == 1, askedBefore == 0 { askedBefore = never.asked }
    }
    #expect(askedBefore > 6, "preparation asks between its steps")
    // The first questions are those of preparation, after which nothing more is asked.
    for patience in 0..<6 {
      let question = Question(patience: patience)
      #expect(throws: FitError.self) {
        _ = try fit(points, start: .auto, acceleration: .none, asking: question)
      }
      #expect(question.asked == patience + 1)
    }
  }

  @Test func aRunOnItsOwnLeavesOff() throws {
    let points = try points()
    let question = Question(patience: 60)
    var run = try EMRun(
      Observations(points), start: try TestData.start(points, 3),
      configuration: FitConfiguration(
        componentCount: 3, stopping: .gain(tolerance: 0), acceleration: .none, maximumIterations: 1000),
      engine: Engine(threadCount: 1), stopping: { question() })
    var before = run.model
    do {
      while run.termination == nil {
        before = run.model
        _ = try run.step()
      }
      Issue.record("the run went on to its limit")
    } catch {
      #expect(error.code == .stopped)
    }
    #expect(run.termination == .stopped)
    #expect(run.model == before, "the iteration is undone")
  }
}
