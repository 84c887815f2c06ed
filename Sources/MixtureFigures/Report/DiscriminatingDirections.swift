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
    let within = (0..<(d * d)).map { e in zip(weights, covariances).reduce(0) { $0 + $1.0 * $1.1[e] } }
    var total = within
    for (weight, mean) in zip(weights, means) {
      for i in 0..<d {
        for j in 0..<d { total[i * d + j] += weight * (mean[i] - centre[i]) * (mean[j] - centre[j]) }
      }
    }
    let trace = (0..<d).reduce(0) { $0 + total[$1 * d + $1] }
    // Flat directions get a hair of width, so that there is something to divide by.
    for i in 0..<d { total[i * d + i] += 1e-9 * trace }
    guard let whitening = TriangularFactor.cholesky(of: total, dimension: d)?.inverse else { return nil }
    let kernel = kernel(weights, means, covariances, centre, within, whitening)
    guard let eigen = SymmetricEigen(of: kernel, dimension: d) else { return nil }
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
    _ weights: [Double], _ means: [[Double]], _ covariances: [[Double]], _ centre: [Double],
    _ within: [Double], _ whitening: TriangularFactor
  ) -> [Double] {
    let d = centre.count
    let w = SquareMatrix(dimension: d, elements: whitening.elements)
    var between = SquareMatrix(dimension: d, elements: [Double](repeating: 0, count: d * d))
    var differing = between
    for (k, weight) in weights.enumerated() {
      let distance = (0..<d).map { i in
        (0..<d).reduce(0) { $0 + whitening[i, $1] * (means[k][$1] - centre[$1]) }
      }
      for i in 0..<d {
        for j in 0..<d { between.elements[i * d + j] += weight * distance[i] * distance[j] }
      }
      let difference = SquareMatrix(dimension: d, elements: zip(covariances[k], within).map { $0 - $1 })
      let whitened = w.times(difference).times(w.transposed)
      let squared = whitened.times(whitened)
      for e in 0..<(d * d) { differing.elements[e] += weight * squared.elements[e] }
    }
    return zip(between.times(between).elements, differing.elements).map { $0 + $1 }
  }
}

/// A small square matrix, row by row.
private struct SquareMatrix {
  let dimension: Int
  var elements: [Double]

  var transposed: SquareMatrix {
    SquareMatrix(
      dimension: dimension,
      elements: (0..<(dimension * dimension)).map { elements[($0 % dimension) * dimension + $0 / dimension] })
  }

  func times(_ other: SquareMatrix) -> SquareMatrix {
    let d = dimension
    var result = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      for inner in 0..<d {
        let factor = elements[i * d + inner]
        for j in 0..<d { result[i * d + j] += factor * other.elements[inner * d + j] }
      }
    }
    return SquareMatrix(dimension: d, elements: result)
  }
}
