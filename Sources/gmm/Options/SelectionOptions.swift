#if Command

import ArgumentParser
import GaussianMixtures

/// Which mixtures compete, and by what they are compared.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: [.customShort("k"), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "The numbers of components: ranges such as 1-9 or 1...9 and numbers, with commas between them.",
      valueName: "components"))
  var components = "1-9"

  @Option(
    help:
      "What the covariances may share: all, or structures by name or code with commas between them, such as "
      + "full,tied,VVE.", as: "structures")
  var structures = "all"

  @Option(
    help:
      "By what the mixtures are compared: BIC, AIC or ICL, or the likelihood of points that were held out.",
    as: "criterion")
  var criterion: SelectionCriterion = .bic

  @Option(
    unconditional: "For cross-validation: into how many parts the points are divided (default: 10).",
    as: "count")
  var folds: Int?

  mutating func validate() throws {
    _ = try componentCounts()
    _ = try chosenStructures(dimension: 2)
    if let folds {
      guard folds >= 2 else { throw ValidationError("--folds must be at least 2; \(folds) was given.") }
      guard criterion == .crossValidation else {
        throw ValidationError("--folds belongs to --criterion cross-validation.")
      }
    }
  }

  /// What competes, for points of a dimension.
  func configuration(_ fit: FitOptions, dimension: Int) throws -> SelectionConfiguration {
    SelectionConfiguration(
      componentCounts: try componentCounts(), structures: try chosenStructures(dimension: dimension),
      criterion: criterion, foldCount: folds ?? 10,
      fit: try fit.configuration(componentCount: 1, structure: .full))
  }

  private func componentCounts() throws -> [Int] {
    try ComponentCounts(components.lowercased() == "auto" ? "1-9" : components).values
  }

  private func chosenStructures(dimension: Int) throws -> [CovarianceStructure] {
    guard !["all", "auto"].contains(structures.lowercased()) else {
      return CovarianceStructure.distinct(inDimension: dimension)
    }
    return try structures.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let structure = CovarianceStructure(String(name)) else {
        throw ValidationError(
          "--structures: «\(name)» is none of \(CovarianceStructure.allValueStrings.joined(separator: ", "))."
        )
      }
      return structure
    }
  }
}

#endif
