import GaussianMixtures

/// Mixtures by the textbook, in plain loops: the independent reference of the tests.
struct NaiveMixture {
  var weights: [Double]
  var means: [[Double]]
  var covariances: [[[Double]]]

  init(_ model: GaussianMixture) {
    weights = model.components.map(\.weight)
    means = model.components.map(\.mean)
    covariances = model.components.map(\.covariance.rows)
  }

  /// Quadratic form and log determinant by Gaussian elimination without pivoting.
  private static func eliminate(_ matrix: [[Double]], _ vector: [Double]) -> (form: Double, logDet: Double) {
    var a = matrix
    var b = vector
    let d = vector.count
    var form = 0.0
    var logDet = 0.0
    for i in 0..<d {
      logDet += Elementary.log(a[i][i])
      form += b[i] * b[i] / a[i][i]
      for row in (i + 1)..<max(d, i + 1) {
        let factor = a[row][i] / a[i][i]
        for column in i..<d { a[row][column] -= factor * a[i][column] }
        b[row] -= factor * b[i]
      }
    }
    return (form, logDet)
  }

  /// `ln w_k N(x; k)`, component by component.
  func logTerms(_ x: [Double]) -> [Double] {
    means.indices.map { k in
      let difference = zip(x, means[k]).map { $0 - $1 }
      let (form, logDet) = Self.eliminate(covariances[k], difference)
      return Elementary.log(weights[k])
        - 0.5 * (form + logDet + Double(x.count) * 1.8378770664093454836)
    }
  }

  func logDensity(_ x: [Double]) -> Double {
    let terms = logTerms(x)
    let largest = terms.max() ?? 0
    return largest + Elementary.log(terms.reduce(0) { $0 + Elementary.exp($1 - largest) })
  }

  func responsibilities(_ x: [Double]) -> [Double] {
    let terms = logTerms(x)
    let logDensity = logDensity(x)
    return terms.map { Elementary.exp($0 - logDensity) }
  }

  func logLikelihood(_ points: PointSet) -> Double {
    (0..<points.count).reduce(0) { $0 + logDensity(points[$1]) }
  }

  /// One iteration of EM.
  mutating func step(_ points: PointSet, _ structure: CovarianceStructure) {
    let n = points.count
    let d = points.dimension
    let r = (0..<n).map { responsibilities(points[$0]) }
    let masses = weights.indices.map { k in (0..<n).reduce(0) { $0 + r[$1][k] } }
    weights = masses.map { $0 / Double(n) }
    means = weights.indices.map { k in
      points.columns.map { column in (0..<n).reduce(0) { $0 + r[$1][k] * column[$1] } / masses[k] }
    }
    var scatters = weights.indices.map { k in scatter(of: k, points, r) }
    if structure.volume == .equal {
      let shares = weights
      var pooled = [[Double]](repeating: [Double](repeating: 0, count: d), count: d)
      for scatter in scatters {
        for i in 0..<d { for j in 0..<d { pooled[i][j] += scatter[i][j] } }
      }
      scatters = shares.map { share in pooled.map { row in row.map { $0 * share } } }
    }
    covariances = scatters.indices.map { k in
      restricted(scatters[k].map { row in row.map { $0 / masses[k] } }, to: structure)
    }
  }

  private func scatter(of k: Int, _ points: PointSet, _ r: [[Double]]) -> [[Double]] {
    let d = points.dimension
    var result = [[Double]](repeating: [Double](repeating: 0, count: d), count: d)
    for n in 0..<points.count {
      let difference = zip(points[n], means[k]).map { $0 - $1 }
      for i in 0..<d { for j in 0..<d { result[i][j] += r[n][k] * difference[i] * difference[j] } }
    }
    return result
  }

  private func restricted(_ covariance: [[Double]], to structure: CovarianceStructure) -> [[Double]] {
    let d = covariance.count
    let average = (0..<d).reduce(0) { $0 + covariance[$1][$1] } / Double(d)
    var result = covariance
    for i in 0..<d {
      for j in 0..<d {
        if structure.orientation == .identity, i != j { result[i][j] = 0 }
        if structure.shape == .identity, i == j { result[i][j] = average }
      }
    }
    return result
  }
}
