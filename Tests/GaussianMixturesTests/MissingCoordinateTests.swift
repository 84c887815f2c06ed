import Foundation
import GaussianMixtures
import Testing

/// EM with missing coordinates against the same by the definitions.
@Suite struct MissingCoordinateTests {
  /// Iris with every fifth coordinate or so left out, some rows with one coordinate, and one with none.
  private func iris() throws -> Observations {
    let points = try TestData.iris()
    return try Observations(
      columns: points.columns.enumerated().map { d, column in
        column.indices.map { i in
          (i * 13 + d * 29 + i * d) % 5 == 0 || (i % 37 == 3 && d != 1) || i == 60 ? .nan : column[i]
        }
      })
  }

  private func run(
    _ observations: Observations, _ structure: CovarianceStructure, iterations: Int
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: 3, structure: structure, stopping: .gain(tolerance: 0), acceleration: .none,
        maximumIterations: iterations),
      start: .model(try TestData.start(try TestData.iris(), 3))
    ).fit(observations)
  }

  @Test(arguments: ["VVV", "VVI", "VII", "EEE"])
  func likelihoodAndStepsAreThoseOfTheDefinition(code: String) throws {
    let structure = try #require(CovarianceStructure(code))
    let observations = try iris()
    var reference = NaiveIncomplete(
      mixture: NaiveMixture(try TestData.start(try TestData.iris(), 3)), columns: observations.columns)
    for iterations in 1...4 {
      reference.iterate(structure)
      let result = try run(observations, structure, iterations: iterations)
      expectRelative(result.logLikelihood, Double(reference.logLikelihood()), 1e-9, "\(iterations)")
      expectClose(result.model, try reference.model(structure), 1e-9)
    }
  }

  @Test(arguments: CovarianceStructure.allCases)
  func theLikelihoodNeverFalls(structure: CovarianceStructure) throws {
    let history = try run(try iris(), structure, iterations: 60).history
    for (before, after) in zip(history, history.dropFirst()) {
      #expect(after.logLikelihood >= before.logLikelihood - 1e-9 * abs(before.logLikelihood))
    }
  }

  @Test func theDefaultsFindWhatTheWholePointsShow() throws {
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(try iris())
    let reference = NaiveIncomplete(mixture: NaiveMixture(result.model), columns: try iris().columns)
    expectRelative(result.logLikelihood, Double(reference.logLikelihood()), 1e-9)
    // Setosa stands apart whatever is missing.
    let labels = try result.model.classify(try iris()).labels
    #expect(labels[0..<50].count { $0 == labels[0] } >= 48)
    #expect(labels[50..<150].count { $0 == labels[0] } <= 3)
  }

  @Test func classificationAndImputationAreThoseOfTheDefinition() throws {
    let observations = try iris()
    let model = try run(observations, .full, iterations: 10).model
    let reference = NaiveIncomplete(mixture: NaiveMixture(model), columns: observations.columns)
    let classification = try model.classify(observations)
    let shares = try model.responsibilities(of: observations)
    let imputed = try model.imputed(observations)
    for i in 0..<observations.count {
      let expected = reference.point(i)
      let likeliest = expected.shares.indices.max { expected.shares[$0] < expected.shares[$1] }
      #expect(classification.labels[i] == likeliest)
      #expect(abs(classification.logDensities[i] - Double(expected.logDensity)) < 1e-9)
      for k in 0..<3 { #expect(abs(shares[k][i] - Double(expected.shares[k])) < 1e-9) }
      let guess = expected.mean
      for d in 0..<4 {
        #expect(abs(imputed.columns[d][i] - Double(guess[d])) < 1e-9 * 10)
        if !observations.columns[d][i].isNaN { #expect(imputed.columns[d][i] == observations.columns[d][i]) }
      }
    }
  }

  /// With nothing missing the two paths are one.
  @Test func completePointsAreAsBefore() throws {
    let points = try TestData.iris()
    let model = try TestData.start(points, 3)
    #expect(try model.classify(Observations(points)) == model.classify(points))
    #expect(try model.imputed(Observations(points)) == points)
  }

  @Test func aColumnWithoutValuesIsRefused() throws {
    let observations = try Observations(columns: [[1, 2, 3, 4], [.nan, .nan, .nan, .nan]])
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(observations)
    }
    #expect(error?.column == 1)
    #expect(error?.message.contains("Column 2 has no value") == true)
  }
}

