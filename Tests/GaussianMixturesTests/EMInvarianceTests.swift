import Foundation
import GaussianMixtures
import Testing

/// Data in other units, elsewhere, or in another order give the same fit in other units, elsewhere.
@Suite struct EMInvarianceTests {
  private static let count = 400

  private func cloud(_ dimension: Int, seed: UInt64 = 31) throws -> PointSet {
    try TestData.cloud(count: Self.count, dimension: dimension, componentCount: 3, seed: seed).points
  }

  @Test(arguments: CovarianceStructure.allCases)
  func theOrderOfPointsDoesNotMatter(structure: CovarianceStructure) throws {
    let points = try cloud(3)
    let start = try TestData.start(points, 3)
    var random = SplitMix(seed: 5)
    let order = random.permutation(Self.count)
    let permuted = try PointSet(columns: points.columns.map { column in order.map { column[$0] } })
    let a = try TestData.run(points, from: start, structure, iterations: 30)
    let b = try TestData.run(permuted, from: start, structure, iterations: 30)
    expectRelative(a.logLikelihood, b.logLikelihood, 1e-12)
    expectClose(a.model, b.model, 1e-9)
  }

  @Test(arguments: CovarianceStructure.allCases, [0x1p-300, 0x1p-3, 0x1p40, 0x1p300, 0.1, 1e-140, 1e140])
  func oneUnitForAllColumns(structure: CovarianceStructure, scale: Double) throws {
    for dimension in [2, 9] {
      let scales = [Double](repeating: scale, count: dimension)
      try check(structure, dimension, scales)
    }
  }

  @Test(
    arguments: CovarianceStructure.allCases.filter(\.admitsColumnScaling),
    [[0x1p-200, 0x1p100, 1], [0.1, 30, 7e5], [1e-140, 1e140, 3]])
  func unitsOfSingleColumns(structure: CovarianceStructure, scales: [Double]) throws {
    try check(structure, 3, scales)
  }

  /// 30 iterations from the start, in both units. A factor that is no power of two rounds every coordinate,
  /// relatively by 1.1e-16; EM's iterations carry that along.
  private func check(_ structure: CovarianceStructure, _ dimension: Int, _ scales: [Double]) throws {
    let points = try cloud(dimension)
    let start = try TestData.start(points, 3)
    let shifts = scales.map { _ in 0.0 }
    let a = try TestData.run(points, from: start, structure, iterations: 30)
    let b = try TestData.run(
      transformed(points, scales: scales, shifts: shifts),
      from: transformed(start, scales: scales, shifts: shifts), structure, iterations: 30)
    let shift = scales.reduce(0) { $0 + log($1) } * Double(Self.count)
    #expect(abs(a.logLikelihood - shift - b.logLikelihood) <= 1e-9 * Double(Self.count))
    expectClose(b.model, try transformed(a.model, scales: scales, shifts: shifts), 1e-9)
    #expect(a.history.count == b.history.count)
  }

  @Test(arguments: CovarianceStructure.allCases)
  func startsFromPowersOfTwoAreTheSame(structure: CovarianceStructure) throws {
    let points = try cloud(2)
    let scales = structure.admitsColumnScaling ? [0x1p50, 0x1p-60] : [0x1p50, 0x1p50]
    let other = try transformed(points, scales: scales, shifts: [0, 0])
    for start in [Start.kMeans, .random, .hierarchical, .auto] {
      let estimator = MixtureEstimator(
        FitConfiguration(componentCount: 3, structure: structure, restartCount: 2), start: start)
      let a = try estimator.fit(points)
      let b = try estimator.fit(other)
      #expect(a.model.components.map(\.weight) == b.model.components.map(\.weight))
      #expect(a.history.count == b.history.count)
      #expect(try transformed(a.model, scales: scales, shifts: [0, 0]) == b.model)
    }
  }

  @Test(arguments: CovarianceStructure.allCases, [1, 2, 3, 9])
  func anOffsetOfMillionsOfSpreadsCostsNothing(structure: CovarianceStructure, dimension: Int) throws {
    // Multiples of 2^-26, also after the shift by 2^23: both data sets are exact.
    let points = try PointSet(
      columns: cloud(dimension).columns.map { $0.map { ($0 * 0x1p26).rounded() * 0x1p-26 } })
    let ones = [Double](repeating: 1, count: dimension)
    let offsets = [Double](repeating: 0x1p23, count: dimension)
    let moved = try transformed(points, scales: ones, shifts: offsets)
    let start = try TestData.start(points, 3)
    let a = try TestData.run(points, from: start, structure, iterations: 40)
    let b = try TestData.run(
      moved, from: transformed(start, scales: ones, shifts: offsets), structure, iterations: 40)
    #expect(abs(a.logLikelihood - b.logLikelihood) <= 1e-9 * Double(Self.count))
    // The start's means are rounded to multiples of 2^-29, which 40 iterations mostly forget.
    for (x, y) in zip(a.model.components, b.model.components) {
      #expect(abs(x.weight - y.weight) <= 1e-7)
      for j in 0..<dimension { #expect(abs(x.mean[j] + 0x1p23 - y.mean[j]) <= 1e-7) }
    }
  }

  @Test func relabelledStartsGiveRelabelledFits() throws {
    let points = try cloud(3)
    let start = try TestData.start(points, 3)
    let turned = try GaussianMixture(components: [2, 0, 1].map { start.components[$0] })
    let a = try TestData.run(points, from: start, iterations: 30)
    let b = try TestData.run(points, from: turned, iterations: 30)
    let expected = try GaussianMixture(components: [2, 0, 1].map { a.model.components[$0] })
    expectClose(b.model, expected, 1e-9)
  }
}
