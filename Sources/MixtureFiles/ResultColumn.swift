package import GaussianMixtures
package import Tables

/// What a model says of a point, as the columns that are written beside the input's.
package enum ResultColumn: String, Sendable, CaseIterable {
  case label, component, probability, uncertainty
  case logDensity = "log_density"
  case density

  /// The component that a point was drawn from, where it is known.
  package static let truthName = "truth"

  /// The cluster of components that a point is in, where these are combined.
  package static let clusterName = "cluster"

  /// What stands before the component's number in the name of a column of responsibilities.
  static let responsibilityStem = "responsibility_"

  /// What stands before the class's name in the name of a column of its probabilities.
  private static let classStem = "probability_"

  /// The name of the column of the probabilities of a class.
  ///
  /// - Parameter className: The class.
  /// - Returns: Such as `probability_setosa`.
  package static func probabilityName(ofClass className: String) -> String { classStem + className }

  /// The name of the column of a component's responsibilities.
  ///
  /// - Parameter component: The component, from 0.
  /// - Returns: Such as `responsibility_1`, counted from 1.
  package static func responsibilityName(of component: Int) -> String {
    responsibilityStem + "\(component + 1)"
  }

  /// What points of the noise are labelled.
  package static let noiseLabel = "0"

  /// The columns written unless others are asked for.
  package static let usual: [ResultColumn] = [.label, .probability, .uncertainty, .logDensity]

  /// The same of a classifier, whose labels are classes.
  package static let usualOfClasses: [ResultColumn] = [
    .label, .component, .probability, .uncertainty, .logDensity,
  ]

  /// The column with its cells.
  ///
  /// - Parameters:
  ///   - classification: what the model says of the points.
  ///   - model: the model; components with names of their own are labelled by these.
  package func column(_ classification: Classification, _ model: GaussianMixture) -> TableColumn {
    let values: TableColumn.Values =
      switch self {
      case .label where model.hasNames:
        .categories(
          indices: classification.labels.numbersFromOne, names: [Self.noiseLabel] + model.componentNames)
      case .label, .component: .integers(classification.labels.numbersFromOne)
      case .probability: .numbers(classification.probabilities)
      case .uncertainty: .numbers(classification.uncertainties)
      case .logDensity: .numbers(classification.logDensities)
      case .density: .numbers(classification.densities)
      }
    return TableColumn(name: rawValue, values: values)
  }
}
