/// What one pass over points yields under a model: for every component the mass, the first moment and the
/// scatter about the component's mean in that model, and the log-likelihood of the whole.
///
/// Statistics of disjoint sets of points under the same model add.
package struct SufficientStatistics: Sendable {
  let layout: MomentLayout
  /// All numbers, by the layout.
  private(set) var values: [Double]

  var componentCount: Int { layout.componentCount }
  var dimension: Int { layout.dimension }
  /// Which moments they hold.
  var kind: MomentKind { layout.kind }
  /// The numbers of the components, one after the other.
  package var moments: [Double] { Array(values[layout.wholeCount...]) }
  /// The weights of the points, summed: their number where all are 1.
  package var mass: Double { values[MomentLayout.mass] }
  /// The masses of all components: of the Gaussian ones in order, then of the uniform one, 0 where there is none.
  var masses: [Double] { (0..<componentCount).map { mass(of: $0) } + [values[MomentLayout.uniformMass]] }
  /// `Σ_i ln p(x_i)` in nats, in the frame's units; under the hard rule `Σ_i max_k ln (w_k N(x_i; k))`.
  package var logLikelihood: Double { values[MomentLayout.logLikelihood] }

  /// Of no points.
  init(_ layout: MomentLayout) {
    self.layout = layout
    values = [Double](repeating: 0, count: layout.count)
  }

  /// For components whose moments were computed elsewhere: masses, that of a uniform component last, and the Gaussian
  /// ones' scatters about their means.
  init(masses: [Double], scatters: [SymmetricMatrix], dimension: Int) {
    let form = scatters.reduce(SymmetricMatrix.Form.diagonal) { $0.joined(with: $1.form) }
    self.init(
      MomentLayout(
        componentCount: scatters.count, dimension: dimension, kind: form == .full ? .scatters : .variances))
    values[MomentLayout.mass] = masses.reduce(0, +)
    values[MomentLayout.uniformMass] = masses.dropFirst(scatters.count).first ?? 0
    for k in scatters.indices {
      let start = layout.start(of: k)
      values[start] = masses[k]
      for row in 0..<dimension {
        guard form == .full else {
          values[start + layout.variance(row)] = scatters[k][row, row]
          continue
        }
        for column in 0...row { values[start + layout.product(row, column)] = scatters[k][row, column] }
      }
    }
  }

  /// Of no component: what is known of a pass whose moments nobody asks for any more.
  init(logLikelihood: Double) {
    self.init(MomentLayout(componentCount: 0, dimension: 0, kind: .means))
    values[MomentLayout.logLikelihood] = logLikelihood
  }

  /// Numbers that stand by a layout.
  init(_ layout: MomentLayout, values: [Double]) {
    self.layout = layout
    self.values = values
  }

  /// Sets what there is in all to what the Gaussian components have.
  mutating func setMassOfWhole() {
    values[MomentLayout.mass] = (0..<componentCount).reduce(0) { $0 + mass(of: $1) }
  }

  /// Adds those of other points under the same model.
  mutating func add(_ other: SufficientStatistics) {
    for place in values.indices { values[place] += other.values[place] }
  }

  /// The same of the whole, with other numbers of the components: what is known of the same points in more coordinates.
  func with(components: [Double], dimension: Int) -> SufficientStatistics {
    var result = SufficientStatistics(
      MomentLayout(componentCount: componentCount, dimension: dimension, kind: kind))
    result.values = values[..<layout.wholeCount] + components
    return result
  }

  /// The fourth moments of the components; nil where they were not asked for.
  var norms: [Double]? {
    layout.hasNorms ? (0..<componentCount).map { values[layout.start(of: $0) + layout.norm] } : nil
  }

  /// The scatter of all components' points together, a lower triangle row by row; empty where it was not asked for.
  var pool: [Double] { Array(values[MomentLayout.pool..<layout.wholeCount]) }

  func mass(of k: Int) -> Double { values[layout.start(of: k)] }

  /// The numbers of a component.
  func component(_ k: Int) -> ArraySlice<Double> {
    values[layout.start(of: k)..<layout.start(of: k + 1)]
  }

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
    let base = layout.start(of: k)
    let mass = values[base]
    guard mass > 0 else {
      return (0, previous, .zero(kind == .scatters ? .full : .diagonal, dimension: dimension))
    }
    let mean = zip(previous, layout.firstMoments).map { $0 + values[base + $1] / mass }
    let scatter =
      switch kind {
      case .means: SymmetricMatrix.zero(.diagonal, dimension: dimension)
      case .variances: SymmetricMatrix(diagonal: variances(from: base, mass))
      case .scatters: SymmetricMatrix(dimension: dimension, elements: scatter(from: base, mass))
      }
    return (mass, mean, scatter)
  }

  private func variances(from base: Int, _ mass: Double) -> [Double] {
    (0..<dimension).map { j in
      let first = values[base + layout.firstMoment(j)]
      return values[base + layout.variance(j)] - first / mass * first
    }
  }

  /// Both triangles.
  private func scatter(from base: Int, _ mass: Double) -> [Double] {
    var scatter = [Double](repeating: 0, count: dimension * dimension)
    values.withUnsafeBufferPointer { all in
      let first = base + layout.firstMoment(0)
      for i in 0..<dimension {
        let shift = all[first + i] / mass
        let row = base + layout.product(i, 0)
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
