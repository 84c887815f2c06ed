internal import GaussianMixtures

/// What a figure draws of a mixture: the weights, means and covariances over the columns shown.
///
/// It is no ``GaussianMixtures/GaussianMixture``: the block of a covariance that barely has a density need
/// not pass the check for one, and a figure only needs standard deviations and correlations.
public struct MarginalMixture: Sendable, Hashable {
  /// The share of each component.
  public let weights: [Double]
  /// The mean of each component over the columns shown.
  public let means: [[Double]]
  /// The standard deviations of each component over the columns shown.
  public let deviations: [[Double]]
  /// The correlations of each component over the columns shown, row by row.
  public let correlations: [[[Double]]]

  init(of mixture: GaussianMixture, columns: [Int]) {
    weights = mixture.components.map(\.weight)
    means = mixture.components.map { component in columns.map { component.mean[$0] } }
    let deviations = mixture.components.map { component in
      columns.map { max(0, component.covariance[$0, $0]).squareRoot() }
    }
    self.deviations = deviations
    correlations = zip(mixture.components, deviations).map { component, deviation in
      columns.indices.map { i in
        columns.indices.map { j in
          guard i != j else { return 1 }
          // Divided one after the other: the product of two deviations may underflow.
          let ratio = component.covariance[columns[i], columns[j]] / deviation[i] / deviation[j]
          return ratio.isFinite ? min(1, max(-1, ratio)) : 0
        }
      }
    }
  }
}
