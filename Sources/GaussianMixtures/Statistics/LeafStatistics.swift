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
        if layout.hasNorms { (target + layout.norm).initialize(to: norms[Int(k)]) }
      }
    }
  }

  /// Adds up the lanes of each entry.
  private static func fold(
    _ lanes: UnsafePointer<Double>, width: Int, _ entries: Int, to target: UnsafeMutablePointer<Double>
  ) {
    for entry in 0..<entries {
      var sum = 0.0
      for lane in 0..<width { sum += lanes[entry * width + lane] }
      (target + entry).initialize(to: sum)
    }
  }
}
