internal import Elementary
internal import LinearAlgebra

/// A normal distribution's probability of a box as the mean of a function over the unit cube, by the separation of variables of
/// Genz (1992): each variable, given those before it, has a probability of its own, and the function is their product.
struct SeparatedNormal: Sendable {
  private let lower: [Double]
  private let upper: [Double]
  private let factor: SquareMatrix

  /// Orders the variables so that those come first of which least is inside (A. Genz and F. Bretz, Computation of
  /// Multivariate Normal and t Probabilities, 2009, section 4.1.3), and factors their correlations.
  ///
  /// - Complexity: O(D³).
  init(_ correlations: SquareMatrix, lower: [Double], upper: [Double]) {
    var ordering = VariableOrdering(correlations, lower, upper)
    for place in lower.indices { ordering.choose(place) }
    (self.lower, self.upper, factor) = (ordering.lower, ordering.upper, ordering.factor)
  }

  /// The product of the probabilities at a place of the cube.
  ///
  /// - Parameter shares: D - 1 numbers from 0 to 1: where each variable but the last lies within what is inside.
  /// - Complexity: O(D²).
  func value(at shares: UnsafeBufferPointer<Double>) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: lower.count) { variables in
      var product = 1.0
      for row in lower.indices {
        let known = (0..<row).reduce(0.0) { $0 + factor[row, $1] * variables[$1] }
        let (low, high) = ((lower[row] - known) / factor[row, row], (upper[row] - known) / factor[row, row])
        product *= StandardNormal.probability(low, high)
        guard product > 0, row < shares.count else { break }
        variables[row] = Self.value(between: low, high, share: shares[row])
      }
      return product
    }
  }

  /// The value below which a share of the probability between two ends lies; reckoned in the lower tail, which keeps its digits.
  private static func value(between low: Double, _ high: Double, share: Double) -> Double {
    guard low > 0 else {
      let (start, end) = (StandardNormal.cumulative(low), StandardNormal.cumulative(high))
      return within(low, high, StandardNormal.quantile(start + share * (end - start)))
    }
    let (start, end) = (StandardNormal.cumulative(-low), StandardNormal.cumulative(-high))
    return within(low, high, -StandardNormal.quantile(start + share * (end - start)))
  }

  /// Rounding may leave an end, or find no number far out.
  private static func within(_ low: Double, _ high: Double, _ value: Double) -> Double {
    let near = min(max(value, low), high)
    return near.isFinite ? near : low.isFinite ? low : high.isFinite ? high : 0
  }
}

/// Rows of a Cholesky factor, chosen one after another.
private struct VariableOrdering {
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  private(set) var factor: SquareMatrix
  private var correlations: SquareMatrix
  /// The means of the variables chosen, within the box.
  private var expected: [Double] = []

  init(_ correlations: SquareMatrix, _ lower: [Double], _ upper: [Double]) {
    (self.lower, self.upper, self.correlations) = (lower, upper, correlations)
    factor = .zero(lower.count)
  }

  /// Puts the variable of which least is inside, given those before it, at a place.
  mutating func choose(_ place: Int) {
    let next = (place..<lower.count).min { probability(of: $0) < probability(of: $1) } ?? place
    swap(place, next)
    let deviation = deviation(of: place)
    factor[place, place] = deviation
    for row in (place + 1)..<max(lower.count, place + 1) {
      let known = (0..<place).reduce(0.0) { $0 + factor[place, $1] * factor[row, $1] }
      factor[row, place] = (correlations[row, place] - known) / deviation
    }
    let (low, high) = ends(of: place)
    let inside = StandardNormal.probability(low, high)
    let mean = (StandardNormal.density(low) - StandardNormal.density(high)) / inside
    expected.append(mean.isFinite ? mean : low.isFinite ? low : high)
  }

  private func probability(of variable: Int) -> Double {
    let (low, high) = ends(of: variable)
    return StandardNormal.probability(low, high)
  }

  private func ends(of variable: Int) -> (low: Double, high: Double) {
    let known = expected.indices.reduce(0.0) { $0 + factor[variable, $1] * expected[$1] }
    let deviation = deviation(of: variable)
    return ((lower[variable] - known) / deviation, (upper[variable] - known) / deviation)
  }

  /// What the variables before leave open; of one that they determine but for rounding, no less than rounding is.
  private func deviation(of variable: Int) -> Double {
    let known = expected.indices.reduce(0.0) { $0 + factor[variable, $1] * factor[variable, $1] }
    return max(correlations[variable, variable] - known, 1e-15).squareRoot()
  }

  private mutating func swap(_ first: Int, _ second: Int) {
    guard first != second else { return }
    lower.swapAt(first, second)
    upper.swapAt(first, second)
    var order = Array(lower.indices)
    order.swapAt(first, second)
    correlations = SquareMatrix(count: order.count) { correlations[order[$0], order[$1]] }
    factor = factor.takingRows(order)
  }
}
