/// One number of a mixture that is estimated.
///
/// ```swift
/// let means = MixtureParameter.all(of: model).filter { if case .mean = $0 { true } else { false } }
/// print(means.map { $0.value(in: model) })
/// ```
public enum MixtureParameter: Sendable, Hashable {
  /// The weight of a component, from 0.
  case weight(component: Int)
  /// The weight of the noise.
  case noiseWeight
  /// A coordinate of a component's mean.
  case mean(component: Int, coordinate: Int)
  /// An entry of a component's covariance.
  case covariance(component: Int, row: Int, column: Int)

  /// All of a mixture: weights, means, and covariances, of these the lower triangles, or the diagonals where the structure has
  /// no others.
  ///
  /// - Parameter model: the mixture.
  /// - Returns: the parameters, component by component within each kind.
  public static func all(of model: GaussianMixture) -> [MixtureParameter] {
    let (components, dimension) = (model.components.indices, model.dimension)
    let isDiagonal = model.structure.orientation == .identity
    return components.map { .weight(component: $0) } + (model.noise == nil ? [] : [.noiseWeight])
      + components.flatMap { k in (0..<dimension).map { .mean(component: k, coordinate: $0) } }
      + components.flatMap { k in
        (0..<dimension).flatMap { row in
          ((isDiagonal ? row : 0)...row).map { .covariance(component: k, row: row, column: $0) }
        }
      }
  }

  /// The component that it is of, from 0; nil for the noise.
  public var component: Int? {
    switch self {
    case .weight(let component), .mean(let component, _), .covariance(let component, _, _): component
    case .noiseWeight: nil
    }
  }

  /// The number that a mixture has.
  ///
  /// - Parameter model: a mixture with such a component and such coordinates.
  /// - Returns: its value; 0 for the weight of a noise that is not there.
  public func value(in model: GaussianMixture) -> Double {
    switch self {
    case .weight(let component): model[component].weight
    case .noiseWeight: model.noise?.weight ?? 0
    case .mean(let component, let coordinate): model[component].mean[coordinate]
    case .covariance(let component, let row, let column): model[component].covariance[row, column]
    }
  }
}
