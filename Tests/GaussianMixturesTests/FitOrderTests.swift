import Testing

@testable import GaussianMixtures

/// What processes tell each other of whole fits.
@Suite struct FitOrderTests {
  private func sent<Part: CheckpointPart>(_ part: Part) throws -> Part {
    var reader = CheckpointReader(CheckpointWriter.bytes(part)[...])
    let read = try reader.read(Part.self)
    #expect(reader.isAtEnd)
    return read
  }

  /// Every option differs from the usual one: one that is forgotten would be the usual one in other processes.
  @Test func optionsArrive() throws {
    let usual = FitConfiguration(componentCount: 1)
    var other = FitConfiguration(
      componentCount: 5, structure: .tied, equalWeights: true,
      noise: NoiseConfiguration(volume: 3.5, startWeight: 0.2),
      restartCount: 7, preference: MaximumPreference.allCases.last ?? .likelihood,
      stopping: .changes(means: 0.1, weights: 0.2), acceleration: .none,
      approximation: Approximation(pointsPerCell: 9),
      maximumIterations: 33, covarianceFloor: 1e-5, resolution: .none, ridge: 0.25,
      prior: ConjugatePrior(shrinkage: 0.3, degreesOfFreedom: 8),
      shrinkage: Shrinkage(0.125, towards: .pooled),
      maximumEigenvalueRatio: 40, collapsePolicy: .keep, seed: 1 << 63)
    for (one, another) in zip(Mirror(reflecting: usual).children, Mirror(reflecting: other).children) {
      #expect("\(one.value)" != "\(another.value)", "\(one.label ?? "") is the usual one")
    }
    #expect(try sent(other) == other)
    #expect(try sent(usual) == usual)
    for rule in [StoppingRule.predictedGain(tolerance: 0.5), .gain(tolerance: 0.25)] {
      other.stopping = rule
      #expect(try sent(other) == other)
    }
    for amount in [Shrinkage.Amount.oracleApproximating, .ledoitWolf, .stein, .automatic] {
      #expect(try sent(Shrinkage(amount)) == Shrinkage(amount))
    }
    for structure in CovarianceStructure.allCases { #expect(try sent(structure) == structure) }
    for start in SearchEffort.allCases.map({ Start.auto(effort: $0) }) + [.hierarchical, .kMeans, .random] {
      #expect(try sent(start) == start)
    }
  }

  @Test func newsArriveAsNumbers() throws {
    let points = try TestData.faithful()
    let estimator = MixtureEstimator(componentCount: 2, structure: .diagonal)
    var states: [SearchState] = []
    let model = try estimator.fit(points) { progress in
      states.append(progress.checkpoint.state)
      return .proceed
    }.model
    #expect(try sent(model) == model)
    let news = states.suffix(3).enumerated().map { number, state in
      FitNews(SelectionState.Place(number: number, isRefit: number == 1), isOver: number == 2, state)
    }
    let read = try FitNews.news(FitNews.numbers(news))
    #expect(read.map(\.place) == news.map(\.place) && read.map(\.isOver) == news.map(\.isOver))
    #expect(CheckpointWriter.bytes(read) == CheckpointWriter.bytes(news))
    #expect(try FitNews.news([]).isEmpty)
    #expect(throws: FitError.self) { try FitNews.news([8, 1]) }
    #expect(throws: FitError.self) { try FitNews.news([4, 0.5]) }
  }

  /// Points that fit nowhere are left where they are; processes of one machine take of the same memory.
  @Test func roomIsLookedFor() throws {
    let selector = MixtureSelector(SelectionConfiguration(componentCounts: [1, 2, 3]))
    func room(count: Int) throws -> SelectionRoom {
      let columns = [1.0, 2].map { PointColumn(repeating: $0, count: count) }
      let offer = SelectionOffer(selector, Observations(trusting: columns, hasMissing: false), share: 3)
      return try #require(SelectionRoom(SelectionRoom(for: offer, threadCount: 1).numbers))
    }
    #expect(try SelectionRoom.suffices(for: [room(count: 1000), room(count: 1000)]))
    #expect(try !SelectionRoom.suffices(for: [room(count: 1000), room(count: 1 << 42)]))
    let rooms = [(6.0, 1.0), (6, 2)].compactMap { SelectionRoom([1, $0.0, 10, $0.1]) }
    #expect(SelectionRoom.suffices(for: rooms))
    #expect(!SelectionRoom.suffices(for: [rooms[0], rooms[0]]))
    #expect(SelectionRoom([]) == nil)
  }
}
