internal import LinearAlgebra

/// A shrinkage in the frame of a fit: what it does to scatters, and to the distances of the expectation.
struct ScatterShrinkage: Sendable {
  let shrinkage: Shrinkage
  /// Whether all components have one covariance, which is what an amount is estimated for.
  let isTied: Bool
  /// The units in which a sphere is one.
  let spreads: [Double]

  private var dimension: Int { spreads.count }

  // MARK: - Maximization

  /// Draws scatters towards their targets.
  ///
  /// - Parameter norms: the components' fourth moments, as far as they are known.
  /// - Complexity: O(K D²), O(K D) without correlations.
  func apply(to scatters: inout [SymmetricMatrix], masses: [Double], norms: [Double]? = nil) {
    let total = masses.reduce(0, +)
    guard total > 0 else { return }
    let pooled = scatters.dropFirst().reduce(scatters[0], +)
    let common = isTied ? shrunk(pooled, mass: total, norm: norms?.reduce(0, +), pooled: pooled, total: total) : nil
    for k in scatters.indices where masses[k] > 0 {
      scatters[k] =
        common?.map { $0 * masses[k] / total }
        ?? shrunk(scatters[k], mass: masses[k], norm: norms?[k], pooled: pooled, total: total)
    }
  }

  /// - Parameter units: in which a sphere is one: the spreads for a scatter, their reciprocals for a precision.
  private func target(of matrix: SymmetricMatrix, units: [Double]) -> SymmetricMatrix {
    guard shrinkage.target == .sphere else { return matrix.taking(.diagonal) }
    let mean = zip(matrix.diagonal, units).reduce(0) { $0 + $1.0 / ($1.1 * $1.1) } / Double(dimension)
    return SymmetricMatrix(diagonal: units.map { mean * $0 * $0 })
  }

  /// A scatter drawn towards its target.
  private func shrunk(
    _ scatter: SymmetricMatrix, mass: Double, norm: Double?, pooled: SymmetricMatrix, total: Double
  ) -> SymmetricMatrix {
    guard shrinkage.amount != .stein else { return SteinShrinkage(spreads: spreads).shrunk(scatter, mass: mass) }
    let share = amount(for: scatter, mass: mass, norm: norm)
    let target = shrinkage.target == .pooled ? pooled.map { $0 * mass / total } : target(of: scatter, units: spreads)
    return scatter.combined(with: target) { (1 - share) * $0 + share * $1 }
  }

  private func amount(for scatter: SymmetricMatrix, mass: Double, norm: Double?) -> Double {
    if case .fixed(let share) = shrinkage.amount { return share }
    let covariance = scatter.map { $0 / mass }.divided(by: spreads)
    let trace = covariance.diagonal.reduce(0, +)
    let square = covariance.entries.reduce(0) { $0 + $1 * $1 }
    return shrinkage.amount == .ledoitWolf
      ? ledoitWolf(trace, square, mass, norm) : oracleApproximating(trace, square, mass)
  }

  /// Chen et al. (2010), equation 23, of a covariance's trace and that of its square.
  private func oracleApproximating(_ trace: Double, _ square: Double, _ mass: Double) -> Double {
    let d = Double(dimension)
    let excess = (mass + 1 - 2 / d) * (square - trace * trace / d)
    guard excess > 0 else { return 1 }
    return min(1, ((1 - 2 / d) * square + trace * trace) / excess)
  }

  /// Ledoit and Wolf (2004), section 3: how far the points' own squares are from the covariance, over how far that is
  /// from its sphere. Without fourth moments they are those of a normal distribution.
  private func ledoitWolf(_ trace: Double, _ square: Double, _ mass: Double, _ norm: Double?) -> Double {
    let fourth = norm.map { $0 / mass } ?? trace * trace + 2 * square
    let error = max(fourth - square, 0) / mass
    let distance = square - trace * trace / Double(dimension)
    return distance > error ? error / distance : 1
  }

  // MARK: - Expectation

  /// The parameters under which points are shared out, and what is asked of them.
  func expectation(of parameters: MixtureParameters) -> MixtureParameters {
    guard shrinkage.amount == .ledoitWolf else { return distances(of: parameters) }
    var asking = parameters
    asking.normUnits = spreads.map { 1 / $0 }
    return asking
  }

  /// Parameters whose distances are the shrunk ones, and whose normalizers are those of the given ones.
  ///
  /// Under a distance from a precision `P` the log density lacks `½ ln |P Σ|` of a normal one; so components are normal
  /// ones of the covariance `P⁻¹`, and weighted down.
  ///
  /// - Complexity: O(K D³), O(K D) without correlations.
  private func distances(of parameters: MixtureParameters) -> MixtureParameters {
    guard case .fixed(let share) = shrinkage.amount, share > 0, shrinkage.target != .pooled else {
      return parameters
    }
    var shrunk = parameters
    var shifts = [Double](repeating: 0, count: parameters.componentCount)
    for k in parameters.means.indices {
      let whitening = parameters.whitenings[k]
      guard let own = shrunkWhitening(whitening, share) else { continue }
      shrunk.whitenings[k] = own
      shrunk.covariances[k] = SymmetricMatrix(productOf: own.inverse)
      shifts[k] = whitening.logDeterminant - own.logDeterminant
    }
    shrunk.normalizerShifts = shifts
    return shrunk
  }

  /// Nil where rounding has left no positive definite matrix.
  private func shrunkWhitening(_ whitening: TriangularFactor, _ share: Double) -> TriangularFactor? {
    let precision = whitening.symmetricPrecision
    let target = target(of: precision, units: spreads.map { 1 / $0 })
    let shrunk = precision.combined(with: target) { (1 - share) * $0 + share * $1 }
    return shrunk.form == .diagonal ? shrunk.factor : .whitening(ofPrecision: shrunk.square)
  }
}

extension TriangularFactor {
  /// `Wᵀ W`, in the form of the factor.
  fileprivate var symmetricPrecision: SymmetricMatrix {
    switch storage.content {
    case .diagonal(let entries): SymmetricMatrix(diagonal: entries.map { $0 * $0 })
    case .full: SymmetricMatrix(precision)
    }
  }
}
