import Foundation
import GaussianMixtures
import Testing

/// Densities and what follows from them, against the textbook's formulas.
@Suite struct DensityTests {
  /// Relative to the size of the logarithms. The covariances of `TestData.cloud` have conditions below
  /// about 1e3; whitening costs D times that many units of 1.1e-16 of the squared distance: 2e-12.
  private static let tolerance = 1e-11

  private func check(
    _ points: PointSet, _ model: GaussianMixture, _ set: InstructionSet, reference: [[Long]]
  ) throws {
    let count = points.count
    let logDensities = try model.logDensities(of: points, engine: Engine(instructionSet: set))
    let classification = try model.classify(points, engine: Engine(instructionSet: set))
    #expect(logDensities.count == count && classification.labels.count == count)
    #expect(classification.logDensities == logDensities)
    for i in 0..<count {
      let row = reference[i]
      let logDensity = NaiveMixture.logSum(row)
      let size = 1 + Double(abs(logDensity))
      let allowed = Self.tolerance * size
      #expect(abs(Double(Long(logDensities[i]) - logDensity)) <= allowed, "log density of point \(i)")
      try checkLabel(classification, i, row, logDensity, allowed)
    }
  }

  private func checkLabel(
    _ classification: Classification, _ i: Int, _ row: [Long], _ logDensity: Long, _ allowed: Double
  ) throws {
    let label = try #require(classification.labels[i])
    let best = try #require(row.max())
    #expect(Double(best - row[label]) <= allowed, "label of point \(i)")
    let others = row.indices.filter { $0 != label }.map { row[$0] }
    let uncertainty = others.isEmpty ? 0 : exp(NaiveMixture.logSum(others) - logDensity)
    // A factor exp(error of the logarithms): to full relative accuracy however small it is.
    #expect(
      abs(classification.uncertainties[i] - Double(uncertainty))
        <= 10 * allowed * Double(uncertainty) + 1e-300,
      "uncertainty of point \(i): \(classification.uncertainties[i]) and \(uncertainty)")
    #expect(abs(classification.probabilities[i] - Double(1 - uncertainty)) <= 10 * allowed)
  }

  @Test(arguments: 1...12, [1, 2, 7])
  func matchesTheTextbook(dimension: Int, componentCount: Int) throws {
    let (points, truth) = try TestData.cloud(
      count: 257, dimension: dimension, componentCount: componentCount,
      seed: UInt64(100 * dimension + componentCount))
    let reference = NaiveMixture(truth).weightedLogDensities(points)
    for set in InstructionSet.available { try check(points, truth, set, reference: reference) }
  }

  @Test(arguments: [1, 7, 8, 9, 255, 256, 257, 1000, 5000])
  func anyNumberOfPoints(count: Int) throws {
    for dimension in [2, 5, 8, 9] {
      let (points, truth) = try TestData.cloud(
        count: count, dimension: dimension, componentCount: 3, seed: 17)
      let reference = NaiveMixture(truth).weightedLogDensities(points)
      for set in InstructionSet.available { try check(points, truth, set, reference: reference) }
    }
  }

  @Test func manyComponentsMakeSmallTiles() throws {
    // 500 components leave 96 points a tile: a block is cut in pieces.
    let (points, truth) = try TestData.cloud(count: 300, dimension: 2, componentCount: 500, seed: 5)
    let reference = NaiveMixture(truth).weightedLogDensities(points)
    for set in InstructionSet.available { try check(points, truth, set, reference: reference) }
  }

  @Test(arguments: [1, 3, 8, 9])
  func responsibilitiesMatchAndSumToOne(dimension: Int) throws {
    let (points, truth) = try TestData.cloud(
      count: 300, dimension: dimension, componentCount: 4, seed: 3, separation: 1)
    let reference = NaiveMixture(truth).responsibilities(points)
    let found = try truth.responsibilities(of: points)
    for i in 0..<points.count {
      var sum = 0.0
      for k in 0..<4 {
        sum += found[k][i]
        // Log densities here are below 1e3 in size: 1e3 times the relative tolerance.
        #expect(abs(found[k][i] - Double(reference[i][k])) <= 1e3 * Self.tolerance)
      }
      #expect(abs(sum - 1) <= 1e-15 * 8)
    }
  }

  @Test(arguments: [2, 8, 9])
  func aComponentOfNoWeightTakesNoPart(dimension: Int) throws {
    let (points, truth) = try TestData.cloud(
      count: 100, dimension: dimension, componentCount: 3, seed: 8)
    let shares = [0.25, 0, 0.75]
    let model = try GaussianMixture(
      components: zip(truth.components, shares).map {
        GaussianMixture.Component(weight: $1, mean: $0.mean, covariance: $0.covariance)
      })
    let without = try GaussianMixture(components: [model.components[0], model.components[2]])
    // Not the same bits: the component without weight can be the widest, and so sets the frame's units.
    for (a, b) in zip(try model.logDensities(of: points), try without.logDensities(of: points)) {
      expectRelative(a, b, 1e-14)
    }
    let found = try model.responsibilities(of: points)
    let other = try without.responsibilities(of: points)
    #expect(found[1] == [Double](repeating: 0, count: 100))
    for i in 0..<100 {
      #expect(abs(found[0][i] - other[0][i]) <= 1e-12 && abs(found[2][i] - other[1][i]) <= 1e-12)
    }
    let labels = try model.classify(points).labels
    let expected = try without.classify(points).labels.map { $0 == 1 ? 2 : $0 }
    #expect(Array(labels) == expected)
    #expect(labels.contains(2))
    let written = try [Int32](unsafeUninitializedCapacity: points.count) { target, count in
      try model.writeLabels(of: points, to: #require(target.baseAddress))
      count = points.count
    }
    #expect(written == labels.withNumbers { Array($0) })
  }

  @Test func dimensionsMustAgree() throws {
    let (points, _) = try TestData.cloud(count: 10, dimension: 2, componentCount: 1, seed: 1)
    let (_, other) = try TestData.cloud(count: 10, dimension: 3, componentCount: 1, seed: 1)
    let calls: [() throws -> Void] = [
      { _ = try other.logDensities(of: points) }, { _ = try other.classify(points) },
      { _ = try other.responsibilities(of: points) }, { _ = try other.logLikelihood(of: points) },
    ]
    for call in calls {
      let error = #expect(throws: ModelError.self) { try call() }
      #expect(error?.code == .dimension)
    }
  }
}
