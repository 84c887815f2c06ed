import GaussianMixtures
import Testing

/// Densities, responsibilities and labels against plain loops.
@Suite struct DensityTests {
  @Test(arguments: 1...12, [1, 2, 7])
  func agreesWithPlainLoops(dimension: Int, componentCount: Int) throws {
    let (points, model) = try TestData.cloud(
      count: 100, dimension: dimension, componentCount: componentCount, seed: UInt64(dimension))
    let naive = NaiveMixture(model)
    for set in InstructionSet.available {
      let densities = try model.logDensities(of: points, instructionSet: set)
      for (i, density) in densities.enumerated() {
        expectRelative(density, naive.logDensity(points[i]), 1e-12, "\(set) point \(i)")
      }
    }
    let responsibilities = try model.responsibilities(of: points)
    let classification = try model.classify(points)
    for i in 0..<points.count {
      let expected = naive.responsibilities(points[i])
      for k in 0..<componentCount { #expect(abs(responsibilities[k][i] - expected[k]) < 1e-12) }
      let label = Int(classification.labels[i])
      #expect(expected[label] >= (expected.max() ?? 0) - 1e-12)
      #expect(abs(classification.probabilities[i] - expected[label]) < 1e-12)
    }
  }

  @Test(arguments: [1, 7, 8, 9, 255, 256, 257, 1000])
  func everyCountOfPointsIsWhole(count: Int) throws {
    let (points, model) = try TestData.cloud(count: count, dimension: 3, componentCount: 3, seed: 3)
    let naive = NaiveMixture(model)
    let classification = try model.classify(points)
    #expect(classification.labels.count == count)
    for i in 0..<count { expectRelative(classification.logDensities[i], naive.logDensity(points[i]), 1e-12) }
    expectRelative(try model.logLikelihood(of: points), naive.logLikelihood(points), 1e-12)
  }

  @Test func uncertaintyKeepsItsDigits() throws {
    // Two unit spheres at distance 2a: at the mean of one the other's share is e^(-2 a²) to first order.
    let model = try GaussianMixture(components: [
      .init(weight: 0.5, mean: [-4], covariance: .diagonal([1])),
      .init(weight: 0.5, mean: [4], covariance: .diagonal([1])),
    ])
    let classification = try model.classify(try PointSet(columns: [[-4, 4]]))
    let share = Elementary.exp(-32)
    for uncertainty in classification.uncertainties { expectRelative(uncertainty, share / (1 + share), 1e-13) }
    #expect(classification.labels == [0, 1])
  }

  @Test(arguments: InstructionSet.available)
  func farPointsHaveFiniteLogDensities(set: InstructionSet) throws {
    let (_, model) = try TestData.cloud(count: 10, dimension: 3, componentCount: 3, seed: 4)
    let naive = NaiveMixture(model)
    let far = try PointSet(columns: [[1e3, -1e4, 1e150, 0.5], [1e3, 1e4, 1e150, 0.5], [0, 0, 1e150, 0.5]])
    let densities = try model.logDensities(of: far, instructionSet: set)
    expectRelative(densities[0], naive.logDensity(far[0]), 1e-12)
    expectRelative(densities[1], naive.logDensity(far[1]), 1e-12)
    expectRelative(densities[3], naive.logDensity(far[3]), 1e-12)
    #expect(densities[2].isFinite && densities[2] < -1e200)
    for responsibilities in try model.responsibilities(of: far) {
      #expect(responsibilities.allSatisfy { $0 >= 0 && $0 <= 1 })
    }
  }

  @Test(arguments: [1e-140, 1e-5, 1, 1e140])
  func unitsShiftTheLogDensity(unit: Double) throws {
    let (points, model) = try TestData.cloud(count: 50, dimension: 3, componentCount: 2, seed: 5)
    let scaledPoints = try PointSet(columns: points.columns.map { $0.map { $0 * unit } })
    let scaledModel = try GaussianMixture(
      components: model.components.map { component in
        .init(
          weight: component.weight, mean: component.mean.map { $0 * unit },
          covariance: try #require(
            CovarianceMatrix(rows: component.covariance.rows.map { $0.map { $0 * unit * unit } })))
      })
    let expected = try model.logDensities(of: points)
    let found = try scaledModel.logDensities(of: scaledPoints)
    for i in 0..<points.count {
      expectRelative(found[i], expected[i] - 3 * Elementary.log(unit), 1e-11)
    }
  }

  @Test func componentsWithoutWeightHaveNoPart() throws {
    let present = GaussianMixture.Component(weight: 1, mean: [0], covariance: .diagonal([1]))
    let absent = GaussianMixture.Component(weight: 0, mean: [0], covariance: .diagonal([1e-4]))
    let points = try PointSet(columns: [[0, 1, -2]])
    let with = try GaussianMixture(components: [absent, present])
    let without = try GaussianMixture(components: [present])
    #expect(try with.logDensities(of: points) == without.logDensities(of: points))
    #expect(try with.classify(points).labels == [1, 1, 1])
    #expect(try with.responsibilities(of: points) == [[0, 0, 0], [1, 1, 1]])
  }

  @Test func otherDimensionsAreRefused() throws {
    let (points, _) = try TestData.cloud(count: 5, dimension: 2, componentCount: 1, seed: 1)
    let (_, model) = try TestData.cloud(count: 5, dimension: 3, componentCount: 1, seed: 1)
    #expect { try model.classify(points) } throws: { ($0 as? ModelError)?.code == .dimension }
    #expect { try model.logDensities(of: points) } throws: { ($0 as? ModelError)?.code == .dimension }
  }
}
