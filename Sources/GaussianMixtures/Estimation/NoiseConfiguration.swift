/// A noise component beside the Gaussian ones: a uniform density for points that belong to none of them.
///
/// ```swift
/// let configuration = FitConfiguration(componentCount: 2, noise: NoiseConfiguration())
/// let result = try MixtureEstimator(configuration).fit(points)
/// let labels = try result.model.labels(of: points)
/// print(result.model.noise?.weight ?? 0, labels.count { $0 == nil })    // its share, and how many points that are
/// ```
///
/// Source: J. Banfield and A. Raftery, Model-based Gaussian and non-Gaussian clustering, Biometrics 49 (1993)
/// 803-821, section 5.
public struct NoiseConfiguration: Sendable, Hashable, Codable {
  /// The volume V of the density `1 / V` in the units of the data; nil for that of the smaller of two boxes around
  /// all points, one parallel to the coordinates and one to the principal axes.
  public var volume: Double?
  /// The share of the points that EM begins with as noise, above 0 and below 1.
  public var startWeight: Double

  /// Takes the values; a fit checks them.
  ///
  /// - Parameters:
  ///   - volume: the volume of the region, or nil for that of a box around the points.
  ///   - startWeight: the share of the noise at the start.
  public init(volume: Double? = nil, startWeight: Double = 0.1) {
    self.volume = volume
    self.startWeight = startWeight
  }

  func check() throws(FitError) {
    if let volume {
      guard volume > 0, volume.isFinite else {
        throw FitError(
          .configuration, "The volume of the noise is \(volume); it must be a number above 0.")
      }
    }
    guard startWeight > 0, startWeight < 1 else {
      throw FitError(
        .configuration, "The noise starts with the weight \(startWeight); it must lie between 0 and 1.")
    }
  }
}
