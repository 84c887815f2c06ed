/// What one pass over points yields under a model: for every component the mass, the first moment and the
/// scatter about the component's mean in that model, and the log-likelihood of the whole.
///
/// Statistics of disjoint sets of points under the same model add.
package struct SufficientStatistics: Sendable {
  let componentCount: Int
  let dimension: Int
  /// Component after component: mass, first moment (D), scatter (D x D, lower triangle).
  package private(set) var moments: [Double]
  /// The weights of the points, summed: their number where all are 1.
  package private(set) var mass: Double
  /// What of that is the noise's.
  private(set) var noiseMass = 0.0
  /// `Σ_i ln p(x_i)` in nats, in the frame's units; under the hard rule `Σ_i max_k ln (w_k N(x_i; k))`.
  package private(set) var logLikelihood: Double

  static func size(componentCount: Int, dimension: Int) -> Int {
    componentCount * entries(dimension: dimension)
  }

  static func entries(dimension: Int) -> Int { 1 + dimension + dimension * dimension }

  init(componentCount: Int, dimension: Int) {
    self.componentCount = componentCount
    self.dimension = dimension
    moments = [Double](repeating: 0, count: Self.size(componentCount: componentCount, dimension: dimension))
    mass = 0
    logLikelihood = 0
  }

  /// For components whose moments were computed elsewhere: masses, and scatters about the means.
  init(masses: [Double], scatters: [[Double]], dimension: Int, noiseMass: Double = 0) {
    self.init(componentCount: masses.count, dimension: dimension)
    mass = masses.reduce(noiseMass, +)
    self.noiseMass = noiseMass
    let entries = Self.entries(dimension: dimension)
    for k in masses.indices {
      moments[k * entries] = masses[k]
      moments.replaceSubrange((k * entries + 1 + dimension)..<((k + 1) * entries), with: scatters[k])
    }
  }

  /// Adds the statistics of points that are not yet in these, under the same model.
  mutating func add(_ leaf: LeafStatistics) {
    let entries = Self.entries(dimension: dimension)
    for (index, k) in leaf.components.enumerated() {
      let target = Int(k) * entries
      let source = index * entries
      for entry in 0..<entries { moments[target + entry] += leaf.moments[source + entry] }
    }
    mass += leaf.mass
    noiseMass += leaf.noiseMass
    logLikelihood += leaf.logLikelihood
  }

  /// Adds those of other points.
  mutating func add(_ other: SufficientStatistics) {
    for entry in moments.indices { moments[entry] += other.moments[entry] }
    mass += other.mass
    noiseMass += other.noiseMass
    logLikelihood += other.logLikelihood
  }

  /// The same with other moments: what is known of the same points in more coordinates.
  func with(moments: [Double], dimension: Int) -> SufficientStatistics {
    var result = SufficientStatistics(componentCount: componentCount, dimension: dimension)
    result.moments = moments
    result.mass = mass
    result.noiseMass = noiseMass
    result.logLikelihood = logLikelihood
    return result
  }

  func mass(of k: Int) -> Double { moments[k * Self.entries(dimension: dimension)] }

  /// The mass and the mean of a component, and the scatter about that mean, both triangles.
  ///
  /// - Parameters:
  ///   - k: the component.
  ///   - previous: the mean about which the moments were taken.
  /// - Returns: the mass, and for a component without mass the previous mean and no scatter.
  /// - Complexity: O(D²).
  func moments(of k: Int, about previous: [Double]) -> (mass: Double, mean: [Double], scatter: [Double]) {
    let base = k * Self.entries(dimension: dimension)
    let mass = moments[base]
    var scatter = [Double](repeating: 0, count: dimension * dimension)
    guard mass > 0 else { return (0, previous, scatter) }
    var mean = previous
    moments.withUnsafeBufferPointer { all in
      let first = base + 1
      for i in 0..<dimension {
        let shift = all[first + i] / mass
        let row = first + (i + 1) * dimension
        mean[i] += shift
        for j in 0...i {
          let entry = all[row + j] - shift * all[first + j]
          scatter[i * dimension + j] = entry
          scatter[j * dimension + i] = entry
        }
      }
    }
    return (mass, mean, scatter)
  }
}
