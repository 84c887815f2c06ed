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
    let kind = statistics.kind
    let size = SufficientStatistics.entries(dimension: dimension, kind: kind)
    let knownSize = SufficientStatistics.entries(dimension: known.count, kind: kind)
    var moments = [Double](repeating: 0, count: mixture.componentCount * size)
    for k in 0..<mixture.componentCount where statistics.mass(of: k) > 0 {
      let part = Array(statistics.moments[(k * knownSize)..<((k + 1) * knownSize)])
      moments.replaceSubrange(
        (k * size)..<((k + 1) * size),
        with: completed(part, kind, conditional(of: k, in: mixture, under: marginal)))
    }
    return statistics.with(moments: moments, dimension: dimension)
  }

  private func completed(_ part: [Double], _ kind: MomentKind, _ conditional: Conditional) -> [Double] {
    guard kind == .scatters else { return completedVariances(part, kind, conditional) }
    return completedScatter(part, conditional)
  }

  /// Mass, first moment and scatter (lower triangle) of all coordinates.
  private func completedScatter(_ part: [Double], _ conditional: Conditional) -> [Double] {
    let (o, d) = (known.count, dimension)
    let (mass, slopes) = (part[0], conditional.allSlopes(knownCount: o))
    func scatter(_ i: Int, _ j: Int) -> Double { part[1 + o + max(i, j) * o + min(i, j)] }
    var result = [Double](repeating: 0, count: SufficientStatistics.entries(dimension: d, kind: .scatters))
    func place(_ a: Int, _ b: Int) -> Int { 1 + d + max(a, b) * d + min(a, b) }
    result[0] = mass
    for i in 0..<o {
      result[1 + known[i]] = part[1 + i]
      for j in 0...i { result[place(known[i], known[j])] = scatter(i, j) }
    }
    // A S, for the products of a missing coordinate with a known one, and from it A S Aᵀ.
    let crossed = slopes.map { row in
      (0..<o).map { j in (0..<o).reduce(0.0) { $0 + row[$1] * scatter($1, j) } }
    }
    for m in missing.indices {
      result[1 + missing[m]] = (0..<o).reduce(0.0) { $0 + slopes[m][$1] * part[1 + $1] }
      for j in 0..<o { result[place(missing[m], known[j])] = crossed[m][j] }
      for other in 0...m {
        let explained = (0..<o).reduce(0.0) { $0 + crossed[m][$1] * slopes[other][$1] }
        result[place(missing[m], missing[other])] = explained + mass * conditional.covariance[m, other]
      }
    }
    return result
  }

  /// Mass, first moment and, if asked for, the scatter along each coordinate. Without correlations the known coordinates
  /// say nothing of the missing ones; with those that a given start may have, their scatters alone are known.
  private func completedVariances(
    _ part: [Double], _ kind: MomentKind, _ conditional: Conditional
  ) -> [Double] {
    var result = [Double](
      repeating: 0, count: SufficientStatistics.entries(dimension: dimension, kind: kind))
    result[0] = part[0]
    for (place, coordinate) in known.enumerated() { result[1 + coordinate] = part[1 + place] }
    if let slopes = conditional.slopes {
      for (coordinate, row) in zip(missing, slopes) {
        for place in known.indices {
          result[1 + coordinate] += row[place] * part[1 + place]
          guard kind == .variances else { continue }
          result[1 + dimension + coordinate] += row[place] * row[place] * part[1 + known.count + place]
        }
      }
    }
    guard kind == .variances else { return result }
    for (place, coordinate) in known.enumerated() {
      result[1 + dimension + coordinate] = part[1 + known.count + place]
    }
    for (place, coordinate) in missing.enumerated() {
      result[1 + dimension + coordinate] += part[0] * conditional.covariance[place, place]
    }
    return result
  }

  /// The distribution of missing coordinates given the known ones.
  struct Conditional {
    /// `A`, row by row; nil where all its entries are 0.
    let slopes: [[Double]]?
    /// `C`.
    let covariance: SymmetricMatrix

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
    let o = known.count
    let all = mixture.covariances[k]
    guard all.form == .full else {
      return Conditional(slopes: nil, covariance: all.selecting(missing))
    }
    let whitening = marginal.whitenings[k]
    // Σ_mo Wᵀ first: then A = (Σ_mo Wᵀ) W, and A Σ_om is its square.
    let whitened = missing.map { m in whitening.applied(to: known.map { all[m, $0] }) }
    let slopes = whitened.map { row in
      (0..<o).map { column in (column..<o).reduce(0.0) { $0 + row[$1] * whitening[$1, column] } }
    }
    let covariance = missing.indices.flatMap { i in
      missing.indices.map { j in
        all[missing[i], missing[j]] - zip(whitened[i], whitened[j]).reduce(0.0) { $0 + $1.0 * $1.1 }
      }
    }
    return Conditional(
      slopes: slopes, covariance: SymmetricMatrix(dimension: missing.count, elements: covariance))
  }
}
