internal import Elementary
package import GaussianMixtures
internal import LinearAlgebra
package import Tables

/// What the covariance of a point's component says of the shape around it, as columns that are written.
///
/// With its eigenvalues λ₁ ≥ … ≥ λ_D and the axis n of the least: linearity (λ₁ - λ₂) / λ₁, planarity (λ₂ - λ₃) / λ₁,
/// scattering, also called sphericity, λ_D / λ₁, anisotropy (λ₁ - λ_D) / λ₁, omnivariance (λ₁ ⋯ λ_D)^(1/D), verticality
/// 1 - |n_z|, and n itself, upwards. The eigenvalues are not normalized, so that omnivariance has a square of the
/// coordinates' unit. Sources: M. Weinmann, B. Jutzi, S. Hinz and C. Mallet, ISPRS Journal of Photogrammetry and Remote
/// Sensing 105 (2015) 286-304; the same in CloudCompare.
package enum ComponentShape: String, Sendable, CaseIterable {
  case planarity, linearity, scattering, sphericity, omnivariance, anisotropy, verticality, normal

  /// The columns that are written of it.
  package var columnNames: [String] {
    self == .normal ? ["normal_x", "normal_y", "normal_z"] : [rawValue]
  }

  /// The names of all such columns.
  package static let allColumnNames = allCases.flatMap(\.columnNames)

  /// Whether it is defined for points of so many coordinates.
  package func isDefined(dimension: Int) -> Bool {
    switch self {
    case .planarity, .verticality, .normal: dimension == 3
    case .linearity, .scattering, .sphericity, .omnivariance, .anisotropy: dimension >= 2
    }
  }

  /// The columns for points.
  ///
  /// - Parameters:
  ///   - shapes: Which; all of them defined for the model's dimension.
  ///   - model: The model.
  ///   - labels: The component of each point; nil for one of the noise, whose cells are missing (NaN).
  /// - Complexity: O(K D³ + N).
  package static func columns(
    _ shapes: [ComponentShape], of model: GaussianMixture, labels: PointLabels
  ) -> [TableColumn] {
    let numbers = model.components.map { component in
      let eigen = SymmetricEigen(of: component.covariance.square)
      return shapes.flatMap { shape in
        eigen.map(shape.numbers) ?? shape.columnNames.map { _ in .nan }
      }
    }
    return shapes.flatMap(\.columnNames).enumerated().map { place, name in
      TableColumn(
        name: name,
        values: .numbers(
          labels.map { $0.map { numbers[$0][place] } ?? .nan }))
    }
  }

  private func numbers(_ eigen: SymmetricEigen) -> [Double] {
    // Rounding may leave a variance that is none a little below zero.
    let values = eigen.values.reversed().map { max($0, 0) }
    let (largest, smallest) = (values[0], values[values.count - 1])
    guard largest > 0 else { return columnNames.map { _ in .nan } }
    switch self {
    case .linearity: return [(largest - values[1]) / largest]
    case .planarity: return [(values[1] - smallest) / largest]
    case .scattering, .sphericity: return [smallest / largest]
    case .anisotropy: return [(largest - smallest) / largest]
    case .omnivariance:
      // The product may be beyond all bounds where its root is not.
      let ratios = values.reduce(1) { $0 * ($1 / largest) }
      return [largest * power(ratios, 1 / Double(values.count))]
    case .verticality: return [1 - abs(Self.normal(eigen)[2])]
    case .normal: return Self.normal(eigen)
    }
  }

  /// The axis of the least variance, upwards; where it lies level, its first coordinate that is not 0 is positive.
  private static func normal(_ eigen: SymmetricEigen) -> [Double] {
    let axis = Array(eigen.vector(0))
    let deciding = axis[2] != 0 ? axis[2] : axis.first { $0 != 0 } ?? 1
    // No zero of these has a sign.
    return axis.map { deciding < 0 ? 0 - $0 : 0 + $0 }
  }
}

extension CovarianceMatrix {
  fileprivate var square: SquareMatrix { SquareMatrix(rows: rows) }
}
