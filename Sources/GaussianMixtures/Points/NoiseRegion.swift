internal import Elementary
internal import LinearAlgebra

/// The region that noise is uniform in: the smaller of the box parallel to the coordinates and the box parallel to
/// the principal axes, in columns scaled to equal spreads, that hold all points.
///
/// In more than 100 columns it is the box parallel to the coordinates, whatever the structure: likelihoods of
/// different structures can be compared only with one noise.
struct NoiseRegion {
  private let frame: CoordinateFrame
  private let logVolume: Double
  private let box: GaussianMixture.Noise.Box?
  private let startWeight: Double

  private static let largestPrincipalDimension = 100

  /// Whether the covariance of all points is needed for the region in so many columns.
  static func needsCovariance(_ noise: NoiseConfiguration, dimension: Int) -> Bool {
    noise.volume == nil && dimension <= largestPrincipalDimension
  }

  /// Below this share of a column's spread an extent is none: rounding alone may make it.
  private static let smallestExtent = 1e-10

  /// - Throws: ``FitError`` where the points have no extent along an axis, or the region does not suit them.
  /// - Complexity: O(N D²), in more than 100 columns O(N D).
  init(_ noise: NoiseConfiguration, _ source: any StatisticsSource) throws(FitError) {
    let points = source.summary
    frame = points.frame
    startWeight = noise.startWeight
    if let volume = noise.volume {
      guard !points.hasMissing else {
        throw FitError(
          .configuration,
          "Noise of a given volume cannot be combined with missing coordinates: its density in some of the "
            + "coordinates is not known. Leave the volume to the box around the points.")
      }
      logVolume = naturalLogarithm(volume)
      box = nil
      return
    }
    let parallel = try Self.parallelBox(source)
    // Missing coordinates are integrated out, and only a box parallel to them stays uniform then.
    let isParallel = points.hasMissing || !Self.needsCovariance(noise, dimension: points.dimension)
    let principal = isParallel ? nil : try Self.principalBox(source)
    let smaller = [parallel, principal].compactMap(\.self).min { $0.logVolume < $1.logVolume } ?? parallel
    logVolume = smaller.logVolume + points.frame.logDensityShift
    box = smaller.box(in: points.frame)
  }

  /// The noise that EM begins with, in the points' frame.
  var density: UniformDensity {
    UniformDensity(GaussianMixture.Noise(weight: startWeight, logVolume: logVolume, box: box), in: frame)
  }

  private static func parallelBox(_ source: any StatisticsSource) throws(FitError) -> Box {
    let points = source.summary
    let extents = Box(source)
    for axis in 0..<points.dimension where extents.width(axis) <= smallestExtent * points.spreads[axis] {
      throw FitError(
        .noise,
        "The noise has no region: all points have the same value in column \(axis + 1). Leave the column out, "
          + "or give the noise a volume.", column: axis)
    }
    return extents
  }

  /// Orthogonal in columns of spread 1, and there along the principal axes.
  private static func principalBox(_ source: any StatisticsSource) throws(FitError) -> Box {
    let points = source.summary
    let (d, spreads) = (points.dimension, points.spreads)
    let principal = PrincipalAxes(of: points.covariance.divided(by: spreads).square)
    let rows = (0..<d).map { Array(principal.axes.row($0)) }
    let extents = Box(source, axes: rows, scales: spreads)
    for axis in 0..<d where extents.width(axis) <= smallestExtent {
      throw FitError(
        .noise,
        "The noise has no region: the points lie in a plane of fewer dimensions than they have columns. Leave "
          + "columns out, or give the noise a volume.")
    }
    return extents
  }
}

/// A box around all points, along the coordinates or other axes.
private struct Box {
  private let extents: Extents
  /// How far a step of 1 along each axis leads; nil where the axes are the coordinates.
  private let edges: [[Double]]?
  private let logScale: Double

  private var lowest: [Double] { extents.lowest }

  /// Along the coordinates.
  ///
  /// - Complexity: O(N D).
  init(_ source: any StatisticsSource) {
    edges = nil
    logScale = 0
    extents = source.extents(along: nil)
  }

  /// - Parameters:
  ///   - source: of the points.
  ///   - axes: orthonormal in scaled columns.
  ///   - scales: what columns in which the axes are orthonormal are multiplied by.
  init(_ source: any StatisticsSource, axes: [[Double]], scales: [Double]) {
    edges = axes.map { zip($0, scales).map { $0 * $1 } }
    logScale = scales.reduce(0) { $0 + naturalLogarithm($1) }
    extents = source.extents(along: axes.map { zip($0, scales).map { $0 / $1 } })
  }

  func width(_ axis: Int) -> Double { extents.width(axis) }

  /// In nats, in the frame: the axes are orthogonal before columns are scaled, by what is the volume of the edges.
  var logVolume: Double {
    lowest.indices.reduce(logScale) { $0 + naturalLogarithm(width($1)) }
  }

  func box(in frame: CoordinateFrame) -> GaussianMixture.Noise.Box {
    guard let edges else {
      return GaussianMixture.Noise.Box(
        corner: frame.leave(mean: lowest),
        widths: lowest.indices.map { scaled(width($0), byPowerOfTwo: frame.exponents[$0]) })
    }
    let corner = edges[0].indices.map { column in
      edges.indices.reduce(0) { $0 + lowest[$1] * edges[$1][column] }
    }
    return GaussianMixture.Noise.Box(
      corner: frame.leave(mean: corner),
      edges: edges.indices.map { axis in
        edges[axis].indices.map { column in
          scaled(width(axis) * edges[axis][column], byPowerOfTwo: frame.exponents[column])
        }
      })
  }
}
