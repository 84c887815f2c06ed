import GaussianMixtures
import Testing

/// What a covariance says of directions and distances, against what is worked out by hand.
@Suite struct CovarianceAxesTests {
  private func close(_ a: [Double], _ b: [Double], _ tolerance: Double = 4e-16) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  /// `[[5, 2], [2, 2]]` has the eigenvalues 6 and 1, along (2, 1) and (1, -2).
  @Test func axesOfATurnedEllipse() {
    let covariance: CovarianceMatrix = [[5, 2], [2, 2]]
    let (root, correlation) = (5.0.squareRoot(), 2 / 10.0.squareRoot())
    #expect(close(covariance.eigenvalues, [6, 1]))
    let axes = covariance.principalAxes
    #expect(close(axes.map(\.variance), [6, 1]))
    #expect(close(axes.map { $0.standardDeviation * $0.standardDeviation }, [6, 1]))
    #expect(close(axes[0].direction, [2 / root, 1 / root]))
    #expect(close(axes[1].direction, [-1 / root, 2 / root]))
    #expect(close(covariance.standardDeviations, [root, Double(2).squareRoot()]))
    #expect(close(covariance.correlations[0], [1, correlation]))
    #expect(close(covariance.correlations[1], [correlation, 1]))
  }

  @Test func axesWithoutCorrelationsAreTheCoordinates() {
    for covariance in [.diagonal([1, 9, 4]), [[1, 0, 0], [0, 9, 0], [0, 0, 4]] as CovarianceMatrix] {
      #expect(covariance.eigenvalues == [9, 4, 1])
      #expect(covariance.principalAxes.map(\.direction) == [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
      #expect(covariance.principalAxes.map(\.variance) == [9, 4, 1])
      #expect(covariance.standardDeviations == [1, 3, 2])
      #expect(covariance.correlations == [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    }
    #expect(CovarianceMatrix.identity(dimension: 3) == .diagonal([1, 1, 1]))
    #expect(CovarianceMatrix.identity(dimension: 2).principalAxes.map(\.direction) == [[1, 0], [0, 1]])
  }

  /// The matrix is put together again from its axes; these are orthonormal, and fall.
  @Test(arguments: [1, 2, 3, 7, 20], [1e-130, 1, 1e130])
  func axesMakeTheMatrix(dimension: Int, scale: Double) throws {
    let (_, truth) = try TestData.cloud(count: 1, dimension: dimension, componentCount: 1, seed: 3)
    let rows = truth[0].covariance.rows.map { $0.map { $0 * scale * scale } }
    let covariance = try CovarianceMatrix(rows: rows)
    let axes = covariance.principalAxes
    #expect(axes.map(\.variance) == covariance.eigenvalues)
    #expect(zip(axes, axes.dropFirst()).allSatisfy { $0.variance >= $1.variance })
    let largest = axes[0].variance
    for i in 0..<dimension {
      for j in 0..<dimension {
        let sum = axes.reduce(0) { $0 + $1.variance * $1.direction[i] * $1.direction[j] }
        #expect(abs(sum - rows[i][j]) <= 1e-14 * largest)
        let product = zip(axes[i].direction, axes[j].direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) <= 1e-13)
      }
      #expect(axes[i].direction.max { abs($0) < abs($1) } ?? 0 > 0)
    }
  }

  @Test func partsAreThoseOfTheCoordinates() {
    let covariance: CovarianceMatrix = [[4, 1, 0], [1, 9, 2], [0, 2, 16]]
    #expect(covariance.selecting([2, 1]) == [[16, 2], [2, 9]])
    #expect(CovarianceMatrix.diagonal([1, 2, 3]).selecting([2, 0]) == .diagonal([3, 1]))
  }

  /// A variance of 0 has no correlations, and rounding leads none out of their range.
  @Test func correlationsOfWhatDoesNotVary() {
    let constant: CovarianceMatrix = [[0, 0], [0, 2]]
    #expect(constant.correlations == [[1, 0], [0, 1]])
    let least = 2000 * Double.leastNonzeroMagnitude
    let tiny: CovarianceMatrix = [[least, least], [least, least]]
    #expect(tiny.correlations.flatMap(\.self).allSatisfy { (-1...1).contains($0) })
    let tied: CovarianceMatrix = [[0.1, 0.3], [0.3, 0.9]]
    #expect(tied.correlations[0][1] == 1 && tied.eigenvalues[1] >= 0)
  }

