internal import GaussianMixtures
internal import LinearAlgebra

/// The directions along which the components of a mixture differ most, in means and in covariances.
///
/// Source: L. Scrucca, Dimension reduction for model-based clustering, Statistics and Computing 20 (2010)
/// 471-484.
enum DiscriminatingDirections {
  /// Beyond, products of whole covariances take longer than the rest of a report.
  static let mostColumns = 256

  /// Computes directions in the box of a report.
  ///
  /// - Parameters:
  ///   - model: the mixture.
  ///   - frame: the box; its coordinates are those of the directions.
  ///   - count: how many directions, at most D.
  /// - Returns: for each direction the weights of the columns, which make the points' variance 1; nil where
  ///   the mixture is flat in the box or has too many columns.
  /// - Complexity: O(K D³).
  static func directions(of model: GaussianMixture, in frame: MixtureFrame, count: Int) -> [[Double]]? {
    let d = model.dimension
    guard d <= mostColumns else { return nil }
    let weights = model.components.map(\.weight)
    let means = model.components.map(frame.mean)
    let covariances = model.components.map(frame.covariance)
    let centre = (0..<d).map { i in zip(weights, means).reduce(0) { $0 + $1.0 * $1.1[i] } }
    let within = SquareMatrix.sum(of: covariances, times: weights)
    var total = within
    for (weight, mean) in zip(weights, means) {
      total.add(weight, timesSquareOf: zip(mean, centre).map { $0 - $1 })
    }
    let trace = total.trace
    // Flat directions get a hair of width, so that there is something to divide by.
    for i in 0..<d { total[i, i] += 1e-9 * trace }
    guard let whitening = TriangularFactor.cholesky(of: total)?.inverse else { return nil }
    let kernel = kernel(weights, means, covariances, centre, within, whitening)
    guard let eigen = SymmetricEigen(of: kernel) else { return nil }
    return (0..<min(count, d)).map { rank in
      let vector = Array(eigen.vector(d - 1 - rank))
      let direction = (0..<d).map { column in
        (0..<d).reduce(0) { $0 + whitening[$1, column] * vector[$1] }
      }
      let largest = direction.max { abs($0) < abs($1) } ?? 1
      return largest < 0 ? direction.map { -$0 } : direction
    }
  }

  /// Scrucca's kernel in coordinates in which all points together have the unit covariance.
  private static func kernel(
    _ weights: [Double], _ means: [[Double]], _ covariances: [SquareMatrix], _ centre: [Double],
    _ within: SquareMatrix, _ whitening: TriangularFactor
  ) -> SquareMatrix {
    let d = centre.count
    let w = whitening.storage.square
    var between = SquareMatrix.zero(d)
    var differing = between
    for (k, weight) in weights.enumerated() {
      let distance = (0..<d).map { i in
        (0..<d).reduce(0) { $0 + whitening[i, $1] * (means[k][$1] - centre[$1]) }
      }
      between.add(weight, timesSquareOf: distance)
      let whitened = w * covariances[k].combined(with: within, -) * w.transposed
      differing.add(whitened * whitened, times: weight)
    }
    return (between * between).combined(with: differing, +)
  }
}