/// A mixture over incomplete points, by the definitions: every point with its own marginal distribution.
struct NaiveIncomplete {
  var mixture: NaiveMixture
  /// NaN where missing.
  let columns: [[Double]]

  private var dimension: Int { columns.count }

  struct Point {
    let shares: [Long]
    let logDensity: Long
    /// Of each component: the coordinates, missing ones by their conditional means.
    let completed: [[Long]]
    /// Of each component: the conditional covariance, 0 where a coordinate is known.
    let spread: [[[Long]]]

    var mean: [Long] {
      completed[0].indices.map { d in shares.indices.reduce(0) { $0 + shares[$1] * completed[$1][d] } }
    }
  }

  func point(_ i: Int) -> Point {
    let known = (0..<dimension).filter { !columns[$0][i].isNaN }
    let missing = (0..<dimension).filter { columns[$0][i].isNaN }
    var logs: [Long] = []
    var completed: [[Long]] = []
    var spreads: [[[Long]]] = []
    for k in mixture.weights.indices {
      let (mean, covariance) = (mixture.means[k], mixture.covariances[k])
      let inverse = NaiveMixture.invert(known.map { a in known.map { covariance[a][$0] } })
      let z = known.map { Long(columns[$0][i]) - mean[$0] }
      let solved = known.indices.map { a in
        known.indices.reduce(Long(0)) { $0 + inverse.matrix[a][$1] * z[$1] }
      }
      let square = zip(z, solved).reduce(Long(0)) { $0 + $1.0 * $1.1 }
      logs.append(
        log(mixture.weights[k])
          - (square + inverse.logDeterminant + Long(known.count) * log(2 * Long.pi)) / 2)
      var full = (0..<dimension).map { d in columns[d][i].isNaN ? mean[d] : Long(columns[d][i]) }
      for m in missing {
        full[m] += known.indices.reduce(Long(0)) { $0 + covariance[m][known[$1]] * solved[$1] }
      }
      completed.append(full)
      var spread = [[Long]](repeating: [Long](repeating: 0, count: dimension), count: dimension)
      for m in missing {
        for n in missing {
          var value = covariance[m][n]
          for a in known.indices {
            for b in known.indices {
              value -= covariance[m][known[a]] * inverse.matrix[a][b] * covariance[known[b]][n]
            }
          }
          spread[m][n] = value
        }
      }
      spreads.append(spread)
    }
    let sum = NaiveMixture.logSum(logs)
    return Point(shares: logs.map { exp($0 - sum) }, logDensity: sum, completed: completed, spread: spreads)
  }

  /// Points without any coordinate say nothing.
  private var counting: [Point] {
    columns[0].indices.filter { i in columns.contains { !$0[i].isNaN } }.map(point)
  }

  func logLikelihood() -> Long { counting.reduce(0) { $0 + $1.logDensity } }

  mutating func iterate(_ structure: CovarianceStructure) {
    let points = counting
    let d = dimension
    var scatters: [[[Long]]] = []
    var masses: [Long] = []
    var means: [[Long]] = []
    for k in mixture.weights.indices {
      let mass = points.reduce(Long(0)) { $0 + $1.shares[k] }
      let mean = (0..<d).map { c in
        points.reduce(Long(0)) { $0 + $1.shares[k] * $1.completed[k][c] } / mass
      }
      var scatter = [[Long]](repeating: [Long](repeating: 0, count: d), count: d)
      for point in points {
        for a in 0..<d {
          for b in 0..<d {
            let z = (point.completed[k][a] - mean[a]) * (point.completed[k][b] - mean[b])
            scatter[a][b] += point.shares[k] * (z + point.spread[k][a][b])
          }
        }
      }
      masses.append(mass)
      means.append(mean)
      scatters.append(scatter)
    }
    mixture.weights = masses.map { $0 / Long(points.count) }
    mixture.means = means
    let moments = NaiveMoments(masses: masses, firsts: means, scatters: scatters)
    mixture.maximize(moments, count: Long(points.count), code: structure.code)
  }

  func model(_ structure: CovarianceStructure) throws -> GaussianMixture {
    try GaussianMixture(
      components: mixture.weights.indices.map { k in
        GaussianMixture.Component(
          weight: Double(mixture.weights[k]), mean: mixture.means[k].map { Double($0) },
          covariance: try CovarianceMatrix(rows: mixture.covariances[k].map { $0.map { Double($0) } }))
      }, structure: structure)
  }
}