  /// The inverse of `[[5, 2], [2, 2]]` is `[[2, -2], [-2, 5]] / 6`.
  @Test func distancesAreThoseByHand() throws {
    let component = GaussianMixture.Component(weight: 1, mean: [1, -1], covariance: [[5, 2], [2, 2]])
    #expect(try component.mahalanobisDistance(to: [1, -1]) == 0)
    for (x, y) in [(1.0, 0.0), (0, 1), (2, 1), (-3, 0.5)] {
      let expected = ((2 * x * x - 4 * x * y + 5 * y * y) / 6).squareRoot()
      expectRelative(try component.mahalanobisDistance(to: [1 + x, -1 + y]), expected, 1e-15)
    }
    let scaled = GaussianMixture.Component(
      weight: 1, mean: [1e-140, -1e140], covariance: [[5e-280, 2], [2, 2e280]])
    expectRelative(
      try scaled.mahalanobisDistance(to: [3e-140, 0]), ((8.0 - 8 + 5) / 6).squareRoot(), 1e-15)
    let round = GaussianMixture.Component(weight: 1, mean: [0, 0, 0], covariance: .diagonal([1, 4, 0.25]))
    #expect(try round.mahalanobisDistance(to: [2, 4, 0.5]) == 3)
  }

  /// The log density of one component is that of its distance.
  @Test func distancesAgreeWithDensities() throws {
    let (points, truth) = try TestData.cloud(count: 20, dimension: 4, componentCount: 1, seed: 8)
    let determinant = truth[0].covariance.eigenvalues.reduce(1, *)
    let model = try GaussianMixture(
      components: [.init(weight: 1, mean: truth[0].mean, covariance: truth[0].covariance)])
    let atMean = try model.density(of: truth[0].mean)
    expectRelative(atMean * atMean * determinant, 1 / (16 * 97.40909103400243723644), 1e-13)
    for point in points {
      let distance = try truth[0].mahalanobisDistance(to: point)
      let fall = try model.logDensity(of: truth[0].mean) - model.logDensity(of: point)
      expectRelative(distance * distance / 2, fall, 1e-12)
    }
  }

  @Test func whatHasNoDistanceIsTold() {
    let flat = GaussianMixture.Component(weight: 1, mean: [0, 0], covariance: [[1, 1], [1, 1]])
    let line = GaussianMixture.Component(weight: 1, mean: [0, 0], covariance: .diagonal([1, 0]))
    let uneven = GaussianMixture.Component(weight: 1, mean: [0], covariance: .identity(dimension: 2))
    let round = GaussianMixture.Component(weight: 1, mean: [0, 0], covariance: .identity(dimension: 2))
    for (component, point, code) in [
      (flat, [1.0, 2], ModelError.Code.covariance), (line, [1, 2], .covariance), (uneven, [1], .dimension),
      (round, [1], .dimension), (round, [1, .nan], .notFinite),
    ] {
      let error = #expect(throws: ModelError.self) { try component.mahalanobisDistance(to: point) }
      #expect(error?.code == code)
    }
  }

  @Test func rowsThatAreNoCovarianceAreTold() {
    for (rows, code, words) in [
      ([], ModelError.Code.covariance, "no rows"), ([[1, 2]], .covariance, "row 1 has 2 entries"),
      ([[1, 0], [0]], .covariance, "2 rows, and row 2 has 1 entry"),
      ([[1, 0], [0, .nan]], .notFinite, "Row 2, column 2"),
      ([[1, 0.5], [0.25, 1]], .covariance, "Row 1, column 2 of the covariance matrix is 0.5"),
    ] as [([[Double]], ModelError.Code, String)] {
      let error = #expect(throws: ModelError.self) { try CovarianceMatrix(rows: rows) }
      #expect(error?.code == code && error?.message.contains(words) == true)
    }
  }
}
