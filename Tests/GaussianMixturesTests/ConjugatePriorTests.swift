import Foundation
import GaussianMixtures
import Testing

/// Fits of largest posterior density under the conjugate prior of Fraley and Raftery (2007).
@Suite struct ConjugatePriorTests {
  static let structures = ["EII", "VII", "EEI", "VVI", "EEE", "VVV"].compactMap { CovarianceStructure($0) }

  private func options(
    _ componentCount: Int, _ structure: CovarianceStructure, _ prior: ConjugatePrior = ConjugatePrior()
  ) -> FitConfiguration {
    FitConfiguration(componentCount: componentCount, structure: structure, prior: prior)
  }

  @Test(arguments: structures, [(0.01, nil), (0, 9.5), (7, 2.5)] as [(Double, Double?)])
  func itIsWhatTheFormulasGive(structure: CovarianceStructure, strengths: (Double, Double?)) throws {
    let points = try TestData.cloud(count: 90, dimension: 3, componentCount: 3, seed: 70, separation: 1.5)
      .points
    let start = try TestData.start(points, 3)
    var naive = NaiveMixture(start)
    let prior = NaivePrior(
      points, componentCount: 3, structure: structure, shrinkage: strengths.0, degrees: strengths.1 ?? 5)
    var options = options(3, structure, ConjugatePrior(shrinkage: strengths.0, degreesOfFreedom: strengths.1))
    options.stopping = .gain(tolerance: 0)
    options.maximumIterations = 12
    let result = try MixtureEstimator(options, start: .model(start)).fit(points)
    var differences: [Double] = []
    for iteration in result.history {
      naive.iterate(points, structure: structure, prior: prior)
      expectRelative(iteration.logLikelihood, Double(naive.logLikelihood(points)), 1e-10, "log-likelihood")
      let logPrior = try #require(iteration.logPrior)
      differences.append(logPrior - Double(naive.logDensity(prior, structure)))
    }
    // The density is known but for a constant.
    for difference in differences { #expect(abs(difference - differences[0]) < 1e-8) }
    for (k, component) in result.model.components.enumerated() {
      #expect(abs(component.weight - Double(naive.weights[k])) < 1e-9)
      for i in 0..<3 {
        #expect(abs(component.mean[i] - Double(naive.means[k][i])) < 1e-8)
        for j in 0..<3 {
          #expect(abs(component.covariance[i, j] - Double(naive.covariances[k][i][j])) < 1e-8)
        }
      }
    }
  }

  /// Log-likelihood and BIC by mclust 6.0.0 (R 4.2.2), `Mclust(x, G, modelNames, prior = priorControl(),
  /// control = emControl(tol = 1e-13, itmax = 1e5))`, which prints BIC with the other sign.
  ///
  /// Its EII leaves the scale out, and its EM for EEI divides by K less than its own M-step: these two differ
  /// here.
  @Test(arguments: [
    ("faithful", 2, "VII", -1709.5808296, 3458.402274), ("faithful", 2, "VVI", -1229.2156899, 2508.883598),
    ("faithful", 2, "EEE", -1140.2609355, 2325.368287), ("faithful", 2, "VVV", -1130.5092637, 2322.682350),
    ("iris", 2, "VII", -478.6158339, 1012.348656), ("iris", 2, "VVI", -393.1146482, 871.410096),
    ("iris", 2, "EEE", -297.1942085, 689.590488), ("iris", 2, "VVV", -223.6021984, 592.512820),
    ("iris", 3, "EEE", -257.7393766, 635.734000), ("eruptions", 2, "E", -287.3091511, 597.041510),
    ("eruptions", 2, "V", -276.3963138, 580.821638),
  ])
  func publishedProgramsFindTheSame(
    data: String, componentCount: Int, code: String, logLikelihood: Double, bic: Double
  ) throws {
    let points =
      switch data {
      case "iris": try TestData.iris()
      case "faithful": try TestData.faithful()
      default: try TestData.points("faithful", columns: [0])
      }
    var options = options(componentCount, try #require(CovarianceStructure(code)))
    options.stopping = .predictedGain(tolerance: 1e-12)
    let result = try MixtureEstimator(options).fit(points)
    #expect(abs(result.logLikelihood - logLikelihood) < 1e-4)
    #expect(abs(result.criteria.bic - bic) < 2e-4)
  }

  /// With extrapolations as well: likelihood and prior together are what they are judged by.
  @Test(arguments: structures)
  func likelihoodAndPriorTogetherNeverFall(structure: CovarianceStructure) throws {
    var extrapolations = 0
    for seed: UInt64 in 71..<75 {
      let points = try TestData.cloud(count: 80, dimension: 3, componentCount: 3, seed: seed, separation: 0.7)
        .points
      var options = options(4, structure, ConjugatePrior(shrinkage: 1, degreesOfFreedom: 20))
      options.acceleration = .squarem
      let result = try MixtureEstimator(options, start: .random).fit(points)
      for (before, after) in zip(result.history, result.history.dropFirst()) {
        let rise = after.logLikelihood + (after.logPrior ?? 0) - before.logLikelihood - (before.logPrior ?? 0)
        #expect(rise >= -1e-9, "\(structure.code) falls by \(-rise)")
      }
      extrapolations += result.history.count { $0.extrapolation == .accepted }
      #expect(result.logPrior == result.history.last?.logPrior)
    }
    #expect(extrapolations > 0)
  }

  /// Moved a little in any direction, the posterior density is lower.
  @Test(arguments: structures)
  func itIsTheMaximum(structure: CovarianceStructure) throws {
    let points = try TestData.faithful()
    var options = options(2, structure, ConjugatePrior(shrinkage: 3, degreesOfFreedom: 12))
    options.stopping = .predictedGain(tolerance: 1e-13)
    let result = try MixtureEstimator(options).fit(points)
    let prior = NaivePrior(points, componentCount: 2, structure: structure, shrinkage: 3, degrees: 12)
    func density(_ mixture: NaiveMixture) -> Double {
      Double(mixture.logLikelihood(points) + mixture.logDensity(prior, structure))
    }
    let best = NaiveMixture(result.model)
    let highest = density(best)
    for k in 0..<2 {
      for size in [-0.003, 0.003] {
        for j in 0..<2 {
          var moved = best
          moved.means[k][j] += Long(size) * moved.covariances[k][j][j].squareRoot()
          #expect(density(moved) < highest)
        }
        var wider = best
        for other in 0..<2 where structure.volume == .equal || other == k {
          wider.covariances[other] = wider.covariances[other].map { $0.map { $0 * Long(1 + size) } }
        }
        #expect(density(wider) < highest)
      }
    }
  }

  /// Equal points that are accidents without a prior: with one, nothing reaches the floor.
  @Test(arguments: structures)
  func nothingCollapses(structure: CovarianceStructure) throws {
    var columns = try TestData.cloud(count: 200, dimension: 2, componentCount: 1, seed: 76).points.columns
    for j in 0..<2 { columns[j].replaceSubrange(0..<9, with: [Double](repeating: columns[j][0], count: 9)) }
    let points = try PointSet(columns: columns)
    let labels = ClassLabels(names: ["equal", "rest"], indices: (0..<200).map { $0 < 9 ? 0 : 1 })
    let result = try MixtureEstimator(options(2, structure), start: .labels(labels)).fit(points)
    #expect(result.events.isEmpty && !result.isAccident)
    guard structure.volume == .variable else { return }
    var plain = options(2, structure)
    plain.prior = nil
    #expect(try MixtureEstimator(plain, start: .labels(labels)).fit(points).isAccident)
  }

  /// Of full and tied covariances the prior is in the units of the data, whatever these are for each column.
  @Test(arguments: [CovarianceStructure.full, .tied])
  func unitsOfColumnsDoNotMatter(structure: CovarianceStructure) throws {
    let points = try TestData.faithful()
    let scales = [0x1p40, 0x1p-60]
    let a = try MixtureEstimator(options(2, structure)).fit(points)
    let b = try MixtureEstimator(options(2, structure)).fit(
      try transformed(points, scales: scales, shifts: [0, 0]))
    #expect(a.logPrior == b.logPrior)
    expectClose(b.model, try transformed(a.model, scales: scales, shifts: [0, 0]), 1e-12)
  }

  /// A component without points is what the prior says.
  @Test func aComponentWithoutPointsIsThePrior() throws {
    let points = try TestData.faithful()
    let whole = try MixtureEstimator(FitConfiguration(componentCount: 1)).fit(points).model.components[0]
    let start = try GaussianMixture(components: [
      whole,
      GaussianMixture.Component(weight: 0, mean: [100, 100], covariance: .diagonal([1, 1])),
    ])
    var options = options(2, .full)
    options.collapsePolicy = .keep
    options.maximumIterations = 1
    let idle = try MixtureEstimator(options, start: .model(start)).fit(points).model.components[1]
    for j in 0..<2 {
      #expect(abs(idle.mean[j] - whole.mean[j]) < 1e-9)
      // Scale S / K of two columns, 4 + 2 + 1 + 1 points.
      for i in 0..<2 {
        expectRelative(idle.covariance[i, j], whole.covariance[i, j] * 272 / 271 / 2 / 8, 1e-9)
      }
    }
  }

  @Test func whatCannotBeIsNamed() throws {
    for structure in CovarianceStructure.allCases where !Self.structures.contains(structure) {
      let error = #expect(throws: FitError.self) { try options(2, structure).validated() }
      #expect(error?.code == .configuration)
      for name in [structure.code] + Self.structures.map(\.code) {
        #expect(error?.message.contains(name) == true, "\(name)")
      }
    }
    for prior in [
      ConjugatePrior(shrinkage: -1), ConjugatePrior(shrinkage: .nan), ConjugatePrior(degreesOfFreedom: 0),
      ConjugatePrior(degreesOfFreedom: .infinity),
    ] {
      #expect(throws: FitError.self) { try options(2, .full, prior).validated() }
    }
    let iris = try TestData.iris()
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(options(2, .full, ConjugatePrior(degreesOfFreedom: 3))).fit(iris)
    }
    #expect(error?.message.contains("more than 3") == true)
    #expect(throws: Never.self) {
      try MixtureEstimator(options(2, .spherical, ConjugatePrior(degreesOfFreedom: 0.1))).fit(iris)
    }
  }
}
