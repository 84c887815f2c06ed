internal import LinearAlgebra

/// The bound `Σ ≥ f diag(s²)` that keeps every covariance positive definite, with the columns' spreads s,
/// so that units do not matter.
///
/// It acts only where it binds.
struct CovarianceFloor: Sendable {
  /// f.
  let factor: Double
  /// s, in the frame.
  ///
  /// Spheres take the widest for all columns: in a column of far smaller units their own would be beyond
  /// the range of numbers.
  let spreads: [Double]
  /// The covariance of all points, in units of the spreads.
  private let wholeCorrelation: [Double]

  private var dimension: Int { spreads.count }

  init(factor: Double, structure: CovarianceStructure, points: PreparedPoints) {
    self.factor = factor
    let widest = points.spreads.max() ?? 1
    let spreads = structure.shape == .identity ? points.spreads.map { _ in widest } : points.spreads
    self.spreads = spreads
    wholeCorrelation = Self.scaled(points.covariance, by: spreads)
  }

  func inUnitsOfSpreads(_ covariance: [Double]) -> [Double] { Self.scaled(covariance, by: spreads) }

  private static func scaled(_ covariance: [Double], by spreads: [Double]) -> [Double] {
    covariance.indices.map { covariance[$0] / (spreads[$0 / spreads.count] * spreads[$0 % spreads.count]) }
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

  /// The covariance nearest to `covariance` in likelihood among those of its form that respect the bound.
  ///
  /// - Complexity: O(D³).
  func bound(_ covariance: [Double], form: CovarianceForm) -> Bounded {
    switch form {
    case .full: boundFull(covariance)
    case .diagonal: boundDiagonal((0..<dimension).map { covariance[$0 * dimension + $0] })
    case .spherical: boundSpherical(covariance)
    }
  }

  private func boundFull(_ covariance: [Double]) -> Bounded {
    let d = dimension
    let scaled = inUnitsOfSpreads(covariance)
    var lowered = scaled
    for i in 0..<d { lowered[i * d + i] -= factor }
    if TriangularFactor.cholesky(of: lowered, dimension: d) != nil,
      let cholesky = TriangularFactor.cholesky(of: covariance, dimension: d)
    {
      return Bounded(covariance: covariance, whitening: cholesky.inverse)
    }
    guard let eigen = SymmetricEigen(of: scaled, dimension: d) else {
      return boundDiagonal((0..<d).map { covariance[$0 * d + $0] })
    }
    return raise(eigen)
  }

  /// Eigenvalues in units of the spreads are raised to the factor.
  ///
  /// The whitening factor comes from the
  /// eigenvectors: the rounded product would know the smallest eigenvalue to a few digits only.
  private func raise(_ eigen: SymmetricEigen) -> Bounded {
    let d = dimension
    let values = eigen.values.map { max($0, factor) }
    let product = eigen.matrix(values: values)
    var rows = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      for j in 0..<d { rows[i * d + j] = eigen.vectors[i * d + j] / (values[i].squareRoot() * spreads[j]) }
    }
    var result = Bounded(
      covariance: (0..<(d * d)).map { product[$0] * (spreads[$0 / d] * spreads[$0 % d]) },
      whitening: .whitening(fromRows: rows, dimension: d))
    for i in 0..<d where eigen.values[i] < factor {
      let axis = Array(eigen.vector(i))
      result.axes.append(axis)
      if wholeVariance(along: axis) > 2 * factor { result.isAccident = true }
    }
    return result
  }

  private func boundDiagonal(_ variances: [Double]) -> Bounded {
    let d = dimension
    var bounded = variances
    var result = diagonal(variances)
    for j in 0..<d where !(variances[j] >= factor * spreads[j] * spreads[j]) {
      bounded[j] = factor * spreads[j] * spreads[j]
      result.axes.append((0..<d).map { $0 == j ? 1 : 0 })
      if wholeCorrelation[j * d + j] > 2 * factor { result.isAccident = true }
    }
    let sound = diagonal(bounded)
    result.covariance = sound.covariance
    result.whitening = sound.whitening
    return result
  }

  private func boundSpherical(_ covariance: [Double]) -> Bounded {
    let d = dimension
    let variance = (0..<d).reduce(0) { $0 + covariance[$1 * d + $1] } / Double(d)
    let widest = spreads.max() ?? 1
    let smallest = factor * widest * widest
    var result = diagonal([Double](repeating: variance >= smallest ? variance : smallest, count: d))
    if !(variance >= smallest) {
      result.axes = (0..<d).map { j in (0..<d).map { $0 == j ? 1 : 0 } }
      result.isAccident = (0..<d).contains { wholeCorrelation[$0 * d + $0] > 2 * factor }
    }
    return result
  }

  private func diagonal(_ variances: [Double]) -> Bounded {
    Bounded(
      covariance: CovarianceMatrix.diagonal(variances).elements,
      whitening: TriangularFactor(
        dimension: dimension,
        elements: CovarianceMatrix.diagonal(variances.map { 1 / $0.squareRoot() }).elements))
  }

  private func wholeVariance(along axis: [Double]) -> Double {
    let d = dimension
    var sum = 0.0
    for i in 0..<d {
      for j in 0..<d { sum += axis[i] * wholeCorrelation[i * d + j] * axis[j] }
    }
    return sum
  }
}
