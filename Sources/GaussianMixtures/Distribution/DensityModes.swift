internal import LinearAlgebra
internal import Parallel

/// The modes of a mixture's density: where it has a maximum, and which points climb to which.
///
/// ```swift
/// let modes = DensityModes(of: model)
/// print(modes.points)                          // one or several, fewer than components where these overlap
/// let mode = modes.mode(from: [0.3, -1.2])     // the place among them of the mode that a point climbs to
/// ```
///
/// Each step goes to `(Σ r_k Σ_k⁻¹)⁻¹ Σ r_k Σ_k⁻¹ μ_k` with the responsibilities at the point: an EM algorithm for the point
/// itself, under which the density never falls. Modes are sought from the mean of every component; a mixture of different
/// covariances may have further ones, which points climb to are then not among ``points``. Noise has no slope, and is left
/// aside.
///
/// Source: J. Li, S. Ray and B. G. Lindsay, A nonparametric statistical approach to clustering via mode identification, Journal of
/// Machine Learning Research 8 (2007) 1687-1723; M. Á. Carreira-Perpiñán, Mode-finding for mixtures of Gaussian distributions,
/// IEEE Transactions on Pattern Analysis and Machine Intelligence 22 (2000) 1318-1323.
public struct DensityModes: Sendable {
  /// The modes, from the highest density down.
  public let points: [[Double]]
  /// The logarithm of the density at each, in nats.
  public let logDensities: [Double]
  /// The mode that each component's mean climbs to.
  public let modeOfComponent: [Int]
  private let ascent: ModalAscent

  /// Climbs from the mean of every component.
  ///
  /// - Parameter mixture: of any dimension.
  /// - Complexity: O(K² D³) for each of some tens of steps.
  public init(of mixture: GaussianMixture) {
    let ascent = ModalAscent(mixture)
    let prepared = mixture.prepared()
    let ends = mixture.components.map { ascent.end(from: $0.mean, prepared) }
    var found: [(point: [Double], logDensity: Double)] = []
    for end in ends where !found.contains(where: { ascent.isSame($0.point, end.point) }) { found.append(end) }
    found.sort { $0.logDensity > $1.logDensity }
    (points, logDensities) = (found.map(\.point), found.map(\.logDensity))
    self.ascent = ascent
    modeOfComponent = ends.map { end in found.firstIndex { ascent.isSame($0.point, end.point) } ?? 0 }
  }

  /// The mode that a point climbs to.
  ///
  /// - Parameter point: D finite coordinates.
  /// - Returns: its place among ``points``; nil where it is a mode that no component's mean climbs to, or the point is not
  ///   of the mixture's dimension.
  /// - Complexity: O(K D³) for each of some tens of steps.
  public func mode(from point: [Double]) -> Int? {
    guard point.count == points.first?.count, point.allSatisfy(\.isFinite) else { return nil }
    return mode(from: point, ascent.mixture.prepared())
  }

  /// The mode that each point climbs to: clusters that the density itself has.
  ///
  /// ```swift
  /// let labels = try DensityModes(of: model).labels(of: points)    // nil for a mode that no mean climbs to
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the mixture's dimension.
  ///   - engine: how the work is done.
  /// - Returns: for each point the place among ``points`` of its mode.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D³) for each of some tens of steps.
  public func labels(of points: PointSet, engine: Engine = Engine()) throws(ModelError) -> PointLabels {
    guard points.dimension == ascent.mixture.dimension else {
      throw ModelError(
        .dimension,
        "The points have \(points.dimension.text(of: "dimension")); the mixture has \(ascent.mixture.dimension)."
      )
    }
    let shareCount = (points.count + Self.share - 1) / Self.share
    let found = ParallelLoop.map(count: shareCount, threadCount: engine.threads) { share -> [Int?] in
      let prepared = ascent.mixture.prepared()
      let places = (share * Self.share)..<min((share + 1) * Self.share, points.count)
      return places.map { mode(from: points[$0], prepared) }
    }
    return PointLabels(found.flatMap(\.self))
  }

  /// So many points climb between two looks for work.
  private static let share = 64

  private func mode(from point: [Double], _ prepared: PreparedMixture) -> Int? {
    let end = ascent.end(from: point, prepared, among: points)
    return points.firstIndex { ascent.isSame($0, end.point) }
  }
}

/// The way up.
private struct ModalAscent: Sendable {
  let mixture: GaussianMixture
  private let precisions: [SquareMatrix]
  /// The least standard deviation of a component along each coordinate: the unit of distances.
  private let units: [Double]

  init(_ mixture: GaussianMixture) {
    self.mixture = mixture
    precisions = mixture.components.map(\.covariance.matrix.soundWhitening.precision)
    units = (0..<mixture.dimension).map { d in
      mixture.components.map { $0.covariance[d, d].squareRoot() }.min() ?? 1
    }
  }

  /// Steps until the point stays where it is; the last ones are short where a maximum is flat.
  private static let mostSteps = 10_000
  private static let stays = 1e-12
  /// Ends nearer than this, in units of the narrowest component, are one mode.
  private static let isOne = 1e-4

  func isSame(_ left: [Double], _ right: [Double]) -> Bool { distance(left, right) < Self.isOne }

  private func distance(_ left: [Double], _ right: [Double]) -> Double {
    left.indices.reduce(0) { max($0, abs(left[$1] - right[$1]) / units[$1]) }
  }

  /// - Parameter known: Modes at which the way ends: a step beside one, no other is near.
  func end(
    from start: [Double], _ prepared: PreparedMixture, among known: [[Double]] = []
  ) -> (point: [Double], logDensity: Double) {
    var (point, shares) = (start, [Double]())
    for _ in 0..<Self.mostSteps {
      // Of the mixture's own dimension and finite; a step that cannot be taken leaves the point.
      guard (try? prepared.responsibilities(of: point, into: &shares)) != nil, let next = step(shares) else {
        break
      }
      let length = distance(point, next)
      point = next
      if length < Self.stays || known.contains(where: { distance($0, point) < Self.isOne / 2 }) { break }
    }
    return (point, (try? prepared.logDensity(of: point)) ?? -.infinity)
  }

  private func step(_ shares: [Double]) -> [Double]? {
    let dimension = mixture.dimension
    var precision = SquareMatrix.zero(dimension)
    var target = [Double](repeating: 0, count: dimension)
    for (k, share) in shares.enumerated() where share > 0 {
      precision.add(precisions[k], times: share)
      let mean = mixture.components[k].mean
      for row in 0..<dimension {
        target[row] += share * (0..<dimension).reduce(0.0) { $0 + precisions[k][row, $1] * mean[$1] }
      }
    }
    guard let whitening = TriangularFactor.whitening(of: precision) else { return nil }
    let half = whitening.applied(to: target)
    return (0..<dimension).map { column in
      (column..<dimension).reduce(0.0) { $0 + whitening[$1, column] * half[$1] }
    }
  }
}
