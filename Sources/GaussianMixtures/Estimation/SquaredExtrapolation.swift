internal import Elementary
internal import LinearAlgebra

/// The squared extrapolation from three models that plain EM steps lead through.
///
/// It is made in coordinates in which every point is a mixture: logarithms of weights, means, and of each
/// whitening factor the logarithms of the diagonal and the rows divided by it. With `r` the first step and
/// `v` the change from the first to the second, the way is `x + 2 a r + a² v`, which at `a = 1` is the last
/// model.
///
/// Source: Varadhan and Roland (2008), the scheme SqS3.
struct SquaredExtrapolation: Sendable {
  private let origin: [Double]
  private let step: [Double]
  private let turn: [Double]
  /// The last of the three models.
  private let model: MixtureParameters
  /// Whether the whitening factors of all three are held by their diagonals; then there are no rows.
  private let isDiagonal: Bool
  /// SqS3's length `‖r‖ / ‖v‖`: infinite where the two steps are the same.
  let length: Double

  /// - Returns: nil where a weight is 0, which has no logarithm.
  /// - Complexity: O(K D³), O(K D) without correlations.
  init?(_ first: MixtureParameters, _ second: MixtureParameters, _ third: MixtureParameters) {
    let isDiagonal = [first, second, third].allSatisfy { $0.whitenings.allSatisfy(\.isHeldByDiagonal) }
    let models = [first, second, third].map { Self.coordinates(of: $0, isDiagonal: isDiagonal) }
    guard models.allSatisfy({ $0.allSatisfy(\.isFinite) }), Set(models.map(\.count)).count == 1 else {
      return nil
    }
    origin = models[0]
    step = zip(models[1], models[0]).map { $0 - $1 }
    turn = models[0].indices.map { (models[2][$0] - models[1][$0]) - (models[1][$0] - models[0][$0]) }
    model = third
    self.isDiagonal = isDiagonal
    length =
      (Self.square(of: step, at: third, isDiagonal: isDiagonal)
      / Self.square(of: turn, at: third, isDiagonal: isDiagonal)).squareRoot()
    guard !length.isNaN else { return nil }
  }

  /// The mixture at a length along the way; nil where it leaves the range of numbers.
  ///
  /// - Complexity: O(K D³), O(K D) without correlations.
  func parameters(step length: Double) -> MixtureParameters? {
    let (componentCount, dimension) = (model.componentCount, model.dimension)
    let point = origin.indices.map { origin[$0] + length * (2 * step[$0] + length * turn[$0]) }
    let size = Self.size(dimension, isDiagonal: isDiagonal)
    // Components without a place have their weights behind all others.
    let logWeights = (0..<componentCount).map { point[$0 * size] } + point[(componentCount * size)...]
    let largest = logWeights.max() ?? 0
    let weights = logWeights.map { exponential($0 - largest) }
    let sum = weights.reduce(0, +)
    let means = (0..<componentCount).map { Array(point[($0 * size + 1)..<($0 * size + 1 + dimension)]) }
    let whitenings = (0..<componentCount).map { whitening(point[($0 * size)..<(($0 + 1) * size)]) }
    let covariances = whitenings.map { SymmetricMatrix(productOf: $0.inverse) }
    guard sum.isFinite, (means + covariances.map(\.entries)).allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return nil
    }
    return model.with(
      weights: weights.map { $0 / sum }, means: means, covariances: covariances, whitenings: whitenings)
  }

  private func whitening(_ component: ArraySlice<Double>) -> TriangularFactor {
    let dimension = model.dimension
    let scales = component.dropFirst(1 + dimension).prefix(dimension).map(exponential)
    guard !isDiagonal else { return TriangularFactor(diagonal: scales) }
    var elements = [Double](repeating: 0, count: dimension * dimension)
    var entry = component.startIndex + 1 + 2 * dimension
    for (row, scale) in scales.enumerated() {
      for column in 0..<row {
        elements[row * dimension + column] = scale * component[entry]
        entry += 1
      }
      elements[row * dimension + row] = scale
    }
    return TriangularFactor(SquareMatrix(elements, count: dimension))
  }
}

// MARK: - Coordinates and their metric

extension SquaredExtrapolation {
  /// The number of coordinates of a component: the logarithm of its weight, its mean, the logarithms of the
  /// whitening factor's diagonal, and what is below the diagonal, row by row.
  private static func size(_ dimension: Int, isDiagonal: Bool) -> Int {
    1 + 2 * dimension + (isDiagonal ? 0 : dimension * (dimension - 1) / 2)
  }

  private static func coordinates(of model: MixtureParameters, isDiagonal: Bool) -> [Double] {
    let d = model.dimension
    var result: [Double] = []
    result.reserveCapacity(model.componentCount * size(d, isDiagonal: isDiagonal))
    for k in model.means.indices {
      let whitening = model.whitenings[k]
      result.append(naturalLogarithm(model.weights[k]))
      result += model.means[k]
      for row in 0..<d { result.append(naturalLogarithm(whitening[row, row])) }
      for row in 0..<(isDiagonal ? 0 : d) {
        for column in 0..<row { result.append(whitening[row, column] / whitening[row, row]) }
      }
    }
    return result + model.weights[model.componentCount...].map(naturalLogarithm)
  }

  /// The squared length of a small step at a model in the metric of Fisher's information of labelled points.
  ///
  /// It does not depend on the data's units, and in it EM contracts without turning: near a maximum `‖r‖ /
  /// ‖v‖` lies between the lengths that would suit the quickest and the slowest direction.
  private static func square(of step: [Double], at model: MixtureParameters, isDiagonal: Bool) -> Double {
    let d = model.dimension
    let size = size(d, isDiagonal: isDiagonal)
    let ofOthers = zip(model.weights[model.componentCount...], step[(model.componentCount * size)...])
      .reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    return model.means.indices.reduce(ofOthers) { sum, k in
      let part = step[(k * size)..<((k + 1) * size)]
      let whitening = model.whitenings[k]
      let start = part.startIndex
      var square = part[start] * part[start]
      let means = whitening.applied(to: Array(part[(start + 1)..<(start + 1 + d)]))
      for row in 0..<d {
        let scale = part[start + 1 + d + row]
        square += means[row] * means[row] + 2 * scale * scale
      }
      if !isDiagonal { square += slopeSquare(part[(start + 1 + 2 * d)...], whitening) }
      return sum + model.weights[k] * square
    }
  }

  /// Of what is below the diagonal: the square of `diag(W) δU W⁻¹`.
  private static func slopeSquare(_ slopes: ArraySlice<Double>, _ whitening: TriangularFactor) -> Double {
    let inverse = whitening.inverse
    var square = 0.0
    var entry = slopes.startIndex
    for row in 0..<whitening.dimension {
      for column in 0..<row {
        let sum = (column..<row).reduce(0.0) { $0 + slopes[entry + $1] * inverse[$1, column] }
        square += whitening[row, row] * whitening[row, row] * sum * sum
      }
      entry += row
    }
    return square
  }
}

extension Maximization {
  /// The parameters of the structure, on or above the floor, that are nearest in likelihood to given ones:
  /// the maximization under the statistics that points drawn from these would have.
  func nearest(to parameters: MixtureParameters, pointCount: Double) -> Outcome {
    let masses = parameters.weights.map { $0 * pointCount }
    let scatters = zip(parameters.covariances, masses).map { covariance, mass in
      covariance.map { $0 * mass }
    }
    return unregularized(
      SufficientStatistics(
        masses: masses, scatters: scatters, dimension: parameters.dimension),
      from: parameters)
  }
}
