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
  /// The covariance of all points.
  let wholeCovariance: [Double]

  var dimension: Int { spreads.count }

  /// - Parameter hasOneUnit: whether the widest spread counts for all columns.
  init(factor: Double, hasOneUnit: Bool, points: PreparedPoints) {
    let widest = points.spreads.max() ?? 1
    self.init(
      factor: factor,
      spreads: hasOneUnit ? points.spreads.map { _ in widest } : points.spreads,
      covariance: points.covariance)
  }

  /// - Parameters:
  ///   - factor: f.
  ///   - spreads: s.
  ///   - covariance: of all points.
  init(factor: Double, spreads: [Double], covariance: [Double]) {
    self.factor = factor
    self.spreads = spreads
    wholeCovariance = covariance
  }

  func inUnitsOfSpreads(_ covariance: [Double]) -> [Double] {
    covariance.indices.map { covariance[$0] / (spreads[$0 / dimension] * spreads[$0 % dimension]) }
  }

  /// A covariance under the bound, and in which directions the bound held it up.
  struct Bounded {
    var covariance: [Double]
    var whitening: TriangularFactor
    /// Unit vectors in units of the spreads; empty where the floor does not bind.
    var axes: [[Double]] = []
    /// Whether the data as a whole are not flat along one of the axes: then it is the data's accident
    /// that a component is.
    var isAccident = false
  }

  /// The covariance nearest to `covariance` in likelihood among those that respect the bound: in units of
  /// the spreads, eigenvalues are raised to the factor.
  ///
  /// - Complexity: O(D³).
  func bound(_ covariance: [Double]) -> Bounded {
    if let whitening = TriangularFactor.whitening(of: covariance, dimension: dimension),
      isSurelyAbove(whitening)
    {
      return Bounded(covariance: covariance, whitening: whitening)
    }
    let eigen = PrincipalAxes(of: inUnitsOfSpreads(covariance), dimension: dimension)
    return self.covariance(
      axes: eigen.axes, variances: eigen.values.map { max($0, factor) }, lowerBound: factor)
  }

  /// The trace of the inverse, in units of the spreads, is at least the inverse of the smallest eigenvalue:
  /// a test that costs no eigenvalues.
  private func isSurelyAbove(_ whitening: TriangularFactor) -> Bool {
    let d = dimension
    var trace = 0.0
    for row in 0..<d {
      for column in 0...row {
        let entry = whitening.elements[row * d + column] * spreads[column]
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
      covariance: covariance, whitening: .whitening(fromRows: rows, dimension: d))
    for i in 0..<d where Self.isHeld(variances[i], by: lowerBound) {
      let axis = Array(axes[(i * d)..<((i + 1) * d)])
      result.note(axis, isAccident: wholeVariance(along: axis) > 2 * lowerBound)
    }
    return result
  }

  /// The covariance with these variances along the coordinates, in units of the spreads.
  ///
  /// - Complexity: O(D²).
  func covariance(variances: [Double], lowerBound: Double) -> Bounded {
    let d = dimension
    let own = zip(variances, spreads).map { $0 * ($1 * $1) }
    let whitening = zip(variances, spreads).map { 1 / ($0.squareRoot() * $1) }
    var result = Bounded(
      covariance: CovarianceMatrix.diagonal(own).elements,
      whitening: TriangularFactor(dimension: d, elements: CovarianceMatrix.diagonal(whitening).elements))
    for (j, variance) in variances.enumerated() where Self.isHeld(variance, by: lowerBound) {
      let axis = (0..<d).map { $0 == j ? 1.0 : 0 }
      result.note(axis, isAccident: wholeVariance(along: axis) > 2 * lowerBound)
    }
    return result
  }

  /// Products such as `λ_k a_j` meet the bound to rounding only.
  private static func isHeld(_ variance: Double, by lowerBound: Double) -> Bool {
    variance <= lowerBound * (1 + 0x1p-40)
  }

  private func wholeVariance(along axis: [Double]) -> Double {
    let d = dimension
    let whole = inUnitsOfSpreads(wholeCovariance)
    var sum = 0.0
    for i in 0..<d {
      for j in 0..<d { sum += axis[i] * whole[i * d + j] * axis[j] }
    }
    return sum
  }
}

extension CovarianceFloor.Bounded {
  fileprivate mutating func note(_ axis: [Double], isAccident: Bool) {
    axes.append(axis)
    if isAccident { self.isAccident = true }
  }
}
