internal import Elementary

/// The lines on which a Gaussian holds 95 % of its content: an interval's ends, an ellipse, or three
/// ellipses around an ellipsoid.
///
/// Any square root of a covariance takes the unit circle to the same ellipse, so the triangular one of the
/// correlations serves as well as an eigendecomposition, and it knows no degenerate case.
struct CovarianceContour: Sendable {
  /// Closed lines, each an array of points.
  let lines: [[[Double]]]

  /// The square root of the 95 % point of the chi-squared distribution with 1, 2 and 3 degrees of freedom.
  static let radii = [1.959963984540054, 2.447746830680816, 2.795483482915108]

  /// Draws around a mean.
  ///
  /// - Parameters:
  ///   - mean: two or three coordinates.
  ///   - deviations: as many standard deviations.
  ///   - correlations: as many rows and columns.
  ///   - segments: how many straight pieces make a line.
  init(mean: [Double], deviations: [Double], correlations: [[Double]], segments: Int = 64) {
    let dimension = mean.count
    guard (2...3).contains(dimension) else {
      lines = []
      return
    }
    let radius = Self.radii[dimension - 1]
    let root = Self.triangularRoot(correlations)
    let planes = dimension == 2 ? [(0, 1)] : [(0, 1), (0, 2), (1, 2)]
    lines = planes.map { first, second in
      (0...segments).map { step in
        let angle = 2 * Double.pi * Double(step % segments) / Double(segments)
        let (cosine, sine) = (Elementary.cosine(angle), Elementary.sine(angle))
        return (0..<dimension).map { row in
          mean[row] + radius * deviations[row] * (root[row][first] * cosine + root[row][second] * sine)
        }
      }
    }
  }

  private static func triangularRoot(_ matrix: [[Double]]) -> [[Double]] {
    let dimension = matrix.count
    var root = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: dimension)
    for row in 0..<dimension {
      for column in 0...row {
        let dot = (0..<column).reduce(0) { $0 + root[row][$1] * root[column][$1] }
        let rest = matrix[row][column] - dot
        if row == column {
          root[row][row] = max(0, rest).squareRoot()
        } else {
          root[row][column] = root[column][column] > 0 ? rest / root[column][column] : 0
        }
      }
    }
    return root
  }
}
