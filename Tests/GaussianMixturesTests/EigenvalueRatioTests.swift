import Foundation
import LinearAlgebra
import Testing

@testable import GaussianMixtures

/// The bound on the ratio of eigenvalues over all components and axes.
@Suite struct EigenvalueRatioTests {
  static let structures = ["EII", "VII", "EEI", "VVI", "EEE", "EEV", "VVV"].compactMap {
    CovarianceStructure($0)
  }

  private func deviance(_ averages: [Double], _ masses: [Double], place: Double, limit: Double) -> Double {
    zip(averages, masses).reduce(0) { sum, item in
      let variance = min(max(item.0, place), limit * place)
      return sum + item.1 * (log(variance) + item.0 / variance)
    }
  }

  /// Beside a grid of places and golden sections between its best two.
  @Test(arguments: [1.0, 1.5, 10, 1e6], [0.0, 0.05])
  func theTruncationIsTheBest(limit: Double, floor: Double) {
    for seed in 0..<60 {
      var random = SplitMix(seed: seed)
      let count = 1 + random.index(below: 7)
      let averages = (0..<count).map { _ in
        random.index(below: 6) == 0 ? (floor > 0 ? 0 : 1e-3) : exp(12 * random.uniform() - 6)
      }
      let masses = averages.map { _ in 0.1 + 10 * random.uniform() }
      let bounded = EigenvalueRatio(limit: limit, floor: floor).bounded(averages, masses: masses)
      let (smallest, largest) = (bounded.min() ?? 0, bounded.max() ?? 0)
      #expect(largest <= limit * smallest * (1 + 1e-14) && smallest >= floor)
      let value = zip(zip(averages, bounded), masses).reduce(0.0) {
        $0 + $1.1 * (log($1.0.1) + $1.0.0 / $1.0.1)
      }
      var best = Double.infinity
      for step in 0...4000 {
        let place = max(exp(-16 + 24 * Double(step) / 4000), floor)
        best = min(best, deviance(averages, masses, place: place, limit: limit))
      }
      #expect(value <= best + 1e-12 * abs(best), "seed \(seed): \(value) and \(best)")
      // The grid's nearest place is 0.003 off at most, in the logarithm.
      #expect(best - value <= 1e-5 * masses.reduce(0, +), "seed \(seed)")
      if (averages.max() ?? 0) <= limit * (averages.min() ?? 0), (averages.min() ?? 0) >= floor {
        #expect(bounded == averages)
      }
    }
  }

  private func cloud(_ dimension: Int = 3, seed: UInt64 = 80) throws -> PointSet {
    try TestData.cloud(count: 150, dimension: dimension, componentCount: 3, seed: seed, separation: 1.5)
      .points
  }

  private func options(
    _ structure: CovarianceStructure, _ ratio: Double?, componentCount: Int = 3
  ) -> FitConfiguration {
    FitConfiguration(componentCount: componentCount, structure: structure, maximumEigenvalueRatio: ratio)
  }

  /// The ratio of all eigenvalues of a model that was written and read again.
  private func ratio(_ result: FitResult) throws -> Double {
    let file = try JSONEncoder().encode(ModelDocument(model: result.model, fit: FitSummary(result)))
    let document = try JSONDecoder().decode(ModelDocument.self, from: file)
    #expect(document.fit?.configuration == result.configuration)
    let values = document.model.components.flatMap {
      SymmetricEigen(of: SquareMatrix($0.covariance.elements, count: $0.mean.count))?.values ?? []
    }
    return (values.max() ?? 0) / (values.min() ?? 0)
  }

  @Test(arguments: structures, [1.0, 2, 40])
  func itHoldsAndTheLikelihoodNeverFalls(structure: CovarianceStructure, limit: Double) throws {
    for (points, start) in [(try cloud(), Start.auto), (try TestData.diabetes(), .random)] {
      let result = try MixtureEstimator(options(structure, limit), start: start).fit(points)
      // Eigenvalues are known to some units of the largest.
      #expect(try ratio(result) <= limit * (1 + 1e-14 * limit))
      expectStructure(result.model, structure.code)
      for (before, after) in zip(result.history, result.history.dropFirst()) {
        #expect(after.logLikelihood >= before.logLikelihood - 1e-9, "\(structure.code)")
      }
      #expect(!result.isAccident)
    }
  }

  /// Like ``StructureTests``: what is free is moved as far as the bound allows.
  @Test(arguments: structures, [1.5, 8])
  func nothingNearTheUpdateIsBetter(structure: CovarianceStructure, limit: Double) throws {
    let points = try cloud()
    var options = options(structure, limit)
    options.maximumIterations = 1
    // A start within the bound, whatever the columns' variances are.
    let spheres = try GaussianMixture(
      components: TestData.start(points, 3).components.map {
        GaussianMixture.Component(weight: $0.weight, mean: $0.mean, covariance: .diagonal([4, 4, 4]))
      })
    let result = try MixtureEstimator(options, start: .model(spheres)).fit(points)
    let moments = NaiveMoments(
      points, responsibilities: NaiveMixture(result.start).responsibilities(points),
      origins: result.model.components.map { $0.mean.map { Long($0) } })
    let units = [1.0, 1, 1]
    let best = TakenApart(result.model, scales: units)
    let deviance = best.deviance(moments, scales: units)
    func width(_ parts: TakenApart) -> Double {
      let all = Array(parts.logVariances.joined())
      return (all.max() ?? 0) - (all.min() ?? 0)
    }
    #expect(width(best) <= log(limit) + 1e-12)
    var random = SplitMix(seed: 5)
    var compared = 0
    for trial in 0..<3000 {
      var moved = best
      for _ in 0...(trial % 4) {
        let size = exp(-12 * random.uniform()) * (random.uniform() < 0.5 ? -0.5 : 0.5)
        moved.move(structure, by: size, &random)
      }
      guard width(moved) <= max(width(best), log(limit)) else { continue }
      compared += 1
      #expect(deviance - moved.deviance(moments, scales: units) < 1e-11 * abs(deviance))
    }
    #expect(compared > 50)
  }

