internal import Elementary

/// A uniform density in a frame's coordinates, for points that belong to no group: of the family without a place.
///
/// It is the same everywhere, also outside the box that its volume is taken from: a point far from everything is
/// what it is for.
///
/// Source: J. Banfield and A. Raftery, Model-based Gaussian and non-Gaussian clustering, Biometrics 49 (1993)
/// 803-821, section 5.
struct UniformDensity: Sendable, Hashable {
  /// In nats.
  let logDensity: Double
  /// The region, in the caller's units, where it is known.
  let box: GaussianMixture.Noise.Box?
  /// The logarithms of a box's widths along the coordinates, in the frame, where it is parallel to these.
  let logWidths: [Double]?

  init(_ noise: GaussianMixture.Noise, in frame: CoordinateFrame) {
    logDensity = frame.logDensityShift - noise.logVolume
    box = noise.box
    logWidths = noise.box?.widths.map { widths in
      widths.indices.map {
        naturalLogarithm(widths[$0]) - Double(frame.exponents[$0]) * Logarithm.two
      }
    }
  }

  private init(logWidths: [Double]) {
    self.init(logDensity: -logWidths.reduce(0, +), box: nil, logWidths: logWidths)
  }

  /// Takes the values as they are.
  init(logDensity: Double, box: GaussianMixture.Noise.Box?, logWidths: [Double]?) {
    self.logDensity = logDensity
    self.box = box
    self.logWidths = logWidths
  }

  func noise(weight: Double, in frame: CoordinateFrame) -> GaussianMixture.Noise {
    GaussianMixture.Noise(weight: weight, logVolume: frame.logDensityShift - logDensity, box: box)
  }

  /// The density of some of the coordinates; only a box parallel to them has one that is uniform, and
  /// preparation sees to it.
  func marginal(_ coordinates: [Int]) -> UniformDensity {
    guard let logWidths else { return self }
    return UniformDensity(logWidths: coordinates.map { logWidths[$0] })
  }
}
