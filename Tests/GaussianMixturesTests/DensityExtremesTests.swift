import Foundation
import GaussianMixtures
import Testing

/// Densities where a careless formula overflows, underflows or cancels.
@Suite struct DensityExtremesTests {
  private func sphere(_ mean: [Double], variance: Double, weight: Double = 1) -> GaussianMixture.Component {
    GaussianMixture.Component(
      weight: weight, mean: mean, covariance: .diagonal(mean.map { _ in variance }))
  }

  @Test(arguments: [1, 2, 3, 8, 9, 12])
  func farPointsHaveFiniteLogDensities(dimension: Int) throws {
    let (_, truth) = try TestData.cloud(count: 1, dimension: dimension, componentCount: 3, seed: 2)
    // Three times seven: whole vectors of points, and some that fill none.
    let values = [450, -1e5, 1e10, 1e100, -1e200, 1e308, .leastNonzeroMagnitude]
    let column = [values, values, values].flatMap(\.self)
    let points = try PointSet(columns: (0..<dimension).map { _ in column })
    let reference = NaiveMixture(truth).logDensities(points)
    for set in InstructionSet.available {
      let classification = try truth.classify(points, engine: Engine(instructionSet: set))
      for i in 0..<points.count {
        let found = classification.logDensities[i]
        #expect(found.isFinite && classification.uncertainties[i].isFinite)
        #expect((0...1).contains(classification.probabilities[i]))
        // Up to 2^400 spreads a value is meant, beyond that «far away».
        if abs(points.columns[0][i]) < 1e110 { expectRelative(found, Double(reference[i]), 1e-11) }
        if abs(points.columns[0][i]) > 1e110 { #expect(found < -1e200) }
      }
    }
  }

  @Test func aPointFarFromNarrowComponentsHasAFiniteLogDensity() throws {
    // In each column one component is 1e60 times as wide as the other: both whitened distances of a far
    // point overflow when squared, were nothing done about it.
    let wide = 1e60
    let model = try GaussianMixture(components: [
      GaussianMixture.Component(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1 / wide / wide])),
      GaussianMixture.Component(weight: 0.5, mean: [0, 0], covariance: .diagonal([1 / wide / wide, 1])),
    ])
    let points = try PointSet(columns: [[1e120, 1e300, 1], [1e120, -1e300, 1]])
    for set in InstructionSet.available {
      let classification = try model.classify(points, engine: Engine(instructionSet: set))
      #expect(classification.logDensities.allSatisfy { $0.isFinite })
      #expect(classification.probabilities.allSatisfy { (0...1).contains($0) })
      expectRelative(classification.logDensities[2], -0.5 * wide * wide, 1e-9)
    }
  }

  @Test(arguments: [2, 3, 9])
  func anOffsetOfABillionSpreadsCostsNothing(dimension: Int) throws {
    // Multiples of 2^-20, also after the shift by 1e9: every subtraction is exact.
    let (cloud, truth) = try TestData.cloud(count: 300, dimension: dimension, componentCount: 3, seed: 4)
    func exact(_ x: Double) -> Double { (x * 0x1p20).rounded() * 0x1p-20 }
    func moved(by shift: Double) throws -> (PointSet, GaussianMixture) {
      (
        try PointSet(columns: cloud.columns.map { $0.map { exact($0) + shift } }),
        try GaussianMixture(
          components: truth.components.map {
            GaussianMixture.Component(
              weight: $0.weight, mean: $0.mean.map { exact($0) + shift }, covariance: $0.covariance)
          })
      )
    }
    let (near, nearModel) = try moved(by: 0)
    let (far, farModel) = try moved(by: 1e9)
    for set in InstructionSet.available {
      #expect(
        try nearModel.logDensities(of: near, engine: Engine(instructionSet: set))
          == farModel.logDensities(of: far, engine: Engine(instructionSet: set)))
    }
  }

  @Test func aMeanBeyondAnyNumberOfSpreadsStillHasItsPoints() throws {
    // A constant column of a fit can have the assumed spread of a column in far smaller units.
    let narrow = CovarianceMatrix.diagonal([1e-280, 1])
    let model = try GaussianMixture(components: [
      GaussianMixture.Component(weight: 0.5, mean: [7e140, 0], covariance: narrow),
      GaussianMixture.Component(weight: 0.5, mean: [7e140, 10], covariance: narrow),
    ])
    let points = try PointSet(columns: [[7e140, 7e140, 8e140], [0, 10, 0]])
    let classification = try model.classify(points)
    #expect(Array(classification.labels[..<2]) == [0, 1])
    // ln (1/2 (2π)^-1 1e140), and nothing of the other component 10 spreads away.
    let expected = log(0.5e140 / (2 * Double.pi))
    for found in classification.logDensities[..<2] { expectRelative(found, expected, 1e-14) }
    #expect(classification.logDensities[2] < -1e200 && classification.logDensities[2].isFinite)
  }

  @Test(arguments: [1e-140, 1e-70, 1e70, 1e140])
  func unitsDoNotMatter(scale: Double) throws {
    for dimension in [1, 3, 9] {
      let (cloud, truth) = try TestData.cloud(count: 100, dimension: dimension, componentCount: 2, seed: 6)
      let points = try PointSet(columns: cloud.columns.map { $0.map { $0 * scale } })
      let model = try GaussianMixture(
        components: truth.components.map { component in
          GaussianMixture.Component(
            weight: component.weight, mean: component.mean.map { $0 * scale },
            covariance: try CovarianceMatrix(
              rows: component.covariance.rows.map { $0.map { $0 * scale * scale } }))
        })
      let reference = NaiveMixture(model).logDensities(points)
      for (found, expected) in zip(try model.logDensities(of: points), reference) {
        expectRelative(found, Double(expected), 1e-11)
      }
    }
  }

  @Test(arguments: [1.0, 5, 10, 20, 30, 37])
  func aTinyUncertaintyKeepsItsDigits(distance: Double) throws {
    // Two unit spheres at ±d, a point at d: the other's responsibility is e^(-2 d²) / (1 + e^(-2 d²)).
    let model = try GaussianMixture(components: [
      sphere([-distance], variance: 1, weight: 0.5), sphere([distance], variance: 1, weight: 0.5),
    ])
    let points = try PointSet(columns: [[distance, -distance]])
    let small = exp(-2 * Long(distance) * Long(distance))
    let expected = Double(small / (1 + small))
    for set in InstructionSet.available {
      let classification = try model.classify(points, engine: Engine(instructionSet: set))
      // 2^-1021 is the least ratio that is told apart.
      if distance < 18 {
        for found in classification.uncertainties { expectRelative(found, expected, 1e-12) }
      } else {
        #expect(classification.uncertainties.allSatisfy { $0 >= 0 && $0 <= 0x1p-1020 })
      }
    }
  }

  @Test func equalComponentsShareAndTheFirstWins() throws {
    let model = try GaussianMixture(components: [
      sphere([0, 0], variance: 1, weight: 0.5), sphere([0, 0], variance: 1, weight: 0.5),
    ])
    let classification = try model.classify(try PointSet(columns: [[0, 1, 50], [0, 2, 3]]))
    #expect(classification.labels == [0, 0, 0])
    #expect(classification.probabilities == [0.5, 0.5, 0.5])
    #expect(classification.uncertainties == [0.5, 0.5, 0.5])
  }

  @Test func densitiesAreExponentials() throws {
    let model = try GaussianMixture(components: [sphere([0], variance: 1)])
    let points = try PointSet(columns: [[0, 1, 100]])
    let densities = try model.densities(of: points)
    expectRelative(densities[0], 0.3989422804014327, 1e-15)
    expectRelative(densities[1], 0.24197072451914337, 1e-15)
    #expect(densities[2] == 0)
    #expect(try model.classify(points).densities == densities)
    let narrow = try GaussianMixture(components: [
      sphere([Double](repeating: 0, count: 9), variance: 1e-100)
    ])
    let origin = try PointSet([[Double](repeating: 0, count: 9)])
    #expect(try narrow.densities(of: origin) == [.infinity])
  }
}
