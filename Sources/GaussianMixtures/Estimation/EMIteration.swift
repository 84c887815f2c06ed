/// What one iteration of EM did: the state after it, and how far it moved from the state before.
///
/// ```swift
/// for (before, after) in zip(result.history, result.history.dropFirst()) {
///   print(after.iteration, after.logLikelihood - before.logLikelihood, after.meanChange)
/// }
/// ```
public struct EMIteration: Sendable, Hashable, Codable {
  /// The number of the iteration, from 1.
  public let iteration: Int
  /// The log-likelihood of the model after the iteration, over all points, in nats.
  public let logLikelihood: Double
  /// The logarithm of the prior's density at the model after the iteration, but for a constant; nil without a
  /// prior.
  ///
  /// With a prior it is the sum of the two that no iteration lowers.
  public let logPrior: Double?
  /// The log-likelihood with the distances of a fixed ``Shrinkage``; nil without one.
  ///
  /// It is what no iteration lowers.
  public let shrunkLogLikelihood: Double?
  /// The sum over components and coordinates of the absolute changes of the means.
  public let meanChange: Double
  /// The sum over components of the absolute changes of the weights.
  public let weightChange: Double
  /// The sum over components and all D² entries of the absolute changes of the covariances.
  public let covarianceChange: Double
  /// The wall time of the iteration in seconds.
  public let seconds: Double
  /// What became of the extrapolation that the iteration tried; nil for a plain step of EM.
  public let extrapolation: Extrapolation?

  /// The outcome of an extrapolation.
  ///
  /// ```swift
  /// let tried = result.history.compactMap(\.extrapolation)
  /// print("\(tried.count { $0 == .accepted }) of \(tried.count) extrapolations went ahead")
  /// ```
  public enum Extrapolation: String, Sendable, Hashable, Codable {
    /// It was no lower than the plain steps before it, and is the model after the iteration.
    case accepted
    /// It was lower: the pass showed no more than that, and the model stayed as it was.
    case rejected
  }

  /// Takes the values as they are.
  ///
  /// - Parameters:
  ///   - iteration: the number of the iteration, from 1.
  ///   - logLikelihood: of the model after the iteration.
  ///   - logPrior: of the model after the iteration, where there is a prior.
  ///   - shrunkLogLikelihood: with the distances of a fixed shrinkage, where there is one.
  ///   - meanChange: the summed absolute change of the means.
  ///   - weightChange: the summed absolute change of the weights.
  ///   - covarianceChange: the summed absolute change of the covariances.
  ///   - seconds: wall time.
  ///   - extrapolation: what became of an extrapolation, where one was tried.
  public init(
    iteration: Int, logLikelihood: Double, logPrior: Double? = nil,
    shrunkLogLikelihood: Double? = nil, meanChange: Double, weightChange: Double, covarianceChange: Double,
    seconds: Double, extrapolation: Extrapolation? = nil
  ) {
    self.iteration = iteration
    self.logLikelihood = logLikelihood
    self.logPrior = logPrior
    self.shrunkLogLikelihood = shrunkLogLikelihood
    self.meanChange = meanChange
    self.weightChange = weightChange
    self.covarianceChange = covarianceChange
    self.seconds = seconds
    self.extrapolation = extrapolation
  }

  /// What EM makes large: the log-likelihood, and the logarithm of the prior's density where there is one.
  var objective: Double { (shrunkLogLikelihood ?? logLikelihood) + (logPrior ?? 0) }
}

extension Duration {
  /// In seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
