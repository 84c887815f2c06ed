/// The options of a conjugate prior on means and covariances, which makes a fit one of largest posterior
/// density.
///
/// ```swift
/// let configuration = FitConfiguration(componentCount: 5, prior: ConjugatePrior())
/// let result = try MixtureEstimator(configuration).fit(points)
/// print(result.logLikelihood, result.logPrior ?? 0)    // no iteration has lowered the sum of the two
/// ```
///
/// A component's mean is normal about the mean of the data with `Σ_k / shrinkage`. A covariance is inverse Wishart
/// (full, tied), or its variances are inverse gamma (the spherical and the diagonal structures), about a scale in
/// the units of the data: their covariance, or for variances the mean of their columns' variances, with the volume
/// that one of K components would have. Weights have no prior.
///
/// A full component of n points with the scatter W about its mean becomes `(W + scale) / (n + 2 D + 4)`: no
/// covariance is flat, and those of few points are smaller than without a prior.
///
/// Source: C. Fraley and A. Raftery, Bayesian regularization for normal mixture estimation and model-based
/// clustering, Journal of Classification 24 (2007) 155-181; the defaults are mclust's.
public struct ConjugatePrior: Sendable, Hashable, Codable {
  /// How many points' weight the mean of the data has in the mean of a component; 0 for no prior of the
  /// means.
  public var shrinkage: Double
  /// The degrees of freedom; nil for D + 2.
  public var degreesOfFreedom: Double?

  /// Takes the options; a fit checks them.
  ///
  /// - Parameters:
  ///   - shrinkage: 0 or more.
  ///   - degreesOfFreedom: above 0, for full and tied covariances above D - 1; nil for D + 2.
  public init(shrinkage: Double = 0.01, degreesOfFreedom: Double? = nil) {
    self.shrinkage = shrinkage
    self.degreesOfFreedom = degreesOfFreedom
  }
}
