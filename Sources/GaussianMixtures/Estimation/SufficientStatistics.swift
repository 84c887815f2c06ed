/// What one pass over points yields under a model: for every component the mass, the first moment and the
/// scatter about the component's mean in that model, and the log-likelihood of the whole.
///
/// Statistics of disjoint sets of points under the same model add.
package struct SufficientStatistics: Sendable {
  let componentCount: Int
  let dimension: Int
  /// Which moments they hold.
  let kind: MomentKind
  /// Component after component: mass, first moment (D), and of the scatter nothing, the diagonal (D) or the lower
  /// triangle (of D x D), by the kind.
  package private(set) var moments: [Double]
  /// The weights of the points, summed: their number where all are 1.
  package private(set) var mass: Double
  /// What of that is the noise's.
  private(set) var noiseMass = 0.0
  /// `Σ_i ln p(x_i)` in nats, in the frame's units; under the hard rule `Σ_i max_k ln (w_k N(x_i; k))`.
  package private(set) var logLikelihood: Double

  /// The number of entries of a component.
  static func entries(dimension: Int, kind: MomentKind) -> Int {
    let seconds =
      switch kind {
      case .means: 0
      case .variances: dimension
      case .scatters: dimension * dimension
      }
    return 1 + dimension + seconds
  }

  private var entries: Int { Self.entries(dimension: dimension, kind: kind) }

  init(componentCount: Int, dimension: Int, kind: MomentKind) {
    self.componentCount = componentCount
    self.dimension = dimension
    self.kind = kind
    moments = [Double](
      repeating: 0, count: componentCount * Self.entries(dimension: dimension, kind: kind))
    mass = 0
    logLikelihood = 0
  }

  /// For components whose moments were computed elsewhere: masses, and scatters about the means.
  init(masses: [Double], scatters: [SymmetricMatrix], dimension: Int, noiseMass: Double = 0) {
    let form = scatters.reduce(SymmetricMatrix.Form.diagonal) { $0.joined(with: $1.form) }
    self.init(
      componentCount: masses.count, dimension: dimension, kind: form == .full ? .scatters : .variances)
    mass = masses.reduce(noiseMass, +)
    self.noiseMass = noiseMass
    for k in masses.indices {
      moments[k * entries] = masses[k]
      moments.replaceSubrange(
        (k * entries + 1 + dimension)..<((k + 1) * entries), with: scatters[k].taking(form).entries)
    }
  }

  /// Adds the statistics of points that are not yet in these, under the same model.
  mutating func add(_ leaf: LeafStatistics) {
    let entries = entries
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

  /// The same with other moments of their kind: what is known of the same points in more coordinates.
  func with(moments: [Double], dimension: Int) -> SufficientStatistics {
    var result = SufficientStatistics(componentCount: componentCount, dimension: dimension, kind: kind)
    result.moments = moments
    result.mass = mass
    result.noiseMass = noiseMass
    result.logLikelihood = logLikelihood
    return result
  }

  func mass(of k: Int) -> Double { moments[k * entries] }

  /// The mass and the mean of a component, and the scatter about that mean; without second moments it is 0.
  ///
  /// - Parameters:
  ///   - k: the component.
  ///   - previous: the mean about which the moments were taken.
  /// - Returns: the mass, and for a component without mass the previous mean and no scatter.
  /// - Complexity: O(D²), O(D) for variances or means.
  func moments(
    of k: Int, about previous: [Double]
  ) -> (mass: Double, mean: [Double], scatter: SymmetricMatrix) {
    let base = k * entries
    let mass = moments[base]
    guard mass > 0 else {
      return (0, previous, .zero(kind == .scatters ? .full : .diagonal, dimension: dimension))
    }
    let firsts = moments[(base + 1)..<(base + 1 + dimension)]
    let mean = zip(previous, firsts).map { $0 + $1 / mass }
    let scatter =
      switch kind {
      case .means: SymmetricMatrix.zero(.diagonal, dimension: dimension)
      case .variances: SymmetricMatrix(diagonal: variances(from: base, mass))
      case .scatters: SymmetricMatrix(dimension: dimension, elements: scatter(from: base, mass))
      }
    return (mass, mean, scatter)
  }

  private func variances(from base: Int, _ mass: Double) -> [Double] {
    ((base + 1)..<(base + 1 + dimension)).map { first in
      moments[first + dimension] - moments[first] / mass * moments[first]
    }
  }

  /// Both triangles.
  private func scatter(from base: Int, _ mass: Double) -> [Double] {
    var scatter = [Double](repeating: 0, count: dimension * dimension)
    moments.withUnsafeBufferPointer { all in
      let first = base + 1
      for i in 0..<dimension {
        let shift = all[first + i] / mass
        let row = first + (i + 1) * dimension
        for j in 0...i {
          let entry = all[row + j] - shift * all[first + j]
          scatter[i * dimension + j] = entry
          scatter[j * dimension + i] = entry
        }
      }
    }
    return scatter
  }
}
