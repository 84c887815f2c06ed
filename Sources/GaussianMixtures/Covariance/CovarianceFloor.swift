internal import LinearAlgebra

/// The bound `Σ ≥ f diag(s²)` that keeps every covariance positive definite, with the columns' spreads s,
/// so that units do not matter.
///
/// It acts only where it binds. In columns divided by the spreads it is the same in all directions,
/// `Σ ≥ f I`, so it bounds the variances along a component's axes, whichever these are.
struct CovarianceFloor: Sendable {
  /// f.
  let factor: Double
  /// s, in the frame.
  ///
  /// Structures that do not survive a change of single units take the widest for all columns: the bound
  /// must be the same in all directions in their one unit, and in a column of far smaller numbers its own
  /// spread would be beyond what a covariance can hold.
  let spreads: [Double]
  /// The covariance of all points, in the form that covariances of the structure have.
  let wholeCovariance: SymmetricMatrix

  var dimension: Int { spreads.count }

  /// - Parameters:
  ///   - hasOneUnit: whether the widest spread counts for all columns.
  ///   - form: of the covariances.
  init(factor: Double, hasOneUnit: Bool, form: SymmetricMatrix.Form, points: PreparedPoints) {
    let widest = points.spreads.max() ?? 1
    self.init(
      factor: factor,
      spreads: hasOneUnit ? points.spreads.map { _ in widest } : points.spreads,
      covariance: points.covariance.taking(form))
  }

  /// - Parameters:
  ///   - factor: f.
  ///   - spreads: s.
  ///   - covariance: of all points.
  init(factor: Double, spreads: [Double], covariance: SymmetricMatrix) {
    self.factor = factor
    self.spreads = spreads
    wholeCovariance = covariance
  }

  func inUnitsOfSpreads(_ covariance: SymmetricMatrix) -> SymmetricMatrix {
    covariance.mapEntries { $0 / (spreads[$1] * spreads[$2]) }
  }

  /// A covariance under the bound, and in which directions the bound held it up.
  struct Bounded {
    var covariance: SymmetricMatrix
    var whitening: TriangularFactor
    /// Empty where the floor does not bind.
    var axes: [ColumnDirection] = []
    /// Whether the data as a whole are not flat along one of the axes: then it is the data's accident
    /// that a component is.
    var isAccident = false
  }

  /// The covariance nearest to `covariance` in likelihood among those that respect the bound: in units of
  /// the spreads, eigenvalues are raised to the factor.
  ///
  /// - Complexity: O(D³), O(D) without correlations.
  func bound(_ covariance: SymmetricMatrix) -> Bounded {
    if let whitening = covariance.whitening, isSurelyAbove(whitening) {
      return Bounded(covariance: covariance, whitening: whitening)
    }
    let scaled = inUnitsOfSpreads(covariance)
    guard scaled.form == .full else {
      return self.covariance(variances: scaled.entries.map { max($0, factor) }, lowerBound: factor)
    }
    let eigen = PrincipalAxes(of: scaled.entries, dimension: dimension)
    return self.covariance(
      axes: eigen.axes, variances: eigen.values.map { max($0, factor) }, lowerBound: factor)
  }

  /// The trace of the inverse, in units of the spreads, is at least the inverse of the smallest eigenvalue:
  /// a test that costs no eigenvalues.
  private func isSurelyAbove(_ whitening: TriangularFactor) -> Bool {
    let d = dimension
    var trace = 0.0
    if whitening.isHeldByDiagonal {
      for (entry, spread) in zip(whitening.entries, spreads) { trace += (entry * spread) * (entry * spread) }
      return trace * factor < 1
    }
    for row in 0..<d {
      for column in 0...row {
        let entry = whitening.entries[row * d + column] * spreads[column]
        trace += entry * entry
      }
    }
    return trace * factor < 1
  }

  /// The covariance with these variances along these axes.
  ///
  /// The whitening factor comes from the axes: the rounded product would know the smallest variance to a
  /// few digits only.
  ///
  /// - Parameters:
  ///   - axes: orthonormal rows, in units of the spreads.
  ///   - variances: at least `lowerBound`.
  ///   - lowerBound: along an axis with this variance the floor binds.
  /// - Complexity: O(D³).
  func covariance(
    axes: [Double], variances: [Double], lowerBound: Double
  ) -> Bounded {
    let d = dimension
    var covariance = [Double](repeating: 0, count: d * d)
    var rows = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      let deviation = variances[i].squareRoot()
      for j in 0..<d { rows[i * d + j] = axes[i * d + j] / (deviation * spreads[j]) }
    }
    for row in 0..<d {
      for column in 0...row {
        var sum = 0.0
        for i in 0..<d { sum += variances[i] * axes[i * d + row] * axes[i * d + column] }
        covariance[row * d + column] = sum * (spreads[row] * spreads[column])
        covariance[column * d + row] = covariance[row * d + column]
      }
    }
    var result = Bounded(
      covariance: SymmetricMatrix(dimension: d, elements: covariance),
      whitening: .whitening(fromRows: rows, dimension: d))
    for i in 0..<d where Self.isHeld(variances[i], by: lowerBound) {
      let axis = ColumnDirection.vector(Array(axes[(i * d)..<((i + 1) * d)]))
      result.note(axis, isAccident: wholeVariance(along: axis) > 2 * lowerBound)
    }
    return result
  }

  /// The covariance with these variances along the coordinates, in units of the spreads.
  ///
  /// - Complexity: O(D).
  func covariance(variances: [Double], lowerBound: Double) -> Bounded {
    let own = zip(variances, spreads).map { $0 * ($1 * $1) }
    let whitening = zip(variances, spreads).map { 1 / ($0.squareRoot() * $1) }
    var result = Bounded(
      covariance: SymmetricMatrix(diagonal: own), whitening: TriangularFactor(diagonal: whitening))
    for (j, variance) in variances.enumerated() where Self.isHeld(variance, by: lowerBound) {
      let axis = ColumnDirection.column(j, of: dimension)
      result.note(axis, isAccident: wholeVariance(along: axis) > 2 * lowerBound)
    }
    return result
  }

  /// Products such as `λ_k a_j` meet the bound to rounding only.
  private static func isHeld(_ variance: Double, by lowerBound: Double) -> Bool {
    variance <= lowerBound * (1 + 0x1p-40)
  }

  private func wholeVariance(along direction: ColumnDirection) -> Double {
    if let column = direction.column {
      return wholeCovariance[column, column] / (spreads[column] * spreads[column])
    }
    let d = dimension
    let axis = direction.components
    let whole = inUnitsOfSpreads(wholeCovariance)
    var sum = 0.0
    for i in 0..<d {
      for j in 0..<d { sum += axis[i] * whole[i, j] * axis[j] }
    }
    return sum
  }
}

extension CovarianceFloor.Bounded {
  fileprivate mutating func note(_ axis: ColumnDirection, isAccident: Bool) {
    axes.append(axis)
    if isAccident { self.isAccident = true }
  }
}
