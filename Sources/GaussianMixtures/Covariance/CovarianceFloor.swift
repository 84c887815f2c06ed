internal import LinearAlgebra

/// The bound `Σ ≥ diag(b)` that keeps every covariance positive definite, with `b = f s²` and the columns' spreads s,
/// so that units do not matter; in a column whose numbers lie on a grid of the step h at least `h²/12`, which is all
/// that such numbers tell.
///
/// It acts only where it binds. In columns divided by the units `u = (b/f)^½` it is the same in all directions,
/// `Σ ≥ f I`, so it bounds the variances along a component's axes, whichever these are.
struct CovarianceFloor: Sendable {
  /// f, the smallest variance in these units.
  let factor: Double
  /// u, in the frame.
  let units: [Double]
  /// s, in the frame.
  ///
  /// Structures that do not survive a change of single units take the widest for all columns: the bound
  /// must be the same in all directions in their one unit, and in a column of far smaller numbers its own
  /// spread would be beyond what a covariance can hold.
  let spreads: [Double]
  /// The covariance of all points, in the form that covariances of the structure have.
  let wholeCovariance: SymmetricMatrix
  /// Whether the bound is no more than what a column's numbers can tell apart.
  let isResolution: [Bool]
  /// The least deviation of each column, where the bound is a common one below some of them; else nil.
  let columnDeviations: [Double]?
  let atoms: Atoms

  var dimension: Int { spreads.count }

  /// - Parameters:
  ///   - factor: f, as asked for.
  ///   - resolution: whether grids count.
  ///   - structure: of the covariances.
  ///   - hasOneUnit: whether the widest spread counts for all columns.
  ///   - points: whose covariances are bounded.
  /// - Complexity: O(D), or O(D³) where there is a grid and covariances have axes of their own.
  init(
    factor: Double, resolution: Resolution, structure: CovarianceStructure, hasOneUnit: Bool,
    points: DataSummary
  ) {
    let widest = points.spreads.max() ?? 1
    let spreads = hasOneUnit ? points.spreads.map { _ in widest } : points.spreads
    let plain = spreads.map { factor * $0 * $0 }
    let grids =
      resolution == .none ? plain.map { _ in 0 } : ResolutionBounds.bounds(of: points, for: structure)
    let common = hasOneUnit ? ResolutionBounds.common(grids, for: structure) : nil
    let bounds = plain.indices.map { max(plain[$0], common ?? grids[$0]) }
    isResolution = plain.indices.map { column in
      // A common bound far below what a column can tell apart says nothing of equal numbers in that column, and where
      // cells hold less than a point each, equal numbers are rare enough to make a likelihood by themselves.
      bounds[column] > plain[column] && bounds[column] >= grids[column] / 4
        && ResolutionBounds.pointsInCell(of: bounds[column], column, points) >= 1
    }
    let largest = zip(bounds, spreads).reduce(factor) { max($0, $1.0 / ($1.1 * $1.1)) }
    self.factor = largest
    units = largest == factor ? spreads : bounds.map { ($0 / largest).squareRoot() }
    self.spreads = spreads
    columnDeviations =
      common.map { $0 < grids.max() ?? 0 } == true && structure.orientation != .identity
      ? zip(plain, grids).map { max($0, $1).squareRoot() } : nil
    wholeCovariance = points.covariance.taking(structure.moments == .scatters ? .full : .diagonal)
    atoms = points.atoms
  }

  /// Without grids.
  ///
  /// - Parameters:
  ///   - factor: f.
  ///   - spreads: s.
  ///   - covariance: of all points.
  init(factor: Double, spreads: [Double], covariance: SymmetricMatrix) {
    self.factor = factor
    self.spreads = spreads
    units = spreads
    wholeCovariance = covariance
    isResolution = spreads.map { _ in false }
    columnDeviations = nil
    atoms = Atoms(dimension: spreads.count)
  }

  /// The smallest variance of a column.
  func lowerBound(of column: Int) -> Double { factor * units[column] * units[column] }

  func inUnits(_ covariance: SymmetricMatrix) -> SymmetricMatrix { covariance.divided(by: units) }

  func inUnitsOfSpreads(_ covariance: SymmetricMatrix) -> SymmetricMatrix { covariance.divided(by: spreads) }

  /// A covariance under the bound, and in which directions the bound held it up.
  struct Bounded {
    var covariance: SymmetricMatrix
    var whitening: TriangularFactor
    /// Directions in the floor's units; empty where the floor does not bind.
    var axes: [ColumnDirection] = []
    /// For each axis whether the data as a whole are flat along it.
    var isDataFlat: [Bool] = []
  }

