internal import Parallel

/// The sufficient statistics of the points of one leaf, for some of the components.
struct LeafStatistics: Sendable {
  let components: [Int32]
  /// For each of them its numbers, by the layout.
  let moments: AlignedDoubles
  /// What is of the whole, by the layout.
  let whole: [Double]

  /// Takes them as they are.
  init(components: [Int32], whole: [Double], moments: AlignedDoubles) {
    self.components = components
    self.whole = whole
    self.moments = moments
  }

  /// - Parameter pool: the scatter of all components' points together, by the layout; nil where none is asked for.
  init(
    components: [Int32], lanes: UnsafePointer<Double>, norms: UnsafePointer<Double>, mixture: PackedMixture,
    kind: MomentKind, logLikelihood: LogLikelihoodSum, uniformMass: Double, pool: [Double]? = nil
  ) {
    let layout = MomentLayout(
      componentCount: mixture.componentCount, dimension: mixture.dimension, kind: kind,
      hasNorms: mixture.normUnits != nil, hasPool: pool != nil)
    self.components = components
    var whole = [Double](repeating: 0, count: MomentLayout.pool)
    whole[MomentLayout.mass] = logLikelihood.mass
    whole[MomentLayout.uniformMass] = uniformMass
    whole[MomentLayout.logLikelihood] = logLikelihood.value
    self.whole = whole + (pool ?? [])
    let (dimension, entries) = (layout.dimension, layout.componentSize)
    let laneCount = MixtureKernels.laneCount(dimension: dimension, kind: kind)
    let momentCount = MixtureKernels.momentCount(dimension: dimension, kind: kind)
    let width = laneCount / momentCount
    moments = AlignedDoubles(count: components.count * entries) { start in
      for (row, k) in components.enumerated() {
        let (source, target) = (lanes + Int(k) * laneCount, start + row * entries)
        if width == 1 {
          target.initialize(from: source, count: momentCount)
        } else {
          Self.fold(source, width: width, momentCount, to: target)
        }
        if let shift = mixture.meanShift(of: Int(k)) { Self.move(target, back: Array(shift), layout) }
        if layout.hasNorms { (target + layout.norm).initialize(to: norms[Int(k)]) }
      }
    }
  }

  /// From moments about a mean that was moved by rounding to those about the mean itself, exactly but for rounding.
  private static func move(
    _ moments: UnsafeMutablePointer<Double>, back shift: [Double], _ layout: MomentLayout
  ) {
    let mass = moments[0]
    for j in shift.indices {
      let first = moments[layout.firstMoment(j)]
      switch layout.kind {
      case .means: break
      case .variances: moments[layout.variance(j)] += shift[j] * (2 * first + mass * shift[j])
      case .scatters:
        // The first moments of earlier coordinates have been moved already: that adds what both shifts make together.
        for i in 0..<j {
          moments[layout.product(j, i)] += shift[j] * moments[layout.firstMoment(i)] + shift[i] * first
        }
        moments[layout.product(j, j)] += shift[j] * (2 * first + mass * shift[j])
      }
      moments[layout.firstMoment(j)] = first + mass * shift[j]
    }
  }

  /// Adds up the lanes of each entry.
  static func fold(
    _ lanes: UnsafePointer<Double>, width: Int, _ entries: Int, to target: UnsafeMutablePointer<Double>
  ) {
    for entry in 0..<entries {
      var sum = 0.0
      for lane in 0..<width { sum += lanes[entry * width + lane] }
      (target + entry).initialize(to: sum)
    }
  }
}
