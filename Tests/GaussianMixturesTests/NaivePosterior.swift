import Foundation
import GaussianMixtures

/// The prior and the updates as Fraley and Raftery (2007) write them down.
struct NaivePrior {
  var shrinkage: Long
  var degrees: Long
  let mean: [Long]
  /// The scale matrix, or the scale of variances on its diagonal.
  let scale: [[Long]]

  init(
    _ points: PointSet, componentCount: Int, structure: CovarianceStructure, shrinkage: Double,
    degrees: Double
  ) {
    let (d, n) = (points.dimension, points.count)
    let mean = points.columns.map { column in column.reduce(Long(0)) { $0 + Long($1) } / Long(n) }
    let all = NaiveMoments(points, responsibilities: (0..<n).map { _ in [1] }, origins: [mean])
    var covariance = all.scatters[0].map { $0.map { $0 / Long(n - 1) } }
    if structure.orientation == .identity {
      let average = (0..<d).reduce(Long(0)) { $0 + covariance[$1][$1] } / Long(d)
      covariance = (0..<d).map { i in (0..<d).map { $0 == i ? average : 0 } }
    }
    let factor = pow(1 / Long(componentCount), 2 / Long(d))
    scale = covariance.map { $0.map { $0 * factor } }
    self.mean = mean
    self.shrinkage = Long(shrinkage)
    self.degrees = Long(degrees)
  }
}

extension NaivePrior {
  /// The covariance of the largest posterior density, from the sum of squares about the mean.
  func mode(_ scatter: [[Long]], count: Long, _ structure: CovarianceStructure) -> [[Long]] {
    let d = scatter.count
    let p = Long(d)
    let trace = (0..<d).reduce(Long(0)) { $0 + scatter[$1][$1] }
    return (0..<d).map { i in
      (0..<d).map { j in
        switch structure.code {
        case "EII", "VII": i == j ? (scale[0][0] + trace) / (degrees + count * p + 2) : 0
        case "EEI", "VVI": i == j ? (scale[0][0] + scatter[i][i]) / (degrees + count + 2) : 0
        default: (scale[i][j] + scatter[i][j]) / (degrees + count + p + 1)
        }
      }
    }
  }
}

extension NaiveMixture {
  /// One iteration of EM for the largest posterior density.
  mutating func iterate(_ points: PointSet, structure: CovarianceStructure, prior: NaivePrior) {
    let (d, g, n) = (dimension, componentCount, Long(points.count))
    let r = responsibilities(points)
    let raw = NaiveMoments(points, responsibilities: r, origins: means.map { $0.map { _ in 0 } })
    let averages = (0..<g).map { k in raw.firsts[k].map { $0 / raw.masses[k] } }
    var scatters = NaiveMoments(points, responsibilities: r, origins: averages).scatters
    let kappa = prior.shrinkage
    for k in 0..<g {
      let mass = raw.masses[k]
      weights[k] = mass / n
      for i in 0..<d {
        means[k][i] = (mass * averages[k][i] + kappa * prior.mean[i]) / (mass + kappa)
        for j in 0..<d {
          let square = (averages[k][i] - prior.mean[i]) * (averages[k][j] - prior.mean[j])
          scatters[k][i][j] += kappa * mass / (kappa + mass) * square
        }
      }
    }
    // The normal prior of a mean has a determinant of its own.
    let one: Long = kappa > 0 ? 1 : 0
    let pooled = scatters.dropFirst().reduce(scatters[0]) { a, b in
      zip(a, b).map { zip($0, $1).map { $0 + $1 } }
    }
    for k in 0..<g {
      let own = structure.volume == .equal ? pooled : scatters[k]
      let count = structure.volume == .equal ? n + Long(g) * one : raw.masses[k] + one
      covariances[k] = prior.mode(own, count: count, structure)
    }
  }

  /// The logarithm of the prior's density, but for what does not depend on the parameters.
  func logDensity(_ prior: NaivePrior, _ structure: CovarianceStructure) -> Long {
    let d = dimension
    var sum: Long = 0
    for k in 0..<componentCount {
      let inverse = Self.invert(covariances[k])
      if prior.shrinkage > 0 {
        var square: Long = 0
        for i in 0..<d {
          for j in 0..<d {
            let product = (means[k][i] - prior.mean[i]) * (means[k][j] - prior.mean[j])
            square += inverse.matrix[i][j] * product
          }
        }
        sum -= (inverse.logDeterminant + prior.shrinkage * square) / 2
      }
      guard structure.volume == .variable || k == 0 else { continue }
      switch structure.code {
      case "EII", "VII":
        let variance = covariances[k][0][0]
        sum -= (prior.degrees + 2) / 2 * log(variance) + prior.scale[0][0] / (2 * variance)
      case "EEI", "VVI":
        for j in 0..<d {
          let variance = covariances[k][j][j]
          sum -= (prior.degrees + 2) / 2 * log(variance) + prior.scale[0][0] / (2 * variance)
        }
      default:
        sum -= (prior.degrees + Long(d) + 1) / 2 * inverse.logDeterminant
        for i in 0..<d { for j in 0..<d { sum -= prior.scale[i][j] * inverse.matrix[j][i] / 2 } }
      }
    }
    return sum
  }
}
