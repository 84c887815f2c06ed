internal import Elementary

/// The mixtures of classes, and how much the points of each weigh.
struct ClassMixtures: Sendable {
  var mixtures: [GaussianMixture]
  var masses: [Double]
  /// Whether one of them is an accident of the data.
  var isAccident = false

  /// The share of each class.
  var shares: [Double] {
    let total = masses.reduce(0, +)
    return masses.map { $0 / total }
  }
}

extension DiscriminantTraining {
  /// So many rounds at most, of so many iterations of EM for each class.
  private static let (mostRounds, iterationsOfRound) = (200, 5)
  /// Nats a point; rounds that gain less are the end.
  private static let leastGain = 1e-7
  /// With less a point is of no class's training.
  private static let leastProbability = 0x1p-52

  /// Lets points without a class move mixtures that were found by those with one.
  ///
  /// EM over the classes that are not known: such a point takes part in the training of every class, with the probability of
  /// that class as its weight, and EM goes on from each class's mixture for some iterations. So the log-likelihood
  /// `Σ_known ln (w_c f_c) + Σ_other ln Σ_c w_c f_c` never falls. Numbers of components and structures stay.
  ///
  /// Source: A. Dempster, N. Laird and D. Rubin, Journal of the Royal Statistical Society B 39 (1977) 1-38, section 1 for
  /// steps that raise what is expected, and need not find its maximum.
  ///
  /// - Parameter rows: the points of the training.
  /// - Throws: ``FitError`` where it was to leave off, or a class's mixture cannot be fitted any more.
  /// - Complexity: O(N K D²) an iteration.
  func sharing(_ rows: [Int], among found: ClassMixtures) throws -> ClassMixtures {
    let open = rows.filter { labels.indices[$0] == nil }
    guard !open.isEmpty else { return found }
    let sharers = labels.names.indices.map { ofClass in
      ClassSharers(observations.withoutLabels, rows.filter { labels.indices[$0] == ofClass }, open: open)
    }
    let points = observations.withoutLabels.selecting(open)
    var (best, level) = (found, -Double.infinity)
    for _ in 0..<Self.mostRounds {
      if isStopped { throw FitError.stoppedEarly }
      let (probabilities, ofOpen) = try posterior(of: points, under: best)
      let now = try sharers.enumerated().reduce(ofOpen) { sum, next in
        sum + (try next.element.knownLogLikelihood(best, next.offset, engine))
      }
      guard now - level > Self.leastGain * observations.totalWeight else { break }
      level = now
      best.isAccident = false
      for (ofClass, own) in sharers.enumerated() {
        let weighted = own.weighted(
          by: probabilities[ofClass].map { $0 < Self.leastProbability ? 0 : $0 })
        let fit = try moved(best.mixtures[ofClass], by: weighted)
        best.mixtures[ofClass] = fit.model
        best.masses[ofClass] = weighted.totalWeight
        best.isAccident = best.isAccident || fit.isAccident
      }
    }
    return best
  }

  private func moved(_ mixture: GaussianMixture, by points: Observations) throws(FitError) -> FitResult {
    var options = configuration.configuration(
      componentCount: mixture.componentCount, structure: mixture.structure)
    options.maximumIterations = Self.iterationsOfRound
    return try MixtureEstimator(options, start: .model(mixture), engine: engine).fit(points)
  }

  /// The probability of each class for each point, and the log-likelihood of all.
  private func posterior(
    of points: Observations, under found: ClassMixtures
  ) throws(ModelError) -> (probabilities: [[Double]], logLikelihood: Double) {
    var columns: [[Double]] = []
    for (mixture, share) in zip(found.mixtures, found.shares) {
      let logShare = naturalLogarithm(share)
      columns.append(try mixture.classify(points, engine: engine).logDensities.map { $0 + logShare })
    }
    var sum = 0.0
    for point in 0..<points.count {
      let largest = columns.reduce(-.infinity) { max($0, $1[point]) }
      var all = 0.0
      for ofClass in columns.indices {
        columns[ofClass][point] = exponential(columns[ofClass][point] - largest)
        all += columns[ofClass][point]
      }
      for ofClass in columns.indices { columns[ofClass][point] /= all }
      sum += (points.weights?[point] ?? 1) * (largest + naturalLogarithm(all))
    }
    return (columns, sum)
  }
}

/// The points that may take part in the training of a class: its own, and behind them those of no known class.
private struct ClassSharers: Sendable {
  private let points: Observations
  private let known: Observations
  private let knownCount: Int

  init(_ all: Observations, _ own: [Int], open: [Int]) {
    points = all.selecting(own + open)
    known = all.selecting(own)
    knownCount = own.count
  }

  /// All, the open ones with so much of their weights.
  func weighted(by probabilities: [Double]) -> Observations {
    var weights = points.weights ?? [Double](repeating: 1, count: points.count)
    for (place, probability) in probabilities.enumerated() { weights[knownCount + place] *= probability }
    // What a sum of weights is, is no number of points by other rules than its own.
    return Observations(
      coordinates: points.coordinates, weights: weights, weightMeaning: .frequencies, knownLabels: nil,
      hasMissing: points.hasMissing)
  }

  /// `Σ ln (w_c f_c)` of those that are known to be of the class.
  func knownLogLikelihood(_ found: ClassMixtures, _ ofClass: Int, _ engine: Engine) throws(ModelError)
    -> Double
  {
    try found.mixtures[ofClass].logLikelihood(of: known, engine: engine)
      + known.totalWeight * naturalLogarithm(found.shares[ofClass])
  }
}
