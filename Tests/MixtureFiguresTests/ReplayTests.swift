import GaussianMixtures
import Testing

@testable import MixtureFigures

struct ReplayTests {
  private static func fit(
    _ points: PointSet, components: Int, configuring: (inout FitConfiguration) -> Void = { _ in }
  ) throws -> ModelDocument {
    var configuration = FitConfiguration(componentCount: components, restartCount: 4)
    configuring(&configuration)
    let result = try MixtureEstimator(configuration, start: .random).fit(points)
    return ModelDocument(model: result.model, fit: FitSummary(result))
  }

  @Test("from the model's start, the same run comes out", arguments: [Acceleration.none, .squarem])
  func same(acceleration: Acceleration) throws {
    let clouds = try Clouds.make(components: 4, dimension: 3)
    let document = try Self.fit(clouds.points, components: 4) { $0.acceleration = acceleration }
    let fit = try #require(document.fit)
    let replay = try Replay(fit, Observations(clouds.points), document.model, engine: Engine())
    #expect(replay.pointCount == clouds.points.count)
    #expect(replay.steps.map(\.iteration).first == 0)
    #expect(replay.steps.last?.iteration == fit.history.count)
    let levels = Dictionary(uniqueKeysWithValues: fit.history.map { ($0.iteration, $0.logLikelihood) })
    // The start is read back from the model, so the way differs by rounding.
    for step in replay.steps.dropFirst() {
      #expect(abs(step.logLikelihood - (levels[step.iteration] ?? 0)) < 1e-6 * Double(clouds.points.count))
    }
    for (last, component) in zip(replay.steps.last?.components ?? [], document.model.components) {
      #expect(abs(last.weight - component.weight) < 1e-6)
      #expect(zip(last.mean, component.mean).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test("long runs keep a hundred steps at most, the first ones all")
  func long() throws {
    let clouds = try Clouds.make(components: 3, dimension: 2)
    let document = try Self.fit(clouds.points, components: 3) {
      $0.stopping = .gain(tolerance: 0)
      $0.maximumIterations = 400
    }
    let replay = try Replay(
      try #require(document.fit), Observations(clouds.points), document.model, engine: Engine())
    #expect(replay.steps.count <= 101)
    #expect(replay.steps.prefix(50).map(\.iteration) == Array(0..<50))
    #expect(replay.steps.last?.iteration == 400)
  }

  @Test("without the points of the fit there is no playback, and the page says why")
  func others() throws {
    let clouds = try Clouds.make(components: 2, dimension: 2)
    let document = try Self.fit(clouds.points, components: 2)
    let fewer = try PointSet(columns: clouds.points.columns.map { Array($0.prefix(100)) })
    let page = try MixtureReport(title: "t", document: document, points: fewer, columnNames: []).text()
    #expect(page.contains("the model was fitted to 400 points, and these are 100"))
    #expect(!page.contains("id=\"playback\""))
  }

  @Test("the first direction is the one in which the components lie apart")
  func directions() throws {
    // Five columns; the means differ along (0, 1, 0, -1, 0) alone, which no single column shows.
    let direction = [0.0, 1, 0, -1, 0]
    let covariance = CovarianceMatrix.diagonal([9, 1, 4, 1, 9])
    let model = try GaussianMixture(
      components: [-4.0, 0, 4].map { place in
        .init(weight: 1.0 / 3, mean: direction.map { $0 * place }, covariance: covariance)
      })
    var stream = RandomStream(seed: 1, purpose: .sampling)
    let sample = try model.sample(500, using: &stream)
    let frame = MixtureFrame(sample.points, model, names: ["a", "b", "c", "d", "e"], radius: 2)
    let found = try #require(DiscriminatingDirections.directions(of: model, in: frame, count: 3))
    #expect(found.count == 3)
    // In the box of the report the columns are divided by their lengths, so the directions are multiplied.
    let first = found[0].indices.map { frame.length(found[0][$0], $0) }
    let largest = first.map(abs).max() ?? 0
    #expect(abs(first[1] + first[3]) < 1e-6 * largest)
    #expect([0, 2, 4].allSatisfy { abs(first[$0]) < 1e-6 * largest })
  }

  @Test("a model of very many columns has no discriminating directions, which would take minutes")
  func manyColumns() throws {
    for count in [DiscriminatingDirections.mostColumns, DiscriminatingDirections.mostColumns + 1] {
      let spread = CovarianceMatrix.diagonal([Double](repeating: 1, count: count))
      let model = try GaussianMixture(
        components: [0.0, 4].map {
          .init(weight: 0.5, mean: [Double](repeating: $0, count: count), covariance: spread)
        })
      var stream = RandomStream(seed: 2, purpose: .sampling)
      let sample = try model.sample(40, using: &stream)
      let frame = MixtureFrame(sample.points, model, names: (0..<count).map { "c\($0)" }, radius: 2)
      let found = DiscriminatingDirections.directions(of: model, in: frame, count: 3)
      #expect(found?.count == (count > DiscriminatingDirections.mostColumns ? nil : 3))
    }
  }

  @Test("the curves of a selection leave gaps where a fit failed, and mark the best")
  func selection() {
    func candidate(_ k: Int, _ structure: CovarianceStructure, _ bic: Double?, accident: Bool = false)
      -> SelectionSummary.Candidate
    {
      .init(
        componentCount: k, structure: structure, logLikelihood: bic.map { -$0 / 2 }, bic: bic, aic: bic,
        icl: bic,
        isAccident: accident)
    }
    let curves = SelectionCurves(
      SelectionSummary(
        criterion: .bic,
        candidates: [
          candidate(1, .full, 30), candidate(3, .full, 10), candidate(2, .spherical, nil),
          candidate(3, .spherical, 5, accident: true),
        ]))
    #expect(curves.componentCounts == [1, 2, 3])
    #expect(curves.lines.map(\.name) == ["VVV", "VII"])
    #expect(curves.lines[0].values[1].isNaN && curves.lines[0].values[2] == 10)
    #expect(curves.lines.map(\.best) == [2, nil])
    // The accident would be the lowest point of all.
    #expect(curves.lines[1].values.allSatisfy { $0.isNaN })
    #expect(curves.notes == ["left out as accidents of equal values in the data: 1"])
  }

  @Test("the page has the structures that come closest to the best")
  func leadingStructures() {
    let values = [("EII", 9.0), ("VII", 5), ("EEI", 7), ("EEE", 4), ("VVV", 6)]
    func leading(_ criterion: SelectionCriterion) -> [String] {
      let candidates = values.compactMap { code, value in
        CovarianceStructure(code).map { structure in
          SelectionSummary.Candidate(
            componentCount: 2, structure: structure, logLikelihood: 0, bic: value, aic: 0, icl: 0,
            heldOut: HeldOutLikelihood(mean: value, standardError: 1))
        }
      }
      return SelectionCurves(SelectionSummary(criterion: criterion, candidates: candidates)).leading.map(
        \.name)
    }
    #expect(leading(.bic) == ["VII", "EEI", "EEE", "VVV"])
    #expect(leading(.crossValidation) == ["EII", "VII", "EEI", "VVV"])
  }
}