  /// The covariance nearest to `covariance` in likelihood among those that respect the bound: in the floor's
  /// units, eigenvalues are raised to the factor.
  ///
  /// - Complexity: O(D³), O(D) without correlations.
  func bound(_ covariance: SymmetricMatrix) -> Bounded {
    if let whitening = covariance.whitening, isSurelyAbove(whitening) {
      return Bounded(covariance: covariance, whitening: whitening)
    }
    let scaled = inUnits(covariance)
    guard scaled.form == .full, !isSurelyBelow(scaled) else {
      return self.covariance(variances: scaled.diagonal.map { max($0, factor) }, lowerBound: factor)
    }
    let eigen = PrincipalAxes(of: scaled.square)
    return self.covariance(
      axes: eigen.axes, variances: eigen.values.map { max($0, factor) }, lowerBound: factor)
  }

  /// No eigenvalue is above the trace: where that is under the bound, all axes are, and the coordinates are as good as
  /// any others.
  private func isSurelyBelow(_ scaled: SymmetricMatrix) -> Bool {
    scaled.diagonal.reduce(0, +) <= factor || scaled.isDiagonal
  }

  /// The trace of the inverse, in the floor's units, is at least the inverse of the smallest eigenvalue:
  /// a test that costs no eigenvalues.
  private func isSurelyAbove(_ whitening: TriangularFactor) -> Bool {
    var trace = 0.0
    switch whitening.storage.content {
    case .diagonal(let entries):
      for (entry, unit) in zip(entries, units) { trace += (entry * unit) * (entry * unit) }
    case .full(let lower):
      for row in 0..<lower.count {
        for column in 0...row {
          let entry = lower[row, column] * units[column]
          trace += entry * entry
        }
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
  ///   - axes: orthonormal rows, in the floor's units.
  ///   - variances: at least `lowerBound`.
  ///   - lowerBound: along an axis with this variance the floor binds.
  /// - Complexity: O(D³).
  func covariance(axes: SquareMatrix, variances: [Double], lowerBound: Double) -> Bounded {
    let d = dimension
    var rows = axes
    for i in 0..<d {
      let deviation = variances[i].squareRoot()
      for j in 0..<d { rows[i, j] /= deviation * units[j] }
    }
    var covariance = axes.square(weights: variances)
    for row in 0..<d {
      for column in 0...row {
        covariance[row, column] *= units[row] * units[column]
        covariance[column, row] = covariance[row, column]
      }
    }
    var result = Bounded(covariance: SymmetricMatrix(covariance), whitening: .whitening(fromRows: rows))
    for i in 0..<d where Self.isHeld(variances[i], by: lowerBound) {
      let axis = ColumnDirection.vector(Array(axes.row(i)))
      result.note(axis, isDataFlat: wholeVariance(along: axis) <= 2 * lowerBound)
    }
    return result
  }

  /// The covariance with these variances along the coordinates, in the floor's units.
  ///
  /// - Complexity: O(D).
  func covariance(variances: [Double], lowerBound: Double) -> Bounded {
    let own = zip(variances, units).map { $0 * ($1 * $1) }
    let whitening = zip(variances, units).map { 1 / ($0.squareRoot() * $1) }
    var result = Bounded(
      covariance: SymmetricMatrix(diagonal: own), whitening: TriangularFactor(diagonal: whitening))
    for (j, variance) in variances.enumerated() where Self.isHeld(variance, by: lowerBound) {
      let axis = ColumnDirection.column(j, of: dimension)
      result.note(axis, isDataFlat: wholeVariance(along: axis) <= 2 * lowerBound)
    }
    return result
  }

  /// Products such as `λ_k a_j` meet the bound to rounding only.
  private static func isHeld(_ variance: Double, by lowerBound: Double) -> Bool {
    variance <= lowerBound * (1 + 0x1p-40)
  }

  private func wholeVariance(along direction: ColumnDirection) -> Double {
    wholeVariance(along: direction, in: units)
  }

  /// The variance of all points in a direction, in some units of the columns.
  func wholeVariance(along direction: ColumnDirection, in units: [Double]) -> Double {
    if let column = direction.column {
      return wholeCovariance[column, column] / (units[column] * units[column])
    }
    let d = dimension
    let axis = zip(direction.components, units).map { $0 / $1 }
    let whole = wholeCovariance.square
    var product = [Double](repeating: 0, count: d)
    for i in 0..<d {
      for j in 0..<d { product[j] += axis[i] * whole[i, j] }
    }
    return (0..<d).reduce(0.0) { $0 + product[$1] * axis[$1] }
  }
}

extension CovarianceFloor.Bounded {
  fileprivate mutating func note(_ axis: ColumnDirection, isDataFlat: Bool) {
    axes.append(axis)
    self.isDataFlat.append(isDataFlat)
  }
}
