import GaussianMixtures
import LinearAlgebra
import Testing

/// The eigenvalues of a covariance in columns divided by scales, from the smallest.
func scaledEigenvalues(_ covariance: CovarianceMatrix, scales: [Double]) -> [Double] {
  SymmetricEigen(of: divided(covariance, by: scales))?.values ?? []
}

private func divided(_ covariance: CovarianceMatrix, by scales: [Double]) -> SquareMatrix {
  SquareMatrix(count: covariance.dimension) { covariance[$0, $1] / scales[$0] / scales[$1] }
}

/// What the components share is equal to the digits that a covariance holds, and what has to be zero is zero.
func expectStructure(
  _ model: GaussianMixture, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let check = StructureCheck(model)
  for (k, component) in model.components.enumerated() {
    let faults = check.faultsOfItself(component.covariance) + check.faults(of: k)
    #expect(faults.isEmpty, "\(comment): component \(k + 1) \(faults)", sourceLocation: sourceLocation)
  }
}

/// Covariances in units that make their entries about 1, compared with the first one's.
private struct StructureCheck {
  private let structure: CovarianceStructure
  private let dimension: Int
  private let scaled: [SquareMatrix]
  /// Along the coordinates or the principal axes.
  private let logVariances: [[Double]]
  /// For each component, how far a logarithm may be off.
  private let losses: [Double]

  init(_ model: GaussianMixture) {
    let structure = model.structure
    let d = model.dimension
    let deviations = (0..<d).map { j in
      (model.components.map { $0.covariance[j, j] }.max() ?? 1).squareRoot()
    }
    let scales = structure.admitsColumnScaling ? deviations : deviations.map { _ in deviations.max() ?? 1 }
    let covariances = model.components.map(\.covariance)
    scaled = covariances.map { divided($0, by: scales) }
    let isDiagonal = structure.orientation == .identity
    let variances = scaled.map { matrix in
      isDiagonal ? matrix.diagonal : SymmetricEigen(of: matrix)?.values ?? []
    }
    logVariances = variances.map { $0.map(logarithmOf) }
    losses = variances.map { isDiagonal ? 0x1p-48 : 0x1p-48 * ($0[d - 1] / max($0[0], 0)) }
    dimension = d
    self.structure = structure
  }

  /// Without any other component.
  func faultsOfItself(_ covariance: CovarianceMatrix) -> [String] {
    var faults: [String] = []
    let indices = 0..<dimension
    let isDiagonal = indices.allSatisfy { i in indices.allSatisfy { i == $0 || covariance[i, $0] == 0 } }
    if structure.orientation == .identity, !isDiagonal { faults.append("is not diagonal") }
    let isSphere = indices.allSatisfy { abs(covariance[$0, $0] / covariance[0, 0] - 1) < 1e-14 }
    if structure.shape == .identity, !isSphere { faults.append("is no sphere") }
    return faults
  }

  /// Beside the first component.
  func faults(of k: Int) -> [String] {
    var faults: [String] = []
    let differences = zip(logVariances[k], logVariances[0]).map { $0 - $1 }
    let volume = differences.reduce(0, +) / Double(dimension)
    let tolerance = 1e-11 + Double(dimension) * (losses[k] + losses[0])
    // A covariance whose digits end before its narrowest axis tells nothing.
    if tolerance < 0.1 {
      if structure.volume == .equal, abs(volume) > tolerance { faults.append("volume off by \(volume)") }
      let shape = differences.reduce(0) { max($0, abs($1 - volume)) }
      if structure.shape == .equal, shape > tolerance { faults.append("shape off by \(shape)") }
    }
    if structure.orientation == .equal, !commute(scaled[k], scaled[0]) {
      faults.append("has axes of its own")
    }
    return faults
  }

  /// Matrices have common axes exactly if they commute.
  private func commute(_ a: SquareMatrix, _ b: SquareMatrix) -> Bool {
    let largest = [a, b].map { $0.elements.map(abs).max() ?? 0 }
    let size = largest[0] * largest[1] * Double(dimension)
    return zip((a * b).elements, (b * a).elements).allSatisfy { abs($0 - $1) <= 1e-13 * size }
  }
}
