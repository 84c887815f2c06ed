extension GaussianMixture {
  /// Three correlated clouds R, G and B in three dimensions that overlap a little: the mixture of examples.
  package static func threeClouds() throws(ModelError) -> GaussianMixture {
    func component(
      _ name: String, _ weight: Double, _ mean: [Double], _ variances: [Double], _ covariances: [Double]
    ) throws(ModelError) -> Component {
      let (xy, xz, yz) = (covariances[0], covariances[1], covariances[2])
      let covariance = try CovarianceMatrix(rows: [
        [variances[0], xy, xz], [xy, variances[1], yz], [xz, yz, variances[2]],
      ])
      return .init(weight: weight, mean: mean, covariance: covariance, name: name)
    }
    return try GaussianMixture(components: [
      try component("R", 0.3, [0.5, 1.5, 0.5], [1, 1.5, 0.8], [0.5, 0.2, -0.3]),
      try component("G", 0.4, [4.5, 1, 2], [1.2, 0.9, 1.6], [-0.4, 0.6, 0.3]),
      try component("B", 0.3, [2, 4.5, 4.5], [0.9, 1.4, 1.1], [0.3, -0.4, 0.5]),
    ])
  }
}
