internal import Parallel

/// The sufficient statistics of the points of one leaf, for some of the components.
struct LeafStatistics: Sendable {
  let components: [Int32]
  /// For each of them its numbers, by the layout.
  let moments: AlignedDoubles
  /// What is of the whole, by the layout.
  let whole: [Double]

  init(
    components: [Int32], lanes: UnsafePointer<Double>, norms: UnsafePointer<Double>, layout: MomentLayout,
    logLikelihood: LogLikelihoodSum, uniformMass: Double
  ) {
    self.components = components
    var whole = [Double](repeating: 0, count: MomentLayout.wholeCount)
    whole[MomentLayout.mass] = logLikelihood.mass
    whole[MomentLayout.uniformMass] = uniformMass
    whole[MomentLayout.logLikelihood] = logLikelihood.value
    self.whole = whole
    let (dimension, kind, entries) = (layout.dimension, layout.kind, layout.componentSize)
    let laneCount = MixtureKernels.laneCount(dimension: dimension, kind: kind)
    let width = laneCount / MixtureKernels.momentCount(dimension: dimension, kind: kind)
    moments = AlignedDoubles(count: components.count * entries) { start in
      var target = start
      for k in components {
        target.initialize(repeating: 0, count: entries)
        Self.fold(lanes + Int(k) * laneCount, width: width, layout, to: target)
        if layout.hasNorms { target[layout.norm] = norms[Int(k)] }
        target += entries
      }
    }
  }

  private static func fold(
    _ lanes: UnsafePointer<Double>, width: Int, _ layout: MomentLayout,
    to target: UnsafeMutablePointer<Double>
  ) {
    var source = lanes
    func next() -> Double {
      var sum = 0.0
      for lane in 0..<width { sum += source[lane] }
      source += width
      return sum
    }
    target[0] = next()
    for place in layout.firstMoments { target[place] = next() }
    switch layout.kind {
    case .means: break
    case .variances: for place in layout.secondMoments { target[place] = next() }
    case .scatters:
      for row in 0..<layout.dimension {
        for column in 0...row { target[layout.product(row, column)] = next() }
      }
    }
  }
}
