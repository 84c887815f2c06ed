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
    try score(observations, preprocessing: nil, parameterCount: parameterCount, engine: engine)
  }

  /// The same with densities in the units that points had before their transforms.
  ///
  /// ```swift
  /// let preprocessing = Preprocessing(transforms: [.arcsinh(cofactor: 150), nil])
  /// let score = try model.score(observations, preprocessing: preprocessing)
  /// print(score.criteria.bic)    // compares with those of other transforms of the same points
  /// ```
  ///
  /// - Parameters:
  ///   - observations: N points, transformed.
  ///   - preprocessing: what was done to them; nil for nothing.
  ///   - parameterCount: the number of free parameters; nil for ``parameterCount``.
  ///   - engine: how the work is done.
  /// - Returns: the score.
  /// - Throws: ``ModelError``, as ``classify(_:engine:)-(Observations,_)``.
  /// - Complexity: O(N K D²) time, O(N) memory.
  public func score(
    _ observations: Observations, preprocessing: Preprocessing?, parameterCount: Int? = nil,
    engine: Engine = Engine()
  ) throws(ModelError) -> ModelScore {
    let found = try classify(observations, engine: engine)
    let classification = preprocessing?.original(found, of: observations) ?? found
    var sum = ScoreSum()
    sum.add(classification, weights: observations.weights?[...])
    return ModelScore(
      sum, of: observations, parameterCount: parameterCount ?? self.parameterCount,
      logDensities: classification.logDensities)
  }
}

/// What a score sums over points, run by run: the bits do not depend on the runs where all but the last are whole blocks.
package struct ScoreSum: Sendable {
  /// Sums are made block by block, so that rounding stays small for any number of points.
  package static let blockSize = 1024
  private var logLikelihood = 0.0
  private var logOfLargestResponsibilities = 0.0

  package init() {}

  /// Adds the next points.
  ///
  /// - Parameter weights: theirs; nil where all are 1.
  package mutating func add(_ run: Classification, weights: ArraySlice<Double>?) {
    let weights = weights.map(Array.init)
    for start in stride(from: 0, to: run.count, by: Self.blockSize) {
      let block = start..<min(start + Self.blockSize, run.count)
      logLikelihood += Self.sum(block, weights) { run.logDensities[$0] }
      logOfLargestResponsibilities += Self.sum(block, weights) { naturalLogarithm(run.probabilities[$0]) }
    }
  }

  private static func sum(_ block: Range<Int>, _ weights: [Double]?, _ value: (Int) -> Double) -> Double {
    block.reduce(0) { sum, point in
      let weight = weights?[point] ?? 1
      // The logarithm of what does not count may be infinite.
      return weight == 0 ? sum : sum + weight * value(point)
    }
  }

  fileprivate func criteria(parameterCount: Int, totalWeight: Double) -> InformationCriteria {
    InformationCriteria(
      logLikelihood: logLikelihood, parameterCount: parameterCount, pointCount: totalWeight,
      logOfLargestResponsibilities: logOfLargestResponsibilities)
  }

  fileprivate var total: Double { logLikelihood }
}

extension ModelScore {
  /// The score of points that have been summed up.
  ///
  /// - Parameter logDensities: of each point; empty where nobody asks for them.
  package init(_ sum: ScoreSum, of observations: Observations, parameterCount: Int, logDensities: [Double] = []) {
    self.init(
      pointCount: observations.countingCount, totalWeight: observations.totalWeight, logLikelihood: sum.total,
      criteria: sum.criteria(parameterCount: parameterCount, totalWeight: observations.totalWeight),
      logDensities: logDensities)
  }
}
