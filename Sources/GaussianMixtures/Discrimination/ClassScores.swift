internal import Elementary

/// How well probabilities of classes, and the decisions by them, agree with the truth.
///
/// ```swift
/// let truth: PointLabels = [0, 1, 1]
/// let scores = ClassScores(probabilities: [[0.9, 0.2, 0.4], [0.1, 0.8, 0.6]], truth: truth)
/// print(scores.errorRate, scores.brierScore, scores.logLoss)
/// for bin in scores.calibration.bins { print(bin.meanProbability, bin.share) }
/// ```
public struct ClassScores: Sendable, Hashable, Codable {
  /// How many points there are.
  public let pointCount: Int
  /// For how many none was decided.
  public let rejectedCount: Int
  /// The share of wrong decisions among those that were made; 0 where none was.
  public let errorRate: Double
  /// Half the mean squared distance of the probabilities from the truth, `Σ_i Σ_c (p_ic - t_ic)² / 2N`: from 0 to 1, as
  /// mclust has it.
  ///
  /// Source: G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950) 1-3.
  public let brierScore: Double
  /// The mean of `-ln p` of the true classes, in nats; a probability counts as 2^-52 at least.
  public let logLoss: Double
  /// The mean cost of the decisions that were made; nil where errors cost 1 each.
  public let meanCost: Double?
  /// `confusion[c][d]`: how many points of class c were decided to be of class d; the last column has those for which none
  /// was decided.
  public let confusion: [[Int]]
  /// How often the classes that were held the likeliest were the true ones.
  public let calibration: CalibrationTable

  /// Judges probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: C arrays of N numbers.
  ///   - truth: the true classes of N points, all known.
  ///   - decided: what was decided; nil for the most probable classes.
  ///   - costs: C x C costs by true and decided class; nil for 1 for each error.
  ///   - weights: how much each point counts in shares and means; numbers of points are numbers of points all the same. Nil
  ///     for 1 for each.
  /// - Precondition: there is a point, and every truth is a class.
  /// - Complexity: O(N C).
  public init(
    probabilities: [[Double]], truth: PointLabels, decided: PointLabels? = nil, costs: [[Double]]? = nil,
    weights: [Double]? = nil
  ) {
    let classCount = probabilities.count
    precondition(
      !truth.isEmpty && probabilities.allSatisfy { $0.count == truth.count }
        && weights.map { $0.count == truth.count } ?? true, "a probability and a weight for each point")
    var sums = ScoreSums(classCount: classCount)
    for (point, trueClass) in truth.enumerated() {
      guard let trueClass, trueClass < classCount else { preconditionFailure("every truth is a class") }
      let ofPoint = probabilities.map { $0[point] }
      let likeliest = ofPoint.indices.max { ofPoint[$0] < ofPoint[$1] } ?? 0
      sums.add(
        ofPoint, likeliest: likeliest, truth: trueClass,
        decided: decided == nil ? likeliest : decided?[point],
        weight: weights?[point] ?? 1)
    }
    pointCount = truth.count
    (confusion, calibration) = (sums.confusion, sums.calibration)
    brierScore = sums.squares / (2 * sums.mass)
    logLoss = sums.logarithms / sums.mass
    rejectedCount = confusion.reduce(0) { $0 + $1[classCount] }
    let decidedMass = sums.decidedMass
    errorRate = decidedMass > 0 ? sums.wrongMass / decidedMass : 0
    meanCost = costs.map { decidedMass > 0 ? sums.cost($0) / decidedMass : 0 }
  }
}

/// What is added up over points of which the truth is known.
private struct ScoreSums {
  private static let leastProbability = 0x1p-52

  private(set) var confusion: [[Int]]
  private(set) var calibration = CalibrationTable()
  private(set) var (mass, squares, logarithms) = (0.0, 0.0, 0.0)
  /// Like `confusion`, of weights.
  private var masses: [[Double]]

