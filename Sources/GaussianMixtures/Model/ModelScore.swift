internal import Elementary

/// How well a mixture describes points, which need not be those it was fitted to.
///
/// ```swift
/// let fitted = try MixtureEstimator(componentCount: 3).fit(PointSet(points.prefix(800))).model
/// let score = try fitted.score(Observations(PointSet(points.dropFirst(800))))
/// print(score.logLikelihoodPerPoint)    // nats, of points that the model has not seen
/// ```
public struct ModelScore: Sendable, Hashable {
  /// The number of points that count.
  public let pointCount: Int
  /// The n of the criteria: their weights as they count, summed; the number of points where all are 1.
  public let totalWeight: Double
  /// The log-likelihood of all points, in nats.
  public let logLikelihood: Double
  /// BIC, AIC and ICL, with the parameters of the fit as the free ones.
  ///
  /// Of points that the mixture was not fitted to no parameter is estimated: `-2 ln L` alone then is an unbiased
  /// measure, and the criteria are comparable with those of other mixtures on the same points only.
  public let criteria: InformationCriteria
  /// The log density of each point, in nats; also of those that do not count.
  public let logDensities: [Double]

  /// The mean log-likelihood of a point, in nats.
  public var logLikelihoodPerPoint: Double { logLikelihood / totalWeight }
}

extension GaussianMixture {
  /// The log-likelihood and the criteria of the mixture on points.
  ///
  /// ```swift
  /// let score = try model.score(Observations(points))
  /// print(score.logLikelihood, score.criteria.bic)
  /// ```
  ///
  /// - Parameters:
  ///   - observations: N points of the model's dimension; known labels have no effect, and points of the weight 0 or
  ///     without any coordinate do not count.
  ///   - parameterCount: the number of free parameters; nil for ``parameterCount``, which equal weights lower.
  ///   - engine: how the work is done.
  /// - Returns: the score. Missing coordinates are left out of the density.
  /// - Throws: ``ModelError``, as ``classify(_:engine:)-(Observations,_)``.
  /// - Complexity: O(N K D²) time, O(N) memory.
  public func score(
    _ observations: Observations, parameterCount: Int? = nil, engine: Engine = Engine()
  ) throws(ModelError) -> ModelScore {
    let classification = try classify(
      observations, engine: engine)
    let weights = observations.weights
    func sum(_ value: (Int) -> Double) -> Double {
      // Block by block, so that rounding stays small for any number of points.
      stride(from: 0, to: observations.count, by: 1024).reduce(0) { sum, start in
        sum
          + (start..<min(start + 1024, observations.count)).reduce(0) {
            let weight = weights?[$1] ?? 1
            // The logarithm of what does not count may be infinite.
            return weight == 0 ? $0 : $0 + weight * value($1)
          }
      }
    }
    let logLikelihood = sum { classification.logDensities[$0] }
    return ModelScore(
      pointCount: observations.countingCount, totalWeight: observations.totalWeight,
      logLikelihood: logLikelihood,
      criteria: InformationCriteria(
        logLikelihood: logLikelihood, parameterCount: parameterCount ?? self.parameterCount,
        pointCount: observations.totalWeight,
        logOfLargestResponsibilities: sum { naturalLogarithm(classification.probabilities[$0]) }),
      logDensities: classification.logDensities)
  }
}
