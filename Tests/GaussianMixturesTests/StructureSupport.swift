import GaussianMixtures
import LinearAlgebra

/// Covariances taken apart: axes, and the logarithms of the variances along them.
struct TakenApart {
  /// For each component, orthonormal rows.
  var axes: [[[Double]]]
  var logVariances: [[Double]]

  var componentCount: Int { axes.count }
  var dimension: Int { axes[0].count }

  /// Common axes are those of one component, in which all are looked at.
  init(_ model: GaussianMixture, scales: [Double]) {
    let d = model.dimension
    let covariances = model.components.map { component in
      SquareMatrix(count: d) { component.covariance[$0, $1] / (scales[$0] * scales[$1]) }
    }
    let coordinates = (0..<d).map { i in (0..<d).map { $0 == i ? 1.0 : 0 } }
    let own = covariances.map { covariance in
      SymmetricEigen(of: covariance).map { eigen in (0..<d).map { Array(eigen.vector($0)) } }
        ?? coordinates
    }
    switch model.structure.orientation {
    case .identity: axes = own.map { _ in coordinates }
    case .equal: axes = own.map { _ in own[0] }
    case .variable: axes = own
    }
    let axes = axes
    logVariances = covariances.indices.map { k in
      axes[k].map { axis in
        logarithmOf(
          (0..<d).reduce(0.0) { sum, i in
            sum + (0..<d).reduce(0.0) { $0 + axis[i] * covariances[k][i, $1] * axis[$1] }
          })
      }
    }
  }

  func covariance(_ k: Int) -> [[Long]] {
    let d = dimension
    return (0..<d).map { i in
      (0..<d).map { j in
        (0..<d).reduce(Long(0)) {
          $0 + exponentialOf(Long(logVariances[k][$1])) * Long(axes[k][$1][i]) * Long(axes[k][$1][j])
        }
      }
    }
  }

  /// Moves something that the structure leaves free, of one component or of all.
  mutating func move(_ structure: CovarianceStructure, by size: Double, _ random: inout SplitMix) {
    let parts: [(CovarianceStructure.Variation, Int)] = [
      (structure.volume, 0), (structure.shape, 1), (structure.orientation, 2),
    ].filter { $0.0 != .identity && ($0.1 == 0 || dimension > 1) }
    let (variation, part) = parts[random.index(below: parts.count)]
    let i = random.index(below: dimension)
    let j = (i + 1 + random.index(below: max(dimension - 1, 1))) % dimension
    let one = random.index(below: componentCount)
    for k in axes.indices where variation == .equal || k == one {
      switch part {
      case 0: logVariances[k] = logVariances[k].map { $0 + size }
      case 1:
        logVariances[k][i] += size
        logVariances[k][j] -= size
      default:
        let (c, s) = ((1 - size * size) / (1 + size * size), 2 * size / (1 + size * size))
        let (a, b) = (axes[k][i], axes[k][j])
        axes[k][i] = zip(a, b).map { c * $0 + s * $1 }
        axes[k][j] = zip(a, b).map { c * $1 - s * $0 }
      }
    }
  }

  /// `Σ_k (n_k ln |Σ_k| + tr W_k Σ_k⁻¹)`: what the maximization makes small.
  func deviance(_ moments: NaiveMoments, scales: [Double]) -> Long {
    let d = dimension
    var sum: Long = 0
    for k in axes.indices {
      for (axis, logVariance) in zip(axes[k], logVariances[k]) {
        var scatter: Long = 0
        for i in 0..<d {
          for j in 0..<d {
            scatter +=
              Long(axis[i]) * moments.scatters[k][i][j] * Long(axis[j]) / Long(scales[i] * scales[j])
          }
        }
        sum += moments.masses[k] * Long(logVariance) + scatter / exponentialOf(Long(logVariance))
      }
    }
    return sum
  }
}
