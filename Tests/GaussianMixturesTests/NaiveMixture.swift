import Foundation
import GaussianMixtures

#if arch(x86_64) && os(Linux)
/// What references compute with: 64 bits of mantissa where there are such.
typealias Long = Float80
#else
typealias Long = Double
#endif

/// A mixture's formulas as a textbook has them, in plain loops: explicit inverses and determinants by
/// Gaussian elimination. Shares no code with the library.
struct NaiveMixture {
  var weights: [Long]
  var means: [[Long]]
  var covariances: [[[Long]]]

  var componentCount: Int { weights.count }
  var dimension: Int { means[0].count }

  init(_ model: GaussianMixture) {
    weights = model.components.map { Long($0.weight) }
    means = model.components.map { $0.mean.map { Long($0) } }
    covariances = model.components.map { $0.covariance.rows.map { $0.map { Long($0) } } }
  }

  /// `ln (w_k N(x; k))` of every point and component; minus infinity for a weight of 0.
  func weightedLogDensities(_ points: PointSet) -> [[Long]] {
    let d = dimension
    let inverses = covariances.map(Self.invert)
    let normalizers = inverses.indices.map { k in
      log(weights[k]) - (inverses[k].logDeterminant + Long(d) * log(2 * Long.pi)) / 2
    }
    return (0..<points.count).map { i in
      inverses.indices.map { k in
        guard weights[k] > 0 else { return -Long.infinity }
        let z = (0..<d).map { Long(points.columns[$0][i]) - means[k][$0] }
        var square: Long = 0
        for row in 0..<d {
          for column in 0..<d { square += z[row] * inverses[k].matrix[row][column] * z[column] }
        }
        return normalizers[k] - square / 2
      }
    }
  }

  /// Gauss-Jordan elimination with the largest pivot of a column.
  static func invert(_ matrix: [[Long]]) -> (matrix: [[Long]], logDeterminant: Long) {
    let d = matrix.count
    var left = matrix
    var right = (0..<d).map { i in (0..<d).map { Long($0 == i ? 1 : 0) } }
    var logDeterminant: Long = 0
    for column in 0..<d {
      let pivot = (column..<d).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let value = left[column][column]
      logDeterminant += log(abs(value))
      for j in 0..<d {
        left[column][j] /= value
        right[column][j] /= value
      }
      for row in 0..<d where row != column {
        let factor = left[row][column]
        for j in 0..<d {
          left[row][j] -= factor * left[column][j]
          right[row][j] -= factor * right[column][j]
        }
      }
    }
    return (right, logDeterminant)
  }

  /// `ln Σ exp` of a row.
  static func logSum(_ row: [Long]) -> Long {
    let largest = row.max() ?? 0
    return largest + log(row.reduce(0) { $0 + exp($1 - largest) })
  }

  /// `ln p(x)` of every point.
  func logDensities(_ points: PointSet) -> [Long] { weightedLogDensities(points).map(Self.logSum) }

  /// `ln p` of all points together.
  func logLikelihood(_ points: PointSet) -> Long { logDensities(points).reduce(0, +) }

  /// The responsibilities, point by point.
  func responsibilities(_ points: PointSet) -> [[Long]] {
    weightedLogDensities(points).map { row in
      let sum = Self.logSum(row)
      return row.map { exp($0 - sum) }
    }
  }
}

/// The moments of points under given responsibilities, by their definitions.
struct NaiveMoments {
  var masses: [Long]
  /// Σ r (x - origin).
  var firsts: [[Long]]
  /// Σ r (x - origin)(x - origin)ᵀ.
  var scatters: [[[Long]]]

  init(masses: [Long], firsts: [[Long]], scatters: [[[Long]]]) {
    self.masses = masses
    self.firsts = firsts
    self.scatters = scatters
  }

  init(_ points: PointSet, responsibilities: [[Long]], origins: [[Long]]) {
    let d = points.dimension
    masses = origins.map { _ in 0 }
    firsts = origins
    scatters = origins.map { _ in [[Long]](repeating: [Long](repeating: 0, count: d), count: d) }
    for k in origins.indices {
      firsts[k] = [Long](repeating: 0, count: d)
      for i in 0..<points.count {
        let r = responsibilities[i][k]
        masses[k] += r
        let z = (0..<d).map { Long(points.columns[$0][i]) - origins[k][$0] }
        for row in 0..<d {
          firsts[k][row] += r * z[row]
          for column in 0..<d { scatters[k][row][column] += r * z[row] * z[column] }
        }
      }
    }
  }
}

extension NaiveMixture {
  /// The same as the library has it, with covariances made symmetric.
  func model() throws -> GaussianMixture {
    try GaussianMixture(
      components: weights.indices.map { k in
        let rows = covariances[k].map { $0.map { Double($0) } }
        return GaussianMixture.Component(
          weight: Double(weights[k]), mean: means[k].map { Double($0) },
          covariance: try CovarianceMatrix(
            rows: rows.indices.map { i in rows.indices.map { (rows[i][$0] + rows[$0][i]) / 2 } }))
      })
  }
}

// MARK: - Plain EM

extension NaiveMixture {
  /// One iteration: responsibilities, weights, means, scatters about the new means, covariances.
  mutating func iterate(_ points: PointSet, structure: CovarianceStructure) {
    let r = responsibilities(points)
    let origin = [[Long]](repeating: [Long](repeating: 0, count: dimension), count: componentCount)
    let raw = NaiveMoments(points, responsibilities: r, origins: origin)
    for k in weights.indices {
      weights[k] = raw.masses[k] / Long(points.count)
      means[k] = raw.firsts[k].map { $0 / raw.masses[k] }
    }
    let moments = NaiveMoments(points, responsibilities: r, origins: means)
    maximize(moments, count: Long(points.count), code: structure.code)
  }
}
