import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

/// Made-up points, models and histories for the tests.
enum Clouds {
  /// K round clouds in D dimensions and the mixture they came from.
  static func make(
    components: Int, dimension: Int, perComponent: Int = 200, offset: Double = 0, scale: Double = 1,
    names: [String] = []
  ) throws -> (points: PointSet, labels: PointLabels, mixture: GaussianMixture) {
    var stream = RandomStream(seed: 7, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: dimension)
    var labels: [Int] = []
    var parts: [GaussianMixture.Component] = []
    for component in 0..<components {
      let mean = (0..<dimension).map { _ in 12 * stream.uniform() }
      let slope = 0.8 * (stream.uniform() - 0.5)
      for _ in 0..<perComponent {
        let first = stream.normal()
        for d in 0..<dimension {
          let value = mean[d] + (d == 0 ? first : slope * first + stream.normal())
          columns[d].append(offset + scale * value)
        }
        labels.append(component)
      }
      let rows = (0..<dimension).map { i in
        (0..<dimension).map { j -> Double in
          let root = (i == 0 ? 1 : slope) * (j == 0 ? 1 : slope)
          return scale * scale * (root + (i == j && i > 0 ? 1 : 0))
        }
      }
      parts.append(
        .init(
          weight: 1 / Double(components), mean: mean.map { offset + scale * $0 },
          covariance: try CovarianceMatrix(rows: rows),
          name: component < names.count ? names[component] : nil))
    }
    return (try PointSet(columns: columns), PointLabels(labels), try GaussianMixture(components: parts))
  }

  /// Changes that shrink from iteration to iteration.
  static func history(_ count: Int) -> [EMIteration] {
    (0..<count).map { index in
      let change = exp(-0.4 * Double(index))
      return EMIteration(
        iteration: index + 1, logLikelihood: -1000 - change, meanChange: 2 * change,
        weightChange: 0.1 * change, covarianceChange: 5 * change, seconds: 0.001)
    }
  }
}
