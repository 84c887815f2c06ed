/// A division of points into parts of nearly equal size, for cross-validation.
package struct Folds: Sendable {
  /// For each part the rows that are held out, rising.
  package let heldOut: [[Int]]
  private let pointCount: Int

  /// Rows are shuffled, and dealt out in turn.
  ///
  /// - Complexity: O(N log N).
  package init(count: Int, pointCount: Int, seed: UInt64) {
    var random = RandomStream(seed: seed, purpose: .folds)
    let rows = random.shuffled(Array(0..<pointCount))
    heldOut = (0..<count).map { fold in
      stride(from: fold, to: pointCount, by: count).map { rows[$0] }.sorted()
    }
    self.pointCount = pointCount
  }

  /// The points to fit and those to try the fit on.
  ///
  /// - Complexity: O(N D).
  package func divide(_ points: Observations, at fold: Int) -> (training: Observations, heldOut: Observations)
  {
    var isHeldOut = [Bool](repeating: false, count: pointCount)
    for row in heldOut[fold] { isHeldOut[row] = true }
    let training = (0..<pointCount).filter { !isHeldOut[$0] }
    return (points.selecting(training), points.selecting(heldOut[fold]))
  }
}

/// One of the parts: prepared for fits without the held-out points.
struct PreparedFold: Sendable {
  let training: Observations
  let heldOut: Observations
  let shared: SharedPreparation
}

/// How a model that was fitted without a part of the points does on it.
struct FoldOutcome: Sendable {
  /// Summed over the held-out points, in nats.
  let logDensity: Double
  /// The weights of the held-out points, summed: their number where all are 1.
  let weight: Double
  let isAccident: Bool
}

extension HeldOutLikelihood {
  /// The mean over all points, and its error from how far the means of the parts lie apart.
  ///
  /// - Parameter folds: at least two.
  init(_ folds: [FoldOutcome]) {
    let total = folds.reduce(0) { $0 + $1.weight }
    let mean = folds.reduce(0) { $0 + $1.logDensity } / total
    let squares = folds.reduce(0) { sum, fold in
      let distance = fold.logDensity / fold.weight - mean
      return sum + distance * distance
    }
    let count = Double(folds.count)
    self.init(mean: mean, standardError: (squares / (count * (count - 1))).squareRoot())
  }
}
