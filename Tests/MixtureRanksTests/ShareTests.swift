import GaussianMixtures
import MixtureRanks
import Testing

/// The same bits from any number of processes, however the rows lie in them.
@Suite("Shares of rows")
struct ShareTests {
  private static let sizes = [1, 2, 3, 4, 8]

  private func expectSameBits(
    _ rows: Rows, sizes: [Int] = Self.sizes, _ estimator: MixtureEstimator, _ name: String
  ) throws {
    let alone = try estimator.fit(rows.observations())
    for size in sizes {
      for isEven in size % 2 == 1 ? [true, false] : [size == 2] {
        let shared = try together(rows, ranks: size, isEven: isEven) { observations throws(FitError) in
          try estimator.fit(observations)
        }
        let source = "\(name), \(size) processes, \(isEven ? "even" : "uneven")"
        #expect(shared.model == alone.model, "\(source)")
        #expect(shared.criteria == alone.criteria, "\(source)")
        #expect(shared.history.map(\.logLikelihood) == alone.history.map(\.logLikelihood), "\(source)")
        #expect(shared.events == alone.events, "\(source)")
        #expect(shared.totalWeight == alone.totalWeight, "\(source)")
        #expect(shared.lowerBound == alone.lowerBound, "\(source)")
      }
    }
  }

  private func estimator(
    _ count: Int, _ structure: CovarianceStructure = .full, start: Start = .kMeans, iterations: Int = 6,
    _ change: (inout FitConfiguration) -> Void = { _ in }
  ) -> MixtureEstimator {
    var configuration = FitConfiguration(componentCount: count, structure: structure)
    configuration.maximumIterations = iterations
    change(&configuration)
    return MixtureEstimator(configuration, start: start, engine: Engine(threadCount: 1))
  }

  @Test("plain points, from k-means", arguments: [CovarianceStructure.full, .diagonal, .tied])
  func plain(structure: CovarianceStructure) throws {
    let dimension = structure == .tied ? 6 : 2
    try expectSameBits(
      Drawn.groups(9_000, dimension: dimension, groups: 3), estimator(3, structure), "\(structure)")
  }

  @Test("fewer points than a leaf has")
  func few() throws {
    try expectSameBits(Drawn.groups(150, dimension: 2, groups: 2), estimator(2, start: .auto), "few")
  }

  @Test("the start auto looks at a sample")
  func sampled() throws {
    try expectSameBits(
      Drawn.groups(23_000, dimension: 2, groups: 2), sizes: [2, 3],
      estimator(2, start: .auto(effort: .low)), "auto")
  }

  @Test("weights, of which some are 0")
  func weighted() throws {
    var rows = Drawn.groups(6_000, dimension: 2, groups: 3)
    rows.weights = (0..<rows.count).map { $0 % 5 == 3 ? 0 : 0.37 + Double($0 % 7) }
    try expectSameBits(rows, estimator(3), "weights")
    rows.weights = (0..<rows.count).map { Double(1 + $0 % 3) }
    try expectSameBits(rows, sizes: [3], estimator(3), "frequencies")
  }

  @Test("missing coordinates and known labels")
  func incomplete() throws {
    var rows = Drawn.groups(5_000, dimension: 3, groups: 3)
    for row in 0..<rows.count where row % 3 == 1 { rows.columns[row % 2][row] = .nan }
    for row in stride(from: 5, to: rows.count, by: 400) {
      for column in 0..<3 { rows.columns[column][row] = .nan }
    }
    try expectSameBits(rows, estimator(3), "gaps")
    rows.labels = ClassLabels(
      names: ["a", "b", "c"], indices: (0..<rows.count).map { $0 % 4 == 0 ? $0 * 7 % 3 : nil })
    try expectSameBits(rows, sizes: [2, 3], estimator(3, start: .auto(effort: .low)), "labels")
  }

  @Test("noise")
  func noise() throws {
    let rows = Drawn.groups(5_000, dimension: 2, groups: 2)
    try expectSameBits(rows, estimator(2) { $0.noise = NoiseConfiguration() }, "noise")
  }

  @Test("points in an order in space, which spans processes")
  func ordered() throws {
    var rows = Drawn.groups(9_000, dimension: 2, groups: 8)
    try expectSameBits(rows, sizes: [1, 3, 8], estimator(32, iterations: 3), "ordered")
    rows.weights = (0..<rows.count).map { 0.5 + Double($0 % 7) }
    try expectSameBits(
      rows, sizes: [3], estimator(32, .spherical, start: .random, iterations: 3), "ordered, weighted")
  }

  @Test("cells of points, with and without weights")
  func cells() throws {
    var rows = Drawn.groups(9_000, dimension: 2, groups: 3)
    let estimator = estimator(3, start: .random) { $0.approximation = Approximation() }
    try expectSameBits(rows, sizes: [1, 2, 3], estimator, "cells")
    rows.weights = (0..<rows.count).map { 0.5 + Double($0 % 7) }
    try expectSameBits(rows, sizes: [2, 3], estimator, "cells, weighted")
  }

  @Test("labels as a start")
  func labels() throws {
    let rows = Drawn.groups(9_000, dimension: 2, groups: 32)
    let labels = ClassLabels(names: (1...32).map { "\($0)" }, indices: (0..<rows.count).map { $0 * 7 % 32 })
    try expectSameBits(rows, sizes: [3], estimator(32, start: .labels(labels), iterations: 2), "labels")
  }

  @Test("single precision")
  func single() throws {
    var rows = Drawn.groups(5_000, dimension: 2, groups: 2)
    rows.isSingle = true
    try expectSameBits(rows, sizes: [1, 3], estimator(2, iterations: 20), "single")
  }

  @Test("a selection, with points held out")
  func selection() throws {
    let rows = Drawn.groups(3_000, dimension: 2, groups: 2)
    var configuration = SelectionConfiguration(componentCounts: Array(1...3), structures: [.full, .diagonal])
    configuration.fit.maximumIterations = 20
    let selector = MixtureSelector(configuration, start: .auto(effort: .low), engine: Engine(threadCount: 1))
    let alone = try selector.select(rows.observations())
    for size in [1, 3] {
      let shared = try together(rows, ranks: size, isEven: false) { observations throws(FitError) in
        try selector.select(observations)
      }
      #expect(shared.best.model == alone.best.model)
      #expect(shared.summary == alone.summary)
    }
  }

  @Test("a fit goes on from a checkpoint with another number of processes")
  func resumed() throws {
    let rows = Drawn.groups(4_000, dimension: 2, groups: 3)
    let estimator = estimator(3, iterations: 12)
    let alone = try estimator.fit(rows.observations())
    let bytes = try together(rows, ranks: 3, isEven: false) { observations throws(FitError) in
      var bytes: [UInt8] = []
      _ = try estimator.fit(observations) { progress in
        if progress.iteration.iteration == 5 { bytes = progress.checkpoint.bytes }
        return bytes.isEmpty ? .proceed : .stop
      }
      return bytes
    }
    let checkpoint = try FitCheckpoint(bytes: bytes)
    let resumed = try together(rows, ranks: 2, isEven: true) { observations throws(FitError) in
      try estimator.fit(observations, resuming: checkpoint)
    }
    #expect(resumed.model == alone.model)
  }
}
