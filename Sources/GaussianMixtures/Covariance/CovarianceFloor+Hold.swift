internal import LinearAlgebra

extension CovarianceFloor {
  /// Why a component is held up, and where.
  struct Hold: Sendable {
    let cause: FloorCause
    /// In units of the spreads.
    let axis: ColumnDirection
    /// The column that the axis follows most.
    let column: Int
    /// Where the component is in that column, in the frame: on an atom, where that is the cause.
    let place: Double
  }

  /// Why a component at a place is held up along the axes of its covariance, or thinner than the numbers of the columns
  /// can tell where a structure's one bound for all does not reach that far.
  ///
  /// - Returns: the reason that says least for the component, of all axes; nil where there is none.
  /// - Complexity: O(D) an axis, O(1) for one along a column; O(D²) where the columns' bounds differ from a common one.
  func hold(_ bounded: Bounded, at mean: [Double]) -> Hold? {
    var holds = zip(bounded.axes, bounded.isDataFlat).map { axis, isDataFlat in
      hold(isDataFlat ? .flatData : cause(along: axis, at: mean), axis, in: units, at: mean)
    }
    if let columnDeviations {
      holds += directions(of: bounded, thinnerThan: columnDeviations).map { axis in
        let isDataFlat = wholeVariance(along: axis, in: columnDeviations) <= 2
        let cause = isDataFlat ? FloorCause.flatData : isOnAtom(axis, at: mean) ? .atom : .equalValues
        return hold(cause, axis, in: columnDeviations, at: mean)
      }
    }
    return holds.reduce(nil) { worst, hold in worst.map { $0.cause >= hold.cause ? $0 : hold } ?? hold }
  }

  private func hold(
    _ cause: FloorCause, _ axis: ColumnDirection, in units: [Double], at mean: [Double]
  ) -> Hold {
    let axis = inUnitsOfSpreads(axis, from: units)
    let column = axis.mainColumn
    let atoms = cause == .atom ? atoms.columns[column] + atoms.points.map { $0[column] } : []
    let place = atoms.min { abs($0 - mean[column]) < abs($1 - mean[column]) } ?? mean[column]
    return Hold(cause: cause, axis: axis, column: column, place: place)
  }

  private func inUnitsOfSpreads(_ direction: ColumnDirection, from units: [Double]) -> ColumnDirection {
    guard case .vector(let axis) = direction, units != spreads else { return direction }
    let scaled = axis.indices.map { axis[$0] * (units[$0] / spreads[$0]) }
    let length = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length == 0 ? direction : .vector(scaled.map { $0 / length })
  }

  /// Where a covariance has less than the variance 1 in these units.
  private func directions(of bounded: Bounded, thinnerThan deviations: [Double]) -> [ColumnDirection] {
    let whitening = bounded.whitening
    var trace = 0.0
    for row in 0..<dimension {
      for column in 0...row {
        let entry = whitening[row, column] * deviations[column]
        trace += entry * entry
      }
    }
    // At least the inverse of the smallest variance.
    guard trace >= 1 else { return [] }
    let eigen = PrincipalAxes(of: bounded.covariance.divided(by: deviations).square)
    return (0..<dimension).filter { eigen.values[$0] < 1 - 0x1p-20 }.map {
      .vector(Array(eigen.axes.row($0)))
    }
  }

  private func cause(along axis: ColumnDirection, at mean: [Double]) -> FloorCause {
    if isOnAtom(axis, at: mean) { return .atom }
    return Self.share(of: axis) { isResolution[$0] } >= 0.5 ? .resolution : .equalValues
  }

  /// Whether atoms explain that a component at a place is flat along an axis.
  private func isOnAtom(_ axis: ColumnDirection, at mean: [Double]) -> Bool {
    func isNear(_ place: Double, _ column: Int) -> Bool {
      abs(mean[column] - place) <= Self.reachOfAtoms * lowerBound(of: column).squareRoot()
    }
    return Self.share(of: axis) { j in atoms.columns[j].contains { isNear($0, j) } } >= Self.wholeShare
      || atoms.points.contains { point in point.indices.allSatisfy { isNear(point[$0], $0) } }
  }

  private static func share(of axis: ColumnDirection, in isCounted: (Int) -> Bool) -> Double {
    switch axis {
    case .column(let column, _): isCounted(column) ? 1 : 0
    case .vector(let axis): axis.indices.reduce(0) { isCounted($1) ? $0 + axis[$1] * axis[$1] : $0 }
    }
  }

  /// In standard deviations of a component on the floor.
  private static let reachOfAtoms = 4.0
  /// Of an axis in columns whose atoms explain that a component is flat.
  private static let wholeShare = 1 - 0x1p-20
}
