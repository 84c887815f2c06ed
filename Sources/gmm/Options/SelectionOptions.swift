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
      "By what the mixtures are compared: BIC, AIC or ICL; the likelihood of points that were held out; NEC, the entropy of "
      + "the labels beside what is gained over one component; or the stability of labels, the agreement of repeated fits of "
      + "samples with those of one component fewer and one more.",
    as: "criterion")
  var criterion: SelectionCriterion = .bic

  @Option(
    unconditional: "For cross-validation: into how many parts the points are divided (default: 10).",
    as: "count")
  var folds: Int?

  @Option(
    unconditional: "For stability: how many fits there are of each number of components (default: 5).",
    as: "count")
  var runs: Int?

  @Option(
    unconditional:
      "For stability: how many points each of these fits has, drawn anew for each run (default: half of them, and no more "
      + "than 20000).", as: "points")
  var sampleSize: Int?

  mutating func validate() throws {
    for (name, value) in [("runs", runs), ("sample-size", sampleSize)] {
      guard let value else { continue }
      guard value >= 2 else { throw ValidationError("--\(name) must be at least 2; \(value) was given.") }
      guard criterion == .stability else {
        throw ValidationError("--\(name) belongs to --criterion stability.")
      }
    }
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
      stability: StabilityConfiguration(runCount: runs ?? 5, sampleSize: sampleSize),
      fit: try fit.configuration(componentCount: 1, structure: .full))
  }

  private func componentCounts() throws -> [Int] {
    try ComponentCounts(components.lowercased() == "auto" ? "1-9" : components).values
  }

  /// - Parameter option: What a refusal names.
  func chosenStructures(dimension: Int, option: String = "--structures") throws -> [CovarianceStructure] {
    guard !["all", "auto"].contains(structures.lowercased()) else {
      return CovarianceStructure.distinct(inDimension: dimension)
    }
    return try structures.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let structure = CovarianceStructure(String(name)) else {
        throw ValidationError(
          "\(option): «\(name)» is none of \(CovarianceStructure.allValueStrings.joined(separator: ", "))."
        )
      }
      return structure
    }
  }
}

#endif
