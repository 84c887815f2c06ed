internal import LinearAlgebra

/// What the statistics of some coordinates say of all under a mixture: the expectation step for coordinates that
/// are missing at random.
///
/// Given the known coordinates o of a point and its component, the missing ones m have the mean
/// `μ_m + A (x_o - μ_o)` with `A = Σ_mo Σ_oo⁻¹` and the covariance `C = Σ_mm - A Σ_om`. Moments are linear and
/// quadratic in these, so those of the known coordinates suffice, for all points with the same ones at once.
///
/// Source: Z. Ghahramani and M. Jordan, Supervised learning from incomplete data via an EM approach, NIPS 6 (1994)
/// 120-127, section 3.
struct MissingCoordinates: Sendable {
  private let known: [Int]
  let missing: [Int]
  private let dimension: Int

  /// - Complexity: O(D).
  init(known: [Int], dimension: Int) {
    self.known = known
    var isMissing = [Bool](repeating: true, count: dimension)
    for coordinate in known { isMissing[coordinate] = false }
    missing = (0..<dimension).filter { isMissing[$0] }
    self.dimension = dimension
  }

  /// - Parameters:
  ///   - statistics: of the known coordinates, under the marginal distribution.
  ///   - marginal: that distribution.
  ///   - mixture: of all coordinates.
  /// - Complexity: O(K D³), without products of two coordinates O(K D).
  func completed(
    _ statistics: SufficientStatistics, under marginal: MixtureParameters, of mixture: MixtureParameters
  ) -> SufficientStatistics {
    let layout = MomentLayout(
      componentCount: mixture.componentCount, dimension: dimension, kind: statistics.kind)
    var components: [Double] = []
    components.reserveCapacity(layout.count)
    for k in 0..<mixture.componentCount {
      guard statistics.mass(of: k) > 0 else {
        components += [Double](repeating: 0, count: layout.componentSize)
        continue
      }
      let part = Part(numbers: Array(statistics.component(k)), layout: statistics.layout)
      let conditional = conditional(of: k, in: mixture, under: marginal)
      components +=
        statistics.kind == .scatters
        ? completedScatter(part, conditional, layout) : completedVariances(part, conditional, layout)
    }
    return statistics.with(components: components, dimension: dimension)
  }

  /// The statistics of a component in the known coordinates.
  private struct Part {
    let numbers: [Double]
    let layout: MomentLayout

    var mass: Double { numbers[0] }
    func firstMoment(_ j: Int) -> Double { numbers[layout.firstMoment(j)] }
    func variance(_ j: Int) -> Double { numbers[layout.variance(j)] }
    func product(_ i: Int, _ j: Int) -> Double { numbers[layout.product(i, j)] }
  }

  /// Mass, first moment and scatter (lower triangle) of all coordinates.
  private func completedScatter(
    _ part: Part, _ conditional: Conditional, _ layout: MomentLayout
  ) -> [Double] {
    let o = known.count
    let (mass, slopes) = (part.mass, conditional.allSlopes(knownCount: o))
    var result = [Double](repeating: 0, count: layout.componentSize)
    result[0] = mass
    for i in 0..<o {
      result[layout.firstMoment(known[i])] = part.firstMoment(i)
      for j in 0...i { result[layout.product(known[i], known[j])] = part.product(i, j) }
    }
    // A S, for the products of a missing coordinate with a known one, and from it A S Aᵀ.
    let crossed = slopes.map { row in
      (0..<o).map { j in (0..<o).reduce(0.0) { $0 + row[$1] * part.product($1, j) } }
    }
    for m in missing.indices {
      result[layout.firstMoment(missing[m])] = (0..<o).reduce(0.0) {
        $0 + slopes[m][$1] * part.firstMoment($1)
      }
      for j in 0..<o { result[layout.product(missing[m], known[j])] = crossed[m][j] }
      for other in 0...m {
        let explained = (0..<o).reduce(0.0) { $0 + crossed[m][$1] * slopes[other][$1] }
        result[layout.product(missing[m], missing[other])] =
          explained + mass * conditional.covariance[m, other]
      }
    }
    return result
  }

  /// Mass, first moment and, if asked for, the scatter along each coordinate. Without correlations the known coordinates
  /// say nothing of the missing ones; with those that a given start may have, their scatters alone are known.
  private func completedVariances(
    _ part: Part, _ conditional: Conditional, _ layout: MomentLayout
  ) -> [Double] {
    let hasVariances = layout.kind == .variances
    var result = [Double](repeating: 0, count: layout.componentSize)
    result[0] = part.mass
    for (place, coordinate) in known.enumerated() {
      result[layout.firstMoment(coordinate)] = part.firstMoment(place)
    }
    if let slopes = conditional.slopes {
      for (coordinate, row) in zip(missing, slopes) {
        for place in known.indices {
          result[layout.firstMoment(coordinate)] += row[place] * part.firstMoment(place)
          guard hasVariances else { continue }
          result[layout.variance(coordinate)] += row[place] * row[place] * part.variance(place)
        }
      }
    }
    guard hasVariances else { return result }
    for (place, coordinate) in known.enumerated() {
      result[layout.variance(coordinate)] = part.variance(place)
    }
    for (place, coordinate) in missing.enumerated() {
      result[layout.variance(coordinate)] += part.mass * conditional.covariance[place, place]
    }
    return result
  }

  /// The distribution of missing coordinates given the known ones.
  struct Conditional: Sendable {
    /// `A`, row by row; nil where all its entries are 0.
    let slopes: [[Double]]?
    /// `C`.
    let covariance: SymmetricMatrix

    /// - Parameters:
    ///   - missing: the coordinates that are asked for.
    ///   - known: the coordinates that are given.
    ///   - all: the covariance of these and those, by their places in it.
    ///   - whitening: of the known coordinates' part of it.
    /// - Complexity: O(D³), without correlations O(D).
    init(of missing: [Int], given known: [Int], in all: SymmetricMatrix, whitening: TriangularFactor) {
      guard all.form == .full else {
        (slopes, covariance) = (nil, all.selecting(missing))
        return
      }
      // Σ_mo Wᵀ first: then A = (Σ_mo Wᵀ) W, and A Σ_om is its square.
      let whitened = missing.map { m in whitening.applied(to: known.map { all[m, $0] }) }
      slopes = whitened.map { row in
        known.indices.map { column in
          (column..<known.count).reduce(0.0) { $0 + row[$1] * whitening[$1, column] }
        }
      }
      let rest = missing.indices.flatMap { i in
        missing.indices.map { j in
          all[missing[i], missing[j]] - zip(whitened[i], whitened[j]).reduce(0.0) { $0 + $1.0 * $1.1 }
        }
      }
      covariance = SymmetricMatrix(dimension: missing.count, elements: rest)
    }

    /// `A`, row by row.
    func allSlopes(knownCount: Int) -> [[Double]] {
      slopes
        ?? [[Double]](repeating: [Double](repeating: 0, count: knownCount), count: covariance.dimension)
    }
  }

  /// Of one component; the marginal distribution lends its whitening factor of the known coordinates.
  ///
  /// - Complexity: O(D³), without correlations O(D).
  func conditional(of k: Int, in mixture: MixtureParameters, under marginal: MixtureParameters) -> Conditional
  {
    Conditional(
      of: missing, given: known, in: mixture.covariances[k], whitening: marginal.whitenings[k])
  }
}
