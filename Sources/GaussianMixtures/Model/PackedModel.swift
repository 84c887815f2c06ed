internal import Elementary

/// A model as the loops over points want it, in a frame of its own.
struct PackedModel: Sendable {
  let frame: CoordinateFrame
  let mixture: PackedMixture
  /// What leads from the evaluator's log densities to the caller's units, in nats.
  private let shift: Double

  /// - Complexity: O(K D³), O(K D) for covariances held by their variances.
  init(_ model: GaussianMixture) {
    frame = CoordinateFrame(of: model)
    mixture = PackedMixture(MixtureParameters(model, in: frame), isBounded: false)
    shift = mixture.offset * Logarithm.two - frame.logDensityShift
  }

  /// The log density of a tile's point in nats, after the evaluator has taken the tile relative to its largest densities.
  func logDensity(_ evaluator: borrowing TileEvaluator<Double>, _ point: Int) -> Double {
    let relative = evaluator.buffers.maxima[point] + binaryLogarithm(evaluator.buffers.sums[point])
    return relative * Logarithm.two + shift
  }
}