  init(classCount: Int) {
    confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount + 1), count: classCount)
    masses = confusion.map { $0.map(Double.init) }
  }

  mutating func add(_ probabilities: [Double], likeliest: Int, truth: Int, decided: Int?, weight: Double) {
    let column = decided ?? confusion.count
    confusion[truth][column] += 1
    masses[truth][column] += weight
    mass += weight
    for (index, probability) in probabilities.enumerated() {
      let distance = probability - (index == truth ? 1 : 0)
      squares += weight * distance * distance
    }
    logarithms -= weight * naturalLogarithm(max(probabilities[truth], Self.leastProbability))
    calibration.add(probability: probabilities[likeliest], isRight: likeliest == truth)
  }

  /// What a decision was made for.
  var decidedMass: Double { masses.reduce(0) { $0 + $1.dropLast().reduce(0, +) } }
  var wrongMass: Double { cost(nil) }

  /// The costs of all decisions; nil for 1 for each error.
  func cost(_ costs: [[Double]]?) -> Double {
    masses.indices.reduce(0.0) { sum, row in
      sum + masses.indices.reduce(0.0) { $0 + masses[row][$1] * (costs?[row][$1] ?? (row == $1 ? 0 : 1)) }
    }
  }
}

/// How often classes of a predicted probability are the true ones, in ten bins of equal width.
///
/// ```swift
/// var table = CalibrationTable()
/// table.add(probability: 0.83, isRight: true)
/// table.add(probability: 0.87, isRight: false)
/// print(table.bins.map(\.count), table.expectedError)    // one bin of two; 0.85 where 0.5 is right
/// ```
///
/// Source: A. Niculescu-Mizil and R. Caruana, Predicting good probabilities with supervised learning, ICML (2005) 625-632.
public struct CalibrationTable: Sendable, Hashable, Codable {
  /// The predictions between two probabilities.
  ///
  /// ```swift
  /// let bin = CalibrationTable.Bin(count: 20, meanProbability: 0.92, share: 0.9)
  /// print(bin.standardError)    // of the share: 0.067
  /// ```
  public struct Bin: Sendable, Hashable, Codable {
    /// How many there are.
    public let count: Int
    /// The mean of their probabilities.
    public let meanProbability: Double
    /// The share of those that are right.
    public let share: Double

    /// Takes the values as they are.
    ///
    /// - Parameters:
    ///   - count: at least 1.
    ///   - meanProbability: from 0 to 1.
    ///   - share: from 0 to 1.
    public init(count: Int, meanProbability: Double, share: Double) {
      self.count = count
      self.meanProbability = meanProbability
      self.share = share
    }

    /// The standard error of the share.
    public var standardError: Double { (share * (1 - share) / Double(count)).squareRoot() }
  }

  private static let binCount = 10
  private var counts = [Int](repeating: 0, count: binCount)
  private var rightCounts = [Int](repeating: 0, count: binCount)
  private var probabilitySums = [Double](repeating: 0, count: binCount)

  /// Of no predictions.
  public init() {}

  private enum CodingKeys: String, CodingKey { case counts, rightCounts, probabilitySums }

  /// Adds a prediction.
  ///
  /// - Parameters:
  ///   - probability: from 0 to 1.
  ///   - isRight: whether what was held so probable is true.
  public mutating func add(probability: Double, isRight: Bool) {
    let bin = min(max(Int(probability * Double(Self.binCount)), 0), Self.binCount - 1)
    counts[bin] += 1
    rightCounts[bin] += isRight ? 1 : 0
    probabilitySums[bin] += probability
  }

  /// The bins that have predictions, by rising probability.
  public var bins: [Bin] {
    counts.indices.filter { counts[$0] > 0 }.map { bin in
      let count = Double(counts[bin])
      return Bin(
        count: counts[bin], meanProbability: probabilitySums[bin] / count,
        share: Double(rightCounts[bin]) / count)
    }
  }

  /// The mean distance of the shares from the probabilities, weighted by the counts; 0 of no predictions.
  public var expectedError: Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    return bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.share) } / Double(total)
  }
}
