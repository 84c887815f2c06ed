import Foundation
import GaussianMixtures

/// EM with shrunk covariances, as the definitions have it.
struct NaiveShrinkage {
  let target: Shrinkage.Target
  /// Makes the amount for a covariance in units of the spreads, of so many points with these squared distances, each
  /// times its responsibility.
  let amount: (_ covariance: [[Long]], _ mass: Long, _ fourth: Long) -> Long
  /// Whether points are shared out by the shrunk distances.
  let hasDistances: Bool
  let spreads: [Long]

  init(
    _ points: PointSet, target: Shrinkage.Target, hasDistances: Bool,
    amount: @escaping (_ covariance: [[Long]], _ mass: Long, _ fourth: Long) -> Long
  ) {
    self.target = target
    self.amount = amount
    self.hasDistances = hasDistances
    spreads = points.columns.map { column in
      let values = column.map { Long($0) }
      let mean = values.reduce(0, +) / Long(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Long(values.count)).squareRoot()
    }
  }

  static func fixed(_ points: PointSet, _ share: Double, _ target: Shrinkage.Target) -> NaiveShrinkage {
    NaiveShrinkage(points, target: target, hasDistances: target != .pooled) { _, _, _ in Long(share) }
  }

  private var dimension: Int { spreads.count }

  private func inUnits(_ matrix: [[Long]], _ power: Int) -> [[Long]] {
    matrix.indices.map { i in
      matrix.indices.map { j in
        power > 0 ? matrix[i][j] * (spreads[i] * spreads[j]) : matrix[i][j] / (spreads[i] * spreads[j])
      }
    }
  }

  /// The target of a matrix in units of the spreads.
  private func simple(_ matrix: [[Long]]) -> [[Long]] {
    let mean = matrix.indices.reduce(Long(0)) { $0 + matrix[$1][$1] } / Long(dimension)
    return matrix.indices.map { i in
      matrix.indices.map { j in i == j ? (target == .sphere ? mean : matrix[i][i]) : 0 }
    }
  }

  private func mixed(_ one: [[Long]], _ other: [[Long]], _ share: Long) -> [[Long]] {
    one.indices.map { i in one.indices.map { j in (1 - share) * one[i][j] + share * other[i][j] } }
  }

  /// `ln` of the weighted densities with the shrunk distances.
  func weightedLogDensities(_ mixture: NaiveMixture, _ points: PointSet) -> [[Long]] {
    guard hasDistances else { return mixture.weightedLogDensities(points) }
    let share = amount([], 0, 0)
    let inverses = mixture.covariances.map(NaiveMixture.invert)
    let precisions = inverses.map { inverse in
      let scaled = inUnits(inverse.matrix, 1)
      return inUnits(mixed(scaled, simple(scaled), share), -1)
    }
    return (0..<points.count).map { i in
      mixture.weights.indices.map { k in
        let z = (0..<dimension).map { Long(points.columns[$0][i]) - mixture.means[k][$0] }
        var square: Long = 0
        for a in 0..<dimension { for b in 0..<dimension { square += z[a] * precisions[k][a][b] * z[b] } }
        let logNormalizer = inverses[k].logDeterminant + Long(dimension) * log(2 * Long.pi)
        return log(mixture.weights[k]) - (logNormalizer + square) / 2
      }
    }
  }

  /// One iteration of EM with a covariance of its own for each component.
  func iterate(_ mixture: inout NaiveMixture, _ points: PointSet) {
    let responsibilities = weightedLogDensities(mixture, points).map { row in
      let sum = NaiveMixture.logSum(row)
      return row.map { exp($0 - sum) }
    }
    let origins = mixture.means
    let about = NaiveMoments(points, responsibilities: responsibilities, origins: origins)
    let fourths = origins.indices.map { k in
      (0..<points.count).reduce(Long(0)) { sum, i in
        let square = (0..<dimension).reduce(Long(0)) { square, j in
          let z = (Long(points.columns[j][i]) - origins[k][j]) / spreads[j]
          return square + z * z
        }
        return sum + responsibilities[i][k] * square * square
      }
    }
    for k in mixture.weights.indices {
      mixture.weights[k] = about.masses[k] / Long(points.count)
      for j in 0..<dimension { mixture.means[k][j] += about.firsts[k][j] / about.masses[k] }
    }
    let moments = NaiveMoments(points, responsibilities: responsibilities, origins: mixture.means)
    let scaled = moments.scatters.map { inUnits($0, -1) }
    for k in mixture.weights.indices {
      let own = scaled[k].map { $0.map { $0 / moments.masses[k] } }
      let pooled = own.indices.map { i in
        own.indices.map { j in scaled.reduce(Long(0)) { $0 + $1[i][j] } / Long(points.count) }
      }
      let share = amount(own, moments.masses[k], fourths[k])
      mixture.covariances[k] = inUnits(mixed(own, target == .pooled ? pooled : simple(own), share), 1)
    }
  }
}
