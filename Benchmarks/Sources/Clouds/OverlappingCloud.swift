public import GaussianMixtures

/// A fit whose components overlap, so that EM is slow: points, a model to start from, and what is estimated.
public struct OverlappingCloud: Sendable {
  /// The points.
  public let points: PointSet
  /// The number of components, K.
  public let componentCount: Int
  /// What the covariances share.
  public let structure: CovarianceStructure
  /// Where EM starts.
  public let start: Start

  /// Draws the cloud of a number: 200 to 2,000 points of 2 to 6 components in 1 to 5 dimensions, whose centres lie half
  /// a standard deviation to two from the origin.
  ///
  /// - Parameter number: from 0; each number has a cloud of its own, which stays the same.
  /// - Throws: ``ModelError`` or ``PointSetError`` where the numbers above were changed to what makes no mixture.
  public init(number: Int) throws {
    var random = RandomStream(seed: UInt64(1000 + number), purpose: .display)
    let dimension = [1, 2, 3, 5][random.integer(below: 4)]
    let count = 2 + random.integer(below: 5)
    let pointCount = [200, 500, 1000, 2000][random.integer(below: 4)]
    let separation = [0.5, 1, 1.5, 2][random.integer(below: 4)]
    let structures: [CovarianceStructure] =
      dimension == 1
      ? [.tied, .full, .full]
      : ["VVV", "VVV", "VVV", "EEE", "VVI", "VII", "VEV", "EII"].compactMap { CovarianceStructure($0) }
    structure = structures[random.integer(below: structures.count)]
    let components = (0..<count).map { _ in
      Self.component(of: count, dimension, separation, &random)
    }
    points = try GaussianMixture(components: components).sample(pointCount, using: &random).points
    componentCount = count
    start = [.auto, .kMeans, .random][number % 3]
  }

  /// With a covariance of any shape and orientation, whose average variance is somewhat above a half.
  private static func component(
    of count: Int, _ dimension: Int, _ separation: Double, _ random: inout RandomStream
  ) -> GaussianMixture.Component {
    let factors = (0..<dimension).map { _ in (0..<dimension).map { _ in random.normal() * 0.5 } }
    let rows = (0..<dimension).map { i in
      (0..<dimension).map { j in
        (0..<dimension).reduce(i == j ? 0.2 : 0) { $0 + factors[i][$1] * factors[j][$1] }
      }
    }
    return GaussianMixture.Component(
      weight: 1 / Double(count), mean: (0..<dimension).map { _ in random.normal() * separation },
      covariance: (try? CovarianceMatrix(rows: rows)) ?? .diagonal(rows.indices.map { rows[$0][$0] }))
  }
}
