internal import Elementary
internal import GaussianMixtures
internal import LinearAlgebra
internal import Tables

/// The forms of covariances that other programs know, by the names that scikit-learn gives them.
enum CovarianceForm: String, Sendable, CaseIterable {
  case full, tied
  case diagonal = "diag"
  case spherical

  /// The narrowest form that holds all covariances of a mixture and that its structure is a case of.
  ///
  /// What a structure says is not taken on trust: numbers that do not fit make the form wider.
  ///
  /// - Complexity: O(K D²).
  init(of model: GaussianMixture) {
    let covariances = model.components.map(\.covariance)
    let (structure, isDiagonal) = (model.structure, covariances.allSatisfy(\.hasNoCorrelations))
    if structure.shape == .identity, isDiagonal,
      covariances.allSatisfy({ covariance in covariance.diagonal.allSatisfy { $0 == covariance.diagonal[0] } }
      )
    {
      self = .spherical
    } else if structure.orientation == .identity, isDiagonal {
      self = .diagonal
    } else if structure == .tied, covariances.allSatisfy({ $0 == covariances[0] }) {
      self = .tied
    } else {
      self = .full
    }
  }

  /// The structure of a mixture that has nothing more in common.
  var structure: CovarianceStructure {
    switch self {
    case .full: .full
    case .tied: .tied
    case .diagonal: .diagonal
    case .spherical: .spherical
    }
  }
}

extension CovarianceMatrix {
  /// Its lower factor `L` with `L Lᵀ = Σ`, and the lower `W` with `Wᵀ W = Σ⁻¹`.
  ///
  /// - Throws: ``TableError`` where it has none, which a sound mixture's has.
  /// - Complexity: O(D³).
  func factors(path: String) throws(TableError) -> (lower: TriangularFactor, whitening: TriangularFactor) {
    let matrix = SquareMatrix(elements, count: dimension)
    guard let lower = TriangularFactor.cholesky(of: matrix),
      let whitening = TriangularFactor.whitening(of: matrix)
    else {
      throw TableError(
        .badData, source: path,
        message: "a covariance of the model has no inverse; fit the model with a larger floor.")
    }
    return (lower, whitening)
  }
}

extension GaussianMixture {
  /// What is added to half the squared distance, with the sign turned, of each component: `ln w - ½ (D ln 2π + ln
  /// |Σ|)`.
  func logNormalizers(_ whitenings: [TriangularFactor]) -> [Double] {
    zip(components, whitenings).map { component, whitening in
      naturalLogarithm(component.weight) + whitening.diagonal.reduce(0) { $0 + naturalLogarithm($1) }
        - 0.5 * Double(dimension) * naturalLogarithm(2 * .pi)
    }
  }
}

/// A mixture as another program's file has it.
struct ForeignMixture {
  var weights: [Double]
  /// K means of D coordinates.
  var means: [[Double]]
  var covariances: [CovarianceMatrix]
  var structure: CovarianceStructure
  var columns: [String]?
  var names: [String]?
  var noise: GaussianMixture.Noise?

  /// The mixture as a document.
  ///
  /// Weights that are off 1 by no more than single precision are brought to it; others are left to the bit.
  ///
  /// - Parameters:
  ///   - input: Where it is from.
  ///   - program: What messages call the program that made it.
  /// - Throws: ``TableError`` where numbers do not fit together, or are no mixture.
  func document(of input: ModelInput, program: String) throws(TableError) -> ModelDocument {
    let count = weights.count
    guard count > 0, means.count == count, covariances.count == count, let dimension = means.first?.count,
      means.allSatisfy({ $0.count == dimension }), names.map({ $0.count == count }) ?? true,
      columns.map({ $0.count == dimension }) ?? true
    else {
      throw input.error(
        "the model of \(program) has \(CountText.of(count, "weight")), \(CountText.of(means.count, "mean")) and "
          + "\(CountText.of(covariances.count, "covariance")), or names that are not as many; save it anew.")
    }
    let sum = weights.reduce(noise?.weight ?? 0, +)
    let scale = abs(sum - 1) > 1e-9 && abs(sum - 1) < 1e-5 ? sum : 1
    let components = (0..<count).map { k in
      GaussianMixture.Component(
        weight: weights[k] / scale, mean: means[k], covariance: covariances[k],
        name: names.flatMap { $0[k].isEmpty ? nil : $0[k] })
    }
    let scaled = noise.map {
      GaussianMixture.Noise(weight: $0.weight / scale, logVolume: $0.logVolume, box: $0.box)
    }
    do {
      let model = try GaussianMixture(components: components, structure: structure, noise: scaled)
      return ModelDocument(model: model, columns: columns)
    } catch {
      throw input.error(
        "this is no sound model of \(program). \(error.message) Correct the file, or save it anew.")
    }
  }
}

extension [Double] {
  /// Rows of so many numbers each.
  func rows(of length: Int) -> [[Double]] {
    stride(from: 0, to: count, by: Swift.max(1, length)).map {
      Array(self[$0..<Swift.min($0 + length, count)])
    }
  }
}
