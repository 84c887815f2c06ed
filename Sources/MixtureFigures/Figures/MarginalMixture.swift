internal import GaussianMixtures

/// What a figure draws of a mixture: the weights, means and covariances over the columns shown.
///
/// It is no ``/GaussianMixtures/GaussianMixture``: the block of a covariance that barely has a density need
/// not pass the check for one, and a figure only needs standard deviations and correlations.
///
/// ```swift
/// let figure = try ScatterFigure(title: "Stars", points: points, mixture: model).choosing(columns: [0, 2])
/// if let shown = figure.mixture { print(shown.means[0], shown.deviations[0]) }    // two numbers each
/// ```
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
    let covariances = mixture.components.map { $0.covariance.selecting(columns) }
    deviations = covariances.map(\.standardDeviations)
    correlations = covariances.map(\.correlations)
  }
}
