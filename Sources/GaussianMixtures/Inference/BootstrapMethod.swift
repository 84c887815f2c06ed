/// How the sets of points are made that estimates are repeated on.
///
/// ```swift
/// let bootstrap = MixtureBootstrap(of: result, method: .weightedLikelihood)
/// let intervals = try bootstrap.distribution(of: points).intervals()
/// ```
public enum BootstrapMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// As many points as there are, drawn from them with replacement.
  ///
  /// Source: B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979) 1-26.
  case nonparametric
  /// As many points as there are, drawn from the mixture.
  ///
  /// Source: K. E. Basford, D. R. Greenway, G. J. McLachlan and D. Peel, Standard errors of fitted component means of normal
  /// mixtures, Computational Statistics 12 (1997) 1-17.
  case parametric
  /// All points, with random weights in the place of counts: those of a flat Dirichlet distribution. No point is ever left
  /// out, so that small components do not lose all of theirs.
  ///
  /// Source: M. A. Newton and A. E. Raftery, Approximate Bayesian inference with the weighted likelihood bootstrap, Journal of
  /// the Royal Statistical Society B 56 (1994) 3-48; for mixtures A. O'Hagan, T. B. Murphy, L. Scrucca and I. C. Gormley,
  /// Investigation of parameter uncertainty in clustering using a Gaussian mixture model via jackknife, bootstrap and weighted
  /// likelihood bootstrap, Computational Statistics 34 (2019) 1779-1813, https://doi.org/10.1007/s00180-019-00897-9.
  case weightedLikelihood = "weighted-likelihood"
  /// Once without each of the points; nothing is random.
  ///
  /// Source: B. Efron and C. Stein, The jackknife estimate of variance, Annals of Statistics 9 (1981) 586-596.
  case jackknife
}
