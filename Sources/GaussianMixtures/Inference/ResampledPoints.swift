internal import Elementary

/// Sets of points that estimates are repeated on, each a function of its number alone.
///
/// Points are not copied where they are resampled: they are the same ones with other weights, which EM takes anyway.
struct ResampledPoints: Sendable {
  /// Those that count.
  private let points: Observations
  private let method: BootstrapMethod
  private let model: GaussianMixture
  private let seed: UInt64
  /// How much each point counts, and their sum.
  private let weights: [Double]
  private let total: Double
  /// The weights up to each point, where points of different frequencies are drawn.
  private let bounds: [Double]

  /// Whether a weight is a number of points, so that one of them can be drawn or left out.
  private var areFrequencies: Bool { points.weightMeaning != .importance }

  init(_ observations: Observations, _ method: BootstrapMethod, _ model: GaussianMixture, seed: UInt64) {
    points = observations.counting
    (self.method, self.model, self.seed) = (method, model, seed)
    weights = points.weights ?? [Double](repeating: 1, count: points.count)
    total = weights.reduce(0, +)
    var bounds: [Double] = []
    if method == .nonparametric, points.weights != nil, points.weightMeaning != .importance {
      bounds.reserveCapacity(weights.count)
      for weight in weights { bounds.append((bounds.last ?? 0) + weight) }
    }
    self.bounds = bounds
  }

  /// How many points there are, as they count.
  var pointCount: Int { max(1, Int(total.rounded())) }

  /// How many sets there are of a method that has a certain number.
  var certainCount: Int? { method == .jackknife ? points.count : nil }

  /// Of how many sets like it a set stands: of points that count several times, each is left out once.
  var multiplicities: [Double] {
    areFrequencies ? weights : [Double](repeating: 1, count: weights.count)
  }

  /// One of the sets.
  ///
  /// - Throws: ``FitError`` where points of the mixture leave the range of numbers.
  func set(_ number: Int) throws(FitError) -> Observations {
    var random = RandomStream(seed: seed, purpose: .bootstrap, index: number)
    switch method {
    case .nonparametric: return points.weighted(by: counts(&random))
    case .weightedLikelihood: return points.weighted(by: spread(weights.map { shares($0, &random) }))
    case .jackknife:
      var left = weights
      left[number] = areFrequencies ? max(0, left[number] - 1) : 0
      return points.weighted(by: left)
    case .parametric: return try model.drawn(pointCount, &random)
    }
  }

  private func counts(_ random: inout RandomStream) -> [Double] {
    var counts = [Double](repeating: 0, count: weights.count)
    guard let sum = bounds.last else {
      for _ in weights { counts[random.integer(below: counts.count)] += 1 }
      // Of importance, a point that is drawn twice matters twice as much.
      return points.weights == nil ? counts : spread(zip(counts, weights).map { $0 * $1 })
    }
    for _ in 0..<pointCount { counts[place(at: random.uniform() * sum)] += 1 }
    return spread(counts)
  }

  /// The first point whose bound is above a value, by bisection.
  private func place(at value: Double) -> Int {
    var (low, high) = (0, bounds.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// So many points together have the sum of that many exponential numbers.
  private func shares(_ weight: Double, _ random: inout RandomStream) -> Double {
    weight == 1 || !areFrequencies
      ? -weight * naturalLogarithm(1 - random.uniform()) : random.gamma(shape: weight)
  }

  /// Multiplied so that they sum to what the points do.
  private func spread(_ values: [Double]) -> [Double] {
    let factor = total / values.reduce(0, +)
    return factor == 1 ? values : values.map { $0 * factor }
  }
}

extension GaussianMixture {
  /// Points drawn from the mixture, for a fit.
  ///
  /// - Throws: ``FitError`` where a coordinate leaves the range of numbers, or the noise has no box.
  func drawn(_ count: Int, _ random: inout RandomStream) throws(FitError) -> Observations {
    do throws(PointSetError) {
      return Observations(try sample(count, using: &random, engine: Engine(threadCount: 1)).points)
    } catch {
      throw FitError(error)
    }
  }
}

extension RandomStream {
  /// A number of the gamma distribution of scale 1.
  ///
  /// Source: G. Marsaglia and W. W. Tsang, A simple method for generating gamma variables, ACM Transactions on Mathematical
  /// Software 26 (2000) 363-372.
  ///
  /// - Parameter shape: above 0.
  mutating func gamma(shape: Double) -> Double {
    guard shape >= 1 else {
      let larger = gamma(shape: shape + 1)
      return larger * exponential(naturalLogarithm(1 - uniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if naturalLogarithm(1 - uniform()) < x * x / 2 + d * (1 - v + naturalLogarithm(v)) { return d * v }
    }
  }
}