  @Test(arguments: structures)
  func oneMakesEqualSpheresAndNoBoundIsNone(structure: CovarianceStructure) throws {
    let points = try cloud()
    let start = try TestData.start(points, 3)
    func fit(_ structure: CovarianceStructure, _ ratio: Double?) throws -> GaussianMixture {
      var options = options(structure, ratio)
      options.stopping = .gain(tolerance: 0)
      options.maximumIterations = 12
      return try MixtureEstimator(options, start: .model(start)).fit(points).model
    }
    // The first step begins at the start brought within the bound, where spheres begin at the start itself.
    let sphere = GaussianMixture.Component(
      weight: 1.0 / 3, mean: [0, 0, 0], covariance: .diagonal([2, 2, 2]))
    let spheres = try GaussianMixture(
      components: start.components.map {
        GaussianMixture.Component(weight: $0.weight, mean: $0.mean, covariance: sphere.covariance)
      })
    var one = options(structure, 1)
    one.maximumIterations = 12
    one.stopping = .gain(tolerance: 0)
    var equal = one
    equal.structure = try #require(CovarianceStructure("EII"))
    equal.maximumEigenvalueRatio = nil
    expectClose(
      try MixtureEstimator(one, start: .model(spheres)).fit(points).model,
      try MixtureEstimator(equal, start: .model(spheres)).fit(points).model, 1e-10)
    expectClose(try fit(structure, 1e12), try fit(structure, nil), 1e-9)
  }

  /// In the data's units: turned points give turned models, one unit for all columns changes nothing, and
  /// single units do.
  @Test func itIsOneOfTheUnitsOfTheData() throws {
    let points = try TestData.faithful()
    let plain = try MixtureEstimator(options(.full, 5, componentCount: 2), start: .kMeans).fit(points)
    let scaled = try transformed(points, scales: [0x1p30, 0x1p30], shifts: [0, 0])
    let wide = try MixtureEstimator(options(.full, 5, componentCount: 2), start: .kMeans).fit(scaled)
    #expect(wide.model == (try transformed(plain.model, scales: [0x1p30, 0x1p30], shifts: [0, 0])))
    let (c, s) = (0.6, 0.8)
    let turned = try PointSet(columns: [
      zip(points.columns[0], points.columns[1]).map { c * $0 - s * $1 },
      zip(points.columns[0], points.columns[1]).map { s * $0 + c * $1 },
    ])
    let other = try MixtureEstimator(options(.full, 5, componentCount: 2), start: .kMeans).fit(turned)
    #expect(abs(other.logLikelihood - plain.logLikelihood) < 1e-5)
    let uneven = try transformed(points, scales: [16, 1], shifts: [0, 0])
    let uneventful = try MixtureEstimator(options(.full, 5, componentCount: 2), start: .kMeans).fit(uneven)
    #expect(try ratio(uneventful) <= 5 * (1 + 1e-12))
    #expect(abs(uneventful.logLikelihood + 272 * log(16) - plain.logLikelihood) > 10)
  }

  @Test func aStartBeyondItIsBroughtWithin() throws {
    let points = try cloud()
    let free = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    var bounded = options(.full, 2)
    bounded.maximumIterations = 1
    let result = try MixtureEstimator(bounded, start: .model(free.model)).fit(points)
    #expect(result.events.map(\.kind).contains(.startBounded))
    #expect(result.events.allSatisfy { $0.kind == .startBounded && !$0.message.isEmpty })
    #expect(try ratio(result) <= 2 * (1 + 1e-13))
    let within = try MixtureEstimator(bounded, start: .model(result.model)).fit(points)
    #expect(within.events.isEmpty)
    #expect(within.logLikelihood >= result.logLikelihood - 1e-10)
  }

  /// A repair leaves no model beyond the bound, even where the run ends with it.
  @Test(arguments: [1.0, 20], CollapsePolicy.allCases)
  func itHoldsThroughRepairs(limit: Double, policy: CollapsePolicy) throws {
    let points = try PointSet(columns: [[0, 0, 0, 1, 1.5, 2, 9, 9, 9.5], [0, 0, 0, 1, 2, 1.5, 9, 9, 9]])
    let whole = try MixtureEstimator(FitConfiguration(componentCount: 1)).fit(points).model.components[0]
    let idle = GaussianMixture.Component(weight: 0, mean: [0, 0], covariance: .diagonal([1, 1]))
    let start = try GaussianMixture(components: [whole, idle, idle])
    for iterations in 1...4 {
      var options = options(.full, limit)
      options.maximumIterations = iterations
      options.collapsePolicy = policy
      let result = try MixtureEstimator(options, start: .model(start)).fit(points)
      #expect(try ratio(result) <= limit * (1 + 1e-12))
    }
  }

  @Test func whatCannotBeIsNamed() {
    for structure in CovarianceStructure.allCases where !Self.structures.contains(structure) {
      let error = #expect(throws: FitError.self) { try options(structure, 10).validated() }
      #expect(error?.code == .configuration)
      for name in [structure.code] + Self.structures.map(\.code) {
        #expect(error?.message.contains(name) == true, "\(name)")
      }
    }
    for limit in [0.99, -1, .nan, .infinity] {
      #expect(throws: FitError.self) { try options(.full, limit).validated() }
    }
  }
}
