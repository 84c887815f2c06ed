internal import Elementary

/// Whether points are as those of a mixture: how their p-values lie between 0 and 1, taken up run by run.
///
/// ```swift
/// var comparison = DensityComparison(with: try DensityLevels(of: model))
/// comparison.add(logDensities: try model.logDensities(of: points))
/// print(comparison.distance, comparison.pValue)      // a p-value near 0: the points are not of the model
/// print(comparison.share(beyond: 0.01))              // how many are where one of a hundred would be
/// ```
///
/// Points of the mixture itself have p-values that are uniform (see ``DensityLevels``). The largest difference between the
/// shares of points and of the sample with at most a density is the Kolmogorov-Smirnov distance. Of the points that a mixture
/// was fitted to it is smaller than by chance alone.
///
/// Source: M. A. Stephens, Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without extensive tables, Journal
/// of the Royal Statistical Society B 32 (1970) 115-122.
public struct DensityComparison: Sendable, Hashable {
  /// What is compared with.
  public let levels: DensityLevels
  /// How many points have so many of the sample at or below their density.
  private var counts: [Int]
  /// How many points have been taken up.
  public private(set) var pointCount = 0

  /// Nothing compared yet.
  ///
  /// - Parameter levels: of the mixture.
  /// - Complexity: O(S) memory for a sample of S points.
  public init(with levels: DensityLevels) {
    self.levels = levels
    counts = [Int](repeating: 0, count: levels.sampleCount + 1)
  }

  /// Takes up more points.
  ///
  /// - Parameter logDensities: of the points under the mixture, in nats.
  /// - Returns: the p-value of each.
  /// - Complexity: O(N log S).
  @discardableResult
  public mutating func add(logDensities: some Sequence<Double>) -> [Double] {
    var pValues: [Double] = []
    for logDensity in logDensities {
      let count = levels.count(notAbove: logDensity)
      counts[count] += 1
      pointCount += 1
      pValues.append(levels.pValue(ofCount: count))
    }
    return pValues
  }

  /// The Kolmogorov-Smirnov distance of the points' densities from those of the sample, from 0 to 1; 0 without points.
  ///
  /// - Complexity: O(S).
  public var distance: Double {
    guard pointCount > 0 else { return 0 }
    var (below, largest) = (0, 0.0)
    for (count, number) in counts.enumerated() {
      // Between two densities of the sample, before and behind the points that lie there.
      let expected = Double(count) / Double(levels.sampleCount)
      largest = max(largest, abs(Double(below) / Double(pointCount) - expected))
      below += number
      largest = max(largest, abs(Double(below) / Double(pointCount) - expected))
    }
    return largest
  }

  /// The probability of such a ``distance`` or a larger one where the points are of the mixture: by the limiting distribution
  /// with Stephens' correction, near enough from some ten points on.
  ///
  /// - Complexity: O(S).
  public var pValue: Double {
    guard pointCount > 0 else { return 1 }
    let (points, sample) = (Double(pointCount), Double(levels.sampleCount))
    let root = (points * sample / (points + sample)).squareRoot()
    let lambda = (root + 0.12 + 0.11 / root) * distance
    // The series alternates; below this it no longer converges, and is 1 to all digits shown.
    guard lambda > 0.2 else { return 1 }
    let terms = (1...100).map { j in
      (j % 2 == 1 ? 2.0 : -2) * exponential(-2 * Double(j * j) * lambda * lambda)
    }
    return min(max(terms.reduce(0, +), 0), 1)
  }

  /// The share of points of which the p-value is at most so much.
  ///
  /// - Parameter rate: from 0 to 1; of points of the mixture about this share would be.
  /// - Complexity: O(S).
  public func share(beyond rate: Double) -> Double {
    guard pointCount > 0 else { return 0 }
    let number = counts.indices.reduce(0) { levels.pValue(ofCount: $1) <= rate ? $0 + counts[$1] : $0 }
    return Double(number) / Double(pointCount)
  }
}
